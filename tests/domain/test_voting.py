import hashlib
from fractions import Fraction

import pytest

from bot.domain import lot, voting
from bot.domain.ballot import Ballot
from bot.domain.voting import Result
from storage.kinds import Outcome
from tests.domain import elections

IDEAS = range(1, 6)
SEED = bytes(range(32))


def count(papers: list[Ballot[int]], *, winners: int = 1, chairs: int = 5, seed: bytes = SEED) -> Result[int]:
    """A count as the bot makes it: the number of disciplines does not hang on who voted."""
    return voting.count(
        papers, IDEAS, seed=seed, winners=winners, empty_chairs=chairs, eligible_disciplines=4
    )


def test_the_worked_example_is_exact() -> None:
    result = voting.count(elections.of_counts(elections.WORKED), "ABC", seed=SEED)

    assert result.outcome is Outcome.CHOSEN
    assert result.winners == ("B",)
    assert result.order == ("B", "C", "A")
    assert result.ballots == 61
    figures = {idea: (score.taps, score.support, score.breadth) for idea, score in result.scores.items()}
    assert figures == {
        "A": (35, Fraction(623, 765), 1),
        "B": (30, Fraction(52007, 33660), 4),
        "C": (18, Fraction(17057, 13464), 3),
    }
    assert [result.scores[idea].eligible for idea in "ABC"] == [False, True, True]
    assert [result.scores[idea].weakest for idea in "ABC"] == [0, Fraction(1, 4), Fraction(1, 9)]


def test_with_few_ballots_the_ideas_are_ordered_and_nobody_wins() -> None:
    papers = [Ballot(1, frozenset({1})), Ballot(2, frozenset({1, 2})), Ballot(2, frozenset[int]())]
    result = count([*papers, Ballot(3, frozenset())])

    assert result.outcome is Outcome.TOO_FEW_VOICES
    assert result.winners == ()
    assert result.order[:2] == (1, 2)


def test_a_ballot_for_none_of_these_is_a_voice() -> None:
    papers = [Ballot(1, frozenset({1})), Ballot(2, frozenset({1}))] + [Ballot(1, frozenset[int]())] * 3

    result = count(papers)

    assert result.outcome is Outcome.CHOSEN
    assert result.scores[1].support == Fraction(1, 4 + 5) + Fraction(1, 1 + 5)


def test_nobody_is_crowned_where_one_discipline_alone_wants_each_idea() -> None:
    papers = [Ballot(1, frozenset({1, 2}))] * 6 + [Ballot(2, frozenset({3}))] * 5

    result = count(papers)

    assert result.outcome is Outcome.NO_BROAD_AGREEMENT
    assert result.winners == ()
    assert set(result.top_three) == {1, 2, 3}


def test_a_final_is_not_held_among_ideas_that_nobody_wants() -> None:
    result = count([Ballot(1, frozenset({4}))] + [Ballot(2, frozenset[int]())] * 5)

    assert result.top_three == (4,)


@pytest.mark.parametrize(("approving", "broad"), [(1, False), (2, True)])
def test_a_fifth_rounded_up_must_want_an_idea(approving: int, broad: bool) -> None:
    papers = [Ballot(1, frozenset({1}))] * approving + [Ballot(1, frozenset[int]())] * (6 - approving)

    result = count([*papers, Ballot(2, frozenset({1}))])

    assert result.scores[1].eligible is broad


@pytest.mark.parametrize(
    ("disciplines", "outcome"), [(None, Outcome.CHOSEN), (1, Outcome.CHOSEN), (2, Outcome.NO_BROAD_AGREEMENT)]
)
def test_one_discipline_is_enough_only_where_there_is_no_other(
    disciplines: int | None, outcome: Outcome
) -> None:
    papers = [Ballot(1, frozenset({1}))] * 5

    result = voting.count(papers, [1, 2], seed=SEED, eligible_disciplines=disciplines)

    assert result.outcome is outcome


def test_equal_support_is_decided_by_breadth_then_weakest_then_taps_then_lot() -> None:
    """Without empty chairs, 4 of 4 in one discipline are as much as 2 of 4 in one and 1 of 2 in another."""
    papers = [
        Ballot(1, frozenset({1, 2})),
        Ballot(1, frozenset({1, 2})),
        Ballot(1, frozenset({1})),
        Ballot(1, frozenset({1})),
        Ballot(2, frozenset({2})),
        Ballot(2, frozenset[int]()),
    ]
    result = count(papers, chairs=0)
    assert result.scores[1].support == result.scores[2].support == 1
    assert result.order[:2] == (2, 1)

    papers = [
        *(Ballot(1, frozenset({1, 2})),) * 2,
        *(Ballot(1, frozenset({2})),) * 2,
        *(Ballot(2, frozenset({1})),) * 2,
        Ballot(2, frozenset({1, 2})),
        Ballot(2, frozenset[int]()),
    ]
    even, uneven = Fraction(2, 4) + Fraction(3, 4), Fraction(4, 4) + Fraction(1, 4)
    result = count(papers, chairs=0)
    assert result.scores[1].support == even == uneven == result.scores[2].support
    assert result.scores[1].breadth == result.scores[2].breadth
    assert result.order[:2] == (1, 2)

    papers = [
        *(Ballot(1, frozenset({1})),) * 2,
        *(Ballot(1, frozenset({1, 2})),) * 2,
        *(Ballot(1, frozenset[int]()),) * 4,
        *(Ballot(2, frozenset({2})),) * 2,
        Ballot(2, frozenset({1})),
        Ballot(2, frozenset[int]()),
    ]
    result = count(papers, chairs=0)
    more, fewer = result.scores[1], result.scores[2]
    assert (more.support, more.breadth, more.weakest) == (fewer.support, fewer.breadth, fewer.weakest)
    assert more.taps > fewer.taps
    assert result.order[:2] == (1, 2)


def test_the_lot_decides_between_equals_and_says_so() -> None:
    papers = [Ballot(1, frozenset({1, 2}))] * 3 + [Ballot(2, frozenset({1, 2}))] * 3

    results = [count(papers, seed=bytes([number]) * 32) for number in range(20)]

    assert {result.winners for result in results} == {(1,), (2,)}
    for number, result in enumerate(results):
        draws = {
            idea: hashlib.sha256(bytes([number]) * 32 + b"%d" % idea).hexdigest() for idea in result.order
        }
        assert result.winners[0] == min((1, 2), key=draws.__getitem__)
        assert result.by_lot
        assert result.choices[0].drawn == tuple({1, 2} - set(result.winners))
    assert not count(papers, winners=2).by_lot


def test_ideas_that_could_be_paid_together_are_no_matter_of_lot_if_one_stands_before_the_other() -> None:
    """After 1 or 2, the other of them and 3 are affordable at the same moment, but 3 has less support."""
    papers = [Ballot(group, frozenset({1, 2})) for group in (1, 2)] * 4
    papers += [Ballot(group, frozenset({3})) for group in (1, 2)] * 2

    result = count(papers, winners=2)

    assert set(result.winners) == {1, 2}
    assert [choice.earlier for choice in result.choices] == [False, False]
    assert result.choices[1].runner_up == 3
    assert result.choices[1].drawn == ()
    assert not result.by_lot


def test_the_seed_is_bound_by_its_hash() -> None:
    assert lot.seed_hash(SEED) == "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
    assert lot.draw(SEED, 17) == lot.draw(SEED, "17")


def test_settings_out_of_range_and_unknown_ideas_are_refused() -> None:
    papers = [Ballot(1, frozenset({1})), Ballot(2, frozenset({1}))]
    for wrong in (
        {"winners": 0},
        {"breadth": 0},
        {"empty_chairs": -1},
        {"eligible_disciplines": 1},
    ):
        with pytest.raises(ValueError, match=r"\w"):
            voting.count(papers, [1], seed=SEED, **wrong)
    with pytest.raises(ValueError, match="twice"):
        voting.count(papers, [1, 2, 1], seed=SEED)
    with pytest.raises(ValueError, match=r"not in the round: \[1\]"):
        voting.count(papers, [2], seed=SEED)


def test_no_ideas_or_no_ballots_is_a_result_too() -> None:
    assert voting.count([Ballot(1, frozenset[int]())] * 5, [], seed=SEED).order == ()
    nobody = voting.count([], [1, 2], seed=SEED)
    assert (nobody.outcome, nobody.top_three) == (Outcome.TOO_FEW_VOICES, ())
    assert nobody.scores[1].merit == (Fraction(0), 0, Fraction(0), 0)
