import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import subtraction, suppression, voting
from bot.domain.ballot import Ballot
from bot.domain.subtraction import Band
from bot.domain.suppression import Detail, Group, Share
from storage.kinds import Outcome
from tests.domain import elections

Table = dict[str, int]
"""How many of each discipline want an idea."""
Row = tuple[Detail, tuple[Share, ...]]
"""All that is shown of the groups."""

SMALL = [
    *itertools.combinations_with_replacement(range(5, 11), 2),
    *itertools.combinations_with_replacement(range(5, 8), 3),
    (10, 15), (20, 22), (5, 30), (8, 9, 10), (11, 5, 12), (5, 5, 5, 5),
    (4, 1, 5), (1, 2, 3, 5), (3, 4, 6), (2, 2, 5, 6), (3, 4, 5, 5), (1, 4, 7, 6), (2, 3, 4, 9), (1, 6, 8),
    (12, 4, 2), (1, 1, 1, 2, 6), (2, 2, 2, 7, 5), (3, 10, 11), (1, 5, 5, 5),
]  # fmt: skip


def tables(voices: Table) -> Iterator[Table]:
    """Every way in which an idea can be wanted."""
    for counts in itertools.product(*(range(count + 1) for count in voices.values())):
        yield dict(zip(voices, counts, strict=True))


def is_broad(voices: Table, table: Table, *, bar: int) -> bool:
    return sum(5 * count >= voices[discipline] and count > 0 for discipline, count in table.items()) >= bar


def counts(tables: Iterable[Table]) -> dict[str, set[int]]:
    """For each discipline, how many may want the idea if it is one of these tables."""
    found = defaultdict(set)
    for table in tables:
        for discipline, count in table.items():
            found[discipline].add(count)
    return found


def in_groups(table: Table, groups: Sequence[Group[str]]) -> list[int]:
    """How many of each group want the idea."""
    return [sum(table[discipline] for discipline in group.disciplines) for group in groups]


def of_sizes(sizes: Sequence[int]) -> tuple[Table, Sequence[Group[str]], list[int]]:
    """Disciplines with these numbers of ballots, the groups they form, and the ballots of those."""
    voices = {f"discipline {number}": size for number, size in enumerate(sizes)}
    groups = suppression.groups(voices)
    assert groups
    return voices, groups, [group.ballots for group in groups]


@pytest.mark.parametrize("bar", [1, 2, 3])
@pytest.mark.parametrize("sizes", SMALL, ids=str)
def test_no_figure_that_is_held_back_can_be_concluded(sizes: Sequence[int], bar: int) -> None:
    """A reader knows the code, every discipline's ballots, total, mark and row, and tries every table.

    In every discipline whose exact share is not meant to be shown, at least two counts fit, unless the total
    and the mark alone leave one.
    """
    voices, groups, ballots = of_sizes(sizes)
    published: dict[tuple[int, bool], dict[Row, list[Table]]] = defaultdict(lambda: defaultdict(list))
    for table in tables(voices):
        broad = is_broad(voices, table, bar=bar)
        row = suppression.shares(ballots, in_groups(table, groups), bar=bar)
        published[sum(table.values()), broad][row].append(table)
    for base, rows in published.items():
        without = counts(itertools.chain.from_iterable(rows.values()))
        for (detail, shares), fitting in rows.items():
            possible = counts(fitting)
            guarded = [group.disciplines for group in groups if group.pooled or detail is not Detail.EXACT]
            for discipline in itertools.chain.from_iterable(guarded):
                settled = len(possible[discipline]) == 1 < len(without[discipline])
                assert not settled, (base, detail, shares, discipline, fitting)


@pytest.mark.parametrize("sizes", SMALL, ids=str)
def test_a_share_near_all_or_nothing_is_never_shown_finer(sizes: Sequence[int]) -> None:
    voices, groups, ballots = of_sizes(sizes)
    for table in tables(voices):
        wanting = in_groups(table, groups)
        pairs = list(zip(wanting, ballots, strict=True))
        broad = is_broad(voices, table, bar=2)
        detail, shares = suppression.shares(ballots, wanting, bar=2)
        extreme = any(5 * count <= size or 5 * count >= 4 * size for count, size in pairs)
        if detail is Detail.NONE:
            assert shares == ()
        else:
            assert broad
            assert (detail is Detail.BANDS) is extreme
            assert [share.percent is None for share in shares] == [extreme] * len(groups)
            assert [share.band for share in shares] == [subtraction.band(*pair) for pair in pairs]


@pytest.mark.parametrize("sizes", [(40, 12, 6, 3), (20, 15, 10), (9, 8, 7, 6), (30, 25, 4, 4)], ids=str)
def test_most_broad_ideas_show_their_groups(sizes: Sequence[int]) -> None:
    """The guard must not be won by showing nothing."""
    voices, groups, ballots = of_sizes(sizes)
    shown: Counter[Detail] = Counter()
    for table in tables(voices):
        if is_broad(voices, table, bar=2):
            shown[suppression.shares(ballots, in_groups(table, groups), bar=2)[0]] += 1

    assert shown[Detail.NONE] < 0.25 * shown.total()
    assert min(shown[Detail.EXACT], shown[Detail.BANDS]) > 0.05 * shown.total()


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 12)))
def test_no_group_is_below_the_floor_and_every_ballot_is_in_one(voices: dict[int, int]) -> None:
    groups = suppression.groups(voices)

    if groups:
        assert sorted(discipline for group in groups for discipline in group.disciplines) == sorted(voices)
    for group in groups:
        assert group.ballots == sum(voices[discipline] for discipline in group.disciplines) >= 5
        assert group.pooled is (len(group.disciplines) > 1)
        if not group.pooled:
            assert voices[group.disciplines[0]] >= 5
    assert len([group for group in groups if group.pooled]) <= 1
    assert len(groups) != 1


@pytest.mark.parametrize(
    ("voices", "expected"),
    [
        ({"a": 40, "b": 12, "c": 6, "d": 3}, [("a",), ("b",), ("d", "c")]),
        ({"a": 40, "b": 12, "c": 2, "d": 3}, [("a",), ("b",), ("c", "d")]),
        ({"a": 40, "b": 12, "c": 2, "d": 2}, [("a",), ("d", "c", "b")]),
        ({"a": 40, "b": 12}, [("a",), ("b",)]),
        ({"a": 40, "b": 4}, []),
        ({"a": 40}, []),
        ({"a": 2, "b": 3, "c": 1}, []),
        ({}, []),
    ],
)
def test_small_disciplines_are_pooled_with_the_next_smallest(
    voices: dict[str, int], expected: list[tuple[str, ...]]
) -> None:
    assert [group.disciplines for group in suppression.groups(voices)] == expected


@pytest.mark.parametrize("sizes", [range(5, 20), range(20, 200)], ids=str)
def test_every_band_holds_at_least_two_counts(sizes: range) -> None:
    for size in sizes:
        held = [(band, *subtraction.bounds(band, size)) for band in (Band.LOW, Band.MIDDLE, Band.HIGH)]
        assert all(low < high for _, low, high in held)
        expected = [band for band, low, high in held for _ in range(low, high + 1)]
        assert [subtraction.band(count, size) for count in range(size + 1)] == expected


def test_the_worked_example_as_it_may_be_shown() -> None:
    result = voting.count(elections.of_counts(elections.WORKED), "ABC", seed=b"")

    view = suppression.view(result)

    assert (view.outcome, view.winners, view.ballots) == (Outcome.CHOSEN, ("B",), 61)
    assert [(group.disciplines, group.ballots) for group in view.groups] == [
        (("youth",), 40),
        (("child health",), 12),
        (("strategy", "healthy life"), 9),
    ]
    assert [(row.idea, row.rank, row.place, row.bar, row.taps, row.broad) for row in view.rows] == [
        ("B", 1, 1, 5, 30, True),
        ("C", 2, None, 4, 18, True),
        ("A", 3, None, 3, 35, False),
    ]
    assert [(row.detail, [share.percent or share.band for share in row.shares]) for row in view.rows] == [
        (Detail.EXACT, [35, 75, 78]),
        (Detail.BANDS, [Band.LOW, Band.MIDDLE, Band.HIGH]),
        (Detail.NONE, []),
    ]


def test_of_fewer_than_five_ballots_only_the_outcome_is_shown() -> None:
    papers = [Ballot(1, frozenset({1})), Ballot(2, frozenset({1}))]

    few = suppression.view(voting.count(papers * 2, [1, 2], seed=b""))
    assert few == suppression.View(Outcome.TOO_FEW_VOICES, (), ballots=None, groups=(), rows=())

    lowered = suppression.view(voting.count(papers * 2, [1, 2], seed=b"", minimum_ballots=1))
    assert lowered == suppression.View(Outcome.CHOSEN, (1,), ballots=None, groups=(), rows=())


def test_an_idea_that_nobody_wants_has_no_bar_and_any_other_has_one() -> None:
    papers = [Ballot(1, frozenset({1}))] * 30 + [Ballot(2, frozenset({2}))] + [Ballot(2, frozenset({1}))] * 9

    rows = suppression.view(voting.count(papers, [1, 2, 3], seed=b"")).rows

    assert [(row.idea, row.bar) for row in rows] == [(1, 5), (2, 1), (3, 0)]


@given(papers=elections.ballots(range(1, 5), most=40), winners=st.integers(1, 3))
def test_a_view_tells_rank_taps_and_winners_as_they_were_counted(
    papers: list[Ballot[int]], winners: int
) -> None:
    result = voting.count(papers, range(1, 5), seed=b"", winners=winners)

    view = suppression.view(result)

    assert tuple(row.idea for row in view.rows) == result.order
    assert [row.rank for row in view.rows] == [1, 2, 3, 4]
    assert [row.taps for row in view.rows] == [result.scores[idea].taps for idea in result.order]
    assert sorted(row.place for row in view.rows if row.place) == list(range(1, len(result.winners) + 1))
    bars = [row.bar for row in view.rows]
    assert bars == sorted(bars, reverse=True)
