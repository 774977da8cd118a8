"""The clock of hunts: opening the vote, noticing its end, reminding, and ending what nobody ended."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import calendar as calendars
from bot.domain import hunting
from bot.services import bundles, hunt_news, people, rounds
from bot.services.installation import Installation
from storage import hunts, kinds, workspaces
from storage import people as person_rows
from storage import rounds as round_rows
from storage.models import Hunt, HuntStep, Workspace

MORE_DAYS = 5
"""Open days by which the bot moves a plan, once, where there is too little to vote on."""
PATIENCE_DAYS = 10
"""Open days after the reminder, until a hunt that nobody ended ends by itself."""
FEWEST = 2

_log = structlog.get_logger(__name__)


async def advance_due(installation: Installation, *, now: datetime) -> int:
    """Take every hunt that is due one step on, however late; returns how many were."""
    async with installation.database.read() as session:
        due = await hunts.due(session, now=now)
    done = 0
    for hunt in due:
        if hunt.state == kinds.HuntState.COLLECTING:
            done += await _open_vote(installation, hunt, now=now)
        else:
            done += await _look(installation, hunt, now=now)
    return done


async def _open_vote(installation: Installation, hunt: Hunt, *, now: datetime) -> bool:
    """The round is opened under the hunt's own key, so that doing this twice opens one."""
    async with installation.database.read() as session:
        workspace = await workspaces.get(session, hunt.workspace_id)
        opener = await person_rows.get(session, workspace.id, hunt.opened_by)
        found = await hunts.ideas(session, hunt.id)
    calendar = installation.rules.of(workspace).calendar(workspace.zone)
    paper = [idea.id for idea in found if idea.state in rounds.VOTABLE][: rounds.MOST_IDEAS]
    key = f"hunt:{hunt.id}"
    async with installation.database.read() as session:
        opened = await round_rows.by_request(session, workspace.id, key)
    if opened is None and len(paper) < FEWEST:
        return await _too_few(installation, hunt, now=now)
    closes_at = hunt.vote_until
    if closes_at < now + hunting.SHORTEST_VOTE:
        closes_at = calendars.suggest_deadline(now, calendar)
    assert opener is not None  # noqa: S101 - a foreign key holds the person
    try:
        round_id = await rounds.open_for(
            installation,
            people.actor_of(opener, workspace),
            rounds.Plan(tuple(paper), closes_at, winners=min(hunt.winners, max(1, len(paper) - 1))),
            place=hunt.place,
            request_key=key,
            now=now,
        )
    except errors.UserError as error:
        _log.warning("hunt.vote_not_opened", hunt=hunt.id, key=error.key)
        return await _later(installation, hunt, calendar, now=now)
    async with installation.database.begin() as session:
        held = await hunts.hold(session, workspace.id, hunt.id)
        vote = await round_rows.get(session, workspace.id, round_id)
        if held is None or held.state != kinds.HuntState.COLLECTING or vote is None:
            return False
        held.state, held.round_id = kinds.HuntState.VOTING, vote.id
        plan = hunting.Plan(held.collect_until, max(vote.closes_at, held.collect_until), held.group_by)
        hunt_news.set_plan(held, hunting.keep_apart(plan, calendar))
        held.next_at = vote.closes_at
        await hunt_news.redraw(session, workspace, held, now=now)
    return True


async def _later(
    installation: Installation, hunt: Hunt, calendar: calendars.Calendar, *, now: datetime
) -> bool:
    """Try again when the next open day begins, such as after quiet weeks that were added since."""
    tomorrow = calendars.local(now, calendar.zone).date() + timedelta(days=1)
    opens = calendars.to_instant(calendar.next_open_day(tomorrow), calendars.OPENS, calendar.zone)
    async with installation.database.begin() as session:
        held = await hunts.hold(session, hunt.workspace_id, hunt.id)
        if held is None or held.state != kinds.HuntState.COLLECTING:
            return False
        held.next_at = opens
        session.add(held)
    return True


async def _too_few(installation: Installation, hunt: Hunt, *, now: datetime) -> bool:
    """Give more time once; the second time the hunt ends, and its ideas stay."""
    async with installation.database.begin() as session:
        held = await hunts.hold(session, hunt.workspace_id, hunt.id)
        if held is None or held.state != kinds.HuntState.COLLECTING or held.collect_until > now:
            return False
        workspace = await workspaces.get(session, held.workspace_id)
        if await hunts.was_moved_by_bot(session, held.id):
            held.state, held.next_at, held.ended_at = kinds.HuntState.CANCELLED, None, now
            session.add(held)
            await hunt_news.say(session, workspace, held, "too_few", now=now)
            return True
        before = hunt_news.plan(held)
        plan = _after(before, installation.rules.of(workspace).calendar(workspace.zone), now=now)
        for step in hunting.Step:
            await hunts.keep_step(
                session,
                HuntStep(
                    hunt_id=held.id,
                    step=step.value,
                    before=before.at(step),
                    after=plan.at(step),
                    reason="few_ideas",
                    at=now,
                ),
            )
        hunt_news.set_plan(held, plan)
        held.next_at = plan.collect_until
        session.add(held)
        await hunt_news.say(session, workspace, held, "more_time", now=now)
    return True


def _after(plan: hunting.Plan, calendar: calendars.Calendar, *, now: datetime) -> hunting.Plan:
    """The plan moved until its first step lies ahead, however late it is looked at."""
    plan = hunting.later(plan, calendar, days=MORE_DAYS)
    while plan.collect_until <= now:
        plan = hunting.later(plan, calendar, days=MORE_DAYS)
    return plan


async def _look(installation: Installation, hunt: Hunt, *, now: datetime) -> bool:
    async with installation.database.begin() as session:
        held = await hunts.hold(session, hunt.workspace_id, hunt.id)
        if held is None or held.next_at is None or held.next_at > now:
            return False
        workspace = await workspaces.get(session, held.workspace_id)
        if held.state == kinds.HuntState.VOTING:
            await _after_vote(session, installation, workspace, held, now=now)
        elif held.reminded_at is None:
            await _remind(session, installation, workspace, held, now=now)
        else:
            await hunt_news.end(session, workspace, held, now=now)
    return True


async def _after_vote(
    session: AsyncSession, installation: Installation, workspace: Workspace, hunt: Hunt, *, now: datetime
) -> None:
    """Follow the round: it may have been extended; once it is over, groups are to be formed."""
    calendar = installation.rules.of(workspace).calendar(workspace.zone)
    vote = await round_rows.get(session, workspace.id, hunt.round_id or 0)
    if vote is not None and vote.state == kinds.RoundState.OPEN:
        hunt.next_at = max(vote.closes_at, now + timedelta(minutes=1))
        plan = hunting.Plan(hunt.collect_until, max(vote.closes_at, hunt.vote_until), hunt.group_by)
    else:
        hunt.state = kinds.HuntState.GROUPING
        plan = hunting.Plan(hunt.collect_until, hunt.vote_until, hunt.group_by)
        if plan.group_by <= now:
            late = calendars.suggest_deadline(now, calendar, days=hunting.GROUP_DAYS)
            plan = hunting.Plan(plan.collect_until, plan.vote_until, late)
        hunt.next_at = hunting.keep_apart(plan, calendar).group_by
    hunt_news.set_plan(hunt, hunting.keep_apart(plan, calendar))
    await hunt_news.redraw(session, workspace, hunt, now=now)


async def _remind(
    session: AsyncSession, installation: Installation, workspace: Workspace, hunt: Hunt, *, now: datetime
) -> None:
    """Ask the one who opened it to end it, in their weekly message."""
    calendar = installation.rules.of(workspace).calendar(workspace.zone)
    note = messages.HuntDue(hunt_id=hunt.id, question=hunt.question, cohort=hunt.cohort, place=hunt.place)
    await bundles.add(session, installation.rules, workspace, hunt.opened_by, note, now=now)
    day = calendars.local(now, ZoneInfo(workspace.zone)).date()
    hunt.reminded_at = now
    hunt.next_at = calendars.to_instant(
        calendar.add_open_days(day, PATIENCE_DAYS), calendars.OPENS, calendar.zone
    )
    session.add(hunt)
