"""A voice from outside: when a group talks about how to go on, somebody of another discipline listens in."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import voices
from bot.domain.permissions import Action
from bot.services import bundles, memberships, permits
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import endings, hunts, ideas, kinds, projects, workspaces
from storage.models import OutsideVoice, Project, Workspace

ASKED_AT_MOST = 3
"""People asked for one group in all: after three times no it talks by itself."""

LATELY = timedelta(weeks=26)
"""Who was asked since then has had their share, while there are others."""

PATIENCE = timedelta(weeks=3)
"""A question waits up to a week for the person's message; then they have two weeks."""


async def ask(installation: Installation, actor: Actor, project_id: int, *, now: datetime) -> None:
    """Let somebody from outside be asked, because the group wants to hear them.

    Raises as `memberships.require_hand`, TooLate where one was asked and may still answer or has said yes,
    and Invalid where there is nobody left to ask.
    """
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await memberships.active(session, actor, project_id)
        await memberships.require_hand(session, actor, project)
        asked = await endings.voices(session, project.id)
        if any(one.answer for one in asked):
            raise errors.TooLate("error.voice.here")
        if any(_may_answer(one, now=now) for one in asked):
            raise errors.TooLate("error.voice.waiting")
        if not await invite(session, installation, workspace, project, now=now):
            raise errors.Invalid("error.voice.nobody")


async def invite(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    project: Project,
    *,
    now: datetime,
) -> bool:
    """Draw somebody, ask them in their weekly message, and tell the group how it was drawn, not whom.

    Returns whether anybody was asked: nobody is where one may still answer or has said yes, where three were
    asked, or where no other discipline has anybody.
    """
    asked = await endings.voices(session, project.id)
    if len(asked) >= ASKED_AT_MOST or any(one.answer or _may_answer(one, now=now) for one in asked):
        return False
    cohorts = await hunts.ambassadors(session, workspace.id)
    found = await endings.outsiders(session, workspace.id, project.id)
    seed = voices.seed(project=project.id, turn=len(asked))
    burdens = await endings.voice_questions(session, workspace.id, since=now - LATELY)
    outsiders = [
        voices.Outsider(person.id, before or person.id in cohorts, burdens.get(person.id, 0))
        for person, before in found
    ]
    drawn = voices.draw(outsiders, seed=seed)
    if drawn is None:
        return False
    await endings.ask_voice(session, project.id, drawn.person, now=now)
    idea = await ideas.get(session, workspace.id, project.idea_id)
    question = messages.VoiceQuestion(
        project_id=project.id,
        title=idea.title if idea else "",
        next_step=project.next_step,
        ambassador=drawn.ambassador,
    )
    await bundles.add(session, installation.rules, workspace, drawn.person, question, now=now)
    among = len(voices.candidates(outsiders))
    await memberships.tell_lot(session, workspace, project, among=among, seed=seed, now=now)
    return True


def _may_answer(asked: OutsideVoice, *, now: datetime) -> bool:
    """Who has been silent for long is taken to have said no, and may still say yes."""
    return asked.answer is None and now - asked.asked_at < PATIENCE


async def answer(
    installation: Installation, actor: Actor, project_id: int, *, accept: bool, now: datetime
) -> str | None:
    """Say whether one listens in; with a no, the next one is drawn. Returns the group's place after a yes.

    Raises NotFound where nobody asked, TooLate where the group has ended, NotAllowed for a guest's yes.
    """
    permits.require(actor, Action.TAKE_PART if accept else Action.TEND_OWN)
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
        elif changed and not await invite(session, installation, workspace, project, now=now):
            await memberships.tell(session, workspace, project, "voice_none", project.owner_id, now=now)
        return project.place if accept else None
