"""Merged ideas: who supported which text is kept, and a merge can be taken back."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import Idea, IdeaMerge, MergedSupport, Round, RoundIdea, Support


async def merge(
    session: AsyncSession, idea_id: int, into_id: int, *, was: kinds.IdeaState, now: datetime
) -> int:
    """Note the merge, and let those who support the one support the other, once; returns how many are new."""
    row = IdeaMerge(idea_id=idea_id, into_id=into_id, was=was, at=now)
    session.add(row)
    await session.flush()
    already = select(Support.person_id).where(Support.idea_id == into_id)
    found = await session.exec(
        select(Support.person_id).where(Support.idea_id == idea_id, col(Support.person_id).not_in(already))
    )
    new = list(found.all())
    session.add_all(Support(idea_id=into_id, person_id=one, at=now) for one in new)
    session.add_all(MergedSupport(merge_id=row.id, person_id=one) for one in new)
    await session.flush()
    return len(new)


async def standing(session: AsyncSession, idea_id: int) -> tuple[IdeaMerge, Idea] | None:
    """The merge that made the idea a part of another, and that other."""
    found = await session.exec(
        select(IdeaMerge, Idea)
        .join(Idea, col(Idea.id) == col(IdeaMerge.into_id))
        .where(IdeaMerge.idea_id == idea_id, col(IdeaMerge.undone_at).is_(None))
    )
    return found.one_or_none()


async def is_used(session: AsyncSession, row: IdeaMerge) -> bool:
    """Whether the two have been voted on as one since, or are a part of a third."""
    found = await session.exec(
        select(Round.id)
        .join(RoundIdea, col(RoundIdea.round_id) == col(Round.id))
        .where(
            RoundIdea.idea_id == row.into_id,
            Round.state != kinds.RoundState.CANCELLED,
            sa.or_(col(Round.closed_at).is_(None), col(Round.closed_at) >= row.at),
        )
        .limit(1)
    )
    return found.first() is not None or await standing(session, row.into_id) is not None


async def undo(session: AsyncSession, row: IdeaMerge, *, now: datetime) -> None:
    """Take back what the merge gave; support that somebody has confirmed since stays."""
    came = select(MergedSupport.person_id).where(MergedSupport.merge_id == row.id)
    await session.exec(
        sa.delete(Support).where(col(Support.idea_id) == row.into_id, col(Support.person_id).in_(came))
    )
    await session.exec(sa.delete(MergedSupport).where(col(MergedSupport.merge_id) == row.id))
    await session.exec(update(IdeaMerge).where(col(IdeaMerge.id) == row.id).values(undone_at=now))


async def confirm(session: AsyncSession, idea_id: int, person_id: int) -> None:
    """The person has spoken of this idea themselves: their support no longer hangs on a merge."""
    into = select(IdeaMerge.id).where(IdeaMerge.into_id == idea_id)
    await session.exec(
        sa.delete(MergedSupport).where(
            col(MergedSupport.person_id) == person_id, col(MergedSupport.merge_id).in_(into)
        )
    )
