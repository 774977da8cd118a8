"""The signals that a group may have stopped: for asking it, never for closing it.

Each signal carries its evidence. A group is asked about all that hold, together, and then left in peace for
four weeks; where it does not answer, for twice as long each time, half a year at most.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import weeks as records
from bot.domain.weeks import Week
from storage.kinds import Obstacle

MISSED = 3
"""Check-ins without any answer, in a row."""

LOW = 2
LOW_WEEKS = 3
"""Weeks in a row at `LOW` or less."""

STUCK_WEEKS = 3
"""Weeks in which the group was stuck on the same thing."""

MEMORY = 8
"""How many of the last weeks are looked at."""

STAGE_DAYS = 90

QUIET = timedelta(weeks=4)
"""The least time between two questions."""

LONGEST_QUIET = timedelta(weeks=26)


@dataclass(frozen=True)
class Missed:
    """`count` check-ins in a row had no answer; the first of them was on `since`."""

    count: int
    since: date


@dataclass(frozen=True)
class LowConfidence:
    """The confidence of the last weeks, oldest first, none above 2."""

    levels: tuple[float, ...]


@dataclass(frozen=True)
class SameObstacle:
    """The group was stuck on `obstacle` in `count` of its last weeks."""

    obstacle: Obstacle
    count: int


@dataclass(frozen=True)
class CriterionReached:
    """A stop criterion was met, or its day has come."""

    criterion_id: int
    text: str
    on: date
    met: bool


@dataclass(frozen=True)
class LongStage:
    """The group has been in one stage for `days` days."""

    days: int


Signal = Missed | LowConfidence | SameObstacle | CriterionReached | LongStage


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A stop criterion the group set itself; `asked` once it has been asked about."""

    criterion_id: int
    text: str
    on: date
    met: bool
    asked: bool


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where the group is, since the local day `since`; `asked` once it has been asked about this stage."""

    since: date
    asked: bool


def find(
    weeks: Sequence[Week],
    *,
    criteria: Iterable[Criterion],
    stage: Stage,
    today: date,
    settled: date | None = None,
    stage_days: int = STAGE_DAYS,
) -> tuple[Signal, ...]:
    """The signals that hold on the local day `today`; `weeks` are the group's own, oldest first.

    Weeks up to `settled`, the day on which the group last answered such a question, have been talked about
    and do not count again.
    """
    fresh = [week for week in records.counted(weeks) if settled is None or week.day > settled][-MEMORY:]
    found: list[Signal] = []
    run = records.missed(fresh)
    if len(run) >= MISSED:
        found.append(Missed(len(run), run[0].day))
    found += _low(fresh)
    found += _stuck(fresh)
    found += [
        CriterionReached(one.criterion_id, one.text, one.on, one.met)
        for one in criteria
        if not one.asked and (one.met or one.on <= today)
    ]
    if not stage.asked and (today - stage.since).days >= stage_days:
        found.append(LongStage((today - stage.since).days))
    return tuple(found)


def may_ask(asked: Sequence[date], today: date, *, unanswered: int) -> bool:
    """Whether a group asked on the days `asked` may be asked again; the last `unanswered` had no answer."""
    if not asked:
        return True
    doublings = max(0, min(unanswered, 10) - 1)
    wait: timedelta = min(QUIET * 2**doublings, LONGEST_QUIET)
    return today - max(asked) >= wait


def _low(weeks: Sequence[Week]) -> list[Signal]:
    """Weeks too thinly answered to tell their confidence break no run and belong to none."""
    told = [level for level in (records.confidence(week.levels) for week in weeks) if level is not None]
    run: list[float] = []
    for level in reversed(told):
        if level > LOW:
            break
        run.append(level)
    return [LowConfidence(tuple(reversed(run)))] if len(run) >= LOW_WEEKS else []


def _stuck(weeks: Sequence[Week]) -> list[Signal]:
    named = Counter(obstacle for week in weeks for obstacle in week.obstacles)
    return [
        SameObstacle(obstacle, named[obstacle]) for obstacle in Obstacle if named[obstacle] >= STUCK_WEEKS
    ]
