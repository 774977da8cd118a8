"""Who supports an idea."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting
from storage.models import Support


async def add(session: AsyncSession, idea_id: int, person_id: int, *, now: datetime) -> bool:
    """Returns whether it is new."""
    done = await session.exec(
        inserting.into(session, Support)
        .values(idea_id=idea_id, person_id=person_id, at=now)
        .on_conflict_do_nothing()
    )
    return bool(done.rowcount)


async def remove(session: AsyncSession, idea_id: int, person_id: int) -> bool:
    """Returns whether there was any."""
    done = await session.exec(
        sa.delete(Support).where(col(Support.idea_id) == idea_id, col(Support.person_id) == person_id)
    )
    return bool(done.rowcount)


async def of(session: AsyncSession, idea_id: int) -> list[int]:
    """The people's ids, those who came first first."""
    found = await session.exec(
        select(Support.person_id)
        .where(Support.idea_id == idea_id)
        .order_by(col(Support.at), col(Support.person_id))
    )
    return list(found.all())
