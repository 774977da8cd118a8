"""Themes: a small list of a workspace's own, and which ideas belong to them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Idea, IdeaTheme, Theme


async def listed(session: AsyncSession, workspace_id: int) -> list[Theme]:
    """All of them, by name."""
    found = await session.exec(
        select(Theme).where(Theme.workspace_id == workspace_id).order_by(sa.func.lower(Theme.name))
    )
    return list(found.all())


async def of(session: AsyncSession, idea_id: int) -> list[Theme]:
    """The idea's own, by name."""
    found = await session.exec(
        select(Theme)
        .join(IdeaTheme, col(IdeaTheme.theme_id) == col(Theme.id))
        .where(IdeaTheme.idea_id == idea_id)
        .order_by(sa.func.lower(Theme.name))
    )
    return list(found.all())


async def add(session: AsyncSession, workspace_id: int, name: str) -> int:
    """The theme of that name, made if there was none; two people may make it at once."""
    await session.exec(
        inserting.into(session, Theme).values(workspace_id=workspace_id, name=name).on_conflict_do_nothing()
    )
    found = await session.exec(select(Theme.id).where(Theme.workspace_id == workspace_id, Theme.name == name))
    return int(found.one())


async def set_of(session: AsyncSession, idea_id: int, theme_ids: Sequence[int]) -> None:
    """Make these the idea's themes. A theme that no idea has any more leaves the list."""
    before = [one.id for one in await of(session, idea_id)]
    await session.exec(sa.delete(IdeaTheme).where(col(IdeaTheme.idea_id) == idea_id))
    session.add_all(IdeaTheme(idea_id=idea_id, theme_id=one) for one in dict.fromkeys(theme_ids))
    await session.flush()
    used = sa.exists().where(col(IdeaTheme.theme_id) == col(Theme.id))
    await session.exec(sa.delete(Theme).where(col(Theme.id).in_(before), ~used))


async def counted(
    session: AsyncSession, workspace_id: int, *, states: Sequence[kinds.IdeaState]
) -> list[tuple[Theme, int]]:
    """The themes of ideas in these states, by name, each with how many it has."""
    found = await session.exec(
        select(Theme, sa.func.count())
        .join(IdeaTheme, col(IdeaTheme.theme_id) == col(Theme.id))
        .join(Idea, col(Idea.id) == col(IdeaTheme.idea_id))
        .where(Theme.workspace_id == workspace_id, col(Idea.state).in_(states))
        .group_by(col(Theme.id))
        .order_by(sa.func.lower(Theme.name))
    )
    return list(found.all())


async def ideas(
    session: AsyncSession, theme_id: int, *, states: Sequence[kinds.IdeaState], workspace_id: int
) -> list[int]:
    """The ids of the theme's ideas in these states, newest first."""
    found = await session.exec(
        select(Idea.id)
        .join(IdeaTheme, col(IdeaTheme.idea_id) == col(Idea.id))
        .where(
            IdeaTheme.theme_id == theme_id,
            Idea.workspace_id == workspace_id,
            col(Idea.state).in_(states),
        )
        .order_by(col(Idea.id).desc())
    )
    return list(found.all())
