"""Drawing a voice from outside a group: by lot, those who were not asked lately and have experience first."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import lot


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody of another discipline; an ambassador was in a group or a cohort that has ended.

    `asked` is how often they were asked to be such a voice lately.
    """

    person: int
    ambassador: bool
    asked: int = 0


def seed(*, project: int, turn: int) -> str:
    """What the lot is drawn with for the `turn`-th person (from 0); told to the group, to be checked."""
    return f"voice:{project}:{turn}"


def candidates(outsiders: Sequence[Outsider]) -> list[Outsider]:
    """Those among whom the lot is drawn: who was asked the least, and among them ambassadors first."""
    least = min((one.asked for one in outsiders), default=0)
    rested = [one for one in outsiders if one.asked == least]
    return [one for one in rested if one.ambassador] or rested


def draw(outsiders: Sequence[Outsider], *, seed: str) -> Outsider | None:
    """Who of the candidates is asked; the same for everybody who draws with this seed, None without anybody.

    Whoever draws again, after a no, leaves out those who were asked before.
    """
    drawn_with = hashlib.sha256(seed.encode()).digest()
    return min(candidates(outsiders), key=lambda one: lot.draw(drawn_with, one.person), default=None)
