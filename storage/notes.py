"""Notes: what concerns one person, waiting for the one private message of their week."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.agenda import Soonest
from storage.models import NoteRow, Person, Workspace


async def add_all(session: AsyncSession, waiting: Sequence[NoteRow]) -> None:
    session.add_all(waiting)
    await session.flush()


async def last_told_of(
    session: AsyncSession, person_ids: Sequence[int], *, but: str | None = None
) -> dict[int, datetime]:
    """When each of these people last got a message, of those who ever did; `but` is a type to leave out."""
    statement = (
        select(NoteRow.person_id, sa.func.max(NoteRow.told_at))
        .where(col(NoteRow.person_id).in_(person_ids), col(NoteRow.told_at).is_not(None))
        .group_by(col(NoteRow.person_id))
    )
    if but is not None:
        statement = statement.where(col(NoteRow.note)["type"].as_string() != but)
    found = await session.exec(statement)
    return {person_id: at for person_id, at in found.all() if at is not None}


async def waiting(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """What waits to be told to a person, oldest first."""
    found = await session.exec(
        select(NoteRow.note)
        .where(NoteRow.person_id == person_id, col(NoteRow.told_at).is_(None))
        .order_by(col(NoteRow.id))
    )
    return [dict(note) for note in found.all()]


async def due(session: AsyncSession, *, now: datetime) -> list[tuple[Person, Workspace]]:
    """People whose message may come now."""
    waiting = select(NoteRow.person_id).where(col(NoteRow.told_at).is_(None), col(NoteRow.not_before) <= now)
    found = await session.exec(
        select(Person, Workspace)
        .join(Workspace, col(Workspace.id) == Person.workspace_id)
        .where(col(Person.id).in_(waiting), col(Person.external_id).is_not(None))
        .order_by(col(Person.id))
    )
    return list(found.all())


def next_telling() -> Soonest:
    soonest = select(sa.func.min(NoteRow.not_before)).join(Person, col(Person.id) == NoteRow.person_id)
    return soonest.where(col(NoteRow.told_at).is_(None), col(Person.external_id).is_not(None))


async def take(session: AsyncSession, person_id: int) -> list[NoteRow]:
    """A person's waiting notes, oldest first, held until the transaction ends."""
    found = await session.exec(
        select(NoteRow)
        .where(NoteRow.person_id == person_id, col(NoteRow.told_at).is_(None))
        .order_by(col(NoteRow.id))
        .with_for_update()
    )
    return list(found.all())


async def told(session: AsyncSession, note_ids: Sequence[int], *, now: datetime) -> None:
    await session.exec(update(NoteRow).where(col(NoteRow.id).in_(note_ids)).values(told_at=now))


async def forget(session: AsyncSession, note_ids: Sequence[int]) -> None:
    """Take away what need not be told any more."""
    await session.exec(delete(NoteRow).where(col(NoteRow.id).in_(note_ids)))


async def postpone(session: AsyncSession, person_id: int, *, to: datetime) -> None:
    """Let what waits for a person wait until `to`; what waits for longer stays as it is."""
    await session.exec(
        update(NoteRow)
        .where(
            col(NoteRow.person_id) == person_id,
            col(NoteRow.told_at).is_(None),
            col(NoteRow.not_before) < to,
        )
        .values(not_before=to)
    )
