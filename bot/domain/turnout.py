"""Turnout: which disciplines have hardly spoken, and when those who have not are asked once.

A discipline has hardly spoken while fewer than the target share of its known members have handed in a
ballot. It is named only where it has at least five known members; smaller ones are told of together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic

from bot.domain import calendar as calendars
from bot.domain.ballot import Key
from bot.domain.calendar import Calendar

TARGET = 30
"""Per cent of a discipline's known members."""

NAMED_FROM = 5
"""Known members from which on a discipline is named."""

EXTENSION = 2
"""Working days by which a round is extended by itself, once."""


@dataclass(frozen=True)
class Quiet(Generic[Key]):
    """The disciplines below the target, as far as they may be told."""

    named: tuple[Key, ...]
    """Those that may be named, in the order of the keys."""
    small: bool
    """Whether there are others, too small to be named."""

    @property
    def anybody(self) -> bool:
        """Whether the target was missed anywhere."""
        return bool(self.named) or self.small


def quiet(members: Mapping[Key, int], voices: Mapping[Key, int], *, target: int = TARGET) -> Quiet[Key]:
    """Which disciplines are below `target` per cent.

    `members` are the known members of each discipline, `voices` the ballots handed in; a discipline without
    known members cannot be below anything.
    """
    below = sorted(
        key for key, known in members.items() if known > 0 and 100 * voices.get(key, 0) < target * known
    )
    named = tuple(key for key in below if members[key] >= NAMED_FROM)
    return Quiet(named=named, small=len(named) < len(below))


def invitation_at(opened_at: datetime, closes_at: datetime, calendar: Calendar) -> datetime | None:
    """When those who have not voted are invited (all aware; UTC): at the deadline's local time, one open day
    before it; None where the round is not open that long.
    """
    there = calendars.local(closes_at, calendar.zone)
    day = there.date() - timedelta(days=1)
    opened = calendars.local(opened_at, calendar.zone).date()
    while day >= opened and not calendar.is_open_day(day):
        day -= timedelta(days=1)
    moment = calendars.to_instant(day, there.time(), calendar.zone)
    return moment if moment > opened_at else None


def extended_deadline(closes_at: datetime, calendar: Calendar, *, now: datetime) -> datetime:
    """The new deadline (UTC) of a round that missed the target at `closes_at` and is looked at `now`.

    Two working days, from now where nobody looked for a while: who could not be asked gets the time too.
    """
    return calendars.extend_by_working_days(max(closes_at, now), calendar, days=EXTENSION)
