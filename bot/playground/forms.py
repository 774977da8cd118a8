"""Between Block Kit's inputs and a web form: what stands in a field, and what a posted form says.

A field's name in the form is the JSON list of its block id and action id, so that any id can stand there; a
button's is `act`, with such a list as its value and, for an overflow menu, the option as its third item.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground import fields
from bot.playground.state import Json, Values

ACT = "act"

Posted = Mapping[str, Sequence[str]]
"""A posted form: every name with all its values, in order."""

_SHAPES = {"datepicker": "%Y-%m-%d", "timepicker": "%H:%M", "datetimepicker": "%Y-%m-%dT%H:%M"}


class BrokenForm(ValueError):
    """A posted form that no page of the playground makes."""


@dataclass(frozen=True)
class Act:
    """The element a person used: a button, or the field that a button stands beside."""

    block_id: str
    action_id: str
    option: str | None = None


def name(block_id: str, action_id: str, option: str | None = None) -> str:
    """The name of a field, or the value of a button."""
    parts = [block_id, action_id] if option is None else [block_id, action_id, option]
    return json.dumps(parts, ensure_ascii=False)


def act(posted: str) -> Act:
    """What a button's value names. Raises BrokenForm."""
    try:
        parts = json.loads(posted)
    except (ValueError, RecursionError) as error:
        raise BrokenForm("a button's value is not JSON") from error
    if not isinstance(parts, list) or len(parts) not in (2, 3) or not all(isinstance(p, str) for p in parts):
        raise BrokenForm("a button's value is not two or three texts")
    return Act(*parts)


def is_list(kind: str) -> bool:
    """Whether a type of element holds several values."""
    return kind == "checkboxes" or kind.startswith("multi_")


def strings(block: Json, element: Json, values: Values, zone: ZoneInfo) -> list[str]:
    """What stands in a field, as a web form writes it: from `values`, else the element's initial value.

    A date and time is that of `zone`, to the minute. Empty for an element that holds no value.
    """
    kind = element["type"]
    key = fields.key_of(kind)
    if key is None:
        return []
    block_id, action_id = block["block_id"], element["action_id"]
    entry = values.get(block_id, {}).get(action_id) or fields.initial([block])[block_id][action_id]
    held = entry.get(key)
    if held is None:
        return []
    if kind == "datetimepicker":
        return [datetime.fromtimestamp(int(held), zone).strftime(_SHAPES[kind])]
    many = held if isinstance(held, list) else [held]
    return [str(one["value"]) if isinstance(one, dict) else str(one) for one in many]


def values(blocks: Sequence[Json], posted: Posted, zone: ZoneInfo) -> Values:
    """Slack's `state.values` of a posted form: every field of `blocks`, the empty ones too.

    Raises LookupError for an option that is not offered, and BrokenForm for a date or time that is none.
    """
    state: Values = {}
    for block, element in fields.elements(list(blocks)):
        if fields.key_of(element["type"]) is not None:
            state.setdefault(block["block_id"], {})[element["action_id"]] = fields.typed(
                element, _held(block, element, posted, zone)
            )
    return state


def chosen(blocks: Sequence[Json], used: Act, posted: Posted, zone: ZoneInfo) -> object:
    """What a person chose by using an element: an option's value, a list, a date, a text; None for a button.

    A date and time is in seconds of the epoch. Raises LookupError where `blocks` hold no such element.
    """
    for block, element in fields.elements(list(blocks)):
        if (block["block_id"], element["action_id"]) == (used.block_id, used.action_id):
            holds = fields.key_of(element["type"]) is not None
            return _held(block, element, posted, zone) if holds else used.option
    raise LookupError(f"no element {used.block_id}/{used.action_id}")


def _held(block: Json, element: Json, posted: Posted, zone: ZoneInfo) -> list[str] | str | int | None:
    filled = [text for text in posted.get(name(block["block_id"], element["action_id"]), ()) if text]
    kind = element["type"]
    if is_list(kind):
        return filled
    if not filled:
        return None
    return _moment(kind, filled[-1], zone) if kind in _SHAPES else filled[-1].replace("\r\n", "\n")


def _moment(kind: str, text: str, zone: ZoneInfo) -> str | int:
    try:
        moment = datetime.strptime(text, _SHAPES[kind]).replace(tzinfo=zone)
    except ValueError as error:
        raise BrokenForm(f"not a value of a {kind}") from error
    return int(moment.timestamp()) if kind == "datetimepicker" else moment.strftime(_SHAPES[kind])
