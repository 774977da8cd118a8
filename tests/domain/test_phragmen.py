"""Sequential Phragmén held against the process it is defined by, one voter and one moment at a time."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import balance, ballot, phragmen, voting
from bot.domain.ballot import Ballot
from tests.domain import elections

IDEAS = range(1, 7)


def in_time(
    papers: Sequence[Ballot[int]], *, chairs: int, candidates: Sequence[int], winners: int
) -> list[tuple[int, Fraction]]:
    """Let money run into each voter's purse, and buy an idea as soon as its supporters can afford it."""
    sizes = [sum(other.discipline == paper.discipline for other in papers) for paper in papers]
    rates = [Fraction(1, size + chairs) for size in sizes]
    purses = [Fraction(0)] * len(papers)
    clock = Fraction(0)
    bought: list[tuple[int, Fraction]] = []
    while len(bought) < winners:
        waits = {}
        for idea in candidates:
            supporters = [voter for voter, paper in enumerate(papers) if idea in paper.approvals]
            if supporters and idea not in [earlier for earlier, _ in bought]:
                missing = 1 - sum((purses[voter] for voter in supporters), Fraction(0))
                waits[idea] = missing / sum((rates[voter] for voter in supporters), Fraction(0))
        if not waits:
            break
        wait = min(waits.values())
        idea = next(idea for idea in candidates if waits.get(idea) == wait)
        clock += wait
        purses = [
            Fraction(0) if idea in paper.approvals else purse + wait * rate
            for paper, purse, rate in zip(papers, purses, rates, strict=True)
        ]
        bought.append((idea, clock))
    return bought


@given(
    papers=elections.ballots(IDEAS, most=25),
    winners=st.integers(1, 6),
    chairs=st.integers(0, 7),
    candidates=st.permutations(list(IDEAS)),
    left_out=st.integers(0, 4),
)
def test_the_count_agrees_with_the_process(
    papers: list[Ballot[int]], winners: int, chairs: int, candidates: list[int], left_out: int
) -> None:
    standing = candidates[left_out:]
    scale = balance.scale(ballot.tabulate(papers, IDEAS).voices, empty_chairs=chairs)

    steps = phragmen.choose(papers, scale=scale, candidates=standing, winners=winners)

    assert [(step.idea, step.time) for step in steps] == in_time(
        papers, chairs=chairs, candidates=standing, winners=winners
    )


def test_those_who_have_a_winner_wait_while_others_get_theirs() -> None:
    """Most want 1 and 2, the others 3: counting support alone would give both seats to the many."""
    papers = [Ballot(group, frozenset({1, 2})) for group in (1, 2)] * 4
    papers += [Ballot(group, frozenset({3})) for group in (1, 2)] * 3

    result = voting.count(papers, [1, 2, 3], seed=b"", winners=2)

    assert set(result.winners) in ({1, 3}, {2, 3})
    assert set(result.order[:2]) == {1, 2}


def test_the_idea_that_is_left_out_at_each_step_is_named() -> None:
    papers = [Ballot(1, frozenset({1}))] * 3 + [Ballot(1, frozenset({2}))] * 2 + [Ballot(1, frozenset({3}))]
    scale = balance.scale({1: 6}, empty_chairs=0)

    steps = phragmen.choose(papers, scale=scale, candidates=[1, 2, 3, 4], winners=4)

    assert [(step.idea, step.runner_up) for step in steps] == [(1, 2), (2, 3), (3, None)]
    assert [step.time for step in steps] == [2, 3, 6]
