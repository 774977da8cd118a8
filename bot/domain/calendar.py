"""Which days are working days, which of them are open, and when a vote may end.

A working day is a Monday to Friday that is no public holiday, not in 24–31 December, and not closed by the
installation. An open day is a working day outside the quiet weeks. The bot speaks unasked on open days only,
between `OPENS` and `CLOSES` local time.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from holidays import registry

OPENS = time(8, 0)
CLOSES = time(15, 45)
"""The last minute, inclusive, at which the bot says something unasked."""

DEADLINE = time(15, 0)
"""The local time suggested for the end of a vote."""

HORIZON = 800
"""Days searched for a day of a certain kind before the calendar is called hopeless."""


@functools.lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of `country` (ISO 3166 alpha-2) in `year`, as the `holidays` library knows them."""
    return frozenset(holidays.country_holidays(country, years=year))


@functools.cache
def countries() -> frozenset[str]:
    """The country codes for which public holidays are known; which ones each has is not loaded for that."""
    return frozenset(registry.EntityLoader.get_country_codes(include_aliases=False))


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The working year of an installation: a value, compared and hashed by its settings.

    `zone` is where votes are opened and closed; a group's nudges follow the zone of their own slot.
    `closed_days` are closed besides the public holidays, `quiet_weeks` are ISO week numbers of any year.
    Raises ValueError for a week that does not exist or a country without known holidays.
    """

    zone: ZoneInfo
    closed_days: frozenset[date] = frozenset()
    quiet_weeks: frozenset[int] = frozenset(range(28, 32))
    country: str = "NO"

    def __post_init__(self) -> None:
        if wrong := sorted(week for week in self.quiet_weeks if not 1 <= week <= 53):
            raise ValueError(f"no such ISO week: {wrong}")
        if self.country not in countries():
            raise ValueError(f"public holidays are not known for the country {self.country!r}")

    def is_working_day(self, day: date) -> bool:
        """Whether people are at work on `day`, quiet weeks included."""
        return (
            day.weekday() < 5
            and not (day.month == 12 and day.day >= 24)
            and day not in self.closed_days
            and day not in public_holidays(self.country, day.year)
        )

    def is_quiet(self, day: date) -> bool:
        """Whether `day` lies in a quiet week."""
        return day.isocalendar().week in self.quiet_weeks

    def is_open_day(self, day: date) -> bool:
        """Whether the bot may speak unasked on `day`, and a vote may end on it."""
        return self.is_working_day(day) and not self.is_quiet(day)

    def next_open_day(self, day: date) -> date:
        """`day` itself where it is open, else the first open day after it.

        Raises ValueError where none comes within about two years: the settings close everything.
        """
        return _nth(day - timedelta(days=1), 1, self.is_open_day)

    def add_working_days(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, which does not count itself; `day` for n = 0."""
        return _nth(day, n, self.is_working_day)

    def add_open_days(self, day: date, n: int) -> date:
        """The `n`-th open day after `day`, which does not count itself; `day` for n = 0."""
        return _nth(day, n, self.is_open_day)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; 0 where `end` is not later."""
        days = (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)


def _nth(day: date, n: int, fits: Callable[[date], bool]) -> date:
    if n < 0:
        raise ValueError("days are counted forward")
    end = day + timedelta(days=HORIZON + 2 * n)
    while n:
        day += timedelta(days=1)
        if day > end:
            raise ValueError("the calendar leaves no day open: too many closed days or quiet weeks")
        n -= fits(day)
    return day


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """`instant` on the wall clock of `zone`. Raises ValueError for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(zone)


def to_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC instant at which clocks in `zone` show `at` on `day`.

    A time that comes twice means its first coming. One that a change of clocks skips is moved forward by as
    much as the clocks were, so 02:30 becomes 03:30.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def is_open_at(moment: datetime, calendar: Calendar, *, zone: ZoneInfo) -> bool:
    """Whether the bot may speak unasked at `moment` to people who live by the clocks of `zone`."""
    there = local(moment, zone)
    return calendar.is_open_day(there.date()) and within_hours(there.time())


def next_open_at(moment: datetime, calendar: Calendar, *, zone: ZoneInfo) -> datetime:
    """`moment` (aware) itself where the bot may speak then, else the next opening of a day, in UTC."""
    if is_open_at(moment, calendar, zone=zone):
        return moment
    there = local(moment, zone)
    day = there.date() + timedelta(days=there.time() > OPENS)
    return to_instant(calendar.next_open_day(day), OPENS, zone)


def within_hours(at: time) -> bool:
    """Whether the local time `at` is between `OPENS` and `CLOSES`, both to the minute inclusive."""
    return OPENS <= at.replace(second=0, microsecond=0) <= CLOSES


def may_open_at(moment: datetime, calendar: Calendar) -> bool:
    """Whether a person may open a vote at `moment`: at any hour of any day outside the quiet weeks."""
    return not calendar.is_quiet(local(moment, calendar.zone).date())


def may_close_at(moment: datetime, calendar: Calendar) -> bool:
    """Whether `moment` can be the deadline of a vote: an open day, within hours, in the calendar's zone."""
    return is_open_at(moment, calendar, zone=calendar.zone)


def suggest_deadline(now: datetime, calendar: Calendar, *, days: int = 7) -> datetime:
    """A deadline for a vote opened `now` (aware), in UTC: `DEADLINE` on the first open day from `days` ahead.

    `days` counts calendar days and is at least 1.
    """
    if days < 1:
        raise ValueError("a vote stays open for a day at least")
    wanted = local(now, calendar.zone).date() + timedelta(days=days)
    return to_instant(calendar.next_open_day(wanted), DEADLINE, calendar.zone)


def deadline_in_working_days(now: datetime, calendar: Calendar, *, days: int) -> datetime:
    """The same for a short vote: `DEADLINE` on the day that is `days` working days ahead."""
    opens = local(now, calendar.zone).date()
    return to_instant(calendar.add_open_days(opens, days), DEADLINE, calendar.zone)


def extend_by_working_days(closes_at: datetime, calendar: Calendar, *, days: int = 2) -> datetime:
    """The deadline `days` working days after `closes_at` (aware), in UTC, at the same local time.

    Days of quiet weeks do not count, since a vote may not end in them. A time of day outside hours is moved
    to the nearer end of them.
    """
    there = local(closes_at, calendar.zone)
    at = min(max(there.time(), OPENS), CLOSES)
    return to_instant(calendar.add_open_days(there.date(), days), at, calendar.zone)
