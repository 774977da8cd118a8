"""A group's weeks: each a nudge with what came of it, and what they tell together."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from storage.kinds import Obstacle

STEADY = 4
"""Weeks in a row that make a group steady."""

STEADY_LEVEL = 3
"""The least confidence of a steady week, where it is told."""

ENOUGH_LEVELS = 3
"""The median is told from here on: of one or two answers it would tell a person's own."""


@dataclass(frozen=True, kw_only=True)
class Week:
    """One nudge that was said on the local `day`, and its answers: `answers` people, `stuck` of them stuck.

    `levels` are the confidences given, `obstacles` what anybody was stuck on. A week is `excused` where
    nobody was to answer: it was put off, or the nudges were turned off.
    """

    day: date
    answers: int = 0
    levels: tuple[int, ...] = ()
    stuck: int = 0
    obstacles: frozenset[Obstacle] = frozenset()
    excused: bool = False


def confidence(levels: Sequence[int]) -> float | None:
    """The median, or None where it would tell what one person answered."""
    return float(statistics.median(levels)) if len(levels) >= ENOUGH_LEVELS else None


def counted(weeks: Iterable[Week]) -> list[Week]:
    """Those in which the group was to answer, in the same order. An answer counts, excused or not."""
    return [week for week in weeks if week.answers or not week.excused]


def missed(weeks: Iterable[Week]) -> list[Week]:
    """The weeks without any answer at the end of `weeks` (oldest first)."""
    run: list[Week] = []
    for week in reversed(counted(weeks)):
        if week.answers:
            break
        run.append(week)
    return run[::-1]


def steady(weeks: Iterable[Week]) -> bool:
    """Whether the last four weeks (`weeks` oldest first) were all answered, by nobody stuck or in doubt."""
    last = counted(weeks)[-STEADY:]
    if len(last) < STEADY:
        return False
    levels = [confidence(week.levels) for week in last]
    return all(week.answers and not week.stuck for week in last) and all(
        level is None or level >= STEADY_LEVEL for level in levels
    )
