"""Pabulib files (`.pb`), the format of participatory-budgeting research: https://pabulib.org/format.

UTF-8 text in three sections, META, PROJECTS and VOTES: a line with the title, a line with the names of the
columns, then rows, all separated by semicolons and quoted as in CSV. Votes are approvals: ids separated by
commas in the column `vote`; an empty one is "none of these". Spaces around values do not count.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain import sections
from bot.domain.ballot import Ballot
from bot.domain.sections import BrokenFile, Section

REQUIRED = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id",),
    "VOTES": ("voter_id", "vote"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the META section and where it stands."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class File:
    """What a count needs of a file."""

    meta: Mapping[str, Entry]
    projects: Mapping[str, str]
    """Ids in the order of the file, and their names (empty where the file has no column `name`)."""
    ballots: tuple[Ballot[str], ...]
    by_discipline: bool
    """Whether the voters have the discipline column; if not, all ballots are of the discipline ""."""


def parse(data: bytes, *, discipline_column: str = "discipline") -> File:
    """Read a file. Voters with an empty `discipline_column` together form a discipline, named "".

    Raises BrokenFile, with its line, for anything that would make the count a guess.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BrokenFile("this is not UTF-8 text", line=line) from error
    parts = sections.split(text, required=REQUIRED)
    meta = _meta(parts["META"])
    if (kind := meta.get("vote_type")) and kind.value.casefold() != "approval":
        raise BrokenFile(f"the votes are {kind.value!r}; only approval votes are counted", line=kind.line)
    projects = _projects(parts["PROJECTS"])
    _check(meta, "num_projects", len(projects))
    ballots = _ballots(parts["VOTES"], projects, discipline_column=discipline_column)
    _check(meta, "num_votes", len(ballots))
    return File(meta, projects, ballots, by_discipline=discipline_column in parts["VOTES"].columns)


def number(meta: Mapping[str, Entry], key: str) -> int | None:
    """A whole number of META, 0 or more; None where there is no such key. Raises BrokenFile."""
    entry = meta.get(key)
    if entry is None:
        return None
    if not (entry.value.isascii() and entry.value.isdigit() and len(entry.value) < 10):
        raise BrokenFile(f"{key} is {entry.value!r}, not a whole number", line=entry.line)
    return int(entry.value)


def write(
    ballots: Sequence[Ballot[str]], projects: Mapping[str, str], *, meta: Mapping[str, str | int]
) -> str:
    """A file that `parse` reads back. Ballots are numbered as they come: shuffle them first.

    `projects` are names by id, `meta` is what the section says beyond the counts and the kind of vote:
    description, country, unit and instance for the format, and what `bot.tally` needs for a recount. Each
    idea costs 1. Raises ValueError for an id or discipline that would not be read back as it is.
    """
    for name in {*projects, *(paper.discipline for paper in ballots)}:
        if name != " ".join(name.split()) or (name in projects and (not name or "," in name)):
            raise ValueError(f"{name!r} cannot stand in a file")
    facts = {"num_projects": len(projects), "num_votes": len(ballots), "budget": 1, "vote_type": "approval"}
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    rows.writerows([["META"], ["key", "value"]])
    rows.writerows([key, " ".join(str(value).split())] for key, value in (facts | dict(meta)).items())
    rows.writerows([["PROJECTS"], ["project_id", "cost", "name"]])
    rows.writerows([idea, 1, " ".join(name.split())] for idea, name in projects.items())
    rows.writerows([["VOTES"], ["voter_id", "discipline", "vote"]])
    for voter, paper in enumerate(ballots, start=1):
        if paper.approvals - projects.keys():
            raise ValueError("a ballot approves an idea that is not among the projects")
        vote = ",".join(idea for idea in projects if idea in paper.approvals)
        rows.writerow([voter, paper.discipline, vote])
    return out.getvalue()


def _meta(section: Section) -> dict[str, Entry]:
    meta: dict[str, Entry] = {}
    for row in section.rows:
        key = row.values["key"]
        if key in meta:
            raise BrokenFile(f"{key} stands in META twice", line=row.line)
        meta[key] = Entry(row.values["value"], row.line)
    return meta


def _check(meta: Mapping[str, Entry], key: str, found: int) -> None:
    promised = number(meta, key)
    if promised is not None and promised != found:
        raise BrokenFile(f"{key} is {promised}, but the file has {found}", line=meta[key].line)


def _projects(section: Section) -> dict[str, str]:
    projects: dict[str, str] = {}
    for row in section.rows:
        idea = row.values["project_id"]
        if not idea or "," in idea:
            raise BrokenFile(f"{idea!r} cannot be the id of a project", line=row.line)
        if idea in projects:
            raise BrokenFile(f"the project {idea!r} is listed twice", line=row.line)
        projects[idea] = row.values.get("name", "")
    return projects


def _ballots(
    section: Section, projects: Mapping[str, str], *, discipline_column: str
) -> tuple[Ballot[str], ...]:
    ballots: dict[str, Ballot[str]] = {}
    for row in section.rows:
        voter = row.values["voter_id"]
        if not voter:
            raise BrokenFile("a vote without a voter_id", line=row.line)
        if voter in ballots:
            raise BrokenFile(f"the voter {voter!r} has voted twice", line=row.line)
        approvals = _approvals(row.values["vote"], projects, line=row.line)
        ballots[voter] = Ballot(row.values.get(discipline_column, ""), approvals)
    return tuple(ballots.values())


def _approvals(vote: str, projects: Mapping[str, str], *, line: int) -> frozenset[str]:
    ideas = [idea.strip() for idea in vote.split(",")] if vote else []
    for idea in ideas:
        if idea not in projects:
            raise BrokenFile(f"a vote for {idea!r}, which is not among the projects", line=line)
    approvals = frozenset(ideas)
    if len(approvals) < len(ideas):
        raise BrokenFile("a vote that names the same project twice", line=line)
    return approvals
