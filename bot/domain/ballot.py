"""Ballots, and the table of how many people of each discipline want each idea."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", int, str)
"""Names ideas and disciplines: the database's integers, or the strings of a file."""


@dataclass(frozen=True)
class Ballot(Generic[Key]):
    """One person's ballot. Without approvals it is "none of these", and counts as having taken part."""

    discipline: Key
    approvals: frozenset[Key]


@dataclass(frozen=True)
class Table(Generic[Key]):
    """What the count needs to know of the ballots. Disciplines without a ballot are not in it."""

    voices: Mapping[Key, int]
    """n_g: how many people of each discipline handed in a ballot; at least 1."""
    approvals: Mapping[Key, Mapping[Key, int]]
    """a_g(i): for each discipline, how many of them approve each idea; every idea is there."""

    @property
    def ballots(self) -> int:
        """How many ballots there are in all."""
        return sum(self.voices.values())

    def taps(self, idea: Key) -> int:
        """How many people approve `idea`, over all disciplines."""
        return sum(approvals[idea] for approvals in self.approvals.values())


def tabulate(ballots: Iterable[Ballot[Key]], ideas: Iterable[Key]) -> Table[Key]:
    """Count ballots by discipline; the order of the ballots is irrelevant.

    Raises ValueError where an idea is listed twice or a ballot approves an idea that is not listed.
    """
    listed = list(ideas)
    if len(set(map(str, listed))) != len(listed):
        raise ValueError("an idea is listed twice")
    voices: Counter[Key] = Counter()
    approvals: dict[Key, Counter[Key]] = {}
    for ballot in ballots:
        voices[ballot.discipline] += 1
        approvals.setdefault(ballot.discipline, Counter()).update(ballot.approvals)
    if strangers := set().union(*approvals.values()) - set(listed):
        raise ValueError(f"a ballot approves ideas that are not in the round: {sorted(strangers, key=str)}")
    return Table(
        voices=dict(voices),
        approvals={
            discipline: {idea: taps[idea] for idea in listed} for discipline, taps in approvals.items()
        },
    )
