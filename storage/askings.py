"""Groups asked whether they go on."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import Asking, Project, StopCriterion


async def add(session: AsyncSession, rows: Sequence[Asking]) -> None:
    """Each gets its id."""
    session.add_all(rows)
    await session.flush()


async def get(session: AsyncSession, workspace_id: int, asking_id: int) -> tuple[Asking, Project] | None:
    found = await session.exec(
        select(Asking, Project)
        .join(Project, col(Project.id) == Asking.project_id)
        .where(Project.workspace_id == workspace_id, Asking.id == asking_id)
    )
    return found.one_or_none()


async def of(session: AsyncSession, project_ids: Sequence[int]) -> list[Asking]:
    """How often these groups were asked, oldest first."""
    found = await session.exec(
        select(Asking).where(col(Asking.project_id).in_(project_ids)).order_by(col(Asking.id))
    )
    return list(found.all())


async def open_of(session: AsyncSession, project_id: int) -> list[Asking]:
    """Those the group has not answered."""
    found = await session.exec(
        select(Asking)
        .where(Asking.project_id == project_id, col(Asking.answer).is_(None))
        .order_by(col(Asking.id))
    )
    return list(found.all())


async def answer(session: AsyncSession, asking_id: int, way: kinds.Way, *, now: datetime) -> bool:
    """Set the answer; whether it was the first. A second one does not change it."""
    done = await session.exec(
        update(Asking)
        .where(col(Asking.id) == asking_id, col(Asking.answer).is_(None))
        .values(answer=way, answered_at=now)
    )
    return bool(done.rowcount)


async def set_ref(session: AsyncSession, asking_id: int, ref: str) -> None:
    await session.exec(update(Asking).where(col(Asking.id) == asking_id).values(ref=ref))


async def asked_about(session: AsyncSession, criterion_ids: Sequence[int], *, now: datetime) -> None:
    """Stop criteria that a group has been asked about now."""
    await session.exec(
        update(StopCriterion).where(col(StopCriterion.id).in_(criterion_ids)).values(asked_at=now)
    )


async def asked_about_stage(session: AsyncSession, project_ids: Sequence[int], *, now: datetime) -> None:
    """Groups that have been asked about their stage now."""
    await session.exec(update(Project).where(col(Project.id).in_(project_ids)).values(stage_asked_at=now))


async def criteria(session: AsyncSession, project_ids: Sequence[int]) -> list[StopCriterion]:
    """The stop criteria of these groups that they have not been asked about."""
    found = await session.exec(
        select(StopCriterion)
        .where(col(StopCriterion.project_id).in_(project_ids), col(StopCriterion.asked_at).is_(None))
        .order_by(col(StopCriterion.on_date), col(StopCriterion.id))
    )
    return list(found.all())
