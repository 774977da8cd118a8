"""The weekly nudge: sending what is due, and taking the three taps that answer it."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain import calendar as calendars
from bot.domain import schedule
from bot.services import cards, outgoing, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas, kinds, projects, workspaces
from storage.models import Nudge, Project

BATCH = 200


async def send_due(installation: Installation, *, now: datetime) -> int:
    """Settle every group whose nudge is due: send it, move it, or drop it; returns how many were settled.

    Each is a transaction of its own that only one process can win, so that a group is nudged once however
    many processes look, and once however long nobody looked.
    """
    async with installation.database.read() as session:
        due = await projects.due(session, now=now, limit=BATCH)
    settled = 0
    for project in due:
        settled += await _settle(installation, project, now=now)
    return settled


async def _settle(installation: Installation, project: Project, *, now: datetime) -> bool:
    assert project.next_nudge_at is not None  # noqa: S101 - it was found by it
    slot = schedule.Slot(
        weekday=project.weekday,
        at=time.fromisoformat(project.at),
        zone=ZoneInfo(project.zone),
        every_weeks=project.every_weeks,
    )
    calendar = installation.rules.calendar(project.zone)
    settlement = schedule.settle(project.next_nudge_at, now, slot, calendar)
    async with installation.database.begin() as session:
        if not await projects.claim_nudge(session, project, next_at=settlement.next_due):
            return False
        why = await _reason_to_drop(session, project, slot, calendar, now=now, send=settlement.send)
        if why == "moved":
            return True
        earlier = await projects.latest_nudges(session, project.id, limit=1)
        nudge = await projects.add_nudge(
            session,
            Nudge(
                project_id=project.id,
                state=kinds.NudgeState.DROPPED if why else kinds.NudgeState.SENT,
                why=why,
                due_at=project.next_nudge_at,
                at=now,
                place=project.place,
            ),
        )
        if not why:
            await _say(session, project, nudge, earlier, now=now)
    return True


async def _reason_to_drop(
    session: AsyncSession,
    project: Project,
    slot: schedule.Slot,
    calendar: calendars.Calendar,
    *,
    now: datetime,
    send: bool,
) -> str | None:
    """Why this nudge is not sent now, as a word; None where it is."""
    if not send:
        return "moved"
    checked_in = await projects.last_check_in(session, project.id)
    if checked_in is not None and schedule.checked_in_recently(checked_in, now, slot, calendar):
        return "recent"
    return None


async def _say(
    session: AsyncSession, project: Project, nudge: Nudge, earlier: list[Nudge], *, now: datetime
) -> None:
    workspace = await workspaces.get(session, project.workspace_id)
    for one in earlier:
        await outgoing.redraw_nudge(session, workspace, one, now=now)
    await outgoing.post(
        session,
        workspace,
        await cards.nudge(session, nudge, project),
        place=project.place,
        now=now,
        key=f"nudge:{nudge.id}",
        subject=kinds.Subject.NUDGE,
        subject_id=nudge.id,
    )


async def set_confidence(
    installation: Installation, actor: Actor, nudge_id: int, level: int, *, now: datetime
) -> views.Answered:
    """The first tap, 1 to 5. Raises NotFound, NotAllowed for non-members, TooLate for an old nudge."""
    if not 1 <= level <= 5:
        raise errors.NotFound("error.nudge.not_found")
    return await _answer(installation, actor, nudge_id, now=now, confidence=level)


async def set_movement(
    installation: Installation, actor: Actor, nudge_id: int, movement: kinds.Movement, *, now: datetime
) -> views.Answered:
    """The second tap; who is not stuck is stuck on nothing. Raises as `set_confidence`."""
    values: dict[str, Any] = {"movement": movement}
    if movement != kinds.Movement.STUCK:
        values["obstacle"] = None
    return await _answer(installation, actor, nudge_id, now=now, **values)


async def set_obstacle(
    installation: Installation, actor: Actor, nudge_id: int, obstacle: kinds.Obstacle, *, now: datetime
) -> views.Answered:
    """The third tap, which says "stuck" as well. Raises as `set_confidence`."""
    return await _answer(
        installation, actor, nudge_id, now=now, movement=kinds.Movement.STUCK, obstacle=obstacle
    )


async def _answer(
    installation: Installation, actor: Actor, nudge_id: int, *, now: datetime, **values: Any
) -> views.Answered:
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        found = await projects.nudge(session, workspace.id, nudge_id)
        if found is None:
            raise errors.NotFound("error.nudge.not_found")
        nudge, project = found
        if not await projects.is_member(session, project.id, actor.person_id):
            raise errors.NotAllowed("error.project.not_member")
        latest = await projects.latest_nudges(session, project.id, limit=1)
        if project.state != kinds.ProjectState.ACTIVE or not latest or latest[0].id != nudge.id:
            raise errors.TooLate("error.nudge.closed")
        answer = await projects.answer(session, nudge.id, actor.person_id, now=now, **values)
        await outgoing.redraw_nudge(session, workspace, nudge, now=now)
        idea = await ideas.get(session, workspace.id, project.idea_id)
        return views.Answered(
            nudge_id=nudge.id,
            title=idea.title if idea else "",
            confidence=answer.confidence,
            movement=answer.movement,
            obstacle=answer.obstacle,
        )
