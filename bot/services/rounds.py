"""Rounds: opening one, and a person's own ballot in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain import calendar as calendars
from bot.domain.permissions import Action
from bot.services import cards, moves, outgoing, permits, secrecy, views
from bot.services import ideas as idea_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas, kinds, people, rounds, workspaces
from storage.models import Round

MOST_IDEAS = 100
MOST_WINNERS = 5
FARTHEST = timedelta(days=90)
VOTABLE = (kinds.IdeaState.NEW, kinds.IdeaState.PARKED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person asks for when opening a round. `closes_at` is aware; no `tap_limit` means any number."""

    idea_ids: tuple[int, ...]
    closes_at: datetime
    winners: int = 1
    secret: bool = True
    tap_limit: int | None = None


def require_opener(actor: Actor) -> None:
    """Raises NotAllowed for those who may not open rounds in this workspace."""
    permits.require(actor, Action.OPEN_ROUND)


async def form(
    installation: Installation, actor: Actor, *, now: datetime, selected: Sequence[int] = ()
) -> views.RoundForm:
    """What the form starts from. Raises NotAllowed, and Invalid where there is nothing to choose between."""
    require_opener(actor)
    rules = installation.rules
    async with installation.database.read() as session:
        found = await ideas.lines(
            session, actor.workspace_id, viewer=actor.person_id, states=VOTABLE, limit=MOST_IDEAS
        )
        members = await people.members_by_discipline(session, actor.workspace_id)
    if len(found) < 2:
        raise errors.Invalid("error.round.few_ideas")
    return views.RoundForm(
        ideas=tuple(idea_cases.line_view(line, actor) for line in found),
        selected=tuple(selected) or tuple(line.idea.id for line in found[:10]),
        closes_at=calendars.suggest_deadline(now, rules.calendar(actor.zone)),
        zone=actor.zone,
        breadth=rules.breadth,
        empty_chairs=rules.empty_chairs,
        people=sum(members.values()),
        disciplines=len(members),
    )


async def open_(
    installation: Installation,
    actor: Actor,
    plan: Plan,
    *,
    place: str,
    request_key: str,
    now: datetime,
) -> int:
    """Open a round in `place`; returns its id. The same `request_key` again changes nothing.

    Raises NotAllowed, Invalid with the field it is about, and TooLate for an idea that has moved on.
    """
    require_opener(actor)
    return await open_for(installation, actor, plan, place=place, request_key=request_key, now=now)


async def open_for(
    installation: Installation,
    actor: Actor,
    plan: Plan,
    *,
    place: str,
    request_key: str,
    now: datetime,
) -> int:
    """The same, for one whom another use case has found entitled."""
    rules = installation.rules
    _check(plan, rules.calendar(actor.zone), now=now)
    async with installation.database.begin() as session:
        known = await rounds.by_request(session, actor.workspace_id, request_key)
        if known is not None:
            return known.id
        workspace = await workspaces.get(session, actor.workspace_id)
        on_paper = await _votable(session, actor, plan.idea_ids)
        round_ = await rounds.add(
            session,
            Round(
                workspace_id=workspace.id,
                place=place,
                opened_by=actor.person_id,
                secret=plan.secret,
                winners=plan.winners,
                tap_limit=plan.tap_limit,
                breadth=rules.breadth,
                empty_chairs=rules.empty_chairs,
                opened_at=now,
                closes_at=plan.closes_at,
                salt=secrecy.salt() if plan.secret else None,
                seed=secrecy.salt(),
                request_key=request_key,
            ),
            on_paper,
        )
        await moves.move(
            session,
            rules,
            workspace,
            on_paper,
            from_states=VOTABLE,
            to_state=kinds.IdeaState.IN_ROUND,
            key=f"round:{round_.id}",
            person_id=actor.person_id,
            now=now,
        )
        await outgoing.post(
            session,
            workspace,
            await cards.round_card(session, round_),
            place=place,
            now=now,
            key=f"round:{round_.id}",
            subject=kinds.Subject.ROUND,
            subject_id=round_.id,
        )
        return round_.id


def _check(plan: Plan, calendar: calendars.Calendar, *, now: datetime) -> None:
    if not 2 <= len(plan.idea_ids) <= MOST_IDEAS:
        raise errors.Invalid("error.round.no_ideas", field="ideas", limit=MOST_IDEAS)
    if not 1 <= plan.winners <= MOST_WINNERS or plan.winners >= len(plan.idea_ids):
        raise errors.Invalid("error.round.winners", field="winners")
    if plan.tap_limit is not None and not 1 <= plan.tap_limit <= len(plan.idea_ids):
        raise errors.Invalid("error.round.limit", field="tap_limit", limit=len(plan.idea_ids))
    if plan.closes_at <= now:
        raise errors.Invalid("error.round.past", field="closes_at")
    if plan.closes_at > now + FARTHEST:
        raise errors.Invalid("error.round.far", field="closes_at", limit=FARTHEST.days)
    if not calendars.may_open_at(now, calendar):
        raise errors.Invalid("error.round.quiet")
    local = calendars.local(plan.closes_at, calendar.zone)
    if not calendar.is_open_day(local.date()):
        raise errors.Invalid("error.round.closed_day", field="closes_at")
    if not calendars.may_close_at(plan.closes_at, calendar):
        raise errors.Invalid("error.round.hours", field="closes_at")


async def _votable(session: AsyncSession, actor: Actor, idea_ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(idea_ids))
    for idea_id in wanted:
        idea = await ideas.get(session, actor.workspace_id, idea_id)
        if idea is None:
            raise errors.NotFound("error.idea.not_found", field="ideas")
        if idea.state not in VOTABLE:
            raise errors.TooLate("error.round.idea_taken", field="ideas", title=idea.title)
    return wanted
