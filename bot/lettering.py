"""The letters pictures are drawn in: one typeface that comes with the installation, the same everywhere."""

import bisect
import functools
import importlib.util
import unicodedata
from pathlib import Path

from PIL import ImageFont

FAMILY = "Source Sans Pro"
_PACKAGE = "font_source_sans_pro"
_FILES = {False: "SourceSansPro-Regular.ttf", True: "SourceSansPro-Semibold.ttf"}


@functools.cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The typeface in `size` pixels."""
    return ImageFont.truetype(_path(_FILES[bold]), size, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: int, *, bold: bool = False) -> float:
    """How wide `text` is, in pixels."""
    return font(size, bold=bold).getlength(text)


def drawable(text: str) -> str:
    """The text on one line, without the signs that the typeface does not have (such as emoji)."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    return " ".join("".join(sign for sign in plain if _known(sign)).split())


def wrap(text: str, size: int, *, room: float, lines: int, bold: bool = False) -> list[str]:
    """`text` on at most `lines` lines of `room` pixels; what does not fit ends in an ellipsis."""
    rows: list[str] = []
    words = drawable(text).split()
    while words and len(rows) < lines:
        row, words = _row(words, size, room=room, bold=bold)
        rows.append(row)
    if words and rows:
        rows[-1] = _cut(f"{rows[-1]} {words[0]}", size, room=room, bold=bold)
    return rows


def _row(words: list[str], size: int, *, room: float, bold: bool) -> tuple[str, list[str]]:
    row = words[0]
    for taken, word in enumerate(words[1:], start=1):
        if width(f"{row} {word}", size, bold=bold) > room:
            return _fit(row, size, room=room, bold=bold), words[taken:]
        row = f"{row} {word}"
    return _fit(row, size, room=room, bold=bold), []


def _fit(row: str, size: int, *, room: float, bold: bool) -> str:
    return row if width(row, size, bold=bold) <= room else _cut(row, size, room=room, bold=bold)


def _cut(text: str, size: int, *, room: float, bold: bool) -> str:
    fitting = bisect.bisect_right(
        range(1, len(text) + 1), room, key=lambda length: width(text[:length] + "…", size, bold=bold)
    )
    return text[:fitting].rstrip() + "…"


@functools.lru_cache(maxsize=4096)
def _known(sign: str) -> bool:
    """Whether the typeface draws something else for the sign than its box for missing ones."""
    if sign == " ":
        return True
    here = font(24)
    return bytes(here.getmask(sign)) != bytes(here.getmask("\U0010ffff")) and here.getlength(sign) > 0


def _path(file: str) -> str:
    """Where the file lies; the package is not imported, it would look through all of its fonts."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(f"the package {_PACKAGE} is missing")
    return str(Path(found.submodule_search_locations[0]) / "files" / file)
