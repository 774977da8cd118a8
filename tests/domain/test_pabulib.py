import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import pabulib
from bot.domain.ballot import Ballot
from bot.domain.sections import BrokenFile

PLAIN = """META
key;value
description;Which problem first?
num_projects;3
num_votes;4
vote_type;approval
PROJECTS
project_id;cost;name
1;1;Queue
2;1;"Forms; all of them"
17;1;"A ""quick"" answer"
VOTES
voter_id;discipline;vote
a;youth;1,2
b;youth;
c;health;17
d;;2
"""


def parse(text: str) -> pabulib.File:
    return pabulib.parse(text.encode())


def test_a_plain_file_is_read() -> None:
    file = parse(PLAIN)

    assert file.projects == {"1": "Queue", "2": "Forms; all of them", "17": 'A "quick" answer'}
    assert file.ballots == (
        Ballot("youth", frozenset({"1", "2"})),
        Ballot("youth", frozenset()),
        Ballot("health", frozenset({"17"})),
        Ballot("", frozenset({"2"})),
    )
    assert file.meta["description"] == pabulib.Entry("Which problem first?", line=3)
    assert file.by_discipline


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="CR"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\n\n") + "\n\n", id="blank lines"),
        pytest.param(lambda text: text.replace("\n", "\n;;\n"), id="empty rows"),
        pytest.param(lambda text: text.replace(";", "; ").replace("; 1;", " ; 1 ;"), id="spaces"),
        pytest.param(lambda text: text.replace("1,2", '"1, 2"'), id="quoted vote"),
        pytest.param(lambda text: text.rstrip("\n"), id="no last line break"),
        pytest.param(lambda text: text.replace("META", "Meta").replace("VOTES", "votes;;"), id="titles"),
        pytest.param(lambda text: "VOTES" + text.split("VOTES")[1] + text.split("VOTES")[0], id="sections"),
        pytest.param(
            lambda text: text.replace("cost;name", "cost;name;;").replace("Queue", "Queue;"), id="columns"
        ),
    ],
)
def test_the_same_file_in_other_forms(form: Callable[[str], str]) -> None:
    file = parse(form(PLAIN.replace("Forms; all of them", "Forms, all of them")))
    plain = parse(PLAIN.replace("Forms; all of them", "Forms, all of them"))

    assert (file.projects, file.ballots) == (plain.projects, plain.ballots)


def test_the_lines_of_quoted_values_are_counted() -> None:
    text = PLAIN.replace("Forms; all of them", "Forms\nall\nof them").replace("c;health;17", "c;health;99")

    with pytest.raises(BrokenFile, match=r"^line 18: a vote for '99', which is not among the projects$"):
        parse(text)


def test_another_column_can_be_the_discipline() -> None:
    text = PLAIN.replace("discipline", "age")

    assert {paper.discipline for paper in parse(text).ballots} == {""}
    assert not parse(text).by_discipline
    by_age = pabulib.parse(text.encode(), discipline_column="age")
    assert [paper.discipline for paper in by_age.ballots] == ["youth", "youth", "health", ""]
    assert by_age.by_discipline


def test_counts_and_kind_of_vote_may_be_left_out() -> None:
    text = "\n".join(line for line in PLAIN.splitlines() if not re.match("num_|vote_type", line))

    assert parse(text).ballots == parse(PLAIN).ballots


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("c;health;17", "c;health;99", "line 16: a vote for '99', which is not among the projects"),
        ("c;health;17", "c;health;17,", "line 16: a vote for '', which is not among the projects"),
        ("c;health;17", "c;health;17,17", "line 16: a vote that names the same project twice"),
        ("c;health;17", "a;health;17", "line 16: the voter 'a' has voted twice"),
        ("c;health;17", ";health;17", "line 16: a vote without a voter_id"),
        ("c;health;17", "c;health", "line 16: 2 values for 3 columns"),
        ("c;health;17", "c;health;17;1", "line 16: 4 values for 3 columns"),
        ("c;health;17", 'c;"health;17', "line 16: this cannot be read"),
        ("c;health;17", 'c;"health"x;17', "line 16: this cannot be read"),
        ("17;1;", "1;1;", "line 11: the project '1' is listed twice"),
        ("17;1;", ";1;", "line 11: '' cannot be the id of a project"),
        ("17;1;", "'1,7';1;", "line 11: \"'1,7'\" cannot be the id of a project"),
        ("project_id", "project", "line 8: the section PROJECTS has no column 'project_id'"),
        ("voter_id", "voter", "line 13: the section VOTES has no column 'voter_id'"),
        ("discipline;vote", "discipline;ballot", "line 13: the section VOTES has no column 'vote'"),
        ("discipline;vote", "vote;vote", "line 13: the section VOTES has the column 'vote' twice"),
        ("key;value", "key;what", "line 2: the section META has no column 'value'"),
        ("num_votes;4", "num_votes;5", "line 5: num_votes is 5, but the file has 4"),
        ("num_votes;4", "num_votes;four", "line 5: num_votes is 'four', not a whole number"),
        ("num_votes;4", "num_votes;-4", "line 5: num_votes is '-4', not a whole number"),
        ("num_votes;4", "num_votes;²", "line 5: num_votes is '²', not a whole number"),
        ("num_projects;3", "num_projects;2", "line 4: num_projects is 2, but the file has 3"),
        ("num_projects;3", "num_votes;4", "line 5: num_votes stands in META twice"),
        ("approval", "ordinal", "line 6: the votes are 'ordinal'; only approval votes are counted"),
        ("PROJECTS\n", "", "line 16: the section PROJECTS is missing"),
        ("META\n", "", "line 1: text before the first section, which starts with the line META"),
        ("VOTES", "PROJECTS", "line 12: a second section PROJECTS"),
    ],
)
def test_a_broken_file_says_what_and_where(old: str, new: str, message: str) -> None:
    assert old in PLAIN
    with pytest.raises(BrokenFile) as caught:
        parse(PLAIN.replace(old, new, 1))

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1: the section META is missing"),
        (b"\n\n\n", "line 1: the section META is missing"),
        (b"META\nkey;value\nPROJECTS\nVOTES\n", "line 4: the section PROJECTS has no line of column names"),
        (PLAIN.replace("Queue", "Kø").encode("latin-1"), "line 9: this is not UTF-8 text"),
        (PLAIN.encode("utf-16"), "line 1: this is not UTF-8 text"),
        (PLAIN.replace("Queue", "x" * 200_000).encode(), "line 9: this cannot be read (field larger"),
    ],
)
def test_bytes_that_are_no_such_file(data: bytes, message: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        pabulib.parse(data)

    assert str(caught.value).startswith(message)


@given(st.one_of(st.binary(), st.text(alphabet='METAPROJECTSVOTES\n\r;,"key value').map(str.encode)))
def test_whatever_comes_is_read_or_refused_politely(data: bytes) -> None:
    line, ballots = 1, 0
    try:
        ballots = len(pabulib.parse(data).ballots)
    except BrokenFile as error:
        line = error.line

    assert 1 <= line <= 1 + data.count(b"\n") + data.count(b"\r")
    assert ballots <= data.count(b"\n") + data.count(b"\r")


names = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: " ".join(text.split()))
ids = names.map(lambda text: text.replace(",", "")).map(lambda text: " ".join(text.split())).filter(bool)


@given(projects=st.dictionaries(ids, names, max_size=5), data=st.data(), description=names)
def test_what_is_written_is_read_back(
    projects: dict[str, str], data: st.DataObject, description: str
) -> None:
    approvals = st.frozensets(st.sampled_from(sorted(projects))) if projects else st.just(frozenset[str]())
    papers = data.draw(st.lists(st.builds(Ballot, names, approvals), max_size=8))

    text = pabulib.write(papers, projects, meta={"description": description, "empty_chairs": 3})

    file = parse(text)
    assert file.projects == projects
    assert file.ballots == tuple(papers)
    assert file.meta["description"].value == description
    assert pabulib.number(file.meta, "empty_chairs") == 3
    assert pabulib.number(file.meta, "num_votes") == len(papers)
    assert file.meta["vote_type"].value == "approval"


@pytest.mark.parametrize("wrong", ["", "1,2", " 1", "1 ", "a\nb", "a\u2028b"])
def test_an_id_that_would_be_read_otherwise_is_not_written(wrong: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a file"):
        pabulib.write([], {wrong: "name"}, meta={})


def test_a_ballot_for_an_unknown_idea_is_not_written() -> None:
    with pytest.raises(ValueError, match="not among the projects"):
        pabulib.write([Ballot("a", frozenset({"2"}))], {"1": "name"}, meta={})
