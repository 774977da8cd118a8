"""What is answered to those who check in or change when their group hears from the bot.

Text of people is as written; a place is opaque; instants are aware, in UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from storage import kinds


@dataclass(frozen=True, slots=True)
class Earlier:
    """A person's own check-in of an earlier week."""

    at: datetime
    zone: str
    confidence: int | None
    movement: kinds.Movement | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A person's own check-in as it now stands, for their eyes only, and the one before it."""

    nudge_id: int
    project_id: int
    title: str
    confidence: int | None
    movement: kinds.Movement | None
    obstacle: kinds.Obstacle | None
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class SlotForm:
    """When and where a group hears from the bot, to be changed. `at` is local "HH:MM"."""

    project_id: int
    title: str
    weekday: int
    at: str
    every_weeks: int
    place: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a group's nudges do now, for the one who changed it. `next_at` is None while they are off."""

    project_id: int
    title: str
    next_at: datetime | None
    zone: str
    every_weeks: int
