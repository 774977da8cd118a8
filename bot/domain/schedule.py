"""When a group hears from the bot: its weekly slot, and what becomes of a nudge that is late.

The nudges of a slot are one sequence of instants that follows from the slot and the calendar alone:

1. Each cycle, of one week or two, has a regular day: the slot's weekday.
2. A regular day that is not open moves its nudge to the next open day, at the same local time.
3. Nudges that would land on the same day are one nudge, so four quiet weeks end in a single nudge on the
   first open day after them.
4. A regular nudge that would come less than `SPACE` after a moved one falls away.

Two weeks are counted from a fixed Monday and not by ISO week numbers, which go from 53 or 52 to 1 and would
give two odd weeks in a row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain import calendar as calendars
from bot.domain.calendar import Calendar

SPACE = timedelta(days=3)
"""The least time, in local days, between two nudges of one group."""

RECENT = 5
"""A group that checked in fewer working days ago than this is not nudged."""

REMIND_AFTER = 2
"""Open days from a nudge to the private reminder."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A group's own hour: ISO `weekday` (Monday is 1), local time `at` in `zone`, every week or every second.

    A slot on a weekend is one on the first open day after it. Raises ValueError for a weekday that does not
    exist, a time outside 08:00–15:45, or another rhythm.
    """

    weekday: int
    at: time
    zone: ZoneInfo
    every_weeks: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.weekday <= 7:
            raise ValueError("a weekday is a number from 1, Monday, to 7, Sunday")
        if self.at.tzinfo is not None or not calendars.within_hours(self.at):
            raise ValueError("a nudge comes between 08:00 and 15:45 local time")
        if self.every_weeks not in (1, 2):
            raise ValueError("a nudge comes every week or every second week")


class Settlement(NamedTuple):
    """What to do with a due nudge: whether to send it now, and the instant (UTC) it is due next."""

    send: bool
    next_due: datetime


def next_nudge(slot: Slot, calendar: Calendar, *, after: datetime) -> datetime:
    """The first nudge of the slot strictly after `after` (aware), in UTC.

    It is on an open day and within hours on the slot's own clock, whatever the calendar's zone.
    """
    day = calendars.local(after, slot.zone).date()
    return next(nudge for _, nudge in _nudges(slot, calendar, day) if nudge > after)


def first_from(slot: Slot, calendar: Calendar, *, day: date) -> datetime:
    """The first nudge on or after the local `day`, in UTC: where a snooze to a date ends."""
    return next(nudge for landed, nudge in _nudges(slot, calendar, day) if landed >= day)


def planned(slot: Slot, calendar: Calendar, *, after: datetime, last: datetime | None) -> datetime:
    """The slot's next nudge after `after`, in UTC, not too near to the `last` one that was said."""
    found = next_nudge(slot, calendar, after=after)
    if last is None:
        return found
    earliest = calendars.local(last, slot.zone).date() + SPACE
    return max(found, first_from(slot, calendar, day=earliest))


def is_regular(nudge: datetime, slot: Slot, *, last: datetime | None) -> bool:
    """Whether one who knows the slot and when the `last` nudge was due can tell when `nudge` comes."""
    there = calendars.local(nudge, slot.zone)
    if last is None or (there.isoweekday(), there.time()) != (slot.weekday, slot.at):
        return False
    ago: timedelta = there.date() - calendars.local(last, slot.zone).date()
    return ago <= timedelta(weeks=slot.every_weeks)


def settle(due: datetime, now: datetime, slot: Slot, calendar: Calendar) -> Settlement:
    """What to do at `now` with a nudge that was `due` (both aware).

    Before its time it waits. In time, or late, it is sent once if the group may hear from the bot now;
    outside hours or on a closed day it waits for the slot's local time on the next open day. In both cases it
    is dropped, in favour of the slot's next nudge, where that comes less than `SPACE` later. However many
    nudges were missed, at most one is sent, and `next_due` is later than `now`.
    """
    if now < due:
        return Settlement(send=False, next_due=due)
    following = next_nudge(slot, calendar, after=now)
    if calendars.is_open_at(now, calendar, zone=slot.zone):
        return Settlement(send=apart(now, following, slot.zone), next_due=following)
    waiting = _next_open_moment(slot, calendar, after=now)
    if not apart(waiting, following, slot.zone):
        waiting = following
    return Settlement(send=False, next_due=waiting)


def apart(sooner: datetime, later: datetime, zone: ZoneInfo) -> bool:
    """Whether `SPACE` lies between two nudges of one group."""
    return calendars.local(later, zone).date() - calendars.local(sooner, zone).date() >= SPACE


def checked_in_recently(checked_in: datetime, now: datetime, slot: Slot, calendar: Calendar) -> bool:
    """Whether the group's last check-in (aware) is so recent that this nudge is spared.

    It is while fewer than five working days have passed, counted in local days. A whole week is never recent:
    an answer on the day of the last nudge does not spare the next one, also where a holiday lay between.
    """
    day, today = calendars.local(checked_in, slot.zone).date(), calendars.local(now, slot.zone).date()
    return (today - day).days < 7 and calendar.working_days_between(day, today) < RECENT


def reminder_at(sent_at: datetime, slot: Slot, calendar: Calendar) -> datetime:
    """When the private reminder of a nudge sent at `sent_at` (aware) is due, in UTC.

    Two working days later, at the slot's local time; days of quiet weeks do not count.
    """
    day = calendars.local(sent_at, slot.zone).date()
    return _on(calendar.add_open_days(day, REMIND_AFTER), slot, calendar)[1]


def _nudges(slot: Slot, calendar: Calendar, day: date) -> Iterator[tuple[date, datetime]]:
    """Every nudge that lands on the local `day` or later, and perhaps some earlier, in order of time."""
    cycle = timedelta(weeks=slot.every_weeks)
    regular = _regular_day(slot, day)
    # Whether a nudge falls away depends on the one before it, unless that one came early enough. From such a
    # start, no nudge before it lands on `day` either.
    while regular > day - cycle or _on(regular - cycle, slot, calendar)[0] > regular - SPACE:
        regular -= cycle
    last = None
    while True:
        landed, nudge = _on(regular, slot, calendar)
        if last is None or landed - last >= SPACE:
            last = landed
            yield landed, nudge
        regular += cycle


def _regular_day(slot: Slot, day: date) -> date:
    """The last regular day of the slot up to `day`."""
    since = day - timedelta(days=(day.isoweekday() - slot.weekday) % 7)
    # date.min is a Monday, so the days of one week, Monday to Sunday, share their number.
    odd = (since - date.min).days // 7 % slot.every_weeks
    return since - timedelta(weeks=odd)


def _on(day: date, slot: Slot, calendar: Calendar) -> tuple[date, datetime]:
    """The first open day from `day`, and the instant of the slot's time on it."""
    day = calendar.next_open_day(day)
    return day, calendars.to_instant(day, slot.at, slot.zone)


def _next_open_moment(slot: Slot, calendar: Calendar, *, after: datetime) -> datetime:
    day = calendars.local(after, slot.zone).date()
    _, moment = _on(day, slot, calendar)
    return moment if moment > after else _on(day + timedelta(days=1), slot, calendar)[1]
