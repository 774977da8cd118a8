"""Support and votes of ideas that become a part of others: everybody once, no ballot grown or lost."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import merging
from bot.domain.merging import Paper

IDEAS = range(6)
PEOPLE = range(7)
LIMITS = st.none() | st.integers(1, 6)
PAPERS = st.lists(st.frozensets(st.sampled_from(IDEAS)), max_size=8)
LEAVING = st.lists(st.tuples(st.sampled_from(IDEAS), st.none() | st.integers(0, 8)), max_size=8)
SUPPORT = st.lists(st.frozensets(st.sampled_from(PEOPLE)), min_size=4, max_size=4)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.integers(1, 3)),
        st.tuples(st.just("part"), st.integers(1, 3)),
        st.tuples(st.just("support"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("withdraw"), st.sampled_from(PEOPLE)),
    ),
    max_size=20,
)


def take_over(ballots: Sequence[frozenset[int]], idea: int, heir: int | None) -> list[frozenset[int]]:
    """What is done to stored ballots: the vote for the idea that left stays, and counts for nothing."""
    coming, there = ({at for at, one in enumerate(ballots) if wanted in one} for wanted in (idea, heir))
    new = merging.newcomers(coming, there)
    return [one | {heir} if heir is not None and at in new else one for at, one in enumerate(ballots)]


@given(PAPERS, LEAVING, LIMITS)
def test_votes_follow_once_and_ballots_never_grow(
    ballots: list[frozenset[int]], leaving: list[tuple[int, int | None]], limit: int | None
) -> None:
    kept = [frozenset(sorted(one)[:limit]) for one in ballots]
    paper: Paper[int] = Paper(frozenset(IDEAS), {})
    for idea, into in leaving:
        if idea not in paper.standing or idea == into:
            with pytest.raises(ValueError, match="paper"):
                paper.without(idea, into)
            continue
        before = [one & paper.standing for one in kept]
        paper = paper.without(idea, into)
        heir = paper.heirs[idea]
        kept = take_over(kept, idea, heir)
        after = [one & paper.standing for one in kept]
        assert len(after) == len(before)
        for old, new in zip(before, after, strict=True):
            assert len(new) <= len(old)
            assert new == old - {idea} | ({heir} if idea in old and heir is not None else set())
            for wanted in paper.standing:
                # A limit that held goes on holding, and room for another is only ever won.
                if merging.has_room(old, wanted, paper.standing | {idea}, limit):
                    assert merging.has_room(new, wanted, paper.standing, limit)
        assert limit is None or all(len(one) <= limit for one in after)
    assert paper.standing | set(paper.heirs) == set(IDEAS)
    assert set(paper.heirs.values()) <= paper.standing | {None}


@given(LEAVING)
def test_a_vote_ends_where_the_last_merge_points(leaving: list[tuple[int, int | None]]) -> None:
    """Followed step by step on one ballot, as against what the paper says of each idea in the end."""
    paper: Paper[int] = Paper(frozenset(IDEAS), {})
    votes = {idea: idea for idea in IDEAS} | dict[int, int | None]()
    for idea, into in leaving:
        if idea in paper.standing and idea != into:
            paper = paper.without(idea, into)
            heir = into if into in paper.standing else None
            votes = {one: heir if at == idea else at for one, at in votes.items()}
    assert paper.heirs == {one: at for one, at in votes.items() if one not in paper.standing}


@given(st.frozensets(st.sampled_from(IDEAS)), st.sampled_from(IDEAS), st.integers(1, 6))
def test_a_limit_counts_what_can_be_voted_for(approvals: frozenset[int], idea: int, limit: int) -> None:
    standing = frozenset(IDEAS) - {0, 1}
    assert merging.has_room(approvals, idea, standing, limit) == merging.has_room(
        approvals & standing, idea, standing, limit
    )
    assert merging.has_room(approvals, idea, standing, None)
    if idea in approvals & standing:
        assert merging.has_room(approvals, idea, standing, max(limit, len(approvals)))


@given(SUPPORT, DEEDS)
def test_support_is_as_if_only_what_stands_had_been_done(
    support: list[frozenset[int]], deeds: list[tuple[str, int]]
) -> None:
    """Three ideas are merged into the first and parted from it, while people speak for themselves.

    The support it has then is that of the people who spoke last for it themselves, and of who supports an
    idea that is a part of it, unless they have taken theirs back since it came.
    """
    there, came = set(support[0]), dict[int, set[int]]()
    spoken, silent = set(support[0]), set[tuple[int, int]]()
    for deed, number in deeds:
        if deed == "merge" and number not in came:
            lent = set[int]().union(*came.values())
            came[number] = set(merging.hanging(support[number], there, lent))
            there |= merging.newcomers(support[number], there)
            silent -= {(number, person) for person in PEOPLE}
        elif deed == "part" and number in came:
            gone = came.pop(number)
            there -= merging.going(gone, set[int]().union(*came.values()))
        elif deed in ("support", "withdraw"):
            for brought in came.values():
                brought.discard(number)
            (there.add if deed == "support" else there.discard)(number)
            (spoken.add if deed == "support" else spoken.discard)(number)
            silent |= {(one, number) for one in came} if deed == "withdraw" else set()
        by_merge = {person for one in came for person in support[one] if (one, person) not in silent}
        assert there == spoken | by_merge
