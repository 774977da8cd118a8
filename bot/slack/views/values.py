"""What buttons carry: written by views, read back by handlers, as mistrustful as of any inbound text."""

LARGEST = 2**31 - 1


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
