"""All groups of a workspace at a glance, page by page, and how its nudges fare in total."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import Asking, Nudge, Project


class Rates(NamedTuple):
    """Of the nudges that were sent: how many were answered by anybody, and from how many the group put
    itself off; and of the active groups, how many have their nudges off."""

    sent: int
    answered: int
    put_off: int
    groups: int
    muted: int


async def count(session: AsyncSession, workspace_id: int) -> int:
    ids = sa.func.count(col(Project.id))
    found = await session.exec(select(ids).where(Project.workspace_id == workspace_id))
    return found.one()


async def page(
    session: AsyncSession, workspace_id: int, *, stillest_first: bool, limit: int, offset: int
) -> list[Project]:
    """Groups, the active ones first: those that were asked how they go on and have not answered, then those
    that have been still for longest; or else the newest first."""
    asked = (
        select(Asking.id)
        .where(col(Asking.project_id) == col(Project.id), col(Asking.answer).is_(None))
        .correlate(Project)
        .exists()
    )
    life = sa.func.coalesce(col(Project.checked_in_at), col(Project.started_at))
    order: list[sa.ColumnElement[Any]] = [sa.desc(asked), life] if stillest_first else []
    found = await session.exec(
        select(Project)
        .where(Project.workspace_id == workspace_id)
        .order_by(col(Project.state), *order, col(Project.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return list(found.all())


async def rates(session: AsyncSession, workspace_id: int, *, since: datetime) -> Rates:
    """Of the nudges sent since then, and of the groups now."""
    nudged = await session.exec(
        select(
            sa.func.count(col(Nudge.id)),
            sa.func.count(sa.case((col(Nudge.week).is_not(None), 1))),
            sa.func.count(sa.case((col(Nudge.put_off), 1))),
        )
        .join(Project, col(Project.id) == Nudge.project_id)
        .where(
            Project.workspace_id == workspace_id,
            Nudge.state == kinds.NudgeState.SENT,
            col(Nudge.ref).is_not(None),
            col(Nudge.at) >= since,
        )
    )
    grouped = await session.exec(
        select(sa.func.count(col(Project.id)), sa.func.count(sa.case((col(Project.muted), 1)))).where(
            Project.workspace_id == workspace_id, Project.state == kinds.ProjectState.ACTIVE
        )
    )
    return Rates(*nudged.one(), *grouped.one())
