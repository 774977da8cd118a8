"""The balanced order beside plain counting: where they differ, and why.

Works on what is published of a round, so that a comparison can tell nothing the result does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from bot.domain.ballot import Key


class Why(StrEnum):
    """What moved an idea."""

    NARROW = "narrow"
    """Many taps, but from too few disciplines to win."""
    WEIGHED_DOWN = "weighed_down"
    """Its taps come from disciplines that already weigh much in plain counting."""
    WEIGHED_UP = "weighed_up"
    """It is wanted in disciplines that hardly weigh in plain counting."""


@dataclass(frozen=True)
class Row(Generic[Key]):
    """An idea as published: its rank in the balanced order from 1, its taps, whether it is broad enough."""

    idea: Key
    rank: int
    taps: int
    broad: bool


@dataclass(frozen=True)
class Difference(Generic[Key]):
    """An idea that stands elsewhere when every tap counts the same."""

    idea: Key
    balanced: int
    plain: int
    why: Why


@dataclass(frozen=True)
class Comparison(Generic[Key]):
    plain: tuple[tuple[int, Key], ...]
    """Rank and idea by taps alone; equal taps share a rank and stand in the balanced order."""
    differences: tuple[Difference[Key], ...]
    """In the balanced order."""


def compare(rows: Sequence[Row[Key]]) -> Comparison[Key]:
    """Hold the published `rows` against plain counting.

    An idea differs where its balanced rank is none of those it could have among ideas of equal taps.
    """
    ordered = sorted(rows, key=lambda row: (-row.taps, row.rank))
    ahead = {row.idea: sum(other.taps > row.taps for other in rows) for row in rows}
    equal = {row.idea: sum(other.taps == row.taps for other in rows) for row in rows}
    differences = tuple(
        Difference(row.idea, row.rank, ahead[row.idea] + 1, _why(row, ahead[row.idea] + 1))
        for row in sorted(rows, key=lambda row: row.rank)
        if not ahead[row.idea] < row.rank <= ahead[row.idea] + equal[row.idea]
    )
    return Comparison(
        plain=tuple((ahead[row.idea] + 1, row.idea) for row in ordered), differences=differences
    )


def _why(row: Row[Key], plain: int) -> Why:
    if row.rank < plain:
        return Why.WEIGHED_UP
    return Why.WEIGHED_DOWN if row.broad else Why.NARROW
