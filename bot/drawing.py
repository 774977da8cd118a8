"""A picture described once, of a few plain shapes; written as SVG for pages and as PNG for channels.

Coordinates are pixels from the top left; a text stands on its baseline.
"""

import io
from dataclasses import dataclass
from typing import Literal, assert_never
from xml.sax import saxutils

from PIL import Image, ImageDraw

from bot import lettering

SCALE = 2
"""Pixels of the PNG for one of the drawing, so that it is sharp on a phone."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled, outlined, or both; colours as `#rrggbb`."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    outline: str | None = None
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Circle:
    """Around `x`, `y`; filled, outlined, or both."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    outline: str | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, `width` pixels thick."""

    x: float
    y: float
    to_x: float
    to_y: float
    colour: str
    width: int = 1


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: float
    y: float
    size: int
    colour: str
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"


Shape = Box | Circle | Stroke | Label
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """`about` is what a person hears who does not see it."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    about: str


def svg(drawing: Drawing) -> str:
    """The drawing as a document of its own, with its description inside."""
    about = saxutils.escape(drawing.about)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{drawing.width}" '
        f'height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}">',
        f"<title>{about}</title>",
    ]
    parts += [_svg(one) for one in drawing.shapes]
    return "\n".join([*parts, "</svg>", ""])


def png(drawing: Drawing) -> bytes:
    """The drawing as a picture, `SCALE` times as large."""
    image = Image.new("RGB", (drawing.width * SCALE, drawing.height * SCALE), "#ffffff")
    canvas = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _paint(canvas, shape)
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _paint(canvas: ImageDraw.ImageDraw, shape: Shape) -> None:
    match shape:
        case Box():
            right, low = shape.x + shape.width, shape.y + shape.height
            canvas.rounded_rectangle(
                (shape.x * SCALE, shape.y * SCALE, right * SCALE, low * SCALE),
                radius=shape.radius * SCALE,
                fill=shape.fill,
                outline=shape.outline,
                width=SCALE,
            )
        case Circle():
            canvas.circle(
                (shape.x * SCALE, shape.y * SCALE),
                shape.radius * SCALE,
                fill=shape.fill,
                outline=shape.outline,
                width=SCALE,
            )
        case Stroke():
            ends = (shape.x * SCALE, shape.y * SCALE, shape.to_x * SCALE, shape.to_y * SCALE)
            canvas.line(ends, fill=shape.colour, width=shape.width * SCALE)
        case Label():
            canvas.text(
                (shape.x * SCALE, shape.y * SCALE),
                shape.text,
                fill=shape.colour,
                font=lettering.font(shape.size * SCALE, bold=shape.bold),
                anchor=_ANCHORS[shape.anchor],
            )
        case _:
            assert_never(shape)


def _svg(shape: Shape) -> str:
    match shape:
        case Box():
            return _svg_box(shape)
        case Circle():
            return (
                f'<circle cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}" '
                f'fill="{shape.fill or "none"}" stroke="{shape.outline or "none"}"/>'
            )
        case Stroke():
            return (
                f'<line x1="{shape.x:g}" y1="{shape.y:g}" x2="{shape.to_x:g}" y2="{shape.to_y:g}" '
                f'stroke="{shape.colour}" stroke-width="{shape.width}"/>'
            )
        case Label():
            return _svg_label(shape)
        case _:
            assert_never(shape)


def _svg_box(box: Box) -> str:
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'rx="{box.radius:g}" fill="{box.fill or "none"}" stroke="{box.outline or "none"}"/>'
    )


def _svg_label(label: Label) -> str:
    weight = 600 if label.bold else 400
    return (
        f'<text x="{label.x:g}" y="{label.y:g}" font-family="{lettering.FAMILY}, sans-serif" '
        f'font-size="{label.size}" font-weight="{weight}" fill="{label.colour}" '
        f'text-anchor="{label.anchor}">{saxutils.escape(label.text)}</text>'
    )
