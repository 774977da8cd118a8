"""The proposal of a group: the best there is, held against every group there could be."""

import itertools
from collections import Counter
from collections.abc import Sequence

import hypothesis
from hypothesis import strategies as st

from bot.domain import grouping
from bot.domain.grouping import Candidate, Limits, Why

LIMITS = Limits()


@st.composite
def crowds(draw: st.DrawFn, most: int = 8, disciplines: int = 8) -> list[Candidate]:
    size = draw(st.integers(0, most))
    return [
        Candidate(
            person=person,
            discipline=draw(st.none() | st.integers(1, disciplines)),
            groups=draw(st.integers(0, 3)),
        )
        for person in range(1, size + 1)
    ]


def merit(group: Sequence[Candidate], order: Sequence[Candidate]) -> tuple[int, int, int, list[int]]:
    """What the module promises to make least, in its order."""
    covered = {one.discipline for one in group} - {None}
    return (
        -len(covered),
        abs(len(group) - LIMITS.ideal),
        sum(one.groups for one in group),
        sorted(order.index(one) for one in group),
    )


def allowed(group: Sequence[Candidate]) -> bool:
    counts = Counter(one.discipline for one in group)
    return (
        len(group) <= LIMITS.largest
        and all(count <= LIMITS.of_one_discipline for count in counts.values())
        and all(one.groups < LIMITS.groups_each for one in group)
    )


@hypothesis.settings(max_examples=120)
@hypothesis.given(crowds())
def test_no_other_group_is_better(crowd: list[Candidate]) -> None:
    groups = (
        group
        for size in range(len(crowd) + 1)
        for group in itertools.combinations(crowd, size)
        if allowed(group)
    )
    best = min(groups, key=lambda group: merit(group, crowd))
    found = grouping.propose(crowd, range(1, 9))
    assert {pick.candidate for pick in found.picks} == set(best)


@hypothesis.settings(max_examples=60)
@hypothesis.given(crowds(most=200, disciplines=30), st.integers(0, 3))
def test_limits_hold_and_everybody_gets_a_reason(crowd: list[Candidate], kept: int) -> None:
    found = grouping.propose(crowd, range(1, 31), kept=crowd[:kept])
    group = [pick.candidate for pick in found.picks]
    assert group[:kept] == crowd[:kept]
    assert len(group) <= LIMITS.largest
    for discipline, count in Counter(one.discipline for one in group).items():
        assert count <= max(2, sum(one.discipline == discipline for one in crowd[:kept]))
    assert {one.candidate.person for one in (*found.picks, *found.others)} == {one.person for one in crowd}
    assert found == grouping.propose(crowd, range(1, 31), kept=crowd[:kept])


def test_gaps_are_named() -> None:
    crowd = [Candidate(person=1, discipline=1), Candidate(person=2, discipline=1)]
    found = grouping.propose(crowd, [1, 2, 3])
    assert (found.unheard, found.missing, found.narrow) == ((2, 3), 2, True)


def test_two_disciplines_in_all_are_not_narrow() -> None:
    crowd = [Candidate(person=person, discipline=person % 2) for person in range(1, 5)]
    found = grouping.propose(crowd, [0, 1])
    assert (found.unheard, found.missing, found.narrow) == ((), 0, False)


def test_each_pick_has_its_reason() -> None:
    crowd = [
        Candidate(person=1, discipline=1, groups=1),
        Candidate(person=2, discipline=1),
        Candidate(person=3, discipline=2),
        Candidate(person=4, discipline=3, groups=2),
        Candidate(person=5, discipline=3),
        Candidate(person=6, discipline=1),
        Candidate(person=7, discipline=None),
        Candidate(person=8, discipline=2),
        Candidate(person=9, discipline=2),
    ]
    found = grouping.propose(crowd, [1, 2, 3])
    assert {pick.candidate.person: pick.why for pick in (*found.picks, *found.others)} == {
        1: Why.DISCIPLINE_FULL,
        2: Why.FREER,
        3: Why.FIRST,
        4: Why.BUSY,
        5: Why.ALONE,
        6: Why.SECOND,
        7: Why.UNKNOWN,
        8: Why.FULL,
        9: Why.FULL,
    }
