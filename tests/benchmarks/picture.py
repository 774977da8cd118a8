"""The picture: what a vote costs as the load grows, drawn as SVG by hand."""

import math
from collections.abc import Callable, Sequence
from html import escape

from tests.benchmarks.figures import Point

WIDTH, HEIGHT = 460, 320
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 44, 46
COLOURS = {"sqlite": "#1b6ca8", "postgresql": "#b3541e"}
DASHES = {"p50": "", "p99": ' stroke-dasharray="6 4"'}


def draw(points: Sequence[Point]) -> str:
    """One panel for each curve, both axes logarithmic; p50 whole lines, p99 dashed."""
    names = list(dict.fromkeys(one.curve for one in points))
    panels = [
        _panel([one for one in points if one.curve == name], name, offset=number * WIDTH)
        for number, name in enumerate(names)
    ]
    width = max(1, len(names)) * WIDTH
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" '
        f'height="{HEIGHT}" font-family="sans-serif" font-size="12" role="img" '
        'aria-label="Milliseconds a vote takes, against load">\n'
        f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>\n{"".join(panels)}</svg>\n'
    )


def _panel(points: Sequence[Point], name: str, *, offset: int) -> str:
    loads = [one.load for one in points]
    costs = [value for one in points for value in (one.p50, one.p99)]
    across = _scale(loads, LEFT, WIDTH - RIGHT)
    up = _scale(costs, HEIGHT - BOTTOM, TOP)
    parts = [f'<g transform="translate({offset} 0)">\n']
    parts.append(f'<text x="{LEFT}" y="18" font-weight="bold">ms a vote, against {escape(name)}</text>\n')
    for at, (database, colour) in enumerate(COLOURS.items()):
        parts.append(
            f'<text x="{LEFT + at * 150}" y="34" fill="{colour}">{database}: p50 —, p99 - -</text>\n'
        )
    for value in _ticks(costs):
        y = up(value)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dddddd"/>\n')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>\n')
    for load in sorted(set(loads)):
        x = across(load)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{load:,}</text>\n')
    for database, colour in COLOURS.items():
        mine = sorted((one for one in points if one.database == database), key=lambda one: one.load)
        for share, dash in DASHES.items():
            line = " ".join(f"{across(one.load):.1f},{up(getattr(one, share)):.1f}" for one in mine)
            parts.append(
                f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dash} points="{line}"/>\n'
            )
    return "".join([*parts, "</g>\n"])


def _scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    low, high = math.log10(min(values)), math.log10(max(values))
    span = (high - low) or 1.0
    return lambda value: start + (math.log10(value) - low) / span * (end - start)


def _ticks(values: Sequence[float]) -> list[float]:
    """1, 2 and 5 times the powers of ten within the values."""
    low, high = min(values), max(values)
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [
        step * 10.0**decade for decade in decades for step in (1, 2, 5) if low <= step * 10.0**decade <= high
    ]
