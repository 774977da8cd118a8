"""National identity numbers of Norway, found in running text.

An identity number is six digits of a date, three of a serial number, and two control digits. A D-number, for
people who are not residents, adds 40 to the day. Synthetic numbers, for trying out systems, add to the month:
80 those of the Tax Administration, 65 those of the health network, 40 those of the Labour and Welfare
Administration (the older auxiliary numbers of hospitals too).

Source: the National Population Register's documentation of the identity number from 2032. From then the
first control digit may leave a remainder of 0 to 3 where it must leave 0 today. The serial number then tells
neither sex nor century, so it is not looked at here, and numbers of both kinds are valid.
"""

import re
from collections.abc import Iterator
from datetime import date

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_MONTHS_AHEAD = (0, 40, 65, 80)

# Between the parts people put spaces, full stops, hyphens or slashes; pasting leaves invisible characters.
_GAP = r"[\s.,:;/_\-\u00ad\u00b7\u200b-\u200d\u2010-\u2015\u2060\ufeff]"
_WRITTEN = re.compile(
    rf"""(?<!\d)(?=(
        (?: \d{{6}} {_GAP}{{0,3}}
          | \d\d {_GAP}{{1,3}} \d\d {_GAP}{{1,3}} (?:\d\d)? \d\d {_GAP}{{1,3}}
          | \d{{8}} {_GAP}{{1,3}}
        )
        (?: \d{{5}} | \d{{3}} {_GAP}{{1,3}} \d\d | \d\d {_GAP}{{1,3}} \d{{3}} )
        (?!\d)
    ))""",
    re.VERBOSE,
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every valid identity number in `text`, as people write them.

    The date may be in one piece or with separators, with a year of two digits or four; the last five digits
    may be in one piece or in two. Groups of 4, 2 and 5 digits are how bank accounts are written and are left
    alone.
    """
    for match in _WRITTEN.finditer(text):
        digits = "".join(character for character in match[1] if character.isdecimal())
        if len(digits) == 13:
            digits = digits[:4] + digits[6:]
        if is_valid(digits):
            yield match.span(1)


def is_valid(digits: str) -> bool:
    """Whether `digits` are an identity number, D-number or synthetic number, by date and both controls."""
    if len(digits) != 11 or not digits.isdecimal():
        return False
    numbers = [int(digit) for digit in digits]
    return (
        _is_date(int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
        and _remainder(_FIRST, numbers) <= 3
        and _remainder(_SECOND, numbers) == 0
    )


def _remainder(weights: tuple[int, ...], numbers: list[int]) -> int:
    return sum(weight * number for weight, number in zip(weights, numbers, strict=False)) % 11


def _is_date(day: int, month: int, year: int) -> bool:
    """Whether the date exists in some century; 2000 is the one that gives 29 February the widest room."""
    day -= 40 if day > 40 else 0
    for ahead in _MONTHS_AHEAD:
        try:
            date(2000 + year, month - ahead, day)
        except ValueError:
            continue
        return True
    return False
