from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import calendar as calendars
from bot.domain import schedule
from bot.domain.calendar import Calendar
from bot.domain.schedule import Settlement, Slot

OSLO = ZoneInfo("Europe/Oslo")
NORWAY = Calendar(zone=OSLO)
TUESDAYS = Slot(weekday=2, at=time(9), zone=OSLO)

ZONES = ["Europe/Oslo", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "Asia/Kolkata"]
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SLOTS = st.builds(
    Slot,
    weekday=st.integers(1, 7),
    at=st.times(time(8), time(15, 45)),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    every_weeks=st.sampled_from([1, 2]),
)
CALENDARS = st.builds(
    Calendar,
    zone=st.just(OSLO),
    closed_days=st.frozensets(st.dates(date(2020, 1, 1), date(2040, 1, 1)), max_size=20),
    quiet_weeks=st.frozensets(st.integers(1, 53), max_size=8),
)


def oslo(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=OSLO)


def nudges(slot: Slot, calendar: Calendar, *, after: datetime, count: int) -> list[datetime]:
    found = []
    for _ in range(count):
        after = schedule.next_nudge(slot, calendar, after=after)
        found.append(after)
    return found


def test_a_nudge_comes_at_the_groups_own_weekday_and_hour() -> None:
    assert nudges(TUESDAYS, NORWAY, after=oslo(2026, 11, 10, 8, 59), count=3) == [
        oslo(2026, 11, 10),
        oslo(2026, 11, 17),
        oslo(2026, 11, 24),
    ]


def test_the_next_nudge_is_strictly_later_and_in_utc() -> None:
    found = schedule.next_nudge(TUESDAYS, NORWAY, after=oslo(2026, 11, 10))
    assert found == oslo(2026, 11, 17)
    assert found.tzinfo is UTC


def test_both_changes_of_clocks_leave_the_local_hour_alone() -> None:
    spring = nudges(TUESDAYS, NORWAY, after=oslo(2026, 3, 20), count=2)
    assert [(nudge.day, nudge.hour) for nudge in spring] == [(24, 8), (31, 7)]
    autumn = nudges(TUESDAYS, NORWAY, after=oslo(2026, 10, 16), count=2)
    assert [(nudge.day, nudge.hour) for nudge in autumn] == [(20, 7), (27, 8)]


def test_a_change_of_clocks_by_two_hours_leaves_the_local_hour_alone() -> None:
    troll = ZoneInfo("Antarctica/Troll")
    slot = Slot(weekday=1, at=time(8), zone=troll)
    spring = nudges(slot, NORWAY, after=datetime(2026, 3, 20, tzinfo=UTC), count=2)
    assert [(nudge.day, nudge.hour) for nudge in spring] == [(23, 8), (30, 6)]


def test_iso_weeks_52_53_and_1_keep_the_rhythm() -> None:
    # 2020 had a week 53. Mondays; 28 December 2020 is closed, 4 January 2021 is Monday of week 1.
    mondays = Slot(weekday=1, at=time(9), zone=OSLO)
    assert nudges(mondays, NORWAY, after=oslo(2020, 12, 15), count=3) == [
        oslo(2020, 12, 21),
        oslo(2021, 1, 4),
        oslo(2021, 1, 11),
    ]


@pytest.mark.parametrize("year", [2020, 2026, 2032])
def test_every_second_week_stays_every_second_week_over_a_week_53(year: int) -> None:
    weekday = Slot(weekday=4, at=time(9), zone=OSLO, every_weeks=2)
    no_feasts = Calendar(zone=OSLO, quiet_weeks=frozenset(), country="JP")
    found = nudges(weekday, no_feasts, after=oslo(year, 11, 1), count=8)
    regular = [nudge.astimezone(OSLO).date() for nudge in found if nudge.astimezone(OSLO).isoweekday() == 4]
    assert len(regular) >= 5
    assert all((later - sooner).days % 14 == 0 for sooner, later in pairwise(regular))


def test_17_may_2027_moves_one_day() -> None:
    mondays = Slot(weekday=1, at=time(10, 30), zone=OSLO)
    assert nudges(mondays, NORWAY, after=oslo(2027, 5, 10, 12), count=2) == [
        oslo(2027, 5, 18, 10, 30),
        oslo(2027, 5, 24, 10, 30),
    ]


def test_a_thursday_before_easter_moves_past_it_and_takes_the_place_of_the_next() -> None:
    thursdays = Slot(weekday=4, at=time(9), zone=OSLO)
    # Maundy Thursday is 2 April 2026; Tuesday the 7th is open, Thursday the 9th would be two days later.
    assert nudges(thursdays, NORWAY, after=oslo(2026, 3, 26, 10), count=2) == [
        oslo(2026, 4, 7),
        oslo(2026, 4, 16),
    ]


def test_a_friday_before_easter_moves_past_it_and_leaves_the_next_alone() -> None:
    fridays = Slot(weekday=5, at=time(9), zone=OSLO)
    assert nudges(fridays, NORWAY, after=oslo(2026, 3, 27, 10), count=2) == [
        oslo(2026, 4, 7),
        oslo(2026, 4, 10),
    ]


def test_four_quiet_weeks_end_in_one_nudge_on_the_first_open_day() -> None:
    assert nudges(TUESDAYS, NORWAY, after=oslo(2026, 6, 30), count=3) == [
        oslo(2026, 8, 3),  # Monday of week 32
        oslo(2026, 8, 11),
        oslo(2026, 8, 18),
    ]


def test_asking_in_the_middle_of_the_quiet_weeks_gives_the_same_nudge() -> None:
    found = {
        schedule.next_nudge(TUESDAYS, NORWAY, after=oslo(2026, 6, 30) + timedelta(days=n)) for n in range(34)
    }
    assert found == {oslo(2026, 8, 3)}
    assert schedule.next_nudge(TUESDAYS, NORWAY, after=oslo(2026, 8, 3)) == oslo(2026, 8, 11)


def test_a_slot_on_a_weekend_means_the_monday_after() -> None:
    saturdays = Slot(weekday=6, at=time(9), zone=OSLO)
    assert nudges(saturdays, NORWAY, after=oslo(2026, 11, 10), count=2) == [
        oslo(2026, 11, 16),
        oslo(2026, 11, 23),
    ]


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("America/New_York", 14), ("Asia/Tokyo", 0), ("Pacific/Auckland", 20), ("Asia/Kolkata", 3)],
)
def test_a_group_in_another_zone_is_nudged_by_its_own_clock(zone: str, hour: int) -> None:
    slot = Slot(weekday=2, at=time(9), zone=ZoneInfo(zone))
    found = schedule.next_nudge(slot, NORWAY, after=datetime(2026, 11, 13, tzinfo=UTC))
    assert found.hour == hour
    assert found.astimezone(slot.zone).strftime("%F %H:%M") == "2026-11-17 09:00"


@given(SLOTS, CALENDARS, INSTANTS)
def test_a_nudge_is_in_the_future_on_an_open_day_within_hours(
    slot: Slot, calendar: Calendar, after: datetime
) -> None:
    found = schedule.next_nudge(slot, calendar, after=after)
    there = found.astimezone(slot.zone)
    assert found > after
    assert calendar.is_open_day(there.date())
    assert there.time() == slot.at
    assert found == schedule.next_nudge(slot, calendar, after=after)


@given(SLOTS, CALENDARS, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_asking_later_never_gives_an_earlier_nudge(
    slot: Slot, calendar: Calendar, after: datetime, wait: timedelta
) -> None:
    sooner = schedule.next_nudge(slot, calendar, after=after)
    later = schedule.next_nudge(slot, calendar, after=after + wait)
    assert later >= sooner
    assert later == sooner or after + wait >= sooner


@given(SLOTS, CALENDARS, INSTANTS)
def test_nudges_do_not_pile_up(slot: Slot, calendar: Calendar, after: datetime) -> None:
    found = [nudge.astimezone(slot.zone).date() for nudge in nudges(slot, calendar, after=after, count=8)]
    assert all(later - sooner >= schedule.SPACE for sooner, later in pairwise(found))
    cycles = [last_regular_day(slot, day) for day in found]
    assert len(set(cycles)) == len(cycles)


def last_regular_day(slot: Slot, day: date) -> date:
    while day.isoweekday() != slot.weekday or (day.toordinal() - 1) // 7 % slot.every_weeks:
        day -= timedelta(days=1)
    return day


@given(SLOTS, INSTANTS)
def test_an_open_regular_day_is_missed_only_for_a_nudge_just_before(slot: Slot, after: datetime) -> None:
    found = {nudge.astimezone(slot.zone).date() for nudge in nudges(slot, NORWAY, after=after, count=6)}
    for days in range((max(found) - min(found)).days + 1):
        day = min(found) + timedelta(days=days)
        if day == last_regular_day(slot, day) and NORWAY.is_open_day(day):
            assert any(timedelta(0) <= day - nudge < schedule.SPACE for nudge in found), day


def test_a_snooze_ends_at_the_first_nudge_on_or_after_its_day() -> None:
    assert schedule.first_from(TUESDAYS, NORWAY, day=date(2026, 11, 17)) == oslo(2026, 11, 17)
    assert schedule.first_from(TUESDAYS, NORWAY, day=date(2026, 11, 18)) == oslo(2026, 11, 24)
    assert schedule.first_from(TUESDAYS, NORWAY, day=date(2026, 7, 10)) == oslo(2026, 8, 3)


@pytest.mark.parametrize(
    ("now", "send", "next_due"),
    [
        (oslo(2026, 11, 10, 8, 59), False, oslo(2026, 11, 10)),  # not yet
        (oslo(2026, 11, 10, 9, 0), True, oslo(2026, 11, 17)),  # in time
        (oslo(2026, 11, 10, 15, 45), True, oslo(2026, 11, 17)),  # late, the same day
        (oslo(2026, 11, 10, 15, 46), False, oslo(2026, 11, 11)),  # too late in the day: tomorrow
        (oslo(2026, 11, 11, 7, 0), False, oslo(2026, 11, 11)),  # before opening
        (oslo(2026, 11, 13, 10, 0), True, oslo(2026, 11, 17)),  # three days late
        (oslo(2026, 11, 14, 10, 0), False, oslo(2026, 11, 17)),  # Saturday: Monday is too near to Tuesday
        (oslo(2026, 11, 16, 10, 0), False, oslo(2026, 11, 17)),  # dropped in favour of tomorrow's
        (oslo(2026, 12, 1, 9, 0), True, oslo(2026, 12, 8)),  # three weeks down: one
        (oslo(2026, 11, 30, 9, 0), False, oslo(2026, 12, 1)),  # three weeks down, back a day before the next
        (oslo(2026, 12, 25, 9, 0), False, oslo(2027, 1, 4)),  # back at Christmas
        (oslo(2027, 7, 20, 9, 0), False, oslo(2027, 8, 9)),  # back in a quiet week
    ],
)
def test_a_late_nudge_is_sent_once_or_dropped(now: datetime, send: bool, next_due: datetime) -> None:
    assert schedule.settle(oslo(2026, 11, 10), now, TUESDAYS, NORWAY) == Settlement(send, next_due)


def test_three_weeks_down_give_one_nudge() -> None:
    due, now, sent = oslo(2026, 11, 10), oslo(2026, 12, 1, 11), []
    while now < oslo(2026, 12, 8):
        send, due = schedule.settle(due, now, TUESDAYS, NORWAY)
        if send:
            sent.append(now)
        now += timedelta(minutes=15)
    assert sent == [oslo(2026, 12, 1, 11)]


@given(SLOTS, CALENDARS, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=120)))
def test_a_settled_nudge_is_always_due_again_and_sent_within_hours_only(
    slot: Slot, calendar: Calendar, after: datetime, late: timedelta
) -> None:
    due = schedule.next_nudge(slot, calendar, after=after)
    now = due + late
    send, next_due = schedule.settle(due, now, slot, calendar)
    assert next_due > now
    assert calendars.is_open_at(next_due, calendar, zone=slot.zone)
    if send:
        assert calendars.is_open_at(now, calendar, zone=slot.zone)
        assert next_due.astimezone(slot.zone).date() - now.astimezone(slot.zone).date() >= schedule.SPACE
    if not late:
        assert send
    # Whatever the bot chose to wait for is sent when it comes.
    if not send:
        assert schedule.settle(next_due, next_due, slot, calendar).send


@given(
    SLOTS, CALENDARS, INSTANTS, st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=25)), max_size=15)
)
def test_however_often_the_bot_is_down_nudges_keep_their_distance(
    slot: Slot, calendar: Calendar, now: datetime, pauses: list[timedelta]
) -> None:
    due, sent = schedule.next_nudge(slot, calendar, after=now), []
    for pause in pauses:
        now += pause
        send, due = schedule.settle(due, now, slot, calendar)
        if send:
            sent.append(now.astimezone(slot.zone).date())
    assert all(later - sooner >= schedule.SPACE for sooner, later in pairwise(sent))


@pytest.mark.parametrize(
    ("checked_in", "now", "recent"),
    [
        (oslo(2026, 11, 10, 9, 5), oslo(2026, 11, 17), False),  # answered the last nudge at once
        (oslo(2026, 11, 10, 15, 0), oslo(2026, 11, 17), False),
        (oslo(2026, 11, 11, 9, 0), oslo(2026, 11, 17), True),
        (oslo(2026, 11, 17, 8, 0), oslo(2026, 11, 17), True),
        (oslo(2026, 3, 31, 9, 5), oslo(2026, 4, 7), False),  # a week ago, over Easter
        (oslo(2026, 4, 1, 9, 5), oslo(2026, 4, 7), True),
        (datetime(2026, 11, 10, 23, 30, tzinfo=UTC), oslo(2026, 11, 17), True),  # Wednesday in Oslo
    ],
)
def test_five_working_days_spare_a_group_the_nudge(checked_in: datetime, now: datetime, recent: bool) -> None:
    assert schedule.checked_in_recently(checked_in, now, TUESDAYS, NORWAY) is recent


def test_the_reminder_comes_two_working_days_later_at_the_groups_hour() -> None:
    assert schedule.reminder_at(oslo(2026, 11, 10, 9, 1), TUESDAYS, NORWAY) == oslo(2026, 11, 12)
    assert schedule.reminder_at(oslo(2026, 11, 13, 12, 0), TUESDAYS, NORWAY) == oslo(2026, 11, 17)
    assert schedule.reminder_at(oslo(2026, 7, 3, 9, 0), TUESDAYS, NORWAY) == oslo(2026, 8, 4)


@pytest.mark.parametrize(
    ("weekday", "at", "every_weeks"),
    [
        (0, time(9), 1),
        (8, time(9), 1),
        (2, time(7, 59), 1),
        (2, time(15, 46), 1),
        (2, time(9, tzinfo=UTC), 1),
        (2, time(9), 0),
        (2, time(9), 3),
    ],
)
def test_a_slot_out_of_bounds_is_refused(weekday: int, at: time, every_weeks: int) -> None:
    with pytest.raises(ValueError, match=r"^a (weekday|nudge) "):
        Slot(weekday=weekday, at=at, zone=OSLO, every_weeks=every_weeks)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        schedule.next_nudge(TUESDAYS, NORWAY, after=datetime(2026, 1, 1))  # noqa: DTZ001
