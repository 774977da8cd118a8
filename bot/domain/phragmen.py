"""Sequential Phragmén: several winners that share the voters between them.

Everybody's balance grows at the rate of their weight, an idea costs 1, the first idea that its supporters can
afford together is chosen, their balances go to zero, and so on. Source: Brill, Freeman, Janson, Lackner,
"Phragmén's voting methods and justified representation", Mathematical Programming 2024.

A voter whose balance was last emptied at time r holds w(t − r) at time t, so an idea whose supporters weigh W
together is affordable at t = (1 + Σ w·r) / W. The count keeps the two sums and never walks through time.
Voters of one discipline who were last served at the same moment are alike, and are counted together.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

from bot.domain.balance import Scale
from bot.domain.ballot import Ballot, Key

Purses = dict[tuple[Key, Fraction], list[frozenset[Key]]]
"""The approvals of voters who are alike: by discipline, and by when they were last served."""


@dataclass(frozen=True)
class Step(Generic[Key]):
    """One choice: the idea, when it could be paid, and who else could be paid at the same moment."""

    idea: Key
    time: Fraction
    equals: tuple[Key, ...]
    """Other ideas that could be paid at that moment, in the order in which ties go."""
    runner_up: Key | None
    """The idea that would have been chosen here, had this one not stood."""


def choose(
    ballots: Iterable[Ballot[Key]], *, scale: Scale[Key], candidates: Sequence[Key], winners: int
) -> list[Step[Key]]:
    """Choose at most `winners` of `candidates`, which come in the order in which ties go.

    Ideas without support are never chosen. Each choice depends only on those before it, so the list for one
    winner fewer is a prefix of this one.
    """
    purses: Purses[Key] = {}
    for ballot in ballots:
        purses.setdefault((ballot.discipline, Fraction(0)), []).append(ballot.approvals)
    weight: Counter[Key] = Counter()
    for (discipline, _), alike in purses.items():
        for idea, taps in _count(alike).items():
            weight[idea] += scale.weights[discipline] * taps
    spent: dict[Key, Fraction] = dict.fromkeys(candidates, Fraction(0))
    remaining = [idea for idea in candidates if weight[idea]]
    steps: list[Step[Key]] = []
    while remaining and len(steps) < winners:
        times = {idea: (scale.unit + spent[idea]) / weight[idea] for idea in remaining}
        queue = sorted(remaining, key=times.__getitem__)
        idea, time = queue[0], times[queue[0]]
        equals = tuple(other for other in queue[1:] if times[other] == time)
        steps.append(Step(idea, time, equals, queue[1] if len(queue) > 1 else None))
        remaining.remove(idea)
        purses = _serve(purses, idea, time, scale=scale, spent=spent)
    return steps


def _serve(
    purses: Purses[Key], chosen: Key, time: Fraction, *, scale: Scale[Key], spent: dict[Key, Fraction]
) -> Purses[Key]:
    """Empty the balances of the supporters of `chosen` at `time`, and book it on every idea they support."""
    served: Purses[Key] = {}
    moved: dict[Fraction, Counter[Key]] = {}
    for (discipline, since), alike in purses.items():
        supporters = [approvals for approvals in alike if chosen in approvals]
        if others := [approvals for approvals in alike if chosen not in approvals]:
            served.setdefault((discipline, since), []).extend(others)
        if supporters:
            served.setdefault((discipline, time), []).extend(supporters)
            booked = moved.setdefault(since, Counter())
            for idea, taps in _count(supporters).items():
                booked[idea] += scale.weights[discipline] * taps
    for since, booked in moved.items():
        for idea, weight in booked.items():
            if idea in spent:
                spent[idea] += (time - since) * weight
    return served


def _count(alike: Iterable[frozenset[Key]]) -> Counter[Key]:
    taps: Counter[Key] = Counter()
    for approvals in alike:
        taps.update(approvals)
    return taps
