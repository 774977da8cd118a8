"""The ways on for a group that goes on: with a new plan, or smaller."""

from datetime import datetime

from bot.services import askings, endings, memberships, outgoing, voices
from bot.services import projects as project_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import kinds, nudges, projects, workspaces
from storage.models import ProjectStep


async def continue_(
    installation: Installation,
    actor: Actor,
    project_id: int,
    next_step: str,
    *,
    now: datetime,
    shrunk: str | None = None,
    confirmed: bool = False,
) -> None:
    """Go on with another next step; with `shrunk`, smaller: what the group lets go of.

    Somebody from outside is asked to listen in. Raises as `memberships.require_hand`, and Invalid.
    """
    next_step = project_cases.step(next_step, confirmed=confirmed)
    way, news, text = kinds.Way.CONTINUE, "plan", next_step
    if shrunk is not None:
        texts = endings.checked({"shrunk": shrunk}, needed=("shrunk",), confirmed=confirmed)
        way, news, text = kinds.Way.SHRINK, "shrunk", texts["shrunk"]
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await memberships.active(session, actor, project_id)
        await memberships.require_hand(session, actor, project)
        await projects.set_next_step(session, project.id, next_step)
        step = ProjectStep(
            project_id=project.id,
            person_id=actor.person_id,
            way=way,
            next_step=next_step,
            let_go="" if shrunk is None else text,
            at=now,
        )
        await projects.keep_step(session, step)
        project.next_step = next_step
        await memberships.tell(session, workspace, project, news, actor.person_id, now=now, text=text)
        newest = await nudges.newest(session, project.id)
        if newest is not None:
            await outgoing.redraw_nudge(session, workspace, newest, now=now)
        await askings.settle(session, workspace, project.id, way, now=now)
        await voices.invite(session, installation, workspace, project, now=now)
