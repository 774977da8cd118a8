"""What waits in the outbox, counted, and what was set aside in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import OutboxRow

PENDING = (kinds.ParcelState.WAITING, kinds.ParcelState.CLAIMED)


class Waiting(NamedTuple):
    waiting: int
    oldest: datetime | None
    unclear: int


async def count(session: AsyncSession, *, now: datetime) -> Waiting:
    """How many rows wait or are held, since when the oldest of them is due, and how many are in doubt."""
    due = sa.case((col(OutboxRow.not_before) <= now, col(OutboxRow.created_at)))
    doubtful = sa.case((col(OutboxRow.state) == kinds.ParcelState.WAITING, col(OutboxRow.tried_at)))
    found: Any = await session.exec(
        select(sa.func.count(), sa.func.min(due), sa.func.count(doubtful)).where(
            col(OutboxRow.state).in_(PENDING)
        )
    )
    return Waiting(*found.one())


async def set_aside(session: AsyncSession) -> dict[str, int]:
    """How many rows were set aside, by problem."""
    found: Any = await session.exec(
        select(OutboxRow.problem, sa.func.count())
        .where(OutboxRow.state == kinds.ParcelState.SET_ASIDE)
        .group_by(col(OutboxRow.problem))
    )
    return {problem or "": count for problem, count in found.all()}


async def aside(session: AsyncSession, workspace_id: int) -> list[OutboxRow]:
    """What was set aside in a workspace, the oldest first."""
    found = await session.exec(
        select(OutboxRow)
        .where(OutboxRow.workspace_id == workspace_id, OutboxRow.state == kinds.ParcelState.SET_ASIDE)
        .order_by(col(OutboxRow.id))
    )
    return list(found.all())


async def take_up(
    session: AsyncSession, workspace_id: int, *, now: datetime, ids: Sequence[int] | None
) -> int:
    """Let what was set aside wait to be sent again, all of it or these; returns how much that was.

    `tried_at` stays: where an earlier send may have gone through, the message is looked for first. It is as
    new as it is now, so that it has all its time again.
    """
    done = await session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.workspace_id) == workspace_id,
            col(OutboxRow.state) == kinds.ParcelState.SET_ASIDE,
            *([] if ids is None else [col(OutboxRow.id).in_(ids)]),
        )
        .values(
            state=kinds.ParcelState.WAITING,
            attempts=0,
            not_before=now,
            created_at=now,
            done_at=None,
            problem=None,
        )
    )
    return int(done.rowcount)


async def doubt(session: AsyncSession) -> int:
    """Take every message that waits for one that may have been sent, to be looked for; returns how many."""
    done = await session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.state).in_(PENDING),
            col(OutboxRow.parcel) != kinds.Parcel.UPDATE,
            col(OutboxRow.tried_at).is_(None),
        )
        .values(tried_at=col(OutboxRow.created_at))
    )
    return int(done.rowcount)
