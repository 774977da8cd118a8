"""Hunts: starting one, looking at them, moving a step, and ending."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain import hunting
from bot.domain.hunting import Plan, Step, Wrong
from bot.domain.permissions import Action
from bot.services import hunt_cards, hunt_news, outgoing, permits, safeguard, steering, views
from bot.services import rounds as round_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import hunts, kinds, rounds, workspaces
from storage.models import Hunt, HuntStep, Round

QUESTION_LIMIT = 150
COHORT_LIMIT = 75
TEXT_LIMIT = 2_000
REASON_LIMIT = 500
MOST = 20
WRONG = {
    Wrong.PAST: "error.hunt.past",
    Wrong.FAR: "error.hunt.far",
    Wrong.CLOSED_DAY: "error.round.closed_day",
    Wrong.HOURS: "error.round.hours",
    Wrong.ORDER: "error.hunt.order",
}
PASSED = {kinds.HuntState.COLLECTING: 0, kinds.HuntState.VOTING: 1, kinds.HuntState.GROUPING: 2}
"""How many steps of the plan are over and stay as they are."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a facilitator asks for; an empty `question` is an open call."""

    question: str
    cohort: str
    year: int
    plan: Plan
    winners: int = 1
    confirmed: bool = False


async def form(installation: Installation, actor: Actor, *, now: datetime) -> views.HuntForm:
    """What the form starts from. Raises NotAllowed for others than facilitators and administrators."""
    permits.require(actor, Action.RUN_HUNT)
    plan = hunting.suggest(now, installation.rules.of(actor).calendar(actor.zone))
    return views.HuntForm(
        plan=plan,
        zone=actor.zone,
        year=plan.collect_until.year,
        winners=installation.rules.of(actor).winners,
    )


async def start_(
    installation: Installation, actor: Actor, start: Start, *, place: str, request_key: str, now: datetime
) -> int:
    """Start a hunt in `place`; returns its id. The same `request_key` again changes nothing.

    Raises NotAllowed, and Invalid with the field it is about.
    """
    permits.require(actor, Action.RUN_HUNT)
    question, cohort = " ".join(start.question.split()), " ".join(start.cohort.split())
    safeguard.require_clean({"question": question, "cohort": cohort}, confirmed=start.confirmed)
    if len(question) > QUESTION_LIMIT:
        raise errors.Invalid("error.idea.text_long", field="question", limit=QUESTION_LIMIT)
    if not cohort or len(cohort) > COHORT_LIMIT:
        raise errors.Invalid("error.hunt.cohort", field="cohort", limit=COHORT_LIMIT)
    if not now.year - 1 <= start.year <= now.year + 5:
        raise errors.Invalid("error.hunt.year", field="year")
    if not 1 <= start.winners <= 5:
        raise errors.Invalid("error.button")
    _require_good(installation, actor, start.plan, now=now)
    async with installation.database.begin() as session:
        known = await hunts.by_request(session, actor.workspace_id, request_key)
        if known is not None:
            return known.id
        workspace = await workspaces.get(session, actor.workspace_id)
        hunt = await hunts.add(
            session,
            Hunt(
                workspace_id=workspace.id,
                question=question,
                cohort=cohort,
                year=start.year,
                place=place,
                opened_by=actor.person_id,
                winners=start.winners,
                collect_until=start.plan.collect_until,
                vote_until=start.plan.vote_until,
                group_by=start.plan.group_by,
                next_at=start.plan.collect_until,
                opened_at=now,
                request_key=request_key,
            ),
        )
        await outgoing.post(
            session,
            workspace,
            await hunt_cards.card(session, hunt),
            place=place,
            now=now,
            key=f"hunt:{hunt.id}",
            subject=kinds.Subject.HUNT,
            subject_id=hunt.id,
        )
        return hunt.id


async def listed(installation: Installation, actor: Actor) -> views.HuntList:
    """The running hunts and the last finished ones."""
    async with installation.database.read() as session:
        running = await hunts.listed(session, actor.workspace_id, states=hunts.RUNNING, limit=MOST)
        ended = await hunts.listed(
            session, actor.workspace_id, states=[kinds.HuntState.FINISHED], limit=MOST // 4
        )
        return views.HuntList(
            running=tuple([await listed_one(session, hunt) for hunt in running]),
            finished=tuple([await listed_one(session, hunt) for hunt in ended]),
            leads=permits.may(actor, Action.RUN_HUNT),
        )


async def lead(installation: Installation, actor: Actor, hunt_id: int) -> views.HuntLead:
    """What a facilitator can do with a hunt now. Raises NotAllowed, NotFound, TooLate once it has ended."""
    permits.require(actor, Action.RUN_HUNT)
    async with installation.database.read() as session:
        hunt = running(await hunts.get(session, actor.workspace_id, hunt_id))
        vote = await rounds.get(session, actor.workspace_id, hunt.round_id) if hunt.round_id else None
        return views.HuntLead(
            hunt_id=hunt.id,
            question=hunt.question,
            state=hunt.state,
            plan=_plan(hunt, vote),
            movable=tuple(step.value for step in list(Step)[PASSED[hunt.state] :]),
            zone=actor.zone,
        )


async def move(
    installation: Installation,
    actor: Actor,
    hunt_id: int,
    moved: dict[Step, datetime],
    *,
    reason: str,
    confirmed: bool = False,
    now: datetime,
) -> None:
    """Move steps that are still to come, with a reason that stands in the thread.

    Once the vote is open its end can only become later: that extends the round, which is told to everybody.
    Raises NotAllowed, NotFound, TooLate once the hunt has ended, and Invalid with the field it is about.
    """
    permits.require(actor, Action.RUN_HUNT)
    said = text_of(reason, field="reason", key="error.hunt.reason", limit=REASON_LIMIT, confirmed=confirmed)
    async with installation.database.begin() as session:
        vote = await _hold_vote(session, actor, hunt_id, now=now)
        hunt = running(await hunts.hold(session, actor.workspace_id, hunt_id))
        before, passed = _plan(hunt, vote), PASSED[hunt.state]
        wanted = [
            moved.get(step, before.at(step)) if number >= passed else before.at(step)
            for number, step in enumerate(Step)
        ]
        plan = Plan(*wanted)
        if plan == before:
            raise errors.Invalid("error.hunt.unmoved", field="reason")
        _require_good(installation, actor, plan, now=now, passed=passed)
        if hunt.state == kinds.HuntState.VOTING and plan.vote_until != before.vote_until:
            if vote is None:
                raise errors.TooLate("error.round.closed", field="vote_until")
            if plan.vote_until < before.vote_until:
                raise errors.Invalid("error.hunt.vote_earlier", field="vote_until")
            if plan.vote_until > now + round_cases.FARTHEST:
                raise errors.Invalid("error.round.far", field="vote_until", limit=round_cases.FARTHEST.days)
            calendar = installation.rules.of(actor).calendar(actor.zone)
            await steering.move_deadline(
                session, calendar, actor, vote, plan.vote_until, reason=said, now=now
            )
        for step in Step:
            if plan.at(step) != before.at(step):
                await hunts.keep_step(
                    session,
                    HuntStep(
                        hunt_id=hunt.id,
                        person_id=actor.person_id,
                        step=step.value,
                        before=before.at(step),
                        after=plan.at(step),
                        reason=said,
                        at=now,
                    ),
                )
        hunt_news.set_plan(hunt, plan)
        hunt.next_at = {
            kinds.HuntState.COLLECTING: plan.collect_until,
            kinds.HuntState.VOTING: plan.vote_until,
        }.get(hunt.state, plan.group_by)
        hunt.reminded_at = None
        workspace = await workspaces.get(session, actor.workspace_id)
        await hunt_news.say(session, workspace, hunt, "moved", by=actor.external_id, reason=said, now=now)


def _plan(hunt: Hunt, vote: Round | None) -> Plan:
    """The plan as it holds: an open round may have been extended since."""
    plan = hunt_news.plan(hunt)
    if vote is None or vote.state != kinds.RoundState.OPEN:
        return plan
    return Plan(plan.collect_until, vote.closes_at, plan.group_by)


async def _hold_vote(session: AsyncSession, actor: Actor, hunt_id: int, *, now: datetime) -> Round | None:
    """The hunt's round while it is open, held before the hunt is: whoever steers a round takes that order."""
    hunt = await hunts.get(session, actor.workspace_id, hunt_id)
    if hunt is None or hunt.round_id is None:
        return None
    vote = await rounds.get_to_steer(session, actor.workspace_id, hunt.round_id)
    still = vote is not None and vote.state == kinds.RoundState.OPEN and vote.closes_at > now
    return vote if still else None


async def listed_one(session: AsyncSession, hunt: Hunt) -> views.ListedHunt:
    """The hunt as a list shows it."""
    return views.ListedHunt(card=await hunt_cards.card(session, hunt), place=hunt.place, ref=hunt.ref)


def running(hunt: Hunt | None) -> Hunt:
    """The hunt. Raises NotFound, and TooLate once it has ended."""
    if hunt is None:
        raise errors.NotFound("error.hunt.not_found")
    if hunt.state not in hunts.RUNNING:
        raise errors.TooLate("error.hunt.ended")
    return hunt


def text_of(text: str, *, field: str, key: str, limit: int, confirmed: bool) -> str:
    """What a person wrote, checked. Raises Invalid with `key` where it is empty."""
    text = text.strip()
    if not text:
        raise errors.Invalid(key, field=field)
    if len(text) > limit:
        raise errors.Invalid("error.idea.text_long", field=field, limit=limit)
    safeguard.require_clean({field: text}, confirmed=confirmed)
    return text


def _require_good(
    installation: Installation, actor: Actor, plan: Plan, *, now: datetime, passed: int = 0
) -> None:
    found = hunting.check(plan, installation.rules.of(actor).calendar(actor.zone), now=now, passed=passed)
    if found is not None:
        step, wrong = found
        raise errors.Invalid(WRONG[wrong], field=step.value)
