"""Ideas that belong to a hunt: from a form, by themselves where there is one hunt only, and out again."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain.permissions import Action
from bot.services import hunts, outgoing, permits, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import hunts as rows
from storage import ideas, kinds, workspaces
from storage.models import Hunt


async def collecting(installation: Installation, actor: Actor) -> tuple[views.ListedHunt, ...]:
    """The hunts an idea can belong to now."""
    return await installation.database.look(lambda session: collecting_in(session, actor.workspace_id))


async def collecting_in(session: AsyncSession, workspace_id: int) -> tuple[views.ListedHunt, ...]:
    """The same, as a part of another read."""
    found = await rows.listed(session, workspace_id, states=[kinds.HuntState.COLLECTING], limit=hunts.MOST)
    return tuple([await hunts.listed_one(session, hunt) for hunt in found])


async def join(
    session: AsyncSession, actor: Actor, hunt_id: int, idea_id: int, *, now: datetime
) -> views.ListedHunt | None:
    """Let the person's own idea belong to a hunt; an idea belongs to one. None where it collects no more.

    Raises NotFound for what is not theirs or not there.
    """
    hunt = await _hold(session, actor, hunt_id, idea_id)
    if not _collects(hunt, now=now):
        return None
    await rows.attach(session, hunt.id, idea_id)
    await _redraw(session, hunt, now=now)
    return await hunts.listed_one(session, hunt)


async def join_only(
    session: AsyncSession, actor: Actor, idea_id: int, *, now: datetime
) -> views.ListedHunt | None:
    """Let it belong to the one hunt that collects; none where there are others too."""
    found = await collecting_in(session, actor.workspace_id)
    if len(found) != 1:
        return None
    return await join(session, actor, found[0].card.hunt_id, idea_id, now=now)


async def leave(
    installation: Installation, actor: Actor, hunt_id: int, idea_id: int, *, now: datetime
) -> None:
    """Take the person's own idea out of a hunt while that collects; the idea stays open.

    Raises NotFound for what is not theirs or not there, TooLate for a hunt that collects no more.
    """
    permits.require(actor, Action.POST_IDEA)
    async with installation.database.begin() as session:
        hunt = await _hold(session, actor, hunt_id, idea_id)
        if not _collects(hunt, now=now):
            raise errors.TooLate("error.hunt.stays")
        await rows.detach(session, hunt.id, idea_id)
        await _redraw(session, hunt, now=now)


async def _hold(session: AsyncSession, actor: Actor, hunt_id: int, idea_id: int) -> Hunt:
    """The hunt, held until the transaction ends, for the author of the idea."""
    hunt = await rows.hold(session, actor.workspace_id, hunt_id)
    idea = await ideas.get(session, actor.workspace_id, idea_id)
    if hunt is None:
        raise errors.NotFound("error.hunt.not_found", field="hunt")
    if idea is None or idea.author_id != actor.person_id:
        raise errors.NotFound("error.idea.not_found")
    return hunt


def _collects(hunt: Hunt, *, now: datetime) -> bool:
    return hunt.state == kinds.HuntState.COLLECTING and hunt.collect_until > now


async def _redraw(session: AsyncSession, hunt: Hunt, *, now: datetime) -> None:
    workspace = await workspaces.get(session, hunt.workspace_id)
    await outgoing.redraw_hunt(session, workspace, hunt, now=now)
