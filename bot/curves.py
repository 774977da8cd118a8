"""The picture of a group's confidence, week by week: a curve from 1 to 5.

Nothing in it says more than the line of text beside it. A week of which nothing is told leaves a gap.
"""

import itertools
from collections.abc import Sequence

from bot import messages
from bot.drawing import Box, Circle, Drawing, Label, Shape, Stroke
from bot.texts import Texts

WIDTH, HEIGHT = 480, 300
LEFT, RIGHT, TOP, LOW = 50, 24, 74, 250
FROM = 4
"""So many weeks make a curve; of fewer the text says as much."""
RECENT = 3
"""And one of the last three is among them: an old curve is no news."""
LEVELS = range(1, 6)

PAPER, INK, QUIET, GRID, CURVE = "#ffffff", "#16211f", "#4a5754", "#c9d1cf", "#1f5f5b"


def weeks(message: messages.NudgeCard) -> tuple[float | None, ...]:
    """The weeks before this one; a picture does not change while it stands."""
    return message.history


def picture(message: messages.NudgeCard, texts: Texts) -> Drawing | None:
    """None while there is too little to see."""
    known = weeks(message)
    if sum(one is not None for one in known) < FROM or not recent(known):
        return None
    shapes: list[Shape] = [
        Box(1, 1, WIDTH - 2, HEIGHT - 2, fill=PAPER, outline=GRID, radius=10),
        Label(texts("curve.heading"), 24, 38, 22, INK, bold=True),
    ]
    for level in LEVELS:
        y = _y(level)
        shapes.append(Stroke(LEFT, y, WIDTH - RIGHT, y, GRID))
        shapes.append(Label(str(level), LEFT - 14, y + 7, 20, QUIET, anchor="end"))
    shapes += _curve(known, texts)
    shapes.append(Label(texts("curve.oldest"), LEFT, HEIGHT - 14, 18, QUIET))
    shapes.append(Label(texts("curve.newest"), WIDTH - RIGHT, HEIGHT - 14, 18, QUIET, anchor="end"))
    return Drawing(WIDTH, HEIGHT, tuple(shapes), about(message, texts))


def recent(known: Sequence[float | None]) -> bool:
    """Whether the last weeks tell anything."""
    return any(one is not None for one in known[-RECENT:])


def about(message: messages.NudgeCard, texts: Texts) -> str:
    """The picture in words."""
    told = [texts("curve.untold") if one is None else texts.number(one) for one in weeks(message)]
    return texts("curve.about", levels=texts.listed(told))


def _curve(known: Sequence[float | None], texts: Texts) -> list[Shape]:
    step = (WIDTH - RIGHT - LEFT - 40) / max(1, len(known) - 1)
    points = [
        None if level is None else (LEFT + 20 + number * step, _y(level), level)
        for number, level in enumerate(known)
    ]
    shapes: list[Shape] = []
    for here, there in itertools.pairwise(points):
        if here is not None and there is not None:
            shapes.append(Stroke(here[0], here[1], there[0], there[1], CURVE, width=3))
    for point in points:
        if point is not None:
            x, y, level = point
            shapes.append(Circle(x, y, 7, fill=CURVE))
            over = y - 14 if level < LEVELS[-1] else y + 30
            shapes.append(Label(texts.number(level), x, over, 20, INK, bold=True, anchor="middle"))
    return shapes


def _y(level: float) -> float:
    return LOW - (level - LEVELS[0]) * (LOW - TOP) / (LEVELS[-1] - LEVELS[0])
