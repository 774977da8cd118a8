"""What other units made of a result, and the questions that come months after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.agenda import Soonest
from storage.models import Idea, Person, Project, Ripple, RippleCheck


@dataclass(frozen=True, slots=True)
class Due:
    """A question whose time has come; `ripple` is None where it is about the result itself."""

    check: RippleCheck
    ripple: Ripple | None
    project: Project
    title: str


async def tell(
    session: AsyncSession,
    project_id: int,
    person_id: int,
    *,
    unit: str,
    kind: kinds.RippleKind,
    line: str | None,
    now: datetime,
) -> Ripple:
    """Set what a person tells of their unit; a `line` that is None leaves the one that stands."""
    values = {"unit": unit, "kind": kind, "at": now}
    kept = values if line is None else {**values, "line": line}
    await session.exec(
        inserting.into(session, Ripple)
        .values(project_id=project_id, person_id=person_id, **values, line=line or "")
        .on_conflict_do_update(index_elements=["project_id", "person_id"], set_=kept)
    )
    found = await of_person(session, project_id, person_id)
    assert found is not None  # noqa: S101 - written above
    return found


async def of_person(session: AsyncSession, project_id: int, person_id: int) -> Ripple | None:
    found = await session.exec(
        select(Ripple)
        .where(Ripple.project_id == project_id, Ripple.person_id == person_id)
        .execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def all_of(session: AsyncSession, project_id: int) -> list[Ripple]:
    found = await session.exec(select(Ripple).where(Ripple.project_id == project_id).order_by(col(Ripple.id)))
    return list(found.all())


async def checks_of(session: AsyncSession, project_id: int) -> list[RippleCheck]:
    """The questions that were answered, in order."""
    found = await session.exec(
        select(RippleCheck)
        .where(RippleCheck.project_id == project_id, col(RippleCheck.answer).is_not(None))
        .order_by(col(RippleCheck.months), col(RippleCheck.id))
    )
    return list(found.all())


async def plan(
    session: AsyncSession,
    project_id: int,
    person_id: int,
    ripple_id: int | None,
    dues: Sequence[tuple[int, datetime]],
) -> None:
    """Put down when somebody is asked again; what is put down already stays as it is."""
    for months, due_at in dues:
        await session.exec(
            inserting.into(session, RippleCheck)
            .values(
                project_id=project_id,
                person_id=person_id,
                ripple_id=ripple_id,
                months=months,
                due_at=due_at,
            )
            .on_conflict_do_nothing()
        )


async def due(session: AsyncSession, *, now: datetime) -> list[Due]:
    """Questions to ask now, the longest due first."""
    found = await session.exec(
        select(RippleCheck, Ripple, Project, Idea.title)
        .join(Project, col(Project.id) == RippleCheck.project_id)
        .join(Idea, col(Idea.id) == Project.idea_id)
        .outerjoin(Ripple, col(Ripple.id) == RippleCheck.ripple_id)
        .where(col(RippleCheck.due_at) <= now, col(RippleCheck.asked_at).is_(None))
        .order_by(col(RippleCheck.due_at), col(RippleCheck.id))
    )
    return [Due(check, ripple, project, title) for check, ripple, project, title in found.all()]


async def claim(session: AsyncSession, check_id: int, *, now: datetime) -> bool:
    """Ask once; only one process can win."""
    done = await session.exec(
        update(RippleCheck)
        .where(col(RippleCheck.id) == check_id, col(RippleCheck.asked_at).is_(None))
        .values(asked_at=now)
    )
    return bool(done.rowcount)


async def answer(
    session: AsyncSession, workspace_id: int, check_id: int, person_id: int, use: kinds.Use, *, now: datetime
) -> RippleCheck | None:
    """Set a person's own answer, which may change; None where nobody asked them."""
    found = await session.exec(
        select(RippleCheck)
        .join(Person, col(Person.id) == RippleCheck.person_id)
        .where(
            RippleCheck.id == check_id,
            RippleCheck.person_id == person_id,
            Person.workspace_id == workspace_id,
            col(RippleCheck.asked_at).is_not(None),
        )
    )
    check = found.one_or_none()
    if check is not None:
        check.answer, check.answered_at = use, now
        session.add(check)
        await session.flush()
    return check


def next_check() -> Soonest:
    return select(sa.func.min(RippleCheck.due_at)).where(col(RippleCheck.asked_at).is_(None))
