"""What each could learn of a secret round: the database alone, the secret alone, both, anyone after."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from bot.services import secrecy
from storage import kinds
from storage.models import Ballot, CountedBallot, OutboxRow, Person, Tap
from tests import house
from tests.vote import town
from tests.vote.town import CHILD, YOUTH, Town

SIZES = {YOUTH: 6, CHILD: 5}
SECRET = house.SECRET.encode()


async def everything(here: Town) -> str:
    """All rows of all tables, as text."""
    found = []
    async with here.house.store.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            rows = await session.exec(sa.select(table))  # type: ignore[call-overload]
            found += [f"{table.name} {tuple(row)!r}" for row in rows]
    return "\n".join(found)


def file_bytes(url: str) -> bytes:
    """The SQLite file with its journal, byte for byte; empty for another database."""
    if not url.startswith("sqlite"):
        return b""
    path = Path(url.split("///", 1)[1])
    files = [path, Path(f"{path}-wal"), Path(f"{path}-shm")]
    return b"".join(file.read_bytes() for file in files if file.exists())


async def test_who_could_learn_what(
    migrated_url: str, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3) as here:
        card = await here.open_round()
        votes = {person: [number % 3] for number, person in enumerate(here.everybody)}
        for person, wanted in votes.items():
            await here.vote(person, card, wanted)
        round_ = await here.round()
        assert round_.salt is not None
        async with here.house.store.read() as session:
            people = {one.external_id: one.id for one in (await session.exec(select(Person))).all()}
            ballots = (await session.exec(select(Ballot))).all()
            taps = {(one.voter, one.idea_id) for one in (await session.exec(select(Tap))).all()}
            outbox = (await session.exec(select(OutboxRow))).all()

        # The database alone: names of ballots that say nothing, in no order of voting, at no time.
        assert all(ballot.person_id is None for ballot in ballots)
        assert set(Ballot.model_fields) == {"round_id", "voter", "discipline_id", "person_id"}
        assert set(Tap.model_fields) == {"round_id", "voter", "idea_id"}
        names = {ballot.voter for ballot in ballots}
        assert not names & {secrecy.voter(b"", round_, one) for one in people.values()}
        assert not [row for row in outbox if any(name in str(row.message) for name in names)]
        marks = [
            row.not_before for row in outbox if row.parcel == kinds.Parcel.UPDATE and row.subject == "round"
        ]
        assert all(at.second == 0 and at.microsecond == 0 for at in marks)

        # Both, while it is open: this links, and the documents say so.
        linked = {secrecy.voter(SECRET, round_, people[person]): person for person in votes}
        assert set(linked) == names
        for voter, person in linked.items():
            assert (voter, await here.idea_id(votes[person][0])) in taps

        await here.house.advance_to(round_.closes_at + timedelta(minutes=3))
        closed = await here.round()
        assert closed.state == kinds.RoundState.CLOSED
        assert closed.salt is None
        assert closed.traces is False

        # Anyone after: no pseudonym and no salt anywhere, in no row and no byte of the file.
        rows, raw = await everything(here), file_bytes(migrated_url)
        assert round_.salt.hex() not in rows
        assert repr(round_.salt) not in rows
        assert round_.salt not in raw
        for name in names:
            assert name not in rows
            assert name.encode() not in raw
        async with here.house.store.read() as session:
            left = (await session.exec(select(CountedBallot).order_by(CountedBallot.id))).all()  # type: ignore[arg-type]
        order = [(one.discipline_id, one.approvals) for one in left]
        assert order == sorted(order)
        assert set(CountedBallot.model_fields) == {"id", "round_id", "discipline_id", "approvals"}

        # The words that left the house, and the logs: nobody who voted stands beside what they wanted.
        said = capsys.readouterr().out
        assert not [name for name in names if name in said]
        assert not [title for title in here.titles if title in said]


async def test_a_cancelled_round_leaves_nothing_either(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=2) as here:
        card = await here.open_round()
        await here.vote("UUNG1", card, [0])
        round_ = await here.round()
        assert round_.salt is not None
        await here.house.playground.click(town.ADMIN, here.channel, card.ts, "round_steer")
        await here.house.fill(town.ADMIN, "steering_form", what="cancel", reason="Feil ideer")
        await here.house.settle()
        assert not (await here.round()).traces
        assert round_.salt not in file_bytes(migrated_url)
        assert round_.salt.hex() not in await everything(here)
