"""When a group is short of people: telling the gap widely, asking again, and the idea that came next."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.services import bundles, gathering, group_views, moves, outgoing, volunteering
from bot.services import people as person_cases
from bot.services import rounds as round_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import gatherings, ideas, kinds, workspaces
from storage.models import Gathering, Idea, Round, Volunteer

NOBODY_CAME = "nobody_came"


async def advertise(
    installation: Installation, actor: Actor, idea_id: int, *, now: datetime
) -> group_views.TeamProposal:
    """Tell in the wide channel, once, whom the group lacks.

    Raises NotFound, NotAllowed, TooLate, and Invalid where no wide channel is chosen.
    """
    person_cases.require_staff(actor)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        idea = await volunteering.chosen(session, actor, idea_id)
        if workspace.wide_place is None:
            raise errors.Invalid("error.gathering.no_wide_place")
        found = await gathering.proposed(session, installation, actor, idea)
        if await gatherings.advertise(session, idea.id, now=now):
            call = messages.GroupCall(
                idea_id=idea.id, title=idea.title, disciplines=found.unheard, missing=found.missing
            )
            key = f"call:{idea.id}:{now.isoformat()}"
            await outgoing.post(session, workspace, call, place=workspace.wide_place, now=now, key=key)
        return await gathering.proposed(session, installation, actor, idea)


async def take_runner_up(
    installation: Installation, actor: Actor, idea_id: int, *, now: datetime
) -> group_views.Volunteered:
    """Nobody came: the idea is open again, and the one that came next in its round is chosen instead.

    Returns the runner-up. Raises NotAllowed for those who may not open rounds, TooLate where somebody has
    come meanwhile, and NotFound where no idea came next.
    """
    round_cases.require_opener(actor)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        idea = await volunteering.chosen(session, actor, idea_id)
        if await gatherings.count(session, idea.id):
            raise errors.TooLate("error.gathering.somebody")
        follower = await runner_up(session, workspace.id, idea.id)
        if follower is None:
            raise errors.NotFound("error.gathering.no_runner_up")
        for one, before, after in (
            (idea, kinds.IdeaState.CHOSEN, kinds.IdeaState.NEW),
            (follower, kinds.IdeaState.NEW, kinds.IdeaState.CHOSEN),
        ):
            await moves.move(
                session,
                installation.rules,
                workspace,
                [one.id],
                from_states=[before],
                to_state=after,
                key=f"runner_up:{idea.id}:{now.isoformat()}",
                person_id=actor.person_id,
                why=NOBODY_CAME,
                now=now,
            )
        return group_views.Volunteered(follower.id, follower.title, None)


async def runner_up(session: AsyncSession, workspace_id: int, idea_id: int) -> Idea | None:
    """The next idea of its round that had broad support and still waits, if the result told that much."""
    round_ = await gatherings.round_of(session, idea_id)
    if round_ is None or round_.result is None:
        return None
    result = messages.read(round_.result)
    if not isinstance(result, messages.RoundResult):
        return None
    for ranked in sorted(result.ideas, key=lambda one: one.rank):
        if ranked.chosen is None and ranked.broad:
            idea = await ideas.get(session, workspace_id, ranked.idea_id)
            if idea is not None and idea.state == kinds.IdeaState.NEW:
                return idea
    return None


async def call_due(installation: Installation, *, now: datetime) -> int:
    """Ask the channels of chosen ideas without a group; how many were asked."""
    async with installation.database.read() as session:
        due = await gatherings.due_calls(session, now=now)
    return sum([await _call(installation, found, idea, now=now) for found, idea in due])


async def ask_due(installation: Installation, *, now: datetime) -> int:
    """Ask those who said "later"; how many were asked."""
    async with installation.database.read() as session:
        due = await gatherings.due_later(session, now=now)
    return sum([await _ask_again(installation, volunteer, idea, now=now) for volunteer, idea in due])


async def _call(installation: Installation, found: Gathering, idea: Idea, *, now: datetime) -> bool:
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, idea.workspace_id)
        open_at = bundles.open_from(now, installation.rules, workspace)
        if open_at > now:
            await gatherings.claim_call(session, found, ask_at=open_at)
            return False
        if not await gatherings.claim_call(session, found, ask_at=None):
            return False
        follower = await runner_up(session, workspace.id, idea.id)
        round_ = await gatherings.round_of(session, idea.id)
        wanted = messages.GroupWanted(
            idea_id=idea.id,
            title=idea.title,
            willing=await gatherings.count(session, idea.id),
            runner_up=follower.title if follower else None,
        )
        key = f"wanted:{idea.id}:{found.opened_at.isoformat()}"
        await outgoing.post(session, workspace, wanted, place=_place(round_, idea), now=now, key=key)
    return True


async def _ask_again(installation: Installation, volunteer: Volunteer, idea: Idea, *, now: datetime) -> bool:
    async with installation.database.begin() as session:
        if not await gatherings.claim_later(session, volunteer):
            return False
        if idea.state not in (kinds.IdeaState.CHOSEN, kinds.IdeaState.PROJECT):
            return False
        workspace = await workspaces.get(session, idea.workspace_id)
        note = messages.AskedLater(idea_id=idea.id, title=idea.title)
        await bundles.add(session, installation.rules, workspace, volunteer.person_id, note, now=now)
    return True


def _place(round_: Round | None, idea: Idea) -> str:
    return round_.place if round_ else idea.place
