"""The picture: what a vote costs as the load grows, drawn as SVG by hand."""

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from tests.benchmarks.figures import Point

WIDTH, HEIGHT = 480, 380
LEFT, RIGHT, TOP, BOTTOM = 52, 30, 96, 50
COLOURS = {"sqlite": "#1b6ca8", "postgresql": "#b3541e"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
INK, QUIET, GRID = "#1a1a1a", "#555555", "#dddddd"
COLUMN = 140


class Line(NamedTuple):
    """One share of the cost, and how its line is drawn."""

    field: str
    name: str
    dash: str


LINES = (
    Line("p50", "half wait at most", ""),
    Line("p99", "99 of 100 wait at most", ' stroke-dasharray="7 4"'),
    Line("processor", "processor time", ' stroke-dasharray="1.5 4" stroke-linecap="round"'),
)


def draw(points: Sequence[Point]) -> str:
    """One panel for each curve, all axes logarithmic; the panels share the one upwards, so slopes compare."""
    names = list(dict.fromkeys(one.curve for one in points))
    costs = [getattr(one, line.field) for one in points for line in LINES]
    up = _scale([*_around(costs)], HEIGHT - BOTTOM, TOP)
    panels = [
        _panel([one for one in points if one.curve == name], name, costs, up, offset=number * WIDTH)
        for number, name in enumerate(names)
    ]
    width = max(1, len(names)) * WIDTH
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" '
        f'height="{HEIGHT}" font-family="sans-serif" font-size="12" role="img" '
        f'aria-label="Milliseconds a vote takes, against {escape(" and against ".join(names))}">\n'
        f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>\n{_legend()}{"".join(panels)}</svg>\n'
    )


def _legend() -> str:
    """Databases down, lines across: no line is told from another by its colour alone."""
    parts = [_text(LEFT, 20, "Milliseconds a vote takes", extra=' font-weight="bold" font-size="14"')]
    for row, (database, colour) in enumerate(COLOURS.items()):
        y = 42 + row * 18
        parts.append(_text(LEFT, y + 4, NAMES[database], colour=colour))
        for column, line in enumerate(LINES):
            x = LEFT + 84 + column * (COLUMN + 40)
            points = [(x, float(y)), (x + 34, float(y))]
            parts.append(_line(points, database, line.dash))
            parts.append(_text(x + 44, y + 4, line.name, colour=QUIET))
    return "".join(parts)


def _panel(
    points: Sequence[Point], name: str, costs: Sequence[float], up: Callable[[float], float], *, offset: int
) -> str:
    across = _scale([one.load for one in points], LEFT, WIDTH - RIGHT)
    parts = [f'<g transform="translate({offset} 0)">\n']
    for value in _ticks(costs):
        y = up(value)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>\n')
        parts.append(_text(LEFT - 8, y + 4, f"{value:g}", colour=QUIET, extra=' text-anchor="end"'))
    for load in sorted({one.load for one in points}):
        at = across(load)
        parts.append(
            _text(at, HEIGHT - BOTTOM + 18, f"{load:,}", colour=QUIET, extra=' text-anchor="middle"')
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(_text(middle, HEIGHT - BOTTOM + 38, name, extra=' text-anchor="middle"'))
    for database in COLOURS:
        mine = sorted((one for one in points if one.database == database), key=lambda one: one.load)
        for line in LINES:
            found = [(across(one.load), up(getattr(one, line.field))) for one in mine]
            parts.append(_line(found, database, line.dash))
    return "".join([*parts, "</g>\n"])


def _line(points: Sequence[tuple[float, float]], database: str, dash: str) -> str:
    """SQLite's marks are round, PostgreSQL's square."""
    colour = COLOURS[database]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        if database == "sqlite"
        else f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="{colour}"/>'
        for x, y in points
    )
    return f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dash} points="{path}"/>{marks}\n'


def _text(x: float, y: float, text: str, *, colour: str = INK, extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{extra}>{escape(text)}</text>\n'


def _scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    low, high = math.log10(min(values)), math.log10(max(values))
    span = (high - low) or 1.0
    return lambda value: start + (math.log10(value) - low) / span * (end - start)


def _around(values: Sequence[float]) -> tuple[float, float]:
    """The ticks below the lowest and above the highest value."""
    ticks = _steps(values)
    return max(one for one in ticks if one <= min(values)), min(one for one in ticks if one >= max(values))


def _ticks(values: Sequence[float]) -> list[float]:
    low, high = _around(values)
    return [one for one in _steps(values) if low <= one <= high]


def _steps(values: Sequence[float]) -> list[float]:
    """1, 2 and 5 times the powers of ten about the values."""
    decades = range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)
    return [step * 10.0**decade for decade in decades for step in (1, 2, 5)]
