from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import signals
from bot.domain.signals import (
    Criterion,
    CriterionReached,
    LongStage,
    LowConfidence,
    Missed,
    SameObstacle,
    Stage,
)
from bot.domain.weeks import Week
from storage.kinds import Obstacle

from .test_weeks import FIRST, week

TODAY = FIRST + timedelta(weeks=20)
NEW = Stage(since=TODAY - timedelta(days=1), asked=False)


def stuck(number: int, *obstacles: Obstacle) -> Week:
    return Week(
        day=FIRST + timedelta(weeks=number),
        answers=1,
        levels=(3,),
        stuck=1,
        obstacles=frozenset(obstacles),
    )


def find(
    found: list[Week],
    *,
    criteria: list[Criterion] | None = None,
    stage: Stage = NEW,
    settled: date | None = None,
) -> tuple[signals.Signal, ...]:
    return signals.find(found, criteria=criteria or [], stage=stage, today=TODAY, settled=settled)


def test_nothing_is_asked_of_a_group_that_goes_on() -> None:
    assert find([]) == ()
    assert find([week(number, 4, 3, 5) for number in range(8)]) == ()


def test_three_check_ins_without_an_answer() -> None:
    assert find([week(0, 4), week(1), week(2)]) == ()
    assert find([week(0, 4), week(1), week(2), week(3)]) == (Missed(3, FIRST + timedelta(weeks=1)),)
    assert find([week(1), week(2), week(3, excused=True), week(4)]) == (Missed(3, week(1).day),)
    assert find([week(1), week(2), week(3), week(4, 1)]) == ()


def test_confidence_of_two_or_less_three_times_running() -> None:
    low = [week(number, 2, 1, 2) for number in range(3)]
    assert find(low) == (LowConfidence((2.0, 2.0, 2.0)),)
    assert find(low[:2]) == ()
    assert find([*low, week(4, 3, 3, 3)]) == ()
    assert find([low[0], week(4, 3, 3, 2), *low[1:]]) == ()


def test_a_doubt_that_would_tell_of_one_person_is_no_signal() -> None:
    assert find([week(number, 1) for number in range(5)]) == ()
    assert find([week(number, 1, 1) for number in range(5)]) == ()


def test_the_same_obstacle_three_times() -> None:
    time = [stuck(number, Obstacle.TIME) for number in (0, 2, 4)]
    between = [week(1, 4), week(3, 5)]
    assert find([time[0], between[0], time[1], between[1], time[2]]) == (SameObstacle(Obstacle.TIME, 3),)
    assert find([stuck(0, Obstacle.TIME), stuck(1, Obstacle.PEOPLE), stuck(2, Obstacle.DECISION)]) == ()
    long_ago = [*time, *[week(number, 4) for number in range(5, 11)]]
    assert find(long_ago) == ()


@pytest.mark.parametrize(
    ("on", "met", "asked", "expected"),
    [
        (TODAY + timedelta(days=1), False, False, False),
        (TODAY, False, False, True),
        (TODAY - timedelta(days=40), False, False, True),
        (TODAY + timedelta(days=40), True, False, True),
        (TODAY, True, True, False),
    ],
)
def test_a_stop_criterion_is_asked_about_once_on_its_day_or_when_it_is_met(
    on: date, met: bool, asked: bool, expected: bool
) -> None:
    criterion = Criterion(criterion_id=7, text="Ingen vil være med", on=on, met=met, asked=asked)
    found = find([], criteria=[criterion])
    assert found == ((CriterionReached(7, "Ingen vil være med", on, met),) if expected else ())


def test_ninety_days_in_one_stage_once_a_stage() -> None:
    since = TODAY - timedelta(days=90)
    assert find([], stage=Stage(since=since, asked=False)) == (LongStage(90),)
    assert find([], stage=Stage(since=since + timedelta(days=1), asked=False)) == ()
    assert find([], stage=Stage(since=since, asked=True)) == ()


def test_what_was_talked_about_does_not_count_again() -> None:
    silent = [week(number) for number in range(3)]
    assert find(silent, settled=silent[-1].day) == ()
    later = [*silent, week(3), week(4)]
    assert find(later, settled=silent[-1].day) == ()
    assert find([*later, week(5)], settled=silent[-1].day) == (Missed(3, week(3).day),)


def test_several_signals_are_asked_about_together() -> None:
    found = find([stuck(number, Obstacle.TIME) for number in range(3)], stage=Stage(since=FIRST, asked=False))
    assert found == (SameObstacle(Obstacle.TIME, 3), LongStage(140))


@pytest.mark.parametrize(
    ("unanswered", "weeks"), [(0, 4), (1, 4), (2, 8), (3, 16), (4, 26), (5, 26), (50, 26)]
)
def test_a_group_is_left_in_peace_for_four_weeks_and_longer_where_it_is_silent(
    unanswered: int, weeks: int
) -> None:
    asked = [FIRST - timedelta(weeks=30), FIRST]
    last = FIRST + timedelta(weeks=weeks)
    assert signals.may_ask(asked, last, unanswered=unanswered)
    assert not signals.may_ask(asked, last - timedelta(days=1), unanswered=unanswered)
    assert signals.may_ask([], FIRST, unanswered=0)


@given(
    st.lists(
        st.builds(
            week,
            st.integers(0, 19),
            st.integers(1, 5),
            st.integers(1, 5),
            st.integers(1, 5),
            stuck=st.integers(0, 3),
        ),
        max_size=12,
    )
)
def test_evidence_is_never_more_than_there_was(found: list[Week]) -> None:
    for one in find(sorted(found, key=lambda each: each.day)):
        match one:
            case Missed():
                raise AssertionError("every week was answered")
            case LowConfidence(levels):
                assert 3 <= len(levels) <= len(found)
                assert max(levels) <= 2
            case SameObstacle(obstacle, count):
                assert 3 <= count <= sum(obstacle in each.obstacles for each in found)
            case _:
                raise AssertionError(one)
