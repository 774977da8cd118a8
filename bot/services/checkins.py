"""Check-ins: the three taps that answer a nudge."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain.permissions import Action
from bot.services import outgoing, permits, rhythm_views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas, kinds, nudges, projects, workspaces
from storage.models import CheckIn, Nudge, Project


async def set_confidence(
    installation: Installation, actor: Actor, nudge_id: int, level: int, *, now: datetime
) -> rhythm_views.Answered:
    """The first tap, 1 to 5. Raises NotFound, NotAllowed for non-members, TooLate for an old nudge."""
    if not 1 <= level <= 5:
        raise errors.NotFound("error.nudge.not_found")
    return await _answer(installation, actor, nudge_id, now=now, confidence=level)


async def set_movement(
    installation: Installation, actor: Actor, nudge_id: int, movement: kinds.Movement, *, now: datetime
) -> rhythm_views.Answered:
    """The second tap; who is not stuck is stuck on nothing. Raises as `set_confidence`."""
    values: dict[str, Any] = {"movement": movement}
    if movement != kinds.Movement.STUCK:
        values["obstacle"] = None
    return await _answer(installation, actor, nudge_id, now=now, **values)


async def set_obstacle(
    installation: Installation, actor: Actor, nudge_id: int, obstacle: kinds.Obstacle, *, now: datetime
) -> rhythm_views.Answered:
    """The third tap, which says "stuck" as well. Raises as `set_confidence`."""
    return await _answer(
        installation, actor, nudge_id, now=now, movement=kinds.Movement.STUCK, obstacle=obstacle
    )


async def _answer(
    installation: Installation, actor: Actor, nudge_id: int, *, now: datetime, **values: Any
) -> rhythm_views.Answered:
    permits.require(actor, Action.TAKE_PART)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        found = await nudges.get(session, workspace.id, nudge_id)
        if found is None:
            raise errors.NotFound("error.nudge.not_found")
        nudge, project = found
        if not await projects.is_member(session, project.id, actor.person_id):
            raise errors.NotAllowed("error.project.not_member")
        if project.state != kinds.ProjectState.ACTIVE:
            raise errors.TooLate("error.nudge.finished")
        newest = await nudges.newest(session, project.id)
        if newest is None or newest.id != nudge.id:
            raise errors.TooLate("error.nudge.closed")
        answer = await nudges.answer(session, nudge.id, actor.person_id, now=now, **values)
        await outgoing.redraw_nudge(session, workspace, nudge, now=now)
        return await _answered(session, nudge, project, answer)


async def _answered(
    session: AsyncSession, nudge: Nudge, project: Project, own: CheckIn
) -> rhythm_views.Answered:
    idea = await ideas.get(session, project.workspace_id, project.idea_id)
    earlier = await nudges.earlier_answer(session, project.id, own.person_id, before=nudge.id)
    return rhythm_views.Answered(
        nudge_id=nudge.id,
        project_id=project.id,
        title=idea.title if idea else "",
        confidence=own.confidence,
        movement=own.movement,
        obstacle=own.obstacle,
        earlier=None
        if earlier is None
        else rhythm_views.Earlier(
            at=earlier[1].at,
            zone=project.zone,
            confidence=earlier[0].confidence,
            movement=earlier[0].movement,
        ),
    )
