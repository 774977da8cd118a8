"""Each workspace chooses how long private words are kept, and its own go by that."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.services import retention
from storage import kinds
from storage.models import Draft, NoteRow, OutboxRow, Person, Workspace
from tests import house
from tests.house import House


async def move_in(here: House, name: str, now: datetime, *, months: int | None) -> int:
    """A workspace with a person, their draft, a note they were told, and messages; returns the person.

    One message was said, one in private and one to all could not be.
    """
    async with here.store.begin() as session:
        workspace = Workspace(
            platform=kinds.Platform.SLACK,
            external_id=name,
            locale="nb",
            zone="Europe/Oslo",
            choices={} if months is None else {"keep_months": months},
            created_at=now,
        )
        session.add(workspace)
        await session.flush()
        person = Person(workspace_id=workspace.id, external_id=f"U{name}", met_at=now)
        session.add(person)
        await session.flush()
        session.add(Draft(person_id=person.id, words={"title": "Uferdig"}, request_key=name, at=now))
        session.add(
            NoteRow(person_id=person.id, note={"type": "x"}, created_at=now, not_before=now, told_at=now)
        )
        session.add_all(
            OutboxRow(
                workspace_id=workspace.id,
                parcel=parcel,
                place=f"U{name}",
                locale="nb",
                message={"type": "x"},
                state=state,
                not_before=now,
                created_at=now,
                done_at=now,
            )
            for parcel, state in (
                (kinds.Parcel.TELL, kinds.ParcelState.SENT),
                (kinds.Parcel.TELL, kinds.ParcelState.SET_ASIDE),
                (kinds.Parcel.POST, kinds.ParcelState.SET_ASIDE),
            )
        )
        return int(person.id)


async def kept(here: House, person: int) -> tuple[int, int, int]:
    """How many drafts, notes and messages of the person have their words."""
    async with here.store.read() as session:
        drafts = await session.exec(select(Draft).where(Draft.person_id == person))
        notes = await session.exec(select(NoteRow).where(NoteRow.person_id == person))
        workspace = select(Person.workspace_id).where(Person.id == person)
        told = await session.exec(select(OutboxRow).where(col(OutboxRow.workspace_id).in_(workspace)))
        worded = [row for row in told.all() if row.message == {"type": "x"}]
        return len(drafts.all()), len(notes.all()), len(worded)


async def test_words_go_by_the_months_of_their_workspace(migrated_url: str, now: datetime) -> None:
    async with house.standing(migrated_url, now=now) as here:
        short = await move_in(here, "TSHORT", now, months=1)
        usual = await move_in(here, "TUSUAL", now, months=None)
        long = await move_in(here, "TLONG", now, months=24)
        for days, expected in ((29, (1, 1, 1)), (40, (0, 1, 1)), (370, (0, 0, 1)), (740, (0, 0, 0))):
            await retention.sweep(here.bot.installation, now=now + timedelta(days=days))
            found = [await kept(here, person) for person in (short, usual, long)]
            assert found == [(one, one, 3 * one) for one in expected], days
