import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import rotation
from bot.domain.rotation import Candidate

START = datetime(2026, 11, 24, 8, tzinfo=UTC)


def group(size: int) -> list[Candidate]:
    return [Candidate(number, START, None) for number in range(1, size + 1)]


def turns(members: list[Candidate], weeks: int) -> list[int | None]:
    found = []
    for number in range(weeks):
        chosen = rotation.contact(members)
        found.append(chosen)
        now = START + timedelta(weeks=number)
        members = [replace(one, last=now) if one.person_id == chosen else one for one in members]
    return found


def test_everybody_has_a_turn_in_the_order_they_joined() -> None:
    assert turns(group(3), 6) == [1, 2, 3, 1, 2, 3]
    assert turns(group(1), 3) == [1, 1, 1]


def test_nobody_is_chosen_where_nobody_may_be_reminded() -> None:
    assert rotation.contact([]) is None


@given(st.integers(1, 9), st.integers(1, 60), st.randoms())
def test_turns_are_shared_fairly_whatever_the_order_of_the_list(
    size: int, weeks: int, chance: random.Random
) -> None:
    members = group(size)
    shuffled = sorted(members, key=lambda _: chance.random())
    assert turns(members, weeks) == turns(shuffled, weeks)
    counts = Counter(turns(members, weeks))
    assert max(counts.values()) - min([*counts.values()] if len(counts) == size else [0]) <= 1


def test_a_newcomer_comes_next_and_one_who_left_is_passed_over() -> None:
    first, second, third = (replace(one, last=START) for one in group(3))
    newcomer = Candidate(9, START + timedelta(days=30), None)
    assert rotation.contact([first, second, third, newcomer]) == 9
    assert rotation.contact([second, third]) == 2
