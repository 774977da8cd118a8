"""What commands print. A terminal obeys some signs: those of people's texts are shown, not sent to it."""

import re
import sys
from typing import TextIO

# Controls (escape sequences begin with one), line breaks that a terminal or a reader of lines knows besides
# "\n", signs that turn or hide text, halves of pairs, signs for private use. The joiners stay: emoji and some
# scripts are spelt with them.
_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def shown(text: str) -> str:
    r"""The text on one line, with what a terminal would obey written out, such as \u001b.

    The same spelling as JSON's, so that JSON means the same afterwards.
    """
    return _OBEYED.sub(_written, text)


def say(line: str = "", *, error: bool = False) -> None:
    """Print one line, on standard error where it tells of an error; what people wrote begins no other."""
    _print([line], sys.stderr if error else sys.stdout)


def page(text: str, *, error: bool = False) -> None:
    """Print several lines; whoever put them together has seen to it that each is one."""
    _print(text.removesuffix("\n").split("\n"), sys.stderr if error else sys.stdout)


def _print(lines: list[str], stream: TextIO) -> None:
    stream.write("".join(f"{shown(line)}\n" for line in lines))
    stream.flush()


def _written(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
