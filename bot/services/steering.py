"""What may happen to an open round: it is extended or cancelled, with a reason that everybody is told."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import calendar as calendars
from bot.domain import turnout
from bot.domain.permissions import Action
from bot.services import moves, outgoing, permits, safeguard, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import hunts, kinds, receipts, rounds, workspaces
from storage.models import Round, RoundStep, Workspace

MOST_DAYS = 10
"""Working days by which a person may extend a round at once."""
REASON_LIMIT = 500


def require_steward(actor: Actor, round_: Round) -> None:
    """Raises NotAllowed unless the person opened the round, or is a facilitator or administrator.

    A second person can thus always act where the first one is away.
    """
    permits.require(actor, Action.STEER_ROUND, own=actor.person_id == round_.opened_by)


async def form(
    installation: Installation, actor: Actor, round_id: int, *, now: datetime
) -> views.SteeringForm:
    """What can be chosen between: the deadlines an extension would give. Raises as `extend`."""
    async with installation.database.read() as session:
        round_ = _open(await rounds.get(session, actor.workspace_id, round_id), now=now)
        require_steward(actor, round_)
        workspace = await workspaces.get(session, actor.workspace_id)
    calendar = installation.rules.of(workspace).calendar(workspace.zone)
    return views.SteeringForm(
        round_id=round_.id,
        closes_at=round_.closes_at,
        zone=workspace.zone,
        deadlines=tuple(
            calendars.extend_by_working_days(round_.closes_at, calendar, days=days)
            for days in range(1, MOST_DAYS + 1)
        ),
    )


async def extend(
    installation: Installation,
    actor: Actor,
    round_id: int,
    *,
    days: int,
    reason: str,
    now: datetime,
    seen: datetime | None = None,
    confirmed: bool = False,
) -> datetime:
    """Move the deadline by `days` working days; returns the new one (UTC).

    Raises NotFound, TooLate for a round that is not open any more, or whose deadline is not the one `seen`
    (somebody else has moved it), NotAllowed, and Invalid for a missing reason or days out of range.
    """
    said = reason_of(reason, confirmed=confirmed)
    if not 1 <= days <= MOST_DAYS:
        raise errors.Invalid("error.round.days", field="days", limit=MOST_DAYS)
    async with installation.database.begin() as session:
        round_ = await hold(session, actor, round_id, now=now)
        workspace = await workspaces.get(session, actor.workspace_id)
        if seen is not None and int(seen.timestamp()) != int(round_.closes_at.timestamp()):
            raise errors.TooLate("error.round.moved", field="days")
        calendar = installation.rules.of(workspace).calendar(workspace.zone)
        closes_at = calendars.extend_by_working_days(round_.closes_at, calendar, days=days)
        await move_deadline(session, calendar, actor, round_, closes_at, reason=said, now=now)
    return closes_at


async def hold(session: AsyncSession, actor: Actor, round_id: int, *, now: datetime) -> Round:
    """The open round, held until the transaction ends, for one who may steer it. Raises as `extend`."""
    round_ = _open(await rounds.get_to_steer(session, actor.workspace_id, round_id), now=now)
    require_steward(actor, round_)
    return round_


async def move_deadline(
    session: AsyncSession,
    calendar: calendars.Calendar,
    actor: Actor,
    round_: Round,
    closes_at: datetime,
    *,
    reason: str,
    now: datetime,
) -> None:
    """Give a round that is held a later deadline, found good before, and tell everybody."""
    workspace = await workspaces.get(session, actor.workspace_id)
    invite_at = round_.invite_at and turnout.invitation_at(round_.opened_at, closes_at, calendar)
    await rounds.set_values(session, round_.id, closes_at=closes_at, invite_at=invite_at)
    step = RoundStep(
        round_id=round_.id,
        event=kinds.RoundEvent.EXTENDED,
        person_id=actor.person_id,
        closes_at=closes_at,
        reason=reason,
        at=now,
    )
    await tell(session, workspace, round_, step, by=actor.external_id)


async def cancel(
    installation: Installation,
    actor: Actor,
    round_id: int,
    *,
    reason: str,
    now: datetime,
    confirmed: bool = False,
) -> None:
    """End the round without a result: its ballots and its salt are destroyed, its ideas are free again.

    Raises as `extend`.
    """
    said = reason_of(reason, confirmed=confirmed)
    async with installation.database.begin() as session:
        round_ = await hold(session, actor, round_id, now=now)
        workspace = await workspaces.get(session, actor.workspace_id)
        hunt = await hunts.of_round(session, round_.id)
        if hunt is not None and hunt.state == kinds.HuntState.VOTING:
            await hunts.set_values(session, hunt.id, next_at=now)  # its clock sees at once that nobody votes
        await receipts.clear(session, round_.id)
        await rounds.set_values(
            session,
            round_.id,
            state=kinds.RoundState.CANCELLED,
            closed_at=now,
            salt=None,
            invite_at=None,
            traces=round_.secret,
        )
        await moves.move(
            session,
            installation.rules,
            workspace,
            [idea.id for idea in await rounds.ideas(session, round_.id)],
            from_states=[kinds.IdeaState.IN_ROUND],
            to_state=kinds.IdeaState.NEW,
            key=f"round:{round_.id}:cancelled",
            reason=said,
            person_id=actor.person_id,
            now=now,
        )
        await tell(
            session,
            workspace,
            round_,
            RoundStep(
                round_id=round_.id,
                event=kinds.RoundEvent.CANCELLED,
                person_id=actor.person_id,
                reason=said,
                at=now,
            ),
            by=actor.external_id,
        )


async def tell(
    session: AsyncSession, workspace: Workspace, round_: Round, step: RoundStep, *, by: str | None = None
) -> None:
    """Keep a step, say it in the round's channel, and draw its card anew, and that of its hunt."""
    await rounds.add_step(session, step)
    await outgoing.redraw_round(session, workspace, round_, now=step.at)
    hunt = await hunts.of_round(session, round_.id)
    if hunt is not None:
        await outgoing.redraw_hunt(session, workspace, hunt, now=step.at)
    await outgoing.post(
        session,
        workspace,
        messages.RoundNote(
            round_id=round_.id,
            event=step.event,
            by=by,
            reason=step.reason,
            closes_at=step.closes_at or round_.closes_at,
            zone=workspace.zone,
        ),
        place=round_.place,
        now=step.at,
        key=f"round:{round_.id}:step:{step.id}",
    )


def _open(round_: Round | None, *, now: datetime) -> Round:
    if round_ is None:
        raise errors.NotFound("error.round.not_found")
    if round_.state == kinds.RoundState.CANCELLED:
        raise errors.TooLate("error.round.cancelled")
    if round_.state != kinds.RoundState.OPEN or round_.closes_at <= now:
        raise errors.TooLate("error.round.closed")
    return round_


def reason_of(given: str, *, confirmed: bool = False) -> str:
    """A reason as it is told to everybody. Raises Invalid, and as `safeguard.require_clean` does."""
    reason = given.strip()
    if not reason:
        raise errors.Invalid("error.round.no_reason", field="reason")
    if len(reason) > REASON_LIMIT:
        raise errors.Invalid("error.round.reason_long", field="reason", limit=REASON_LIMIT)
    safeguard.require_clean({"reason": reason}, confirmed=confirmed)
    return reason
