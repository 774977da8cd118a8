"""Balance between disciplines: empty chairs, support and breadth, all exact.

With m empty chairs, which never vote, a ballot of a discipline of which n_g people voted weighs 1/(n_g + m).
Sums run in integers over one denominator; fractions are made of them only at the end.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

from bot.domain.ballot import Key, Table


@dataclass(frozen=True)
class Scale(Generic[Key]):
    """What a ballot weighs: `weights[g] / unit` is 1/(n_g + m)."""

    unit: int
    weights: Mapping[Key, int]


def scale(voices: Mapping[Key, int], *, empty_chairs: int) -> Scale[Key]:
    """The weights of disciplines with `voices` ballots each (at least 1) and `empty_chairs` (0 or more)."""
    if empty_chairs < 0:
        raise ValueError("the number of empty chairs cannot be negative")
    unit = math.lcm(*(count + empty_chairs for count in voices.values()))
    return Scale(
        unit=unit,
        weights={discipline: unit // (count + empty_chairs) for discipline, count in voices.items()},
    )


def support(table: Table[Key], scale: Scale[Key], idea: Key) -> Fraction:
    """S(i), the sum over disciplines of a_g(i)/(n_g + m); 0 where nobody voted."""
    return Fraction(sum(_shares(table, scale, idea)), scale.unit)


def weakest(table: Table[Key], scale: Scale[Key], idea: Key) -> Fraction:
    """The least a_g(i)/(n_g + m) over the disciplines that handed in ballots; 0 where nobody did."""
    return Fraction(min(_shares(table, scale, idea), default=0), scale.unit)


def breadth(table: Table[Key], idea: Key) -> int:
    """B(i): in how many disciplines at least a fifth of the ballots, and at least one, approve the idea."""
    return sum(
        table.approvals[discipline][idea] >= threshold(count) for discipline, count in table.voices.items()
    )


def threshold(voices: int) -> int:
    """How many of a discipline's ballots make it count towards breadth: a fifth, rounded up, at least one."""
    return max(1, -(-voices // 5))


def _shares(table: Table[Key], scale: Scale[Key], idea: Key) -> list[int]:
    return [scale.weights[discipline] * taps[idea] for discipline, taps in table.approvals.items()]
