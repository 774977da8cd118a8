"""Arguments of the Web API: where they are in a request, and what each method takes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground.refusal import Refusal
from bot.playground.state import Json

EVERYWHERE = frozenset({"token", "pretty", "team_id"})
"""Names that any method takes; `team_id` only matters to organisations."""


def text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("must be a string")
    return str(value)


def flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("1", "true"):
        return True
    if str(value).lower() in ("0", "false", ""):
        return False
    raise ValueError("must be a boolean")


def number(value: Any) -> int:
    if isinstance(value, bool):
        raise ValueError("must be an integer")
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ValueError("must be an integer") from None


def data(value: Any) -> Any:
    """JSON, or a string that holds JSON, as forms carry it."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("must be valid JSON") from None


def ids(value: Any) -> list[str]:
    """A comma-separated list, or a JSON array."""
    found = value if isinstance(value, list) else text(value).split(",")
    return [text(one).strip() for one in found if text(one).strip()]


@dataclass(frozen=True)
class Argument:
    read: Callable[[Any], Any]
    required: bool = False


def need(read: Callable[[Any], Any]) -> Argument:
    return Argument(read, required=True)


def may(read: Callable[[Any], Any]) -> Argument:
    return Argument(read)


PAGED: dict[str, Argument] = {"cursor": may(text), "limit": may(number)}


async def gather(request: web.Request) -> Json:
    """Everything the request carries: query, then form or JSON. Refuses bodies that Slack cannot read."""
    found: Json = dict(request.query)
    if request.method != "POST" or not request.body_exists:
        return found
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text())
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(body, dict):
            raise Refusal("json_not_object")
        return found | body
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        form = await request.post()
        return found | {key: value for key, value in form.items() if isinstance(value, str)}
    raise Refusal("invalid_post_type")


def read(given: Json, takes: Mapping[str, Argument]) -> Json:
    """The arguments a method takes, read. Refuses unknown, missing and wrong ones: `invalid_arguments`."""
    messages = [
        f"[ERROR] unknown argument: {name}" for name in given if name not in takes and name not in EVERYWHERE
    ]
    values: Json = {}
    for name, argument in takes.items():
        value = given.get(name)
        if value is None or (value == "" and argument.required):
            if argument.required:
                messages.append(f"[ERROR] missing required field: {name}")
            continue
        try:
            values[name] = argument.read(value)
        except ValueError as problem:
            messages.append(f"[ERROR] {problem} [json-pointer:/{name}]")
    if messages:
        raise Refusal("invalid_arguments", messages=messages)
    return values
