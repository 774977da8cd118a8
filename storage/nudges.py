"""Nudges and the check-ins that answer them; what many groups need is asked for in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypedDict

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.agenda import Soonest
from storage.models import CheckIn, Nudge, Project


@dataclass(frozen=True, slots=True)
class Answer:
    """A check-in without the person."""

    nudge_id: int
    confidence: int | None
    movement: kinds.Movement | None
    obstacle: kinds.Obstacle | None


class Tally(TypedDict):
    """The answers to a nudge taken together, as its row keeps them: the levels sorted, so in no order."""

    answers: int
    levels: list[int]
    stuck: int
    obstacles: list[str]


async def claim_due(session: AsyncSession, *, now: datetime, limit: int) -> list[Project]:
    """Active groups whose nudge is due, the longest due first, held until the transaction ends.

    Two processes never hold the same one: each must be moved on (`move_on`) before the transaction ends.
    """
    found = await session.exec(
        select(Project)
        .where(Project.state == kinds.ProjectState.ACTIVE, col(Project.next_nudge_at) <= now)
        .order_by(col(Project.next_nudge_at), col(Project.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(found.all())


async def move_on(session: AsyncSession, next_at: Mapping[int, datetime]) -> None:
    """Set when each group's next nudge is due; what was snoozed is not any more."""
    table = SQLModel.metadata.tables["project"]
    statement = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("project"))
        .values(next_nudge_at=sa.bindparam("next_at"), snoozed_until=None)
    )
    rows = [{"project": project_id, "next_at": at} for project_id, at in next_at.items()]
    await (await session.connection()).execute(statement, rows)


def next_nudge() -> Soonest:
    return select(sa.func.min(Project.next_nudge_at)).where(Project.state == kinds.ProjectState.ACTIVE)


def next_reminder() -> Soonest:
    return select(sa.func.min(Nudge.remind_at))


async def add(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """One nudge of each of several groups; returns their ids by the group's.

    Without a record for each, and in one statement: there can be very many.
    """
    if not rows:
        return {}
    await inserting.many(session, Nudge, rows)
    found = await session.exec(
        select(Nudge.project_id, sa.func.max(Nudge.id))
        .where(col(Nudge.project_id).in_([row["project_id"] for row in rows]))
        .group_by(col(Nudge.project_id))
    )
    return dict(found.all())


async def get(session: AsyncSession, workspace_id: int, nudge_id: int) -> tuple[Nudge, Project] | None:
    found = await session.exec(
        select(Nudge, Project)
        .join(Project, col(Project.id) == Nudge.project_id)
        .where(Project.workspace_id == workspace_id, Nudge.id == nudge_id)
    )
    return found.one_or_none()


class Past(NamedTuple):
    """A nudge that was sent, and what came of it."""

    id: int
    project_id: int
    at: datetime
    place: str
    ref: str | None
    put_off: bool
    week: Tally | None


async def latest(session: AsyncSession, project_ids: Sequence[int], *, limit: int) -> list[Past]:
    """The last `limit` nudges that were sent in each of these groups, oldest first."""
    position = (
        sa.func.row_number()
        .over(partition_by=col(Nudge.project_id), order_by=col(Nudge.id).desc())
        .label("position")
    )
    ranked = (
        select(col(Nudge.id), position)
        .where(col(Nudge.project_id).in_(project_ids), Nudge.state == kinds.NudgeState.SENT)
        .subquery()
    )
    found = await (await session.connection()).execute(
        sa.select(
            col(Nudge.id),
            col(Nudge.project_id),
            col(Nudge.at),
            col(Nudge.place),
            col(Nudge.ref),
            col(Nudge.put_off),
            col(Nudge.week),
        )
        .join(ranked, ranked.c.id == col(Nudge.id))
        .where(ranked.c.position <= limit)
        .order_by(col(Nudge.id))
    )
    return [Past(*row) for row in found]


async def newest(session: AsyncSession, project_id: int) -> Nudge | None:
    """The last one that was sent."""
    found = await session.exec(
        select(Nudge)
        .where(Nudge.project_id == project_id, Nudge.state == kinds.NudgeState.SENT)
        .order_by(col(Nudge.id).desc())
        .limit(1)
    )
    return found.first()


async def last_at(session: AsyncSession, project_id: int) -> datetime | None:
    """When the group's last nudge was settled: said or dropped."""
    found = await session.exec(select(sa.func.max(Nudge.at)).where(Nudge.project_id == project_id))
    return found.one()


async def set_ref(session: AsyncSession, nudge_id: int, ref: str) -> None:
    await session.exec(update(Nudge).where(col(Nudge.id) == nudge_id).values(ref=ref))


async def set_picture(session: AsyncSession, nudge_id: int, file: str) -> None:
    await session.exec(update(Nudge).where(col(Nudge.id) == nudge_id).values(picture=file))


async def put_off(session: AsyncSession, nudge_id: int, *, put_off: bool) -> None:
    """Say whether the group snoozed or muted from it; then nobody is reminded of it."""
    values: dict[str, Any] = {"put_off": put_off}
    if put_off:
        values["remind_at"] = None
    await session.exec(update(Nudge).where(col(Nudge.id) == nudge_id).values(**values))


async def drop(session: AsyncSession, nudge_id: int, *, why: str) -> None:
    """It never reached the group."""
    await session.exec(
        update(Nudge)
        .where(col(Nudge.id) == nudge_id)
        .values(state=kinds.NudgeState.DROPPED, why=why, remind_at=None)
    )


async def claim_reminders(session: AsyncSession, *, now: datetime, limit: int) -> list[tuple[Nudge, Project]]:
    """Nudges whose reminder is due, with their groups; nobody else gets them."""
    found = await session.exec(
        select(Nudge, Project)
        .join(Project, col(Project.id) == Nudge.project_id)
        .where(col(Nudge.remind_at) <= now)
        .order_by(col(Nudge.remind_at), col(Nudge.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Nudge)
    )
    rows = list(found.all())
    await session.exec(
        update(Nudge).where(col(Nudge.id).in_([nudge.id for nudge, _ in rows])).values(remind_at=None)
    )
    return rows


async def answer(
    session: AsyncSession, nudge_id: int, person_id: int, *, now: datetime, **values: Any
) -> CheckIn:
    """Set some of a person's answers; the others stay. What all tell together is kept with the nudge."""
    held = await session.exec(select(Nudge.project_id).where(Nudge.id == nudge_id).with_for_update())
    project_id = held.one()
    await session.exec(
        inserting.into(session, CheckIn)
        .values(nudge_id=nudge_id, person_id=person_id, at=now, **values)
        .on_conflict_do_update(index_elements=["nudge_id", "person_id"], set_={"at": now, **values})
    )
    found = await session.exec(
        select(CheckIn)
        .where(CheckIn.nudge_id == nudge_id, CheckIn.person_id == person_id)
        .execution_options(populate_existing=True)
    )
    week = tally(await answers(session, [nudge_id]))
    await session.exec(update(Nudge).where(col(Nudge.id) == nudge_id).values(week=week))
    await session.exec(update(Project).where(col(Project.id) == project_id).values(checked_in_at=now))
    return found.one()


def tally(given: Sequence[Answer]) -> Tally:
    """What the answers to one nudge tell together; nothing of it leads to a person."""
    stuck = [one for one in given if one.movement == kinds.Movement.STUCK]
    return Tally(
        answers=len(given),
        levels=sorted(one.confidence for one in given if one.confidence is not None),
        stuck=len(stuck),
        obstacles=sorted({one.obstacle.value for one in stuck if one.obstacle is not None}),
    )


async def earlier_answer(
    session: AsyncSession, project_id: int, person_id: int, *, before: int
) -> tuple[CheckIn, Nudge] | None:
    """The person's last answer in the group to a nudge before the one with the id `before`."""
    found = await session.exec(
        select(CheckIn, Nudge)
        .join(Nudge, col(Nudge.id) == CheckIn.nudge_id)
        .where(Nudge.project_id == project_id, CheckIn.person_id == person_id, Nudge.id < before)
        .order_by(col(Nudge.id).desc())
        .limit(1)
    )
    return found.first()


async def answers(session: AsyncSession, nudge_ids: Sequence[int]) -> list[Answer]:
    """All answers to these nudges, without the people."""
    found = await session.exec(
        select(CheckIn.nudge_id, CheckIn.confidence, CheckIn.movement, CheckIn.obstacle).where(
            col(CheckIn.nudge_id).in_(nudge_ids)
        )
    )
    return [Answer(*one) for one in found.all()]


async def before(session: AsyncSession, nudge: Nudge) -> Nudge | None:
    """The one before it, sent or dropped."""
    found = await session.exec(
        select(Nudge)
        .where(Nudge.project_id == nudge.project_id, Nudge.id < nudge.id)
        .order_by(col(Nudge.id).desc())
        .limit(1)
    )
    return found.first()
