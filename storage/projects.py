"""Project groups: their members, their slot, their stop criteria."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import Discipline, Idea, Person, Project, ProjectMember, ProjectStep, StopCriterion


@dataclass(frozen=True, slots=True)
class Line:
    """A project with its idea's title, its owner's id on the platform, and whether the viewer is a member."""

    project: Project
    title: str
    owner: str
    own: bool


async def add(session: AsyncSession, project: Project, member_ids: Sequence[int]) -> Project:
    session.add(project)
    await session.flush()
    session.add_all(
        ProjectMember(project_id=project.id, person_id=person_id, joined_at=project.started_at)
        for person_id in member_ids
    )
    await session.flush()
    return project


async def get(session: AsyncSession, workspace_id: int, project_id: int) -> Project | None:
    found = await session.exec(
        select(Project).where(Project.workspace_id == workspace_id, Project.id == project_id)
    )
    return found.one_or_none()


async def by_idea(session: AsyncSession, workspace_id: int, idea_id: int) -> Project | None:
    """The active group of an idea."""
    found = await session.exec(
        select(Project).where(
            Project.workspace_id == workspace_id,
            Project.idea_id == idea_id,
            Project.state == kinds.ProjectState.ACTIVE,
        )
    )
    return found.one_or_none()


async def add_criteria(session: AsyncSession, project_id: int, criteria: Sequence[tuple[str, date]]) -> None:
    session.add_all(StopCriterion(project_id=project_id, text=text, on_date=on) for text, on in criteria)
    await session.flush()


async def keep_step(session: AsyncSession, step: ProjectStep) -> None:
    """Keep how a group chose to go on."""
    session.add(step)
    await session.flush()


async def criteria(session: AsyncSession, project_id: int) -> list[StopCriterion]:
    """What would tell the group to stop, the earliest day first."""
    found = await session.exec(
        select(StopCriterion)
        .where(StopCriterion.project_id == project_id)
        .order_by(col(StopCriterion.on_date), col(StopCriterion.id))
    )
    return list(found.all())


async def lines(
    session: AsyncSession,
    workspace_id: int,
    *,
    viewer: int,
    member: int | None = None,
    project_id: int | None = None,
) -> list[Line]:
    """Groups, the active ones first; with `member`, only those this person is in."""
    own = (
        select(ProjectMember.project_id)
        .where(col(ProjectMember.project_id) == col(Project.id), ProjectMember.person_id == viewer)
        .correlate(Project)
        .exists()
    )
    statement = (
        select(Project, Idea.title, Person.external_id, own)
        .join(Idea, col(Idea.id) == Project.idea_id)
        .join(Person, col(Person.id) == Project.owner_id)
        .where(Project.workspace_id == workspace_id)
        .order_by(col(Project.state), col(Project.id).desc())
    )
    if member is not None:
        statement = statement.join(ProjectMember, col(ProjectMember.project_id) == Project.id).where(
            ProjectMember.person_id == member
        )
    if project_id is not None:
        statement = statement.where(Project.id == project_id)
    found = await session.exec(statement)
    return [Line(project, title, owner or "", bool(mine)) for project, title, owner, mine in found.all()]


async def members(session: AsyncSession, project_id: int) -> list[tuple[Person, str | None]]:
    """The people of a group with their disciplines, in the order they joined."""
    found = await session.exec(
        select(Person, Discipline.name)
        .join(ProjectMember, col(ProjectMember.person_id) == Person.id)
        .outerjoin(Discipline, col(Discipline.id) == Person.discipline_id)
        .where(ProjectMember.project_id == project_id)
        .order_by(col(ProjectMember.joined_at), col(Person.id))
    )
    return list(found.all())


async def is_member(session: AsyncSession, project_id: int, person_id: int) -> bool:
    found = await session.exec(
        select(ProjectMember.person_id).where(
            ProjectMember.project_id == project_id, ProjectMember.person_id == person_id
        )
    )
    return found.first() is not None


async def set_ref(session: AsyncSession, project_id: int, ref: str) -> None:
    await session.exec(update(Project).where(col(Project.id) == project_id).values(ref=ref))


async def set_next_step(session: AsyncSession, project_id: int, next_step: str) -> None:
    await session.exec(update(Project).where(col(Project.id) == project_id).values(next_step=next_step))
