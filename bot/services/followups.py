"""After a round that nobody won: a final, the same vote again, or a choice with a reason in writing."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import calendar as calendars
from bot.domain import turnout
from bot.services import moves, outgoing, rounds, steering, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas, kinds, workspaces
from storage import rounds as rows
from storage.models import Idea, Round, RoundStep

FINALISTS = 3


async def again(
    installation: Installation, actor: Actor, round_id: int, *, final: bool, now: datetime
) -> int:
    """Open a new round by the same rules for two working days: among the top three, or all that stood.

    The ballots of the first round cannot be taken over: in a secret one nobody knows whose they were.
    Returns the new round's id. Raises NotFound, NotAllowed, TooLate where the round was taken further
    already, and Invalid where too few of its ideas can still be voted on.
    """
    async with installation.database.begin() as session:
        round_ = await _held(session, actor, round_id)
        published = messages.read(round_.result)
        assert isinstance(published, messages.RoundResult)  # noqa: S101 - only results are stored there
        on_paper = await rows.ideas(session, round_.id)
        if final:
            if not published.ideas:
                raise errors.Invalid("error.round.no_final")
            best = [one.idea_id for one in published.ideas if one.taps][:FINALISTS]
            on_paper = [idea for idea in on_paper if idea.id in best]
        idea_ids = [idea.id for idea in on_paper if idea.state in rounds.VOTABLE]
        if len(idea_ids) < 2:
            raise errors.Invalid("error.round.follow_few")
        workspace = await workspaces.get(session, actor.workspace_id)
        calendar = installation.rules.of(workspace).calendar(workspace.zone)
        limit = round_.tap_limit
        plan = rounds.Plan(
            idea_ids=tuple(idea_ids),
            closes_at=calendars.deadline_in_working_days(now, calendar, days=turnout.EXTENSION),
            winners=min(round_.winners, len(idea_ids) - 1),
            secret=round_.secret,
            tap_limit=limit if limit is not None and limit <= len(idea_ids) else None,
            breadth=round_.breadth,
            published=round_.published,
        )
        new = await rounds.open_in(
            session,
            installation,
            actor,
            plan,
            place=round_.place,
            request_key=f"follow:{round_.id}",
            follows=round_.id,
            now=now,
        )
        await _keep(
            session,
            actor,
            round_,
            RoundStep(
                round_id=round_.id,
                event=kinds.RoundEvent.FOLLOWED,
                person_id=actor.person_id,
                reason="",
                at=now,
            ),
        )
        return new


async def form(installation: Installation, actor: Actor, round_id: int) -> views.PickForm:
    """The ideas to pick from, in the published order where there is one. Raises as `pick`."""
    async with installation.database.read() as session:
        round_ = await _undecided(session, actor, await rows.get(session, actor.workspace_id, round_id))
        published = messages.read(round_.result)
        assert isinstance(published, messages.RoundResult)  # noqa: S101
        ranks = {one.idea_id: one.rank for one in published.ideas}
        standing = [idea for idea in await rows.ideas(session, round_.id) if idea.state in rounds.VOTABLE]
    standing.sort(key=lambda idea: ranks.get(idea.id, len(ranks)))
    return views.PickForm(
        round_id=round_.id,
        ideas=tuple(views.Pickable(idea_id=idea.id, title=idea.title) for idea in standing),
    )


async def pick(
    installation: Installation,
    actor: Actor,
    round_id: int,
    idea_id: int,
    *,
    reason: str,
    now: datetime,
    confirmed: bool = False,
) -> Idea:
    """Choose an idea where nobody won; the result shows who did, and why.

    Raises NotFound, NotAllowed, TooLate where the round was taken further already or the idea has moved on,
    and Invalid without a reason.
    """
    said = steering.reason_of(reason, confirmed=confirmed)
    async with installation.database.begin() as session:
        round_ = await _held(session, actor, round_id)
        on_paper = {idea.id: idea for idea in await rows.ideas(session, round_.id)}
        if idea_id not in on_paper:
            raise errors.NotFound("error.idea.not_found", field="idea")
        workspace = await workspaces.get(session, actor.workspace_id)
        moved = await moves.move(
            session,
            installation.rules,
            workspace,
            [idea_id],
            from_states=rounds.VOTABLE,
            to_state=kinds.IdeaState.CHOSEN,
            key=f"round:{round_.id}:picked",
            reason=said,
            person_id=actor.person_id,
            now=now,
        )
        if not moved:
            raise errors.TooLate("error.round.idea_taken", field="idea", title=on_paper[idea_id].title)
        await rows.set_chosen(session, round_.id, [idea_id])
        await _keep(
            session,
            actor,
            round_,
            RoundStep(
                round_id=round_.id,
                event=kinds.RoundEvent.PICKED,
                person_id=actor.person_id,
                idea_id=idea_id,
                reason=said,
                at=now,
            ),
        )
        return (await ideas.get(session, actor.workspace_id, idea_id)) or on_paper[idea_id]


async def _keep(session: AsyncSession, actor: Actor, round_: Round, step: RoundStep) -> None:
    await rows.add_step(session, step)
    workspace = await workspaces.get(session, actor.workspace_id)
    await outgoing.redraw_result(session, workspace, round_, now=step.at)


async def _held(session: AsyncSession, actor: Actor, round_id: int) -> Round:
    """The round, for one who decides it now."""
    return await _undecided(session, actor, await rows.get_to_steer(session, actor.workspace_id, round_id))


async def _undecided(session: AsyncSession, actor: Actor, round_: Round | None) -> Round:
    if round_ is None:
        raise errors.NotFound("error.round.not_found")
    steering.require_steward(actor, round_)
    if round_.state != kinds.RoundState.CLOSED or round_.outcome in (None, kinds.Outcome.CHOSEN):
        raise errors.TooLate("error.round.decided")
    for step in await rows.steps(session, round_.id):
        if step.event in (kinds.RoundEvent.PICKED, kinds.RoundEvent.FOLLOWED):
            raise errors.TooLate("error.round.decided")
    return round_
