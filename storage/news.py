"""Who wants to hear what of which idea, and how often."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Idea, IdeaMute, NewsChoice, Support


async def digests(session: AsyncSession, person_ids: Sequence[int]) -> dict[int, kinds.Digest]:
    """What they chose; weekly where they chose nothing."""
    found = await session.exec(select(NewsChoice).where(col(NewsChoice.person_id).in_(person_ids)))
    chosen = {row.person_id: kinds.Digest(row.digest) for row in found.all()}
    return {one: chosen.get(one, kinds.Digest.WEEKLY) for one in person_ids}


async def choose(session: AsyncSession, person_id: int, digest: kinds.Digest) -> None:
    await session.exec(
        inserting.into(session, NewsChoice)
        .values(person_id=person_id, digest=digest)
        .on_conflict_do_update(index_elements=["person_id"], set_={"digest": digest})
    )


async def set_muted(session: AsyncSession, idea_id: int, person_id: int, *, muted: bool) -> None:
    if muted:
        row = inserting.into(session, IdeaMute).values(idea_id=idea_id, person_id=person_id)
        await session.exec(row.on_conflict_do_nothing())
    else:
        mine = col(IdeaMute.idea_id) == idea_id, col(IdeaMute.person_id) == person_id
        await session.exec(sa.delete(IdeaMute).where(*mine))


async def muted(session: AsyncSession, idea_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Idea and person, where the person has muted the idea."""
    found = await session.exec(select(IdeaMute).where(col(IdeaMute.idea_id).in_(idea_ids)))
    return {(row.idea_id, row.person_id) for row in found.all()}


async def listeners(session: AsyncSession, idea_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Idea and person, for those who support an idea of others, have not muted it, and want news."""
    silent = sa.exists().where(
        col(IdeaMute.idea_id) == col(Support.idea_id), col(IdeaMute.person_id) == col(Support.person_id)
    )
    off = sa.exists().where(
        col(NewsChoice.person_id) == col(Support.person_id), col(NewsChoice.digest) == kinds.Digest.OFF
    )
    found = await session.exec(
        select(Support.idea_id, Support.person_id)
        .join(Idea, col(Idea.id) == col(Support.idea_id))
        .where(
            col(Support.idea_id).in_(idea_ids),
            col(Support.person_id) != col(Idea.author_id),
            ~silent,
            ~off,
        )
        .order_by(col(Support.idea_id), col(Support.person_id))
    )
    return list(found.all())
