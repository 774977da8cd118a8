"""The numbers of changes to ideas, by which every process finds what it has not seen yet."""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Idea, IdeaVersion


async def raised(session: AsyncSession, workspace_id: int) -> int:
    """The number of the change that this transaction makes; others wait for it to end."""
    insert = inserting.into(session, IdeaVersion).values(workspace_id=workspace_id, version=1)
    raised = insert.on_conflict_do_update(
        index_elements=["workspace_id"], set_={"version": col(IdeaVersion.version) + 1}
    ).returning(col(IdeaVersion.version))
    found = await session.exec(raised)
    return int(found.scalar_one())


async def changes(
    session: AsyncSession, workspace_id: int, *, after: tuple[int, int], limit: int
) -> list[tuple[int, int, str, kinds.IdeaState]]:
    """Version, id, title and state of what has changed `after` a version and an id, in that order."""
    version, idea_id = after
    found = await session.exec(
        select(Idea.version, Idea.id, Idea.title, Idea.state)
        .where(
            Idea.workspace_id == workspace_id,
            col(Idea.version) >= version,  # for the index; the rest is for those of that version
            sa.or_(col(Idea.version) > version, col(Idea.id) > idea_id),
        )
        .order_by(col(Idea.version), col(Idea.id))
        .limit(limit)
    )
    return [(number, key, title, kinds.IdeaState(state)) for number, key, title, state in found.all()]
