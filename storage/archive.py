"""What an archive keeps of a workspace: ideas, decisions with their reasons, rounds, groups, results."""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import (
    Asking,
    Discipline,
    Ending,
    Hunt,
    HuntIdea,
    HuntStep,
    Idea,
    IdeaArea,
    IdeaMerge,
    IdeaStep,
    IdeaTheme,
    Project,
    ProjectStep,
    Ripple,
    Round,
    RoundIdea,
    RoundStep,
    StopCriterion,
    Support,
    Theme,
    Workspace,
)

Row = TypeVar("Row", Asking, HuntStep, ProjectStep, Ripple, RoundStep, StopCriterion)


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


async def areas(session: AsyncSession, workspace_id: int) -> list[tuple[int, str]]:
    """Ideas with the service areas they touch."""
    found = await session.exec(
        select(IdeaArea.idea_id, Discipline.name)
        .join(Discipline, col(Discipline.id) == IdeaArea.discipline_id)
        .where(Discipline.workspace_id == workspace_id)
        .order_by(col(IdeaArea.idea_id), col(Discipline.position), col(Discipline.id))
    )
    return list(found.all())


async def themes(session: AsyncSession, workspace_id: int) -> list[tuple[int, str]]:
    """Ideas with their themes."""
    found = await session.exec(
        select(IdeaTheme.idea_id, Theme.name)
        .join(Theme, col(Theme.id) == IdeaTheme.theme_id)
        .where(Theme.workspace_id == workspace_id)
        .order_by(col(IdeaTheme.idea_id), col(Theme.name))
    )
    return list(found.all())


async def merges(session: AsyncSession, workspace_id: int) -> list[tuple[int, int]]:
    """Ideas with what they were merged into, where that was not undone."""
    found = await session.exec(
        select(IdeaMerge.idea_id, IdeaMerge.into_id)
        .join(Idea, col(Idea.id) == IdeaMerge.idea_id)
        .where(Idea.workspace_id == workspace_id, col(IdeaMerge.undone_at).is_(None))
    )
    return list(found.all())


async def hunts(session: AsyncSession, workspace_id: int) -> list[Hunt]:
    found = await session.exec(select(Hunt).where(Hunt.workspace_id == workspace_id).order_by(col(Hunt.id)))
    return list(found.all())


async def hunt_ideas(session: AsyncSession, workspace_id: int) -> list[tuple[int, int]]:
    """Hunts with their ideas that were posted."""
    found = await session.exec(
        select(HuntIdea.hunt_id, HuntIdea.idea_id)
        .join(Idea, col(Idea.id) == HuntIdea.idea_id)
        .where(Idea.workspace_id == workspace_id, Idea.state != kinds.IdeaState.DRAFT)
        .order_by(col(HuntIdea.hunt_id), col(HuntIdea.idea_id))
    )
    return list(found.all())


async def hunt_steps(session: AsyncSession, workspace_id: int) -> list[HuntStep]:
    return await _below(session, Hunt, HuntStep, HuntStep.hunt_id, workspace_id)


async def round_steps(session: AsyncSession, workspace_id: int) -> list[RoundStep]:
    return await _below(session, Round, RoundStep, RoundStep.round_id, workspace_id)


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


async def criteria(session: AsyncSession, workspace_id: int) -> list[StopCriterion]:
    return await _below(session, Project, StopCriterion, StopCriterion.project_id, workspace_id)


async def project_steps(session: AsyncSession, workspace_id: int) -> list[ProjectStep]:
    return await _below(session, Project, ProjectStep, ProjectStep.project_id, workspace_id)


async def askings(session: AsyncSession, workspace_id: int) -> list[Asking]:
    return await _below(session, Project, Asking, Asking.project_id, workspace_id)


async def ripples(session: AsyncSession, workspace_id: int) -> list[Ripple]:
    return await _below(session, Project, Ripple, Ripple.project_id, workspace_id)


async def _below(
    session: AsyncSession, home: type[Hunt | Project | Round], kind: type[Row], link: int, workspace_id: int
) -> list[Row]:
    """What belongs to the workspace's hunts, groups or rounds by its column `link`, oldest first."""
    found = await session.exec(
        select(kind)
        .join(home, col(home.id) == link)
        .where(home.workspace_id == workspace_id)
        .order_by(col(kind.id))
    )
    return list(found.all())
