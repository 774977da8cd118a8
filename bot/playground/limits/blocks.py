"""Blocks: what each may hold, and on which surface it is shown."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.playground.limits import elements, objects, richtext
from bot.playground.limits.report import Report
from bot.playground.limits.shapes import Check, boolean, both, by_type, items, may, need, obj, string
from bot.playground.state import Json


class Surface(StrEnum):
    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


MOST = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}

_SHARED = {"type": need(string(50)), "block_id": may(objects.ID)}


def _some_text(block: Any, pointer: str, report: Report) -> None:
    if not block.get("text") and not block.get("fields"):
        report.add("missing required field: text", pointer)


_CONTEXT_ELEMENT = by_type(
    {
        "image": elements.IMAGE,
        "plain_text": objects.plain(3000),
        "mrkdwn": objects.text(3000),
    }
)


def _modelled(block: Any, pointer: str, report: Report) -> None:
    """What slack_sdk's own models know of a block: its keys and limits."""
    try:
        parsed = Block.parse(block)
        if parsed is None:
            report.add(f"unsupported type: {block.get('type')}", f"{pointer}/type")
            return
        for key in block:
            if key not in parsed.attributes:
                report.add(f"invalid additional property: {key}", pointer)
        parsed.to_dict()
    except (TypeError, ValueError, KeyError, AttributeError, SlackObjectFormationError) as problem:
        report.add(str(problem), pointer)


SHAPES: dict[str, Check] = {
    "actions": obj(_SHARED | {"elements": need(items(elements.IN_ACTIONS, most=25))}),
    "context": obj(_SHARED | {"elements": need(items(_CONTEXT_ELEMENT, most=10))}),
    "divider": obj(_SHARED),
    "header": obj(_SHARED | {"text": need(objects.plain(150))}),
    "image": both(
        obj(
            _SHARED
            | {
                "alt_text": need(string(2000)),
                "image_url": may(string(3000)),
                "slack_file": may(objects.SLACK_FILE),
                "title": may(objects.plain(2000)),
            }
        ),
        elements.image_source,
    ),
    "input": obj(
        _SHARED
        | {
            "label": need(objects.plain(2000)),
            "element": need(elements.IN_INPUT),
            "hint": may(objects.plain(2000)),
            "optional": may(boolean),
            "dispatch_action": may(boolean),
        }
    ),
    "markdown": obj(_SHARED | {"text": need(string(12_000))}),
    "rich_text": obj(_SHARED | {"elements": need(richtext.ELEMENTS)}),
    "section": both(
        obj(
            _SHARED
            | {
                "text": may(objects.text(3000)),
                "fields": may(items(objects.text(2000), most=10)),
                "accessory": may(elements.BESIDE_TEXT),
                "expand": may(boolean),
            }
        ),
        _some_text,
    ),
    "alert": _modelled,
    "card": _modelled,
    "carousel": _modelled,
    "container": _modelled,
    "context_actions": _modelled,
    "plan": _modelled,
    "table": _modelled,
    "task_card": _modelled,
    "video": _modelled,
}

_EVERYWHERE = {
    "actions",
    "card",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "video",
}
SHOWN = {
    Surface.MESSAGE: _EVERYWHERE
    | {"carousel", "container", "context_actions", "markdown", "plan", "table", "task_card"},
    Surface.MODAL: _EVERYWHERE | {"alert"},
    Surface.HOME: _EVERYWHERE | {"carousel"},
}


def check(
    blocks: Any, pointer: str, report: Report, *, surface: Surface, usable: Callable[[Json], bool]
) -> None:
    """Report everything wrong with a list of blocks; `usable` says whether a `slack_file` can be shown.

    Slack takes `action_id`s to be unique within a block, `block_id`s within the message or view.
    """
    if not isinstance(blocks, list):
        report.add("must provide an array", pointer)
        return
    if len(blocks) > MOST[surface]:
        report.add(f"no more than {MOST[surface]} items allowed", pointer)
        return
    one = by_type({kind: SHAPES[kind] for kind in SHOWN[surface]})
    for number, block in enumerate(blocks):
        one(block, f"{pointer}/{number}", report)
    if not report:
        _check_ids(blocks, pointer, report)
        _check_together(blocks, pointer, report, usable=usable)
    if not report:
        for number, block in enumerate(blocks):
            _modelled(block, f"{pointer}/{number}", report)


def interactive(block: Json) -> Iterator[tuple[str, Json]]:
    """The interactive elements of a block, each with its JSON pointer inside the block."""
    if block["type"] in ("actions", "context_actions"):
        for number, element in enumerate(block["elements"]):
            yield f"/elements/{number}", element
    elif block["type"] == "section":
        accessory = block.get("accessory")
        if accessory and accessory["type"] != "image":
            yield "/accessory", accessory
    elif block["type"] == "input":
        yield "/element", block["element"]
    elif block["type"] == "card":
        for number, element in enumerate(block.get("actions") or []):
            yield f"/actions/{number}", element
    elif block["type"] in ("carousel", "container"):
        key = "elements" if block["type"] == "carousel" else "child_blocks"
        for number, inner in enumerate(block.get(key) or []):
            for path, element in interactive(inner):
                yield f"/{key}/{number}{path}", element


def _check_ids(blocks: list[Json], pointer: str, report: Report) -> None:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            report.add(f"block_id {block_id} already exists", f"{pointer}/{number}/block_id")
        seen.add(str(block_id))
        actions: set[str] = set()
        for path, element in interactive(block):
            action_id = element.get("action_id")
            if action_id is not None and action_id in actions:
                place = f"{pointer}/{number}{path}/action_id"
                report.add(f"action_id {action_id} already exists in this block", place)
            actions.add(str(action_id))


def _check_together(
    blocks: list[Json], pointer: str, report: Report, *, usable: Callable[[Json], bool]
) -> None:
    focused = 0
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > 12_000:
        report.add("markdown blocks must together be less than 12001 characters", pointer)
    for number, block in enumerate(blocks):
        focused += sum(bool(element.get("focus_on_load")) for _, element in interactive(block))
        for path, image in _images(block):
            if image.get("slack_file") and not usable(image["slack_file"]):
                report.add("invalid slack file", f"{pointer}/{number}{path}/slack_file")
    if focused > 1:
        report.add("only one element may have focus_on_load", pointer)


def _images(block: Json) -> Iterator[tuple[str, Json]]:
    if block["type"] == "image":
        yield "", block
    elif block["type"] == "section" and (block.get("accessory") or {}).get("type") == "image":
        yield "/accessory", block["accessory"]
    elif block["type"] == "context":
        for number, element in enumerate(block["elements"]):
            if element["type"] == "image":
                yield f"/elements/{number}", element
