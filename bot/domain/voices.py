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


def seed(*, project: int, turn: int) -> str:
    """What the lot is drawn with for the `turn`-th person (from 0); told to the group, to be checked."""
    return f"voice:{project}:{turn}"


def draw(outsiders: Sequence[Outsider], *, seed: str) -> Outsider | None:
    """Who is asked; the same for everybody who draws with this seed, None without anybody.

    Whoever draws again, after a no, leaves out those who were asked before.
    """
    drawn_with = hashlib.sha256(seed.encode()).digest()
    return min(
        outsiders, key=lambda one: (not one.ambassador, lot.draw(drawn_with, one.person)), default=None
    )
