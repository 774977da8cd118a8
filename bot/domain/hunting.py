"""The plan of a hunt: collect ideas until, vote until, form groups by; checked against the calendar."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain import calendar as calendars
from bot.domain.calendar import Calendar

COLLECT_DAYS = 14
VOTE_DAYS = 7
GROUP_DAYS = 14
SHORTEST_VOTE = timedelta(days=1)
FARTHEST = timedelta(days=366)


class Step(StrEnum):
    COLLECT = "collect_until"
    VOTE = "vote_until"
    GROUP = "group_by"


class Wrong(StrEnum):
    """What is wrong with a step of a plan."""

    PAST = "past"
    FAR = "far"
    CLOSED_DAY = "closed_day"
    HOURS = "hours"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Plan:
    """Three instants, aware, in UTC."""

    collect_until: datetime
    vote_until: datetime
    group_by: datetime

    def at(self, step: Step) -> datetime:
        moment: datetime = getattr(self, step.value)
        return moment


def suggest(now: datetime, calendar: Calendar) -> Plan:
    """Two weeks to collect, one to vote, two to form groups, each ending on an open day."""
    collect = calendars.suggest_deadline(now, calendar, days=COLLECT_DAYS)
    vote = calendars.suggest_deadline(collect, calendar, days=VOTE_DAYS)
    return Plan(collect, vote, calendars.suggest_deadline(vote, calendar, days=GROUP_DAYS))


def check(plan: Plan, calendar: Calendar, *, now: datetime, passed: int = 0) -> tuple[Step, Wrong] | None:
    """The first thing wrong with a plan, or None; the first `passed` steps are taken as they are.

    Every step ends on an open day within hours, after the one before it; a vote takes a day at least.
    """
    before: datetime | None = None
    for number, step in enumerate(Step):
        moment = plan.at(step)
        if number >= passed and (wrong := _wrong(moment, step, before, calendar, now=now)) is not None:
            return step, wrong
        before = moment
    return None


def _wrong(
    moment: datetime, step: Step, before: datetime | None, calendar: Calendar, *, now: datetime
) -> Wrong | None:
    if moment <= now:
        return Wrong.PAST
    if moment > now + FARTHEST:
        return Wrong.FAR
    shortest = SHORTEST_VOTE if step is Step.VOTE else timedelta()
    if before is not None and (moment <= before or moment < before + shortest):
        return Wrong.ORDER
    local = calendars.local(moment, calendar.zone)
    if not calendar.is_open_day(local.date()):
        return Wrong.CLOSED_DAY
    return None if calendars.within_hours(local.time()) else Wrong.HOURS


def later(plan: Plan, calendar: Calendar, *, days: int, passed: int = 0) -> Plan:
    """The plan with the steps from `passed` on moved by `days` open days."""
    moved = [
        plan.at(step)
        if number < passed
        else calendars.extend_by_working_days(plan.at(step), calendar, days=days)
        for number, step in enumerate(Step)
    ]
    return Plan(*moved)


def keep_apart(plan: Plan, calendar: Calendar) -> Plan:
    """The plan with a groups' day that is overtaken by the vote moved to two weeks after it."""
    if plan.group_by > plan.vote_until:
        return plan
    group_by = calendars.suggest_deadline(plan.vote_until, calendar, days=GROUP_DAYS)
    return Plan(plan.collect_until, plan.vote_until, group_by)
