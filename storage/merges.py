"""Merged ideas: who supported which text is kept, and a merge can be taken back."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Idea, IdeaMerge, MergedSupport, Round, RoundIdea, Support


async def note(
    session: AsyncSession,
    idea_id: int,
    into_id: int,
    *,
    was: kinds.IdeaState,
    new: Collection[int],
    hanging: Collection[int],
    now: datetime,
) -> None:
    """Note the merge: the people `new` support the other idea since, and that of `hanging` hangs on it."""
    row = IdeaMerge(idea_id=idea_id, into_id=into_id, was=was, at=now)
    session.add(row)
    await session.flush()
    for table, rows in (
        (Support, [{"idea_id": into_id, "person_id": one, "at": now} for one in sorted(new)]),
        (MergedSupport, [{"merge_id": row.id, "person_id": one} for one in sorted(hanging)]),
    ):
        if rows:
            await session.exec(inserting.plain(session, table).on_conflict_do_nothing(), params=rows)


async def lent(session: AsyncSession, into_id: int, *, apart_from: int = 0) -> set[int]:
    """The people whose support of the idea hangs on a merge, other than the one named."""
    found = await session.exec(
        select(MergedSupport.person_id)
        .join(IdeaMerge, col(IdeaMerge.id) == col(MergedSupport.merge_id))
        .where(IdeaMerge.into_id == into_id, col(IdeaMerge.id) != apart_from)
    )
    return set(found.all())


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


async def came(session: AsyncSession, merge_id: int) -> set[int]:
    """The people whose support of the other idea hangs on the merge."""
    found = await session.exec(select(MergedSupport.person_id).where(MergedSupport.merge_id == merge_id))
    return set(found.all())


async def undo(session: AsyncSession, row: IdeaMerge, *, going: Collection[int], now: datetime) -> None:
    """Take the merge back, and with it the support of those who are `going`."""
    await session.exec(
        sa.delete(Support).where(col(Support.idea_id) == row.into_id, col(Support.person_id).in_(going))
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
