"""Who is in a group, who answers for it, and where it is on its way."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Project, ProjectMember, StopCriterion


async def hold(session: AsyncSession, workspace_id: int, project_id: int) -> Project | None:
    """The group, for changing it: two people who change it at once take turns."""
    found = await session.exec(
        select(Project)
        .where(Project.workspace_id == workspace_id, Project.id == project_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def hold_of_idea(session: AsyncSession, workspace_id: int, idea_id: int) -> Project | None:
    """The active group of an idea, for changing it."""
    found = await session.exec(
        select(Project)
        .where(
            Project.workspace_id == workspace_id,
            Project.idea_id == idea_id,
            Project.state == kinds.ProjectState.ACTIVE,
        )
        .with_for_update()
    )
    return found.one_or_none()


async def join(session: AsyncSession, project_id: int, person_id: int, *, now: datetime) -> bool:
    """Returns whether they were not in it."""
    row = ProjectMember(project_id=project_id, person_id=person_id, joined_at=now)
    done = await session.exec(
        inserting.into(session, ProjectMember).values(**row.model_dump()).on_conflict_do_nothing()
    )
    return bool(done.rowcount)


async def leave(session: AsyncSession, project_id: int, person_id: int) -> bool:
    """Returns whether they were in it."""
    done = await session.exec(
        sa.delete(ProjectMember).where(
            col(ProjectMember.project_id) == project_id, col(ProjectMember.person_id) == person_id
        )
    )
    return bool(done.rowcount)


async def member_ids(session: AsyncSession, project_id: int) -> list[int]:
    """In the order they joined."""
    found = await session.exec(
        select(ProjectMember.person_id)
        .where(ProjectMember.project_id == project_id)
        .order_by(col(ProjectMember.joined_at), col(ProjectMember.person_id))
    )
    return list(found.all())


async def change(session: AsyncSession, project_id: int, **values: Any) -> None:
    """Set columns of a group that is held."""
    await session.exec(update(Project).where(col(Project.id) == project_id).values(**values))


async def meet_criterion(
    session: AsyncSession, project_id: int, criterion_id: int, *, now: datetime
) -> StopCriterion | None:
    """Note that a stop criterion is met; None where it was already, or is another group's."""
    found = await session.exec(
        select(StopCriterion)
        .where(
            StopCriterion.project_id == project_id,
            StopCriterion.id == criterion_id,
            col(StopCriterion.met_at).is_(None),
        )
        .with_for_update()
    )
    criterion = found.one_or_none()
    if criterion is not None:
        criterion.met_at = now
        session.add(criterion)
        await session.flush()
    return criterion
