"""Drawing a voice from outside a group: by lot, those with experience first."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import lot


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody of another discipline; an ambassador was in a group or a cohort that has ended."""

    person: int
    ambassador: bool


def draw(outsiders: Sequence[Outsider], *, project: int, turn: int) -> Outsider | None:
    """Who is asked in the `turn`-th place (from 0); the same for everybody who draws, None without anybody.

    Whoever draws again, after a no, leaves out those who were asked before.
    """
    seed = hashlib.sha256(f"voice:{project}:{turn}".encode()).digest()
    return min(outsiders, key=lambda one: (not one.ambassador, lot.draw(seed, one.person)), default=None)
