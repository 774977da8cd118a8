"""What waits in the outbox, counted."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col, select
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
