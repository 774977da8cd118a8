"""The plan of a hunt keeps to the calendar, whatever the day it is made."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis
from hypothesis import strategies as st

from bot.domain import hunting
from bot.domain.calendar import Calendar
from bot.domain.hunting import Step, Wrong

CALENDAR = Calendar(zone=ZoneInfo("Europe/Oslo"))
moments = st.integers(1_767_225_600, 2_051_222_400).map(lambda at: datetime.fromtimestamp(at, UTC))


@hypothesis.given(moments)
def test_what_is_suggested_can_be_kept(now: datetime) -> None:
    plan = hunting.suggest(now, CALENDAR)
    assert hunting.check(plan, CALENDAR, now=now) is None


@hypothesis.given(moments, st.integers(1, 30), st.integers(0, 2))
def test_a_plan_moved_by_open_days_can_be_kept(now: datetime, days: int, passed: int) -> None:
    plan = hunting.suggest(now, CALENDAR)
    later = hunting.keep_apart(hunting.later(plan, CALENDAR, days=days, passed=passed), CALENDAR)
    assert hunting.check(later, CALENDAR, now=now, passed=passed) is None
    assert [later.at(step) == plan.at(step) for step in Step] == [number < passed for number in range(3)]


@hypothesis.given(moments, st.sampled_from(Step), st.integers(-400, 800))
def test_a_step_out_of_place_is_named_first(now: datetime, step: Step, days: int) -> None:
    plan = hunting.suggest(now, CALENDAR)
    moved = {one.value: plan.at(one) for one in Step}
    moved[step.value] += timedelta(days=days)
    broken = hunting.Plan(**moved)
    found = hunting.check(broken, CALENDAR, now=now)
    if found is None:
        assert broken.collect_until < broken.vote_until < broken.group_by
    elif found[1] is Wrong.PAST:
        assert broken.at(found[0]) <= now
    elif found[1] is Wrong.CLOSED_DAY:
        assert not CALENDAR.is_open_day(broken.at(found[0]).astimezone(CALENDAR.zone).date())
