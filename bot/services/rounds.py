"""Rounds: opening one, and a person's own ballot in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain import calendar as calendars
from bot.domain import turnout
from bot.domain.permissions import Action
from bot.services import cards, moves, outgoing, permits, results, secrecy, views
from bot.services import ideas as idea_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas, kinds, people, rounds, themes, workspaces
from storage.models import Round

MOST_IDEAS = 100
MOST_WINNERS = 5
SUGGESTED = 10
"""Ideas that are chosen when the form opens: the newest."""
FARTHEST = timedelta(days=90)
VOTABLE = (kinds.IdeaState.NEW, kinds.IdeaState.PARKED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person asks for when opening a round.

    `closes_at` is aware; no `tap_limit` means any number; no `winners` or `breadth` means the workspace's, as
    far as there are so many ideas and disciplines. The ballots of an open round are `published` in any case.
    """

    idea_ids: tuple[int, ...]
    closes_at: datetime
    winners: int | None = None
    secret: bool = True
    tap_limit: int | None = None
    breadth: int | None = None
    published: bool = False


def require_opener(actor: Actor) -> None:
    """Raises NotAllowed for those who may not open rounds in this workspace."""
    permits.require(actor, Action.OPEN_ROUND)


async def form(
    installation: Installation,
    actor: Actor,
    *,
    now: datetime,
    selected: Sequence[int] | None = None,
    search: str = "",
) -> views.RoundForm:
    """What the form starts from, or goes on with: the ideas in which the words of `search` occur, after those
    that are `selected` already. Raises NotAllowed, and Invalid where there is nothing to choose between.
    """
    require_opener(actor)
    rules = installation.rules.of(actor)
    async with installation.database.read() as session:
        total = await ideas.count(session, actor.workspace_id, states=VOTABLE)
        kept = await _lines(session, actor, ids=list(selected)) if selected else []
        found = await _lines(session, actor, search=search)
        members = await people.members_by_discipline(session, actor.workspace_id)
        by_theme = await themes.counted(session, actor.workspace_id, states=VOTABLE)
    if total < 2:
        raise errors.Invalid("error.round.few_ideas")
    known = {line.idea.id for line in kept}
    offered = [*kept, *(line for line in found if line.idea.id not in known)][:MOST_IDEAS]
    return views.RoundForm(
        ideas=tuple(idea_cases.line_view(line, actor) for line in offered),
        selected=tuple(line.idea.id for line in (found[:SUGGESTED] if selected is None else kept)),
        closes_at=calendars.suggest_deadline(now, rules.calendar(actor.zone)),
        zone=actor.zone,
        breadth=results.bar(rules.breadth, len(members)),
        winners=rules.winners,
        empty_chairs=rules.empty_chairs,
        people=sum(members.values()),
        disciplines=len(members),
        total=total,
        found=len(found),
        search=search,
        themes=tuple(
            views.RoundTheme(one.id, one.name, count) for one, count in by_theme if 2 <= count <= MOST_IDEAS
        ),
    )


async def all_open(installation: Installation, actor: Actor, *, theme: int | None = None) -> tuple[int, ...]:
    """Every idea that can be voted on, or those of them with one theme, newest first.

    Raises Invalid for more than a round can hold, and for a theme that fewer than two have by now.
    """
    async with installation.database.read() as session:
        if theme is not None:
            found = await themes.ideas(session, theme, states=VOTABLE, workspace_id=actor.workspace_id)
        else:
            lines = await ideas.lines(
                session, actor.workspace_id, viewer=actor.person_id, states=VOTABLE, limit=MOST_IDEAS + 1
            )
            found = [line.idea.id for line in lines]
    if len(found) > MOST_IDEAS:
        raise errors.Invalid("error.round.too_many", field="scope", limit=MOST_IDEAS)
    if len(found) < 2 and theme is not None:
        raise errors.Invalid("error.round.few_of_theme", field="scope")
    return tuple(found)


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
    async with installation.database.begin() as session:
        return await open_in(
            session, installation, actor, plan, place=place, request_key=request_key, now=now
        )


async def open_in(
    session: AsyncSession,
    installation: Installation,
    actor: Actor,
    plan: Plan,
    *,
    place: str,
    request_key: str,
    now: datetime,
    follows: int | None = None,
) -> int:
    """The same, as a part of another use case's transaction, for whom that has found entitled."""
    rules = installation.rules.of(actor)
    calendar = rules.calendar(actor.zone)
    winners = min(rules.winners, max(1, len(plan.idea_ids) - 1)) if plan.winners is None else plan.winners
    _check(plan, calendar, winners=winners, now=now)
    known = await rounds.by_request(session, actor.workspace_id, request_key)
    if known is not None:
        return known.id
    workspace = await workspaces.get(session, actor.workspace_id)
    members = await people.members_by_discipline(session, actor.workspace_id)
    _check_against(plan, members, follows=follows)
    on_paper = await _votable(session, actor, plan.idea_ids)
    round_ = await rounds.add(
        session,
        Round(
            workspace_id=workspace.id,
            place=place,
            opened_by=actor.person_id,
            secret=plan.secret,
            winners=winners,
            tap_limit=plan.tap_limit,
            breadth=results.bar(plan.breadth or rules.breadth, len(members)),
            empty_chairs=rules.empty_chairs,
            turnout=rules.turnout,
            complaint_days=rules.complaint_days,
            opened_at=now,
            closes_at=plan.closes_at,
            salt=secrecy.salt() if plan.secret else None,
            seed=secrecy.salt(),
            request_key=request_key,
            published=plan.published or not plan.secret,
            invite_at=turnout.invitation_at(now, plan.closes_at, calendar),
            follows=follows,
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


def _check(plan: Plan, calendar: calendars.Calendar, *, winners: int, now: datetime) -> None:
    if not 2 <= len(plan.idea_ids) <= MOST_IDEAS:
        raise errors.Invalid("error.round.no_ideas", field="ideas", limit=MOST_IDEAS)
    if not 1 <= winners <= MOST_WINNERS or winners >= len(plan.idea_ids):
        raise errors.Invalid("error.round.winners", field="winners")
    if plan.breadth is not None and plan.breadth < 1:
        raise errors.Invalid("error.round.breadth_number", field="breadth")
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


def _check_against(plan: Plan, members: Mapping[int, int], *, follows: int | None) -> None:
    """What contradicts the people there are: `members` are the known ones of each discipline."""
    if plan.breadth is not None and plan.breadth > max(1, len(members)) and follows is None:
        raise errors.Invalid("error.round.breadth", field="breadth", limit=len(members))
    small = any(known < results.FEWEST for known in members.values())
    if plan.secret and plan.published and small and follows is None:
        raise errors.Invalid("error.round.published", field="published", limit=results.FEWEST)


async def _lines(
    session: AsyncSession, actor: Actor, *, ids: Sequence[int] | None = None, search: str = ""
) -> list[ideas.Line]:
    return await ideas.lines(
        session,
        actor.workspace_id,
        viewer=actor.person_id,
        states=VOTABLE,
        ids=ids,
        search=search,
        limit=MOST_IDEAS,
    )


async def _votable(session: AsyncSession, actor: Actor, idea_ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(idea_ids))
    for idea_id in wanted:
        idea = await ideas.get(session, actor.workspace_id, idea_id)
        if idea is None:
            raise errors.NotFound("error.idea.not_found", field="ideas")
        if idea.state not in VOTABLE:
            raise errors.TooLate("error.round.idea_taken", field="ideas", title=idea.title)
    return wanted
