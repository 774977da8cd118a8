"""The picture of where a result has come: ring by ring, from its own service to where it lasts.

Nothing in it says more than the message does; each ring has its words beside it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot import lettering, messages
from bot.drawing import Box, Circle, Drawing, Label, Shape, Stroke
from bot.texts import Texts

WIDTH, HEIGHT = 720, 356
X, Y = 180, 200
INNER, STEP = 34, 36
"""The radius of the innermost ring, and from one ring to the next."""
WORDS = 372
DOTS = 12
"""Units drawn in one ring; the words count them all."""

PAPER, INK, QUIET, LINE = "#ffffff", "#16211f", "#4a5754", "#8b9793"
FILLS = ("#1f5f5b", "#3d8580", "#8a5a00", "#5b4a8a")


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring and what stands in it."""

    count: int
    words: str


def picture(message: messages.EndingCard, texts: Texts) -> Drawing | None:
    """None until another unit has taken it up or adapted it."""
    if not (message.reach.taken_up or message.reach.adapted):
        return None
    rings = list(_rings(message.reach, texts))
    shapes: list[Shape] = [
        Box(1, 1, WIDTH - 2, HEIGHT - 2, fill=PAPER, outline=LINE, radius=10),
        Label(texts("reach.heading"), 28, 40, 20, INK, bold=True),
    ]
    shapes += [
        Circle(X, Y, INNER + number * STEP, fill=PAPER, outline=LINE)
        for number in reversed(range(len(rings)))
    ]
    shapes += [_pointer(number) for number in range(len(rings))]
    for number, ring in enumerate(rings):
        shapes += _dots(number, ring)
        shapes += _legend(number, ring)
    return Drawing(WIDTH, HEIGHT, tuple(shapes), about(message, texts))


def about(message: messages.EndingCard, texts: Texts) -> str:
    """The picture in words."""
    return texts("rings.about", rings=texts.listed([one.words for one in _rings(message.reach, texts)]))


def _rings(reach: messages.Reach, texts: Texts) -> Iterator[Ring]:
    """From the inside: its own service, those who took it up, those who adapted it, those where it lasts."""
    yield Ring(int(reach.own), texts("rings.own") if reach.own else texts("rings.not_own"))
    yield Ring(len(reach.taken_up), texts.plural("rings.taken_up", len(reach.taken_up)))
    yield Ring(len(reach.adapted), texts.plural("rings.adapted", len(reach.adapted)))
    lasting = [(months, count) for months, count in reach.lasting if count]
    if lasting:
        months, count = lasting[-1]
        yield Ring(count, texts.plural("rings.lasting", count, months=months))


def _dots(number: int, ring: Ring) -> list[Shape]:
    if number == 0:
        return [Circle(X, Y, 12, fill=FILLS[0])] if ring.count else []
    radius = INNER + number * STEP - STEP / 2
    shown = min(ring.count, DOTS)
    return [
        Circle(
            X + radius * math.cos(2 * math.pi * one / shown - math.pi / 2),
            Y + radius * math.sin(2 * math.pi * one / shown - math.pi / 2),
            8,
            fill=FILLS[number],
        )
        for one in range(shown)
    ]


def _pointer(number: int) -> Stroke:
    """From a ring to its words: which is which is not left to the colour."""
    y = _row(number) - 6
    if number == 0:
        return Stroke(X, Y, WORDS - 22, y, LINE)
    radius = INNER + number * STEP
    height = max(-0.9, min(0.9, (y - Y) / radius))
    return Stroke(X + radius * math.sqrt(1 - height**2), Y + radius * height, WORDS - 22, y, LINE)


def _legend(number: int, ring: Ring) -> list[Shape]:
    y = _row(number)
    rows = lettering.wrap(ring.words, 18, room=WIDTH - WORDS - 24, lines=2)
    return [
        Circle(WORDS - 14, y - 6, 6, fill=FILLS[number]),
        *(Label(row, WORDS, y + 23 * place, 18, INK) for place, row in enumerate(rows)),
    ]


def _row(number: int) -> float:
    return 106.0 + number * 64
