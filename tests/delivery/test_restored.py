"""A backup that was put back: open rounds start over, and nothing that was said is said again."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select, update

from bot.services import restoring
from storage import kinds
from storage.models import Ballot, OutboxRow, Tap
from tests.house import words
from tests.vote import town

NEWS = {"nb": "Stem en gang til", "nn": "Røyst ein gong til", "en": "Please vote again"}


async def test_an_open_round_starts_over_and_nothing_is_said_twice(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes={town.YOUTH: 3, town.CHILD: 2}, ideas=3) as here:
        card = await here.open_round(town.ADMIN)
        before = await here.round()
        person = here.everybody[0]
        await here.vote(person, card, [0, 1])
        await here.house.advance(days=6, hours=20)
        said = len(here.said())
        async with here.house.store.begin() as session:  # as it was when the backup was taken
            posted = col(OutboxRow.parcel) == kinds.Parcel.POST
            waiting = {"state": kinds.ParcelState.WAITING, "done_at": None, "ref": None, "tried_at": None}
            await session.exec(update(OutboxRow).where(posted).values(**waiting))

        begun = await restoring.begin_anew(here.house.bot.installation, now=here.house.time())
        assert begun.rounds == 1
        assert begun.messages >= 4  # the cards
        for _ in range(4):
            await here.house.settle()
            here.house.time.move_to(here.house.time() + timedelta(seconds=30))

        assert len(here.said()) == said + 1
        assert NEWS["nb"] in words(here.said()[-1])
        after = await here.round()
        assert after.state == kinds.RoundState.OPEN
        assert after.closes_at >= here.house.time() + timedelta(days=1)
        assert after.salt != before.salt
        async with here.house.store.read() as session:
            for table in (Ballot, Tap):
                assert (await session.exec(select(sa.func.count()).select_from(table))).one() == 0
        await here.vote(person, here.said()[-1], [2])
        async with here.house.store.read() as session:
            assert len((await session.exec(select(Tap.idea_id))).all()) == 1
        await here.house.advance(days=9)
        assert (await here.round()).state == kinds.RoundState.CLOSED
