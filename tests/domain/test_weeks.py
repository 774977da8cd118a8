from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import weeks
from bot.domain.weeks import Week
from storage.kinds import Obstacle

FIRST = date(2026, 9, 1)


def week(number: int, *levels: int, stuck: int = 0, excused: bool = False) -> Week:
    return Week(
        day=FIRST + timedelta(weeks=number),
        answers=len(levels),
        levels=levels,
        stuck=stuck,
        obstacles=frozenset({Obstacle.TIME} if stuck else ()),
        excused=excused,
    )


@pytest.mark.parametrize(
    ("levels", "told"), [((), None), ((5,), None), ((5, 1), None), ((5, 1, 2), 2.0), ((1, 2, 3, 4), 2.5)]
)
def test_a_median_is_told_of_three_answers_or_more(levels: tuple[int, ...], told: float | None) -> None:
    assert weeks.confidence(levels) == told


def test_missed_weeks_are_those_at_the_end_without_an_answer() -> None:
    silent = [week(1), week(2)]
    assert weeks.missed([week(0, 4), *silent]) == silent
    assert weeks.missed([*silent, week(3, 1)]) == []
    assert weeks.missed([]) == []


def test_an_excused_week_neither_counts_nor_breaks_the_run() -> None:
    assert weeks.missed([week(0, 4), week(1), week(2, excused=True), week(3)]) == [week(1), week(3)]
    assert weeks.missed([week(0), week(1, 3, excused=True)]) == []  # answered all the same


@given(st.lists(st.builds(week, st.integers(0, 60), stuck=st.integers(0, 3), excused=st.booleans())))
def test_nobody_misses_more_weeks_than_there_were(found: list[Week]) -> None:
    run = weeks.missed(found)
    assert len(run) <= len(found)
    assert all(not one.answers and not one.excused for one in run)


def test_four_answered_weeks_without_anybody_stuck_are_steady() -> None:
    good = [week(number, 4, 4, 3) for number in range(4)]
    assert weeks.steady(good)
    assert not weeks.steady(good[1:])
    assert weeks.steady([week(0), *good])
    assert weeks.steady([*good[:2], week(8, excused=True), *good[2:]])
    assert not weeks.steady([*good, week(9)])
    assert not weeks.steady([*good[1:], week(9, 4, 4, 4, stuck=1)])
    assert not weeks.steady([*good[1:], week(9, 2, 2, 4)])
    assert weeks.steady([week(number, 1) for number in range(4)])  # a single answer's doubt is not told
