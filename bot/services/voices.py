"""A voice from outside: when a group talks about how to go on, somebody of another discipline listens in."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import voices
from bot.services import bundles, memberships
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import endings, ideas, kinds, projects, workspaces
from storage.models import Project, Workspace

ASKED_AT_MOST = 3
"""People asked for one group in all: after three times no it talks by itself."""


async def invite(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    project: Project,
    *,
    now: datetime,
) -> None:
    """Draw somebody and ask them, in their weekly message; not where one who was asked has not said no."""
    asked = await endings.voices(session, project.id)
    if len(asked) >= ASKED_AT_MOST or any(one.answer is not False for one in asked):
        return
    found = await endings.outsiders(session, workspace.id, project.id)
    drawn = voices.draw(
        [voices.Outsider(person.id, before) for person, before in found],
        project=project.id,
        turn=len(asked),
    )
    if drawn is None:
        return
    await endings.ask_voice(session, project.id, drawn.person, now=now)
    idea = await ideas.get(session, workspace.id, project.idea_id)
    question = messages.VoiceQuestion(
        project_id=project.id,
        title=idea.title if idea else "",
        next_step=project.next_step,
        ambassador=drawn.ambassador,
    )
    await bundles.add(session, installation.rules, workspace, drawn.person, question, now=now)


async def answer(
    installation: Installation, actor: Actor, project_id: int, *, accept: bool, now: datetime
) -> str | None:
    """Say whether one listens in; with a no, the next one is drawn. Returns the group's place after a yes.

    Raises NotFound where nobody asked, TooLate where the group has ended.
    """
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await projects.get(session, workspace.id, project_id)
        asked = await endings.voices(session, project_id)
        if project is None or all(one.person_id != actor.person_id for one in asked):
            raise errors.NotFound("error.gathering.not_invited")
        if project.state != kinds.ProjectState.ACTIVE:
            raise errors.TooLate("error.project.ended")
        changed = await endings.answer_voice(session, project.id, actor.person_id, answer=accept, now=now)
        if changed and accept:
            await memberships.tell(session, workspace, project, "voice", actor.person_id, now=now)
        elif changed:
            await invite(session, installation, workspace, project, now=now)
        return project.place if accept else None
