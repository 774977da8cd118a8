from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import calendar as calendars
from bot.domain.calendar import Calendar

OSLO = ZoneInfo("Europe/Oslo")
NORWAY = Calendar(zone=OSLO)

# Easter Sundays of ten years, from the published tables.
EASTERS = [
    date(2024, 3, 31),
    date(2025, 4, 20),
    date(2026, 4, 5),
    date(2027, 3, 28),
    date(2028, 4, 16),
    date(2029, 4, 1),
    date(2030, 4, 21),
    date(2031, 4, 13),
    date(2032, 3, 28),
    date(2033, 4, 17),
]


def oslo(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=OSLO)


@pytest.mark.parametrize("easter", EASTERS, ids=str)
def test_the_movable_feasts_are_closed(easter: date) -> None:
    closed = [-3, -2, 0, 1, 39, 49, 50]
    assert not any(NORWAY.is_working_day(easter + timedelta(days=days)) for days in closed)
    for days in (-5, -4, 2, 3, 38, 51):
        day = easter + timedelta(days=days)
        assert NORWAY.is_working_day(day) == (day not in fixed_feasts(day.year)), day
    maundy_thursday = easter - timedelta(days=3)
    assert NORWAY.next_open_day(maundy_thursday) == easter + timedelta(days=2)


def fixed_feasts(year: int) -> set[date]:
    return {date(year, 1, 1), date(year, 5, 1), date(year, 5, 17)}


def test_the_days_of_christmas_are_closed_and_those_around_them_open() -> None:
    closed = [date(2026, 12, day) for day in range(24, 32)] + [date(2027, 1, 1)]
    assert not any(NORWAY.is_working_day(day) for day in closed)
    assert NORWAY.is_open_day(date(2026, 12, 23))
    assert NORWAY.next_open_day(date(2026, 12, 24)) == date(2027, 1, 4)


def test_17_may_2027_is_whit_monday_too_and_closes_one_day() -> None:
    assert date(2027, 5, 17) == EASTERS[3] + timedelta(days=50)
    assert NORWAY.next_open_day(date(2027, 5, 15)) == date(2027, 5, 18)
    assert NORWAY.working_days_between(date(2027, 5, 14), date(2027, 5, 18)) == 1


def test_quiet_weeks_are_working_days_but_not_open() -> None:
    day = date(2026, 7, 8)
    assert day.isocalendar().week == 28
    assert NORWAY.is_working_day(day)
    assert not NORWAY.is_open_day(day)
    assert NORWAY.next_open_day(day) == date(2026, 8, 3)
    autumn = Calendar(zone=OSLO, quiet_weeks=frozenset({8, 40}))
    assert autumn.is_open_day(day)
    assert not autumn.is_open_day(date(2026, 9, 28))
    assert not autumn.is_open_day(date(2026, 2, 20))


def test_a_quiet_week_53_is_week_53_of_a_long_year_only() -> None:
    calendar = Calendar(zone=OSLO, quiet_weeks=frozenset({53}))
    # Monday 28 December 2020 to Sunday 3 January 2021 was week 53; 4 January began week 1.
    assert calendar.is_quiet(date(2021, 1, 1))
    assert calendar.is_open_day(date(2021, 1, 4))
    assert not calendar.is_quiet(date(2022, 1, 1))  # week 52 of 2021


def test_closed_days_of_the_installation_are_closed() -> None:
    calendar = Calendar(zone=OSLO, closed_days=frozenset({date(2026, 11, 13)}))
    assert NORWAY.is_open_day(date(2026, 11, 13))
    assert not calendar.is_working_day(date(2026, 11, 13))
    assert calendar.next_open_day(date(2026, 11, 13)) == date(2026, 11, 16)


def test_another_country_has_its_own_holidays() -> None:
    sweden = Calendar(zone=ZoneInfo("Europe/Stockholm"), country="SE")
    assert sweden.is_open_day(date(2028, 5, 17))
    assert not NORWAY.is_open_day(date(2028, 5, 17))


@pytest.mark.parametrize("week", [0, 54])
def test_a_week_that_does_not_exist_is_refused(week: int) -> None:
    with pytest.raises(ValueError, match="no such ISO week"):
        Calendar(zone=OSLO, quiet_weeks=frozenset({week}))


def test_an_unknown_country_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match="'XX'"):
        Calendar(zone=OSLO, country="XX")


def test_a_calendar_without_an_open_day_says_so_instead_of_searching_for_ever() -> None:
    never = Calendar(zone=OSLO, quiet_weeks=frozenset(range(1, 54)))
    with pytest.raises(ValueError, match="no day open"):
        never.next_open_day(date(2026, 1, 1))


def test_working_days_are_added_over_weekends_and_holidays() -> None:
    assert NORWAY.add_working_days(date(2026, 4, 1), 1) == date(2026, 4, 7)  # over Easter
    assert NORWAY.add_working_days(date(2026, 4, 1), 0) == date(2026, 4, 1)
    assert NORWAY.add_working_days(date(2026, 7, 3), 2) == date(2026, 7, 7)  # into a quiet week
    assert NORWAY.add_open_days(date(2026, 7, 3), 2) == date(2026, 8, 4)  # past the quiet weeks
    with pytest.raises(ValueError, match="forward"):
        NORWAY.add_working_days(date(2026, 4, 1), -1)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 60))
def test_adding_and_counting_working_days_agree(day: date, n: int) -> None:
    end = NORWAY.add_working_days(day, n)
    assert NORWAY.working_days_between(day, end) == n
    assert n == 0 or NORWAY.is_working_day(end)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_next_open_day_is_the_first_one(day: date) -> None:
    found = NORWAY.next_open_day(day)
    assert NORWAY.is_open_day(found)
    skipped = [day + timedelta(days=n) for n in range((found - day).days)]
    assert not any(NORWAY.is_open_day(other) for other in skipped)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        calendars.may_close_at(datetime(2026, 1, 5, 9), NORWAY)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (oslo(2026, 11, 10, 8, 0), True),
        (oslo(2026, 11, 10, 15, 45), True),
        (oslo(2026, 11, 10, 7, 59), False),
        (oslo(2026, 11, 10, 15, 46), False),
        (oslo(2026, 11, 14), False),  # Saturday
        (oslo(2026, 7, 8), False),  # quiet
        (oslo(2026, 12, 24), False),
        (datetime(2026, 11, 10, 14, 45, tzinfo=UTC), True),  # 15:45 in Oslo
        (datetime(2026, 11, 10, 14, 46, tzinfo=UTC), False),
        (datetime(2026, 11, 10, 23, 0, tzinfo=timezone(timedelta(hours=9))), True),  # 15:00 in Oslo
    ],
)
def test_a_vote_ends_on_an_open_day_within_hours(moment: datetime, may: bool) -> None:
    assert calendars.may_close_at(moment, NORWAY) is may


def test_a_vote_may_be_opened_on_an_evening_but_not_in_a_quiet_week() -> None:
    assert calendars.may_open_at(oslo(2026, 11, 14, 21), NORWAY)
    assert not calendars.may_open_at(oslo(2026, 7, 8), NORWAY)
    # Sunday 23:30 in Oslo is still the week before the quiet ones, though Tokyo has Monday already.
    assert calendars.may_open_at(oslo(2026, 7, 5, 23, 30), NORWAY)
    assert not calendars.may_open_at(oslo(2026, 7, 5, 23, 30), Calendar(zone=ZoneInfo("Asia/Tokyo")))


def test_the_suggested_deadline_moves_past_holidays_and_quiet_weeks() -> None:
    assert calendars.suggest_deadline(oslo(2026, 11, 10), NORWAY) == oslo(2026, 11, 17, 15)
    assert calendars.suggest_deadline(oslo(2026, 3, 27), NORWAY) == oslo(2026, 4, 7, 15)
    assert calendars.suggest_deadline(oslo(2026, 7, 1), NORWAY) == oslo(2026, 8, 3, 15)
    with pytest.raises(ValueError, match="a day at least"):
        calendars.suggest_deadline(oslo(2026, 7, 1), NORWAY, days=0)


def test_an_extension_keeps_the_local_time_over_both_changes_of_clocks() -> None:
    for closes_at, extended in [
        (oslo(2026, 3, 27, 15), oslo(2026, 3, 31, 15)),
        (oslo(2026, 10, 23, 15), oslo(2026, 10, 27, 15)),
    ]:
        found = calendars.extend_by_working_days(closes_at, NORWAY)
        assert found == extended
        assert found.tzinfo is UTC
        assert extended.astimezone(UTC).hour != closes_at.astimezone(UTC).hour


def test_an_extension_never_ends_in_a_quiet_week_or_out_of_hours() -> None:
    assert calendars.extend_by_working_days(oslo(2026, 7, 2, 12), NORWAY) == oslo(2026, 8, 3, 12)
    assert calendars.extend_by_working_days(oslo(2026, 11, 10, 22), NORWAY) == oslo(2026, 11, 12, 15, 45)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Europe/Oslo", "America/New_York", "Asia/Tokyo", "Pacific/Auckland"]),
    st.integers(1, 30),
)
def test_every_deadline_the_calendar_gives_is_one_it_allows(now: datetime, zone: str, days: int) -> None:
    calendar = Calendar(zone=ZoneInfo(zone))
    suggested = calendars.suggest_deadline(now, calendar, days=days)
    assert suggested > now
    assert calendars.may_close_at(suggested, calendar)
    extended = calendars.extend_by_working_days(suggested, calendar)
    assert calendars.may_close_at(extended, calendar)
    assert calendars.extend_by_working_days(now, calendar) > now
    assert calendars.may_close_at(calendars.extend_by_working_days(now, calendar), calendar)
    short = calendars.deadline_in_working_days(now, calendar, days=2)
    assert now < short
    assert calendars.may_close_at(short, calendar)
    assert calendars.local(short, calendar.zone).time() == calendars.DEADLINE
    days_between = (
        extended.astimezone(calendar.zone).date() - suggested.astimezone(calendar.zone).date()
    ).days
    assert days_between >= 2


def test_a_time_that_is_skipped_or_comes_twice_is_one_instant() -> None:
    skipped = calendars.to_instant(date(2026, 3, 29), time(2, 30), OSLO)
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = calendars.to_instant(date(2026, 10, 25), time(2, 30), OSLO)
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
