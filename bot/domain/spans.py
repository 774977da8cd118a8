"""Whole numbers and days in lists, as people write them: `28-31, 40`, `2027-05-07; 18.5.2027`."""

import re
from collections.abc import Iterable
from datetime import date

NONE = frozenset({"none", "ingen"})


def numbers(text: str, *, lowest: int, highest: int) -> tuple[int, ...]:
    """Numbers and ranges of them, each once and in order; `none`, or nothing, is the empty list.

    Raises ValueError for what is none, lies outside, or runs backwards.
    """
    found: set[int] = set()
    for part in parts(text):
        first, dash, last = (one.strip() for one in part.replace("–", "-").partition("-"))
        if not (_is_number(first) and (_is_number(last) or not dash)):
            raise ValueError("no numbers")
        start, end = int(first), int(last or first)
        if not lowest <= start <= end <= highest:
            raise ValueError("outside")
        found.update(range(start, end + 1))
    return tuple(sorted(found))


def days(text: str) -> tuple[date, ...]:
    """Days as 2027-05-07 or 7.5.2027, each once and in order; `none`, or nothing, is the empty list.

    Raises ValueError for what is no day.
    """
    return tuple(sorted({_day(part) for part in parts(text)}))


def parts(text: str) -> tuple[str, ...]:
    """What stands between commas, semicolons and line ends."""
    found = tuple(part.strip() for part in re.split(r"[,;\n]", text) if part.strip())
    return () if len(found) == 1 and found[0].casefold() in NONE else found


def written(values: Iterable[int]) -> str:
    """Numbers with their ranges drawn together."""
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _day(text: str) -> date:
    if found := re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", text):
        day, month, year = (int(one) for one in found.groups())
        return date(year, month, day)
    return date.fromisoformat(text)
