"""What becomes of a group's due nudge, decided from its brief alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain import calendar as calendars
from bot.domain import rotation, schedule, signals, weeks
from bot.services import briefs
from bot.services.briefs import Brief
from bot.services.installation import Rules

OFFER_AGAIN = timedelta(weeks=26)
"""A group that did not take the offer of every second week is left in peace for half a year."""

TELL_OWNER_AT = 2
"""Weeks without an answer after which the owner is told."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to do, and when the group's next nudge is due (UTC).

    `wait` moves the nudge, `drop` leaves it out because of `why`, `ask` puts the question about what was
    `seen` in its place. A nudge that is sent may have a `contact` of the week, reminded at `remind_at`; it
    may offer a slower rhythm (`offers`); and the owner is told of `missed` weeks without an answer. Nobody is
    reminded of a nudge while the group has not answered how it goes on: that is the question then.
    """

    act: Literal["wait", "drop", "ask", "send"]
    next_at: datetime
    why: str | None = None
    seen: tuple[signals.Signal, ...] = ()
    contact: int | None = None
    remind_at: datetime | None = None
    offers: bool = False
    missed: int = 0


def reach(brief: Brief, rules: Rules, *, now: datetime) -> Verdict:
    """Raises ValueError where the group's slot, zone or calendar make no sense."""
    project = brief.project
    assert project.next_nudge_at is not None  # noqa: S101 - it was found by it
    slot = briefs.slot(project)
    calendar = rules.calendar(project.zone)
    settlement = schedule.settle(project.next_nudge_at, now, slot, calendar)
    next_at = settlement.next_due
    if not settlement.send:
        return Verdict(act="wait", next_at=next_at)
    seen = _signals(brief, rules, now=now)
    if seen:
        return Verdict(act="ask", next_at=next_at, seen=seen)
    if project.muted:
        return Verdict(act="drop", next_at=next_at, why="muted")
    checked_in = project.checked_in_at
    if checked_in is not None and schedule.checked_in_recently(checked_in, now, slot, calendar):
        return Verdict(act="drop", next_at=next_at, why="recent")
    waits = bool(brief.askings) and brief.askings[-1].answer is None
    contact = rotation.contact(
        rotation.Candidate(one.person_id, one.joined_at, one.contacted_at)
        for one in brief.members
        if not one.muted
    )
    return Verdict(
        act="send",
        next_at=next_at,
        contact=contact,
        remind_at=None if contact is None or waits else schedule.reminder_at(now, slot, calendar),
        offers=_offers(brief, now=now),
        missed=_missed(brief),
    )


def _signals(brief: Brief, rules: Rules, *, now: datetime) -> tuple[signals.Signal, ...]:
    """Those to ask about now; none where the group was asked not long ago."""
    zone = ZoneInfo(brief.project.zone)
    today = calendars.local(now, zone).date()
    asked = [calendars.local(one.at, zone).date() for one in brief.askings]
    unanswered = 0
    for one in reversed(brief.askings):
        if one.answer is not None:
            break
        unanswered += 1
    if not signals.may_ask(asked, today, unanswered=unanswered):
        return ()
    return signals_of(brief, rules, now=now)


def signals_of(brief: Brief, rules: Rules, *, now: datetime) -> tuple[signals.Signal, ...]:
    """Those that hold now, whether or not the group may be asked. Raises as `reach`."""
    project, zone = brief.project, ZoneInfo(brief.project.zone)
    today = calendars.local(now, zone).date()
    answered = [one.answered_at for one in brief.askings if one.answered_at is not None]
    stage_asked = project.stage_asked_at is not None and project.stage_asked_at >= project.stage_since
    return signals.find(
        brief.weeks,
        criteria=[
            signals.Criterion(
                criterion_id=one.id, text=one.text, on=one.on_date, met=one.met_at is not None, asked=False
            )
            for one in brief.criteria
        ],
        stage=signals.Stage(since=calendars.local(project.stage_since, zone).date(), asked=stage_asked),
        today=today,
        settled=calendars.local(max(answered), zone).date() if answered else None,
        stage_days=rules.stage_days,
    )


def _offers(brief: Brief, *, now: datetime) -> bool:
    project = brief.project
    if project.every_weeks != 1 or not weeks.steady(brief.weeks):
        return False
    if project.offered_at is None:
        return True
    zone = ZoneInfo(project.zone)
    since: timedelta = calendars.local(now, zone).date() - calendars.local(project.offered_at, zone).date()
    return since >= OFFER_AGAIN


def _missed(brief: Brief) -> int:
    """How many weeks to tell the owner of: told once, when the second of them has just ended."""
    run = weeks.missed(brief.weeks)
    just_ended = bool(run) and run[-1] is brief.weeks[-1]
    return len(run) if just_ended and len(run) == TELL_OWNER_AT else 0
