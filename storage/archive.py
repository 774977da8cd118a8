"""What an archive keeps of a workspace: ideas, decisions with their reasons, rounds, groups, results."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import (
    Discipline,
    Ending,
    Idea,
    IdeaStep,
    Project,
    Round,
    RoundIdea,
    Support,
    Workspace,
)


async def workspaces(session: AsyncSession) -> list[Workspace]:
    found = await session.exec(select(Workspace).order_by(col(Workspace.id)))
    return list(found.all())


async def ideas(session: AsyncSession, workspace_id: int) -> list[tuple[Idea, str | None, int]]:
    """Ideas that were posted, with discipline and number of supporters; drafts are nobody's business."""
    supporters = (
        select(sa.func.count()).where(col(Support.idea_id) == col(Idea.id)).correlate(Idea).scalar_subquery()
    )
    found = await session.exec(
        select(Idea, Discipline.name, supporters)
        .outerjoin(Discipline, col(Discipline.id) == Idea.discipline_id)
        .where(Idea.workspace_id == workspace_id, Idea.state != kinds.IdeaState.DRAFT)
        .where(
            col(Idea.id).in_(
                select(IdeaStep.idea_id).where(IdeaStep.to_state == kinds.IdeaState.NEW).distinct()
            )
        )
        .order_by(col(Idea.id))
    )
    return [(idea, name, int(count)) for idea, name, count in found.all()]


async def steps(session: AsyncSession, workspace_id: int) -> list[IdeaStep]:
    found = await session.exec(
        select(IdeaStep)
        .join(Idea, col(Idea.id) == IdeaStep.idea_id)
        .where(Idea.workspace_id == workspace_id)
        .order_by(col(IdeaStep.id))
    )
    return list(found.all())


async def rounds(session: AsyncSession, workspace_id: int) -> list[Round]:
    found = await session.exec(
        select(Round).where(Round.workspace_id == workspace_id).order_by(col(Round.id))
    )
    return list(found.all())


async def papers(session: AsyncSession, workspace_id: int) -> list[RoundIdea]:
    """What was on every ballot paper, in its order."""
    found = await session.exec(
        select(RoundIdea)
        .join(Round, col(Round.id) == RoundIdea.round_id)
        .where(Round.workspace_id == workspace_id)
        .order_by(col(RoundIdea.round_id), col(RoundIdea.position))
    )
    return list(found.all())


async def projects(session: AsyncSession, workspace_id: int) -> list[tuple[Project, dict[str, Any]]]:
    """Groups with how they ended, empty where they have not."""
    found = await session.exec(
        select(Project, Ending)
        .outerjoin(Ending, col(Ending.project_id) == Project.id)
        .where(Project.workspace_id == workspace_id)
        .order_by(col(Project.id))
    )
    return [(project, ending.model_dump() if ending else {}) for project, ending in found.all()]
