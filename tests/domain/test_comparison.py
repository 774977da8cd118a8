"""The balanced order beside plain counting."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import comparison
from bot.domain.comparison import Row, Why

published = st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=12).map(
    lambda found: [Row(number, number + 1, taps, broad) for number, (taps, broad) in enumerate(found)]
)


@given(rows=published)
def test_an_idea_differs_exactly_where_no_order_of_equal_taps_explains_its_rank(rows: list[Row[int]]) -> None:
    found = comparison.compare(rows)
    differing = {one.idea for one in found.differences}
    for row in rows:
        more = sum(other.taps > row.taps for other in rows)
        fewer = sum(other.taps < row.taps for other in rows)
        assert (row.idea in differing) == (not more < row.rank <= len(rows) - fewer)


@given(rows=published)
def test_plain_counting_is_by_taps_alone(rows: list[Row[int]]) -> None:
    by_idea = {row.idea: row for row in rows}
    plain = comparison.compare(rows).plain
    assert [by_idea[idea].taps for _, idea in plain] == sorted((row.taps for row in rows), reverse=True)
    assert sorted(idea for _, idea in plain) == sorted(by_idea)


def test_the_worked_example_says_why() -> None:
    found = comparison.compare([Row("B", 1, 30, True), Row("C", 2, 18, True), Row("A", 3, 35, False)])
    assert [(one.idea, one.balanced, one.plain, one.why) for one in found.differences] == [
        ("B", 1, 2, Why.WEIGHED_UP),
        ("C", 2, 3, Why.WEIGHED_UP),
        ("A", 3, 1, Why.NARROW),
    ]
