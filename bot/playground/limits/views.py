"""Views: modals and Home tabs."""

import json
from collections.abc import Callable
from typing import Any

from bot.playground.limits import blocks, objects
from bot.playground.limits.report import Report
from bot.playground.limits.shapes import Check, boolean, by_type, may, need, obj, one_of, string
from bot.playground.refusal import Refusal
from bot.playground.state import Json

MOST_BYTES = 250_000


def _any(_value: Any, _pointer: str, _report: Report) -> None:
    """Blocks are checked apart, once the rest of the view is known to be sound."""


_SHARED = {
    "blocks": need(_any),
    "private_metadata": may(string(3000, least=0)),
    "callback_id": may(string(255, least=0)),
    "external_id": may(string(255, least=0)),
}
_VIEW: Check = by_type(
    {
        "modal": obj(
            _SHARED
            | {
                "type": need(one_of("modal")),
                "title": need(objects.plain(24)),
                "submit": may(objects.plain(24)),
                "close": may(objects.plain(24)),
                "clear_on_close": may(boolean),
                "notify_on_close": may(boolean),
                "submit_disabled": may(boolean),
            }
        ),
        "home": obj(_SHARED | {"type": need(one_of("home"))}),
    }
)


def check(view: Any, *, surface: blocks.Surface, usable: Callable[[Json], bool]) -> Json:
    """The view, sound. Refuses with `view_too_large`, or `invalid_arguments` and every problem found."""
    if isinstance(view, dict) and len(json.dumps(view).encode()) > MOST_BYTES:
        raise Refusal("view_too_large")
    report = Report()
    _VIEW(view, "/view", report)
    if isinstance(view, dict):
        if view.get("type") in tuple(blocks.Surface) and view["type"] != surface:
            report.add(f"must be a valid enum value: {surface}", "/view/type")
        if view.get("blocks") is not None:
            if view["blocks"] == []:
                report.add("no fewer than 1 items allowed", "/view/blocks")
            blocks.check(view["blocks"], "/view/blocks", report, surface=surface, usable=usable)
        if surface is blocks.Surface.MODAL and not view.get("submit") and _has_input(view.get("blocks")):
            report.add("missing required field: submit", "/view")
    if report:
        raise Refusal("invalid_arguments", messages=report.messages)
    return dict(view)


def _has_input(found: Any) -> bool:
    return isinstance(found, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in found
    )
