"""Who is hardly heard, when the missing are asked, and how long a round is extended."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import calendar, turnout

OSLO = calendar.Calendar(zone=ZoneInfo("Europe/Oslo"))
moments = st.integers(1_767_225_600, 1_893_456_000).map(lambda at: datetime.fromtimestamp(at, UTC))
counts = st.dictionaries(st.integers(1, 8), st.integers(0, 40), max_size=8)


@given(members=counts, voices=counts, target=st.integers(0, 100))
def test_only_large_disciplines_are_named_and_none_is_forgotten(
    members: dict[int, int], voices: dict[int, int], target: int
) -> None:
    found = turnout.quiet(members, voices, target=target)
    below = {key for key in members if members[key] and voices.get(key, 0) / members[key] * 100 < target}
    assert set(found.named) == {key for key in below if members[key] >= 5}
    assert found.small == any(members[key] < 5 for key in below)
    assert found.anybody == bool(below)


def test_the_target_itself_is_enough() -> None:
    assert not turnout.quiet({1: 10}, {1: 3}).anybody
    assert turnout.quiet({1: 10}, {1: 2}).named == (1,)


@given(opened=moments, days=st.integers(1, 60))
def test_the_invitation_comes_within_the_round_on_an_open_day(opened: datetime, days: int) -> None:
    closes = calendar.suggest_deadline(opened, OSLO, days=days)
    asked = turnout.invitation_at(opened, closes, OSLO)
    if asked is not None:
        assert opened < asked < closes
        assert calendar.is_open_at(asked, OSLO, zone=OSLO.zone)
    else:
        assert closes - opened < timedelta(days=14) or OSLO.is_quiet((closes - timedelta(days=7)).date())


@given(closes=moments, late=st.timedeltas(timedelta(), timedelta(days=40)))
def test_an_extension_gives_two_working_days_however_late(closes: datetime, late: timedelta) -> None:
    now = closes + late
    new = turnout.extended_deadline(closes, OSLO, now=now)
    assert new > now
    assert calendar.may_close_at(new, OSLO)
    days = OSLO.working_days_between(
        calendar.local(now, OSLO.zone).date(), calendar.local(new, OSLO.zone).date()
    )
    assert days >= 2
