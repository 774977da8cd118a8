"""One facilitator extends a round at the instant at which another cancels it: both requests are in flight."""

import asyncio
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground.answers import Answer
from storage import kinds, rounds
from storage.models import Ballot
from tests.house import words
from tests.vote import town
from tests.vote.town import ADMIN, CHILD, YOUTH, Town

SIZES = {YOUTH: 3, CHILD: 2}
EXTENDER = "UUNG0"
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def in_flight(here: Town, session: AsyncSession, sent: list[asyncio.Task[Answer]]) -> None:
    """Wait until all that was sent waits for what `session` holds; none of it is answered meanwhile."""
    while not here.house.store.sqlite:
        async with here.house.store.read() as other:
            connection = await other.connection()
            if (await connection.execute(sa.text(WAITING))).scalar() == len(sent):
                break
        await asyncio.sleep(0.02)
    done, _ = await asyncio.wait(sent, timeout=0.5)
    assert not done
    assert session.in_transaction()


@pytest.mark.parametrize("first", ["extend", "cancel"])
async def test_an_extension_meets_a_cancellation(migrated_url: str, now: datetime, first: str) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3) as here:
        bot = here.house.playground
        card = await here.open_round(EXTENDER)
        await here.vote("UHEL0", card, [1])
        before = await here.round()
        for person in (EXTENDER, ADMIN):
            await bot.click(person, here.channel, card.ts, "round_steer")
        asked = {
            "extend": lambda: here.house.fill(EXTENDER, "steering_form", days="3", reason="Flere er på kurs"),
            "cancel": lambda: here.house.fill(ADMIN, "steering_form", what="cancel", reason="Feil ideer"),
        }
        sent: dict[str, asyncio.Task[Answer]] = {}
        async with here.house.store.begin() as session:
            await rounds.get_to_steer(session, before.workspace_id, before.id)
            for what in sorted(asked, key=lambda one: one != first):
                sent[what] = asyncio.create_task(asked[what]())
                await in_flight(here, session, list(sent.values()))
        extended, cancelled = await sent["extend"], await sent["cancel"]

        # Whoever is first, the round is cancelled in the end; the extension stood before it, or was refused.
        assert cancelled.ok, cancelled
        assert not cancelled.errors
        assert bool(extended.errors) == (first == "cancel")
        assert "Runden er avlyst" in str(extended.errors) or first == "extend"
        for person in (EXTENDER, ADMIN):
            await here.house.close(person)
        await here.house.settle()
        after = await here.round()
        assert (after.state, after.salt, after.invite_at) == (kinds.RoundState.CANCELLED, None, None)
        assert (after.closes_at > before.closes_at) == (first == "extend")
        async with here.house.store.read() as other:
            steps = [one.event for one in await rounds.steps(other, after.id)]
            assert (await other.exec(select(Ballot).where(Ballot.round_id == after.id))).all() == []
        expected = [kinds.RoundEvent.CANCELLED]
        assert steps == ([kinds.RoundEvent.EXTENDED, *expected] if first == "extend" else expected)

        # In the channel each of them that holds is said once, in the order in which it came to hold.
        said = [words(one) for one in here.said() if one.ts != card.ts]
        assert [("Ny frist" in one, "avlyst" in one) for one in said if "Grunn" in one] == (
            [(True, False), (False, True)] if first == "extend" else [(False, True)]
        )
        drawn = words(bot.message(here.channel, card.ts))
        assert "Feil ideer" in drawn
        assert ("Flere er på kurs" in drawn) == (first == "extend")
        assert (await here.form(ADMIN)).ok, "its ideas are free again"
