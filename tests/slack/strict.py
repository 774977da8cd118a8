"""What Slack would say of a drawing: its limits, and where people's text may stand."""

import json
from collections.abc import Iterator
from typing import Any

from bot.playground.limits import blocks as limits
from bot.playground.limits import views as view_limits
from bot.playground.limits.report import Report
from bot.slack.views.blocks import Drawn, Json

from . import samples

LARGEST_TEXT = 4000
OBEYED = "\u202e\u2066\u200b\x00\x07\x1b"
"""Signs that turn, hide or disturb text; the samples and the walks write them everywhere."""
LARGEST_MESSAGE = 200_000
"""Bytes; well within what a view may hold."""


def message(drawn: Drawn) -> None:
    """Assert that Slack takes it as a message, and that people's text in it is only text."""
    report = Report()
    limits.check(
        drawn.blocks, "/blocks", report, surface=limits.Surface.MESSAGE, usable=lambda file: bool(file)
    )
    assert report.messages == []
    assert drawn.blocks
    assert 0 < len(drawn.text) <= LARGEST_TEXT
    assert not set(drawn.text) & set("<" + OBEYED)
    assert len(json.dumps(drawn.blocks).encode()) < LARGEST_MESSAGE
    inert(drawn.blocks)


def view(drawn: Json) -> None:
    """Assert that Slack takes it as a modal or Home tab, and that people's text in it is only text."""
    surface = limits.Surface(drawn["type"])
    assert view_limits.check(drawn, surface=surface, usable=lambda file: bool(file))
    inert(drawn["blocks"])


def inert(blocks: list[Json]) -> None:
    for text in markup(blocks):
        assert samples.MARK not in text["text"]
        assert text["verbatim"] is True
    for plain in _objects(blocks, "plain_text"):
        assert plain["emoji"] is False
        assert not set(plain["text"]) & set(OBEYED)
    for section in _objects(blocks, "rich_text_section"):  # what is given back to be copied is as it was
        for part in section["elements"]:
            assert not set(part.get("text", "")) & set(OBEYED)
    for found in _dicts(blocks):
        for name in ("alt_text", "accessibility_label"):
            assert not set(found.get(name) or "") & set(OBEYED)


def markup(blocks: list[Json]) -> Iterator[dict[str, Any]]:
    """Every text in which Slack reads markup."""
    return _objects(blocks, "mrkdwn")


def actions(blocks: list[Json]) -> list[dict[str, Any]]:
    """The interactive elements outside inputs, in order."""
    return [element for _, element in (found for block in blocks for found in limits.interactive(block))]


def texts(blocks: list[Json]) -> str:
    """All that can be read, a line each."""
    return "\n".join(found["text"] for found in _dicts(blocks) if isinstance(found.get("text"), str))


def _objects(blocks: list[Json], kind: str) -> Iterator[dict[str, Any]]:
    return (found for found in _dicts(blocks) if found.get("type") == kind)


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _dicts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _dicts(inner)
