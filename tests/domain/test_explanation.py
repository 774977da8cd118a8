import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain import explanation, voting
from bot.domain.ballot import Ballot
from bot.domain.explanation import Ground, Reason
from tests.domain import elections


def test_the_worked_example_says_why_the_most_tapped_idea_did_not_win() -> None:
    result = voting.count(elections.of_counts(elections.WORKED), "ABC", seed=b"")

    assert explanation.why(result, "B") == Reason(
        idea="B",
        place=1,
        taps=30,
        ballots=61,
        breadth=4,
        bar=2,
        ground=Ground.SUPPORT,
        over="C",
        narrow=("A",),
        outweighed=(),
    )


def test_an_idea_with_more_taps_can_be_outweighed() -> None:
    """Ten taps in a large discipline and one in a small one weigh less than half of each."""
    papers = [Ballot("large", frozenset({"many"}))] * 20 + [Ballot("large", frozenset({"even"}))] * 10
    papers += [Ballot("small", frozenset({"even"}))] * 9 + [Ballot("small", frozenset({"many", "even"}))] * 1
    papers += [Ballot("third", frozenset({"many"}))]

    reason = explanation.why(voting.count(papers, ["many", "even"], seed=b""), "even")

    assert (reason.ground, reason.over, reason.outweighed, reason.narrow) == (
        Ground.SUPPORT,
        "many",
        ("many",),
        (),
    )


def test_a_winner_whose_turn_it_was_says_so() -> None:
    papers = [Ballot(group, frozenset({1, 2})) for group in (1, 2)] * 4
    papers += [Ballot(group, frozenset({3})) for group in (1, 2)] * 3

    result = voting.count(papers, [1, 2, 3], seed=b"", winners=3)

    first, second, third = (explanation.why(result, idea) for idea in result.winners)
    assert (first.ground, first.place) == (Ground.LOT, 1)
    assert (second.idea, second.ground, second.over) == (3, Ground.TURN, third.idea)
    assert (third.ground, third.over) == (Ground.ALONE, None)


@pytest.mark.parametrize(
    ("counts", "ground"),
    [
        ({"a": (4, {"X": 2, "Y": 4}), "b": (2, {"X": 1, "Y": 0})}, Ground.BREADTH),
        ({"a": (4, {"X": 2, "Y": 4}), "b": (4, {"X": 3, "Y": 1})}, Ground.WEAKEST),
        ({"a": (8, {"X": 4, "Y": 2}), "b": (4, {"X": 1, "Y": 2})}, Ground.TAPS),
        ({"a": (4, {"X": 2, "Y": 2}), "b": (4, {"X": 3, "Y": 3})}, Ground.LOT),
        ({"a": (4, {"X": 2, "Y": 0}), "b": (4, {"X": 3, "Y": 0})}, Ground.ALONE),
    ],
)
def test_what_broke_a_tie(counts: dict[str, tuple[int, dict[str, int]]], ground: Ground) -> None:
    result = voting.count(elections.of_counts(counts), "XY", seed=b"", empty_chairs=0, breadth=1)

    reason = explanation.why(result, result.winners[0])

    assert reason.ground is ground
    assert ground is Ground.LOT or reason.idea == "X"


def test_only_a_winner_has_a_reason() -> None:
    result = voting.count(elections.of_counts(elections.WORKED), "ABC", seed=b"")

    with pytest.raises(ValueError, match="not in tuple"):
        explanation.why(result, "A")


@given(papers=elections.ballots(range(1, 6)), winners=st.integers(1, 5))
def test_every_idea_with_more_taps_is_accounted_for(papers: list[Ballot[int]], winners: int) -> None:
    result = voting.count(papers, range(1, 6), seed=b"", winners=winners)
    assume(result.winners)
    for place, winner in enumerate(result.winners, start=1):
        reason = explanation.why(result, winner)
        assert reason.place == place
        assert reason.breadth >= reason.bar
        assert {*reason.narrow, *reason.outweighed} == {
            idea
            for idea, score in result.scores.items()
            if score.taps > reason.taps and idea not in result.winners
        }
        if place == 1:
            assert reason.ground is not Ground.TURN
