"""What holds for every round, whoever votes for what."""

import random
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain import voting
from bot.domain.ballot import Ballot
from bot.domain.voting import Result
from storage.kinds import Outcome
from tests.domain import elections

IDEAS = range(1, 6)
SEED = bytes(range(32))

ballots = elections.ballots(IDEAS)
winners = st.integers(1, 5)
chairs = st.integers(0, 7)


def count(papers: list[Ballot[int]], *, winners: int = 1, chairs: int = 5) -> Result[int]:
    """A count as the bot makes it: the number of disciplines does not hang on who voted."""
    return voting.count(
        papers, IDEAS, seed=SEED, winners=winners, empty_chairs=chairs, eligible_disciplines=4
    )


@given(papers=ballots, chairs=chairs)
def test_support_and_breadth_are_what_the_rules_say(papers: list[Ballot[int]], chairs: int) -> None:
    result = count(papers, chairs=chairs)
    for idea in IDEAS:
        support, broad = Fraction(0), 0
        for discipline in {paper.discipline for paper in papers}:
            there = [paper for paper in papers if paper.discipline == discipline]
            wanting = [paper for paper in there if idea in paper.approvals]
            support += Fraction(len(wanting), len(there) + chairs)
            broad += len(wanting) >= 1 and 5 * len(wanting) >= len(there)
        assert (result.scores[idea].support, result.scores[idea].breadth) == (support, broad)


@given(papers=ballots, winners=winners, chairs=chairs, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_is_irrelevant(
    papers: list[Ballot[int]], winners: int, chairs: int, shuffle: random.Random
) -> None:
    shuffled = list(papers)
    shuffle.shuffle(shuffled)

    assert count(shuffled, winners=winners, chairs=chairs) == count(papers, winners=winners, chairs=chairs)


@given(papers=ballots, winners=winners, names=st.permutations(list(IDEAS)))
def test_renaming_ideas_moves_only_exact_ties(
    papers: list[Ballot[int]], winners: int, names: list[int]
) -> None:
    renamed = dict(zip(IDEAS, names, strict=True))
    before = count(papers, winners=winners)
    after = count(
        [Ballot(paper.discipline, frozenset(renamed[idea] for idea in paper.approvals)) for paper in papers],
        winners=winners,
    )

    assert [before.scores[idea].merit for idea in before.order] == [
        after.scores[idea].merit for idea in after.order
    ]
    if not any(choice.drawn for choice in before.choices):
        assert tuple(renamed[idea] for idea in before.winners) == after.winners


@given(papers=ballots, chairs=chairs, data=st.data())
def test_one_more_tap_for_the_winner_keeps_it_winner(
    papers: list[Ballot[int]], chairs: int, data: st.DataObject
) -> None:
    before = count(papers, chairs=chairs)
    assume(before.winners)
    (winner,) = before.winners
    without = [place for place, paper in enumerate(papers) if winner not in paper.approvals]
    assume(without)
    place = data.draw(st.sampled_from(without))
    papers[place] = Ballot(papers[place].discipline, papers[place].approvals | {winner})

    assert count(papers, chairs=chairs).winners == (winner,)


@given(papers=ballots, chairs=chairs, joining=st.integers(1, 4), more=st.frozensets(st.sampled_from(IDEAS)))
def test_joining_and_approving_the_winner_never_makes_an_idea_win_that_one_did_not_approve(
    papers: list[Ballot[int]], chairs: int, joining: int, more: frozenset[int]
) -> None:
    before = count(papers, chairs=chairs)
    assume(before.winners)
    newcomer = Ballot(joining, more | set(before.winners))

    (winner,) = count([*papers, newcomer], chairs=chairs).winners

    assert winner in newcomer.approvals


@given(papers=ballots, winners=winners, data=st.data())
def test_removing_a_losing_idea_changes_nothing(
    papers: list[Ballot[int]], winners: int, data: st.DataObject
) -> None:
    before = count(papers, winners=winners)
    losing = data.draw(st.sampled_from([idea for idea in IDEAS if idea not in before.winners] or [0]))
    assume(losing)

    after = voting.count(
        [Ballot(paper.discipline, paper.approvals - {losing}) for paper in papers],
        [idea for idea in IDEAS if idea != losing],
        seed=SEED,
        winners=winners,
        eligible_disciplines=4,
    )

    assert after.winners == before.winners
    assert after.order == tuple(idea for idea in before.order if idea != losing)


@given(papers=ballots, winners=winners, chairs=chairs)
def test_the_list_of_winners_is_a_prefix_of_the_list_with_one_more(
    papers: list[Ballot[int]], winners: int, chairs: int
) -> None:
    fewer = count(papers, winners=winners, chairs=chairs).winners
    more = count(papers, winners=winners + 1, chairs=chairs).winners

    assert more[: len(fewer)] == fewer
    assert len(more) <= len(fewer) + 1


@given(papers=ballots, chairs=chairs)
def test_a_single_winner_is_the_first_of_the_order_that_is_broad_enough(
    papers: list[Ballot[int]], chairs: int
) -> None:
    result = count(papers, chairs=chairs)

    assert result.winners == tuple(idea for idea in result.order if result.scores[idea].eligible)[:1]
    assert (result.outcome is Outcome.CHOSEN) == bool(result.winners)


@given(papers=ballots, winners=winners)
def test_counting_twice_gives_the_same(papers: list[Ballot[int]], winners: int) -> None:
    assert count(papers, winners=winners) == count(papers, winners=winners)
