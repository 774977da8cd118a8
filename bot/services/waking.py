"""Retired ideas: what was learnt about them, and waking them on their day or because somebody says so."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.services import bundles, group_views, moves, outgoing
from bot.services import endings as ending_cases
from bot.services import people as person_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import endings, kinds, memberships, workspaces
from storage.models import Ending, Idea, Project, Workspace

WOKEN = "woken"


async def learnt(
    session: AsyncSession, workspace_id: int, idea_ids: Sequence[int]
) -> dict[int, group_views.Learnt]:
    """What earlier groups learnt about those of the ideas that were retired, the latest for each."""
    return {
        idea.id: group_views.Learnt(idea.id, ending.project_id, ending.tried, ending.learnt, ending.wake_when)
        for ending, idea in await endings.retired(session, workspace_id, idea_ids)
    }


async def wake(
    installation: Installation,
    actor: Actor,
    project_id: int,
    reason: str,
    *,
    now: datetime,
    confirmed: bool = False,
) -> str:
    """Wake the idea of a retired group, for a reason in words; it can be voted on again. Returns its title.

    Raises NotFound, NotAllowed for guests, Invalid, and TooLate where it is awake.
    """
    person_cases.require_staff(actor)
    texts = ending_cases.checked({"reason": reason}, needed=("reason",), confirmed=confirmed)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        found = await endings.get(session, workspace.id, project_id)
        if found is None:
            raise errors.NotFound("error.ending.not_found")
        if not await _wake(
            session,
            installation,
            workspace,
            found,
            person_id=actor.person_id,
            reason=texts["reason"],
            now=now,
        ):
            raise errors.TooLate("error.ending.awake")
        return found[2].title


async def wake_due(installation: Installation, *, now: datetime) -> int:
    """Wake the ideas whose day has come; returns how many woke. A late day waits for open hours."""
    async with installation.database.read() as session:
        due = await endings.due_wakes(session, now=now)
    woken = 0
    for found in due:
        async with installation.database.begin() as session:
            workspace = await workspaces.get(session, found[1].workspace_id)
            open_at = bundles.open_from(now, installation.rules, workspace)
            if open_at > now:
                await endings.postpone_wake(session, found[0].project_id, to=open_at)
                continue
            woken += await _wake(session, installation, workspace, found, person_id=None, reason="", now=now)
    return woken


async def _wake(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    found: tuple[Ending, Project, Idea],
    *,
    person_id: int | None,
    reason: str,
    now: datetime,
) -> bool:
    ending, project, idea = found
    if not await endings.wake(session, ending.project_id, now=now):
        return False
    await moves.move(
        session,
        installation.rules,
        workspace,
        [idea.id],
        from_states=[kinds.IdeaState.RETIRED],
        to_state=kinds.IdeaState.NEW,
        key=f"woken:{project.id}",
        person_id=person_id,
        reason=reason or WOKEN,
        why=WOKEN,
        now=now,
    )
    note = messages.WokenNote(idea_id=idea.id, title=idea.title, reason=reason)
    for one in await memberships.member_ids(session, project.id):
        if one not in (person_id, idea.author_id):
            await bundles.add(session, installation.rules, workspace, one, note, now=now)
    await outgoing.redraw_ending(session, workspace, ending, now=now)
    return True
