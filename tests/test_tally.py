import json
from fractions import Fraction
from pathlib import Path

import pytest

from bot import tally
from bot.domain import pabulib, voting
from bot.domain.ballot import Ballot
from bot.tally import TallyError
from tests.domain import elections

NAMES = {"A": "Queue", "B": "Forms", "C": "Answers"}
WORKED = pabulib.write(elections.of_counts(elections.WORKED), NAMES, meta={"description": "Example"})


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "example.pb"
    path.write_text(WORKED, encoding="utf-8")
    return path


def test_the_worked_example_as_a_table(example: Path) -> None:
    assert tally.tally(example).splitlines() == [
        "rank  idea        breadth    taps  winner",
        "   1  B  Forms          4      30       1",
        "   2  C  Answers        3      18",
        "   3  A  Queue          1      35",
        "",
        "Chosen. Ballots: 61. Disciplines: 4.",
    ]


def test_the_worked_example_as_json(example: Path) -> None:
    assert json.loads(tally.tally(example, as_json=True)) == {
        "outcome": "chosen",
        "winners": ["B"],
        "order": ["B", "C", "A"],
        "ballots": 61,
        "disciplines": {"youth": 40, "child health": 12, "healthy life": 6, "strategy": 3},
        "by_discipline": True,
        "by_lot": False,
        "ideas": {
            "A": {"support": "623/765", "breadth": 1, "taps": 35, "eligible": False},
            "B": {"support": "52007/33660", "breadth": 4, "taps": 30, "eligible": True},
            "C": {"support": "17057/13464", "breadth": 3, "taps": 18, "eligible": True},
        },
    }


def test_options_change_the_count(example: Path) -> None:
    several = json.loads(tally.tally(example, winners=3, as_json=True))
    assert several["winners"] == ["B", "C"]

    narrow = json.loads(tally.tally(example, winners=3, breadth=1, as_json=True))
    assert sorted(narrow["winners"]) == ["A", "B", "C"]

    bare = json.loads(tally.tally(example, empty_chairs=0, as_json=True))
    plain = Fraction(14, 40) + Fraction(9, 12) + Fraction(5, 6) + Fraction(2, 3)
    assert Fraction(bare["ideas"]["B"]["support"]) == plain

    broad = tally.tally(example, breadth=5)
    assert "No broad agreement" in broad
    assert json.loads(tally.tally(example, breadth=5, as_json=True))["winners"] == []


def test_without_the_column_everybody_is_of_one_discipline(example: Path) -> None:
    result = json.loads(tally.tally(example, discipline_column="age", as_json=True))

    assert (result["winners"], result["disciplines"], result["by_discipline"]) == (["A"], {"": 61}, False)
    assert tally.tally(example, discipline_column="age").endswith(
        "No column 'age': everybody is counted as one discipline."
    )


def test_the_settings_of_a_round_travel_in_its_file(tmp_path: Path) -> None:
    """Equal ideas, so that the seed matters, wanted in the only discipline that voted though another may."""
    papers = [Ballot("1", frozenset({"1", "2", "3"}))] * 5
    seed = bytes(range(32))
    settings = {
        "num_winners": 2,
        "empty_chairs": 1,
        "breadth": 1,
        "eligible_disciplines": 2,
        "minimum_ballots": 4,
    }
    path = tmp_path / "round.pb"
    path.write_text(
        pabulib.write(papers, dict.fromkeys("123", ""), meta=settings | {"seed": seed.hex()}),
        encoding="utf-8",
    )
    expected = voting.count(
        papers,
        "123",
        seed=seed,
        winners=2,
        empty_chairs=1,
        breadth=1,
        eligible_disciplines=2,
        minimum_ballots=4,
    )

    result = json.loads(tally.tally(path, as_json=True))

    assert result["winners"] == list(expected.winners)
    assert result["order"] == list(expected.order)
    assert result["ideas"]["1"]["support"] == "5/6"
    assert result["by_lot"]
    assert "The lot decided" in tally.tally(path)
    assert json.loads(tally.tally(path, breadth=2, as_json=True))["outcome"] == "no_broad_agreement"
    assert len(json.loads(tally.tally(path, winners=1, as_json=True))["winners"]) == 1


def test_few_ballots_are_ordered_but_nobody_wins(tmp_path: Path) -> None:
    path = tmp_path / "few.pb"
    path.write_text(pabulib.write([Ballot("a", frozenset({"1"}))] * 4, {"1": ""}, meta={}), encoding="utf-8")

    assert tally.tally(path).splitlines()[-1] == "Too few voices: nobody wins. Ballots: 4. Disciplines: 1."
    assert json.loads(tally.tally(path, as_json=True))["order"] == ["1"]


def test_a_name_cannot_command_the_terminal_or_break_the_table(tmp_path: Path) -> None:
    path = tmp_path / "names.pb"
    names = {"1": "\x1b[2J\x07red\u202e", "2": "long " * 40}
    path.write_text(pabulib.write([Ballot("a", frozenset({"1"}))] * 5, names, meta={}), encoding="utf-8")

    table = tally.tally(path)

    assert all(line.isprintable() for line in table.splitlines())
    assert max(map(len, table.splitlines())) < 100


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("1;youth;A", "1;youth;X", ", line 15: a vote for 'X', which is not among the projects"),
        ("description;Example", "seed;xyz", ", line 7: seed is 'xyz', not hexadecimal"),
        ("description;Example", "num_winners;0", ", line 7: num_winners is 0, less than 1"),
        ("description;Example", "breadth;two", ", line 7: breadth is 'two', not a whole number"),
        ("description;Example", "eligible_disciplines;3", ", line 7: eligible_disciplines is 3, less than 4"),
    ],
)
def test_a_broken_file_is_named_with_its_line(example: Path, old: str, new: str, message: str) -> None:
    assert old in WORKED
    example.write_text(WORKED.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(TallyError) as caught:
        tally.tally(example)

    assert str(caught.value) == f"{example}{message}"


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(TallyError, match=r"missing\.pb: No such file or directory$"):
        tally.tally(tmp_path / "missing.pb")
    with pytest.raises(TallyError, match=r": Is a directory$"):
        tally.tally(tmp_path)


def test_options_out_of_range_are_named(example: Path) -> None:
    with pytest.raises(TallyError, match=r"^winners: 0 is less than 1$"):
        tally.tally(example, winners=0)
    with pytest.raises(TallyError, match=r"^empty chairs: -1 is less than 0$"):
        tally.tally(example, empty_chairs=-1)
    with pytest.raises(TallyError, match=r"^breadth: 0 is less than 1$"):
        tally.tally(example, breadth=0)
