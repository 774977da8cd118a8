"""What a workspace may choose for itself: the settings, their ranges, and what holds until they are chosen.

An installation may lay down other starting values. What is fixed when a round opens is kept with the round,
and a group keeps its own hour and stages: a later choice changes neither.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain import calendar as calendars
from bot.domain import grouping, spans

RANGES = {
    "winners": range(1, 6),
    "breadth": range(1, 11),
    "turnout": range(101),
    "empty_chairs": range(1, 21),
    "complaint_days": range(1, 91),
    "smallest_group": range(2, 13),
    "largest_group": range(2, 13),
    "of_one_discipline": range(1, 13),
    "groups_each": range(1, 11),
    "nudge_weekday": range(1, 6),
    "stage_days": range(7, 731),
    "keep_months": range(1, 61),
}
"""The settings that are whole numbers."""
WEEKS = range(1, 54)
MOST_WEEKS = 20
"""More quiet weeks than this, and a year has no room left for a round."""
MOST_DAYS = 60
LINE_LIMIT = 200
FEWEST_STAGES, MOST_STAGES = 2, 20
STAGE_LIMIT = 75
"""Characters in a stage's name: it stands in a menu."""
_BETWEEN = re.compile(r"[;\n]")
_WEEK = re.compile(r"\b(uker?|veker?|weeks?)\b", re.IGNORECASE)


class Wrong(ValueError):
    """A value that cannot be: `why` is range, weeks, days, hour, line, stages or sizes."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name
        self.why = why


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """The settings themselves. `turnout` is in per cent of a discipline's known members, 0 for no target."""

    winners: int = 1
    breadth: int = 2
    empty_chairs: int = 5
    turnout: int = 30
    complaint_days: int = 14
    """Days after a close in which a round can be counted again; its ballots are deleted then."""
    quiet_weeks: frozenset[int] = frozenset(range(28, 32))
    closed_days: frozenset[date] = frozenset()
    smallest_group: int = 4
    largest_group: int = 7
    of_one_discipline: int = 2
    groups_each: int = 2
    nudge_weekday: int = 2
    """1 (Monday) to 5."""
    nudge_at: str = "09:00"
    """Local time, within the hours in which the bot speaks unasked."""
    stages: tuple[str, ...] = ()
    """The names of a new group's stages; empty for the ones everybody has."""
    stage_days: int = 90
    """Days in one stage after which a group is asked whether it goes on."""
    closing_line: str | None = None
    """The last line of a result's card: None for the one everybody has, empty for none."""
    keep_months: int = 12
    """Months for which private messages, drafts and the words of check-ins are kept."""

    def calendar(self, zone: str) -> calendars.Calendar:
        """The working year as it is in `zone` (an IANA name)."""
        return _calendar(zone, self.closed_days, self.quiet_weeks)

    def limits(self) -> grouping.Limits:
        """The size of groups and how people are spread over them."""
        ideal = min(max(grouping.Limits().ideal, self.smallest_group), self.largest_group)
        return grouping.Limits(
            smallest=self.smallest_group,
            largest=self.largest_group,
            ideal=ideal,
            of_one_discipline=self.of_one_discipline,
            groups_each=self.groups_each,
        )


@functools.lru_cache(maxsize=64)
def _calendar(zone: str, closed_days: frozenset[date], quiet_weeks: frozenset[int]) -> calendars.Calendar:
    """Made once for each zone: it is asked for with every group."""
    return calendars.Calendar(zone=ZoneInfo(zone), closed_days=closed_days, quiet_weeks=quiet_weeks)


NAMES = tuple(Choices.__dataclass_fields__)


def read(name: str, text: str) -> Any:
    """The value a person wrote for a setting. Raises Wrong."""
    text = text.strip()
    match name:
        case "quiet_weeks":
            return frozenset(_weeks(text))
        case "closed_days":
            return frozenset(_days(text))
        case "nudge_at":
            return _hour(text)
        case "closing_line":
            return _line(text)
        case "stages":
            return stages(text)
        case _:
            return _number(name, text)


def written(name: str, value: Any) -> str:
    """A value as a person would write it; `read` gives it back."""
    match value:
        case None:
            return ""
        case frozenset() if name == "closed_days":
            return ", ".join(day.isoformat() for day in sorted(value))
        case frozenset():
            return spans.written(value)
        case tuple():
            return "; ".join(value)
        case _:
            return str(value)


def kept(value: Any) -> Any:
    """A value as it is stored, in JSON."""
    if isinstance(value, frozenset):
        return [one.isoformat() if isinstance(one, date) else one for one in sorted(value)]
    return list(value) if isinstance(value, tuple) else value


def stored(found: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as they are used; a name no setting has (any more) is left out."""
    values = {name: value for name, value in found.items() if name in NAMES}
    if "quiet_weeks" in values:
        values["quiet_weeks"] = frozenset(values["quiet_weeks"])
    if "closed_days" in values:
        values["closed_days"] = frozenset(date.fromisoformat(day) for day in values["closed_days"])
    if "stages" in values:
        values["stages"] = tuple(values["stages"])
    return values


def stages(text: str) -> tuple[str, ...]:
    """Names of stages, in order, separated by semicolons or lines; none for the ones everybody has."""
    if text.strip().casefold() in spans.NONE:
        return ()
    names = tuple(filter(None, (" ".join(name.split()) for name in _BETWEEN.split(text))))
    if not names:
        return ()
    twice = len({name.casefold() for name in names}) < len(names)
    if twice or not FEWEST_STAGES <= len(names) <= MOST_STAGES or max(map(len, names)) > STAGE_LIMIT:
        raise Wrong("stages", "stages")
    return names


def check(chosen: Choices) -> None:
    """Raises Wrong where settings contradict one another."""
    if chosen.largest_group < chosen.smallest_group:
        raise Wrong("largest_group", "sizes")


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 9) or int(text) not in RANGES[name]:
        raise Wrong(name, "range")
    return int(text)


def _weeks(text: str) -> tuple[int, ...]:
    try:
        found = spans.numbers(_WEEK.sub("", text), lowest=WEEKS[0], highest=WEEKS[-1])
    except ValueError:
        raise Wrong("quiet_weeks", "weeks") from None
    if len(found) > MOST_WEEKS:
        raise Wrong("quiet_weeks", "weeks")
    return found


def _days(text: str) -> tuple[date, ...]:
    try:
        found = spans.days(text)
    except ValueError:
        raise Wrong("closed_days", "days") from None
    if len(found) > MOST_DAYS:
        raise Wrong("closed_days", "days")
    return found


def _hour(text: str) -> str:
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise Wrong("nudge_at", "hour") from None
    if at.tzinfo is not None or not calendars.within_hours(at):
        raise Wrong("nudge_at", "hour")
    return f"{at:%H:%M}"


def _line(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > LINE_LIMIT:
        raise Wrong("closing_line", "line")
    return line
