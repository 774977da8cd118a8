"""Rounds to count: the worked example of the rules, and strategies that make up others."""

from collections.abc import Sequence

from hypothesis import strategies as st

from bot.domain.ballot import Ballot

WORKED = {
    "youth": (40, {"A": 34, "B": 14, "C": 5}),
    "child health": (12, {"A": 1, "B": 9, "C": 4}),
    "healthy life": (6, {"A": 0, "B": 5, "C": 6}),
    "strategy": (3, {"A": 0, "B": 2, "C": 3}),
}
"""For each discipline its ballots, and how many approve each idea."""


def of_counts(counts: dict[str, tuple[int, dict[str, int]]]) -> list[Ballot[str]]:
    """Ballots with these numbers in each discipline, the first voters approving."""
    return [
        Ballot(discipline, frozenset(idea for idea, taps in approvals.items() if voter < taps))
        for discipline, (voices, approvals) in counts.items()
        for voter in range(voices)
    ]


def ballots(
    ideas: Sequence[int], *, disciplines: int = 4, least: int = 5, most: int = 14
) -> st.SearchStrategy[list[Ballot[int]]]:
    """Ballots over `ideas`, of up to `disciplines` disciplines."""
    approvals = st.frozensets(st.sampled_from(list(ideas)))
    return st.lists(
        st.builds(Ballot[int], st.integers(1, disciplines), approvals), min_size=least, max_size=most
    )
