"""Taking out what is no longer needed. Each function removes rows, or their words, and says how many."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import Draft, NoteRow, OutboxRow, PaceRow, Person

FINISHED = (kinds.ParcelState.SENT, kinds.ParcelState.DROPPED)
ENDED = (*FINISHED, kinds.ParcelState.SET_ASIDE)
BLANK = {"type": "blank"}
"""What stands in place of the words of a message that was said."""


async def notes(session: AsyncSession, workspace_id: int, *, before: datetime) -> int:
    """What was told to people in private before then."""
    done = await session.exec(
        sa.delete(NoteRow).where(
            col(NoteRow.told_at) < before, col(NoteRow.person_id).in_(_people(workspace_id))
        )
    )
    return int(done.rowcount)


async def drafts(session: AsyncSession, workspace_id: int, *, before: datetime) -> int:
    """Drafts of ideas that nobody touched since then."""
    done = await session.exec(
        sa.delete(Draft).where(col(Draft.at) < before, col(Draft.person_id).in_(_people(workspace_id)))
    )
    return int(done.rowcount)


async def private_messages(session: AsyncSession, workspace_id: int, *, before: datetime) -> int:
    """Private messages that were sent or given up before then, and with them who got them, or was to."""
    done = await session.exec(
        sa.delete(OutboxRow).where(
            col(OutboxRow.workspace_id) == workspace_id,
            col(OutboxRow.parcel) == kinds.Parcel.TELL,
            col(OutboxRow.state).in_(ENDED),
            col(OutboxRow.done_at) < before,
        )
    )
    return int(done.rowcount)


async def said(session: AsyncSession, *, before: datetime) -> int:
    """The words of what was said in channels before then; that it was said, and where, stays."""
    done = await session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.parcel) == kinds.Parcel.POST,
            col(OutboxRow.state).in_(FINISHED),
            col(OutboxRow.done_at) < before,
            sa.cast(col(OutboxRow.message), sa.Text).not_like('%"type": "blank"%'),
        )
        .values(message=BLANK)
    )
    return int(done.rowcount)


async def given_up(session: AsyncSession, workspace_id: int, *, before: datetime) -> int:
    """The words of what was set aside before then and nobody took up: it is dropped."""
    done = await session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.workspace_id) == workspace_id,
            col(OutboxRow.parcel) == kinds.Parcel.POST,
            col(OutboxRow.state) == kinds.ParcelState.SET_ASIDE,
            col(OutboxRow.done_at) < before,
        )
        .values(message=BLANK, state=kinds.ParcelState.DROPPED)
    )
    return int(done.rowcount)


async def updates(session: AsyncSession, *, before: datetime) -> int:
    """Redraws of cards that are done."""
    done = await session.exec(
        sa.delete(OutboxRow).where(
            col(OutboxRow.parcel) == kinds.Parcel.UPDATE,
            col(OutboxRow.state).in_(FINISHED),
            col(OutboxRow.done_at) < before,
        )
    )
    return int(done.rowcount)


async def paces(session: AsyncSession, *, before: datetime) -> int:
    """Turns that were used up then: who was told something, and when."""
    done = await session.exec(sa.delete(PaceRow).where(col(PaceRow.used_until) < before))
    return int(done.rowcount)


async def check_in_texts(session: AsyncSession, workspace_id: int, *, before: datetime) -> int:
    """The words people wrote in their check-ins before then; the taps stay, for the group's own line."""
    table = SQLModel.metadata.tables["check_in"]
    words = [column for column in table.columns if isinstance(column.type, sa.Text)]
    if not words:
        return 0
    connection = await session.connection()
    done = await connection.execute(
        sa.update(table)
        .where(
            table.c.at < before,
            table.c.person_id.in_(_people(workspace_id)),
            sa.or_(*(sa.func.coalesce(column, "") != "" for column in words)),
        )
        .values({column.name: None if column.nullable else "" for column in words})
    )
    return int(done.rowcount)


def _people(workspace_id: int) -> Any:
    return select(Person.id).where(Person.workspace_id == workspace_id)
