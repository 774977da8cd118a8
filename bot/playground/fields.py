"""Fields: what stands in the inputs of a view or message, and what choosing in one of them means."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.limits import blocks as limits
from bot.playground.limits import objects
from bot.playground.state import Json, Values

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

_TEXT = ("plain_text_input", "number_input", "email_text_input", "url_text_input")
_OPTION = ("static_select", "radio_buttons")
_OPTIONS = ("multi_static_select", "checkboxes")
_ONE = {
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_MANY = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        for _, element in limits.interactive(block):
            yield block, element


def key_of(kind: str) -> str | None:
    """Under which key a field of this type holds its value; None for buttons and menus that hold none."""
    if kind in _TEXT:
        return "value"
    if kind in _OPTION:
        return "selected_option"
    if kind in _OPTIONS:
        return "selected_options"
    return (_ONE.get(kind) or _MANY.get(kind) or (None,))[0]


def initial(blocks: list[Json]) -> Values:
    """What stands in the fields before anybody touches them; every field is there, the empty ones too."""
    values: Values = {}
    for block, element in elements(blocks):
        kind = element["type"]
        key = key_of(kind)
        if key is None:
            continue
        if kind in _TEXT:
            value = element.get("initial_value")
        elif kind in _OPTION:
            value = element.get("initial_option")
        elif kind in _OPTIONS:
            value = element.get("initial_options") or []
        elif kind in _ONE:
            value = element.get(_ONE[kind][1])
        else:
            value = element.get(_MANY[kind][1]) or []
        values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": kind, key: value}
    return values


def carried_over(blocks: list[Json], before: Values) -> Values:
    """The fields of changed blocks: typed values stay where block, action and type are the same."""
    values = initial(blocks)
    for block, element in elements(blocks):
        known = before.get(block["block_id"], {}).get(element["action_id"])
        if known is None or known["type"] != element["type"]:
            continue
        if element["type"] in _OPTION + _OPTIONS and not _still_offered(element, known):
            continue
        values[block["block_id"]][element["action_id"]] = known
    return values


def _still_offered(element: Json, known: Json) -> bool:
    offered = {option["value"] for option in objects.offered(element)}
    chosen = known.get("selected_options") or [known.get("selected_option")]
    return all(option is None or option["value"] in offered for option in chosen)


def typed(element: Json, value: Any) -> Json:
    """A field's entry in `state.values` for a bare value: a text, an option's value, an id, or a list.

    An entry already in Slack's form is taken as it is. Raises LookupError for an option that is not
    offered and ValueError for a value of the wrong kind.
    """
    kind = element["type"]
    key = key_of(kind)
    if key is None:
        raise LookupError(f"a {kind} holds no value")
    if isinstance(value, dict) and key in value:
        value = _bare(value[key])
    if kind in _OPTION:
        chosen: Any = None if value in (None, "") else _option(element, value)
    elif kind in _OPTIONS:
        chosen = [_option(element, one) for one in _list(value)]
    elif kind in _MANY:
        chosen = [str(one) for one in _list(value)]
    elif value is None or value == "":
        chosen = None
    elif kind == "datetimepicker":
        chosen = int(value)
    else:
        chosen = str(value)
    return {"type": kind, key: chosen}


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value["value"] if isinstance(value, dict) else value


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list | tuple | set | frozenset):
        raise ValueError("a list of values is needed here")
    return list(value)


def _option(element: Json, value: Any) -> Json:
    for option in objects.offered(element):
        if option["value"] == str(value):
            return option
    raise LookupError(f"no option {value!r}")


def filled(blocks: list[Json], before: Values, given: Mapping[str, Mapping[str, Any]]) -> Values:
    """`before` with what was typed since. Raises LookupError for a field that is not there."""
    places = {
        (block["block_id"], element["action_id"]): element
        for block, element in elements(blocks)
        if key_of(element["type"])
    }
    values: Values = {block: dict(fields) for block, fields in before.items()}
    for block_id, fields in given.items():
        for action_id, value in fields.items():
            if (block_id, action_id) not in places:
                raise LookupError(f"no field {block_id}/{action_id}")
            values.setdefault(block_id, {})[action_id] = typed(places[block_id, action_id], value)
    return values


def problems(blocks: list[Json], values: Values) -> dict[str, str]:
    """What Slack itself says under the fields, by block id, before it asks the bot."""
    found: dict[str, str] = {}
    for block, element in elements(blocks):
        key = key_of(element["type"])
        if block["type"] != "input" or key is None:
            continue
        value = values.get(block["block_id"], {}).get(element["action_id"], {}).get(key)
        if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
            sentence = "" if block.get("optional") else REQUIRED
        else:
            sentence = _bounds(element, value)
        if sentence:
            found[block["block_id"]] = sentence
    return found


def _bounds(element: Json, value: Any) -> str:
    kind = element["type"]
    if kind == "plain_text_input":
        if len(value) > element.get("max_length", 3000):
            return f"This entry must be {element.get('max_length', 3000)} characters or fewer."
        if len(value) < element.get("min_length", 0):
            return f"This entry must be at least {element['min_length']} characters."
    elif kind == "number_input":
        return _number(element, value)
    elif kind == "email_text_input" and not _EMAIL.fullmatch(value):
        return "Please enter a valid email address."
    elif kind == "url_text_input" and not re.match(r"https?://\S", value):
        return "Please enter a valid URL."
    elif kind.startswith("multi_") and len(value) > element.get("max_selected_items", 100):
        return f"Select no more than {element['max_selected_items']} items."
    return ""


def _number(element: Json, value: str) -> str:
    expression = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(expression, value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""


def action(block: Json, element: Json, value: Any, *, action_ts: str) -> Json:
    """The entry in a block_actions payload's `actions`. Raises as `typed` does."""
    shown: Json = {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": action_ts,
    }
    if element["type"] == "button":
        return shown | {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    if element["type"] == "overflow":
        return shown | {"selected_option": _option(element, value)}
    copied = {key: element[key] for key in element if key.startswith("initial_") or key == "placeholder"}
    return copied | shown | typed(element, value)
