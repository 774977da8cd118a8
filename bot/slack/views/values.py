"""What buttons carry: written by views, read back by handlers, as mistrustful as of any inbound text."""

import json

LARGEST = 2**31 - 1
SEARCH = 150
"""Characters; written as JSON they stay within the 2,000 a button's value may have."""


def pair(first: int, second: object) -> str:
    return f"{first}:{second}"


def read_pair(value: str) -> tuple[int, str]:
    """The two halves of what `pair` wrote. Raises ValueError for anything else."""
    first, colon, second = value.partition(":")
    if not colon or not second:
        raise ValueError("not a pair")
    return read_number(first), second


def read_number(value: str) -> int:
    """An id, a page or a grade: a whole number from 1. Raises ValueError for anything else."""
    if not (value.isascii() and value.isdecimal() and len(value) <= 10 and 1 <= int(value) <= LARGEST):
        raise ValueError("not a number of ours")
    return int(value)


def page(number: int, search: str) -> str:
    """Page `number` of a list of what `search` finds; no longer search than a title is made."""
    return json.dumps({"page": number, "search": search[:SEARCH]})


def read_page(value: str) -> tuple[int, str]:
    """The page and the search that `page` wrote. Raises ValueError for anything else."""
    read = json.loads(value)
    if not isinstance(read, dict) or not isinstance(read.get("search"), str):
        raise ValueError("not a page")
    return read_number(str(read.get("page"))), read["search"]
