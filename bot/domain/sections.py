"""The lines of a Pabulib file: three small tables, one after another in one text."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

TITLES = ("META", "PROJECTS", "VOTES")


class BrokenFile(Exception):
    """The file cannot be counted: `line` is where, from 1; `problem` is what, in English."""

    def __init__(self, problem: str, *, line: int) -> None:
        super().__init__(f"line {line}: {problem}")
        self.problem = problem
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values by column, without spaces around them."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """One table; `line` is that of its column names."""

    line: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def split(text: str, *, required: Mapping[str, Sequence[str]]) -> dict[str, Section]:
    """The sections of a file by title, each with at least the columns that `required` names for it.

    Titles may be in any case and any order. Blank lines do not count. Raises BrokenFile.
    """
    gathered: dict[str, list[tuple[int, list[str]]]] = {}
    title = None
    end = 1
    for line, cells in _lines(text):
        end = line
        if cells[0].upper() in TITLES and not any(cells[1:]):
            title = cells[0].upper()
            if title in gathered:
                raise BrokenFile(f"a second section {title}", line=line)
            gathered[title] = []
        elif title is None:
            raise BrokenFile("text before the first section, which starts with the line META", line=line)
        else:
            gathered[title].append((line, cells))
    if missing := [title for title in TITLES if title not in gathered]:
        raise BrokenFile(f"the section {missing[0]} is missing", line=end)
    return {title: _section(title, gathered[title], end=end, required=required[title]) for title in TITLES}


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line on which it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", skipinitialspace=True, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            problem = f"this cannot be read ({error}); is a quotation mark open?"
            raise BrokenFile(problem, line=start) from error
        if any(cells):
            yield start, cells


def _section(title: str, lines: list[tuple[int, list[str]]], *, end: int, required: Sequence[str]) -> Section:
    if not lines:
        raise BrokenFile(f"the section {title} has no line of column names", line=end)
    line, header = lines[0]
    while header and not header[-1]:
        header.pop()
    if repeated := [name for name in header if header.count(name) > 1]:
        raise BrokenFile(f"the section {title} has the column {repeated[0]!r} twice", line=line)
    if missing := [name for name in required if name not in header]:
        raise BrokenFile(f"the section {title} has no column {missing[0]!r}", line=line)
    return Section(line, tuple(header), tuple(_row(line, cells, header) for line, cells in lines[1:]))


def _row(line: int, cells: list[str], header: list[str]) -> Row:
    if len(cells) < len(header) or any(cells[len(header) :]):
        raise BrokenFile(f"{len(cells)} values for {len(header)} columns", line=line)
    return Row(line, dict(zip(header, cells, strict=False)))
