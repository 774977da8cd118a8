"""How groups hear from the bot: their slot, who may be reminded, and whose turn it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import columns, kinds
from storage.models import Idea, Person, Project, ProjectMember


async def set_slot(session: AsyncSession, project_id: int, **values: Any) -> None:
    """Set what says when and where the group hears from the bot."""
    await session.exec(update(Project).where(col(Project.id) == project_id).values(**values))


async def set_member_muted(session: AsyncSession, project_id: int, person_id: int, muted: bool) -> None:
    await session.exec(
        update(ProjectMember)
        .where(col(ProjectMember.project_id) == project_id, col(ProjectMember.person_id) == person_id)
        .values(muted=muted)
    )


class Reachable(NamedTuple):
    """A member whose account is open; `muted` and `contacted_at` as in `storage.models.ProjectMember`."""

    project_id: int
    person_id: int
    joined_at: datetime
    muted: bool
    contacted_at: datetime | None


async def reachable(session: AsyncSession, project_ids: Sequence[int]) -> list[Reachable]:
    """The people of these groups whose account is open, in the order they joined."""
    found = await (await session.connection()).execute(
        sa.select(
            col(ProjectMember.project_id),
            col(ProjectMember.person_id),
            col(ProjectMember.joined_at),
            col(ProjectMember.muted),
            col(ProjectMember.contacted_at),
        )
        .join(Person, col(Person.id) == ProjectMember.person_id)
        .where(
            col(ProjectMember.project_id).in_(project_ids),
            col(Person.external_id).is_not(None),
            col(Person.gone_at).is_(None),
        )
        .order_by(col(ProjectMember.project_id), col(ProjectMember.joined_at), col(Person.id))
    )
    return [Reachable(*row) for row in found]


async def titles(session: AsyncSession, project_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The idea's title and the owner's id on the platform (empty where they have none), by group."""
    found = await session.exec(
        select(Project.id, Idea.title, Person.external_id)
        .join(Idea, col(Idea.id) == Project.idea_id)
        .join(Person, col(Person.id) == Project.owner_id)
        .where(col(Project.id).in_(project_ids))
    )
    return {project_id: (title, owner or "") for project_id, title, owner in found.all()}


async def set_offered(session: AsyncSession, project_ids: Sequence[int], *, now: datetime) -> None:
    """Groups that have been offered a nudge every second week now."""
    await session.exec(update(Project).where(col(Project.id).in_(project_ids)).values(offered_at=now))


async def take_turns(session: AsyncSession, turns: Mapping[int, int], *, now: datetime) -> None:
    """Note whose turn it is: `turns` has the person by the group."""
    table = SQLModel.metadata.tables["project_member"]
    statement = (
        sa.update(table)
        .where(table.c.project_id == sa.bindparam("project"), table.c.person_id == sa.bindparam("person"))
        .values(contacted_at=now)
    )
    rows = [{"project": project_id, "person": person_id} for project_id, person_id in turns.items()]
    if rows:
        await (await session.connection()).execute(statement, rows)


async def planned(session: AsyncSession, workspace_id: int, *, after: datetime) -> list[Project]:
    """Active groups of a workspace whose next nudge comes later than `after`, held for a change."""
    found = await session.exec(
        select(Project)
        .where(
            Project.workspace_id == workspace_id,
            Project.state == kinds.ProjectState.ACTIVE,
            col(Project.next_nudge_at) > after,
        )
        .order_by(col(Project.id))
        .with_for_update()
    )
    return list(found.all())


async def move(session: AsyncSession, next_at: Mapping[int, datetime]) -> None:
    """Set when the next nudge of each group is due; for one that rests, until when it does."""
    table = SQLModel.metadata.tables["project"]
    rests = table.c.snoozed_until.is_not(None)
    statement = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("project"))
        .values(
            next_nudge_at=sa.bindparam("next_at"),
            snoozed_until=sa.case((rests, sa.bindparam("until", type_=columns.Instant)), else_=None),
        )
    )
    rows = [{"project": project_id, "next_at": at, "until": at} for project_id, at in next_at.items()]
    await (await session.connection()).execute(statement, rows)


async def owned(session: AsyncSession, person_id: int) -> list[Project]:
    """The active groups a person owns."""
    found = await session.exec(
        select(Project)
        .where(Project.owner_id == person_id, Project.state == kinds.ProjectState.ACTIVE)
        .order_by(col(Project.id))
    )
    return list(found.all())
