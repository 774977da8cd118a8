"""A list of people's disciplines as a spreadsheet writes it: address and discipline, a person a line."""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_LINES = 5_000

_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
_ADDRESS_HEADINGS = {"epost", "epostadresse", "email", "emailaddress", "mail"}
_DISCIPLINE_HEADINGS = {"fagområde", "discipline", "tjeneste", "teneste", "service", "servicearea"}
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Fault(StrEnum):
    """What is wrong with a line by itself."""

    FEW_COLUMNS = "few_columns"
    NO_ADDRESS = "no_address"
    NO_DISCIPLINE = "no_discipline"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts the file's lines from 1. `address` is in lower case; empty where unreadable."""

    number: int
    address: str
    discipline: str
    fault: Fault | None = None


class Unreadable(ValueError):
    """The whole file is of no use: not text, or too long."""


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or else Windows-1252, as Excel saves it.

    Raises Unreadable for what is no text.
    """
    encoding = next((name for mark, name in _BOMS.items() if data.startswith(mark)), None)
    for attempt in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            text = data.decode(attempt)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("not text")


def parse(text: str) -> list[Line]:
    """The lines of a list separated by `;`, `,` or tabs, with or without headings; empty lines are left out.

    The address and the discipline are the columns headed so, or the first two. A second line for one
    address is faulty, whatever it says. Raises Unreadable past MOST_LINES.
    """
    text = text.removeprefix("\ufeff")
    rows = [
        (number, [cell.strip() for cell in row])
        for number, row in _rows(text, _separator(text))
        if any(cell.strip() for cell in row)
    ]
    if len(rows) > MOST_LINES:
        raise Unreadable("too long")
    where, what = 0, 1
    if rows and (headed := _headed(rows[0][1])) is not None:
        (where, what), rows = headed, rows[1:]
    seen: set[str] = set()
    lines = []
    for number, cells in rows:
        line = _line(number, cells, where, what)
        if line.fault is None and line.address in seen:
            line = Line(number, line.address, line.discipline, Fault.TWICE)
        seen.add(line.address)
        lines.append(line)
    return lines


def _separator(text: str) -> str:
    """The one that parts the first line into most cells; `;` before `,`, since Norwegian Excel writes it."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=first.count)


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    rows = []
    try:
        before = 0
        for row in reader:
            rows.append((before + 1, row))
            before = reader.line_num
    except csv.Error as error:
        raise Unreadable(str(error)) from error
    return rows


def _headed(cells: Sequence[str]) -> tuple[int, int] | None:
    """Which columns hold address and discipline, where the first line says so or is plainly a heading."""
    plain = [re.sub(r"[\W_]", "", cell.casefold()) for cell in cells]
    where = next((index for index, one in enumerate(plain) if one in _ADDRESS_HEADINGS), None)
    what = next((index for index, one in enumerate(plain) if one in _DISCIPLINE_HEADINGS), None)
    if where is not None and what is not None:
        return where, what
    if where is not None or what is not None:
        return 0, 1
    return None


def _line(number: int, cells: Sequence[str], where: int, what: int) -> Line:
    if len(cells) <= max(where, what):
        return Line(number, "", "", Fault.FEW_COLUMNS)
    address, discipline = cells[where].casefold(), " ".join(cells[what].split())
    if not _ADDRESS.fullmatch(address):
        return Line(number, "", discipline, Fault.NO_ADDRESS)
    if not discipline:
        return Line(number, address, "", Fault.NO_DISCIPLINE)
    return Line(number, address, discipline)
