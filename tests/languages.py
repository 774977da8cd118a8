"""Telling in which language the bot speaks: every line it says is a line of that language's catalogue."""

import functools
import re
from collections.abc import Collection

from bot import texts

_PLACEHOLDER = re.compile(r"\{\w+\}")
_LINK = re.compile(r"<[^<>|]*\|([^<>]*)>")
_BRACKETS = re.compile(r"<[@#!][^<>]*>")
_LETTER = re.compile(r"[^\W\d_]")
_AROUND = " \u2007*_>~•·"
_BETWEEN = " · "
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
FEWEST_LETTERS = 2
"""A line that is hardly more than its placeholders could be of any language."""


def strange(said: str, locale: str, *, known: Collection[str] = ()) -> list[str]:
    """The lines of `said` that the bot does not say in this language; `known` are the words of people."""
    return [line for line in _lines(said) if not _is_said(line, locale) and not _is_known(line, known)]


def _is_known(line: str, known: Collection[str]) -> bool:
    """Whether nothing is left of the line but what people wrote, mentions, numbers and signs."""
    for one in sorted(known, key=len, reverse=True):
        line = line.replace(one, "")
    return not _LETTER.search(line)


@functools.lru_cache(maxsize=100_000)
def _is_said(line: str, locale: str) -> bool:
    exact, pattern = _catalogue(locale)
    return line in exact or pattern.fullmatch(line) is not None


@functools.cache
def _catalogue(locale: str) -> tuple[frozenset[str], re.Pattern[str]]:
    exact, shapes = set[str](), set[str]()
    for message in texts.catalogue(locale):
        forms = [message.string] if isinstance(message.string, str) else message.string or ()
        for line in (line for form in forms if message.id for line in _lines(form)):
            if not _PLACEHOLDER.search(line):
                exact.add(line)
            elif len(_LETTER.findall(_PLACEHOLDER.sub("", line))) >= FEWEST_LETTERS:
                shapes.add(".+?".join(re.escape(part) for part in _PLACEHOLDER.split(line)))
    spoken = texts.load(locale)
    exact |= {spoken.weekday(day) for day in range(1, 8)}
    return frozenset(exact), re.compile("|".join(sorted(shapes)))


def _lines(said: str) -> list[str]:
    """Lines, and what stands beside each other in one, as people read them: without marks, links by words."""
    plain = _BRACKETS.sub("@", _LINK.sub(r"\1", said))
    for entity, sign in _ESCAPED:
        plain = plain.replace(entity, sign)
    plain = plain.replace("\N{NO-BREAK SPACE}", " ")
    pieces = (piece for raw in plain.splitlines() for piece in raw.split(_BETWEEN))
    return [line for piece in pieces if (line := piece.strip(_AROUND))]
