"""The picture of where a result has come: ring by ring, from its own service to where it lasts.

Nothing in it says more than the message does; each ring has a number, and its words below.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot import lettering, messages
from bot.drawing import Box, Circle, Drawing, Label, Shape
from bot.texts import Texts

WIDTH = 480
X, Y = 240, 206
INNER, STEP = 34, 36
"""The radius of the innermost ring, and from one ring to the next."""
DOTS = 12
"""Units drawn in one ring; the words count them all."""
APART, AROUND = 40.0, 250.0
"""Degrees between two dots, and over all of them: below them the ring has its number."""

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
    shapes: list[Shape] = [Label(texts("reach.heading"), 24, 38, 22, INK, bold=True)]
    shapes += [
        Circle(X, Y, INNER + number * STEP, fill=PAPER, outline=LINE)
        for number in reversed(range(len(rings)))
    ]
    for number, ring in enumerate(rings):
        shapes += _dots(number, ring)
    y = Y + INNER + (len(rings) - 1) * STEP + 40.0
    for number, ring in enumerate(rings):
        shapes.append(Circle(34, y - 7, 9, fill=FILLS[number]))
        rows = lettering.wrap(f"{number + 1}. {ring.words}", 20, room=WIDTH - 74, lines=2)
        for row in rows:
            shapes.append(Label(row, 54, y, 20, INK))
            y += 26
        y += 6
    height = int(y)
    paper = Box(1, 1, WIDTH - 2, height - 2, fill=PAPER, outline=LINE, radius=10)
    return Drawing(WIDTH, height, (paper, *shapes), about(message, texts))


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
    """The units of a ring, around its top, and below them its number."""
    if number == 0:
        colour = PAPER if ring.count else INK
        centre: list[Shape] = [Circle(X, Y, 16, fill=FILLS[0])] if ring.count else []
        return [*centre, Label("1", X, Y + 7, 18, colour, bold=True, anchor="middle")]
    radius = INNER + number * STEP - STEP / 2
    shown = min(ring.count, DOTS)
    step = min(APART, AROUND / max(1, shown))
    angles = [math.radians(-90 + (one - (shown - 1) / 2) * step) for one in range(shown)]
    dots = [
        Circle(X + radius * math.cos(angle), Y + radius * math.sin(angle), 9, fill=FILLS[number])
        for angle in angles
    ]
    return [*dots, Label(str(number + 1), X, Y + radius + 6, 18, INK, bold=True, anchor="middle")]
