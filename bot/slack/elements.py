"""The elements of a form as Slack sends them in `state.values`; what is odd reads as empty."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.slack import requests
from bot.slack.views.ids import VALUE, Field

Values = Mapping[str, Any]
LARGEST = 2**31 - 1


def within(outer: object, key: str) -> Mapping[str, Any]:
    found = outer.get(key) if isinstance(outer, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def element(filled: Values, field: Field) -> Mapping[str, Any]:
    return within(within(filled, field), VALUE)


def text(filled: Values, field: Field) -> str:
    value = element(filled, field).get("value")
    return requests.storable(value) if isinstance(value, str) else ""


def option(filled: Values, field: Field) -> str:
    value = within(element(filled, field), "selected_option").get("value")
    return value if isinstance(value, str) else ""


def options(filled: Values, field: Field) -> tuple[str, ...]:
    found = element(filled, field).get("selected_options")
    chosen = [within({"": one}, "").get("value") for one in found] if isinstance(found, list) else []
    return tuple(value for value in chosen if isinstance(value, str))


def numbers(filled: Values, field: Field) -> tuple[int, ...]:
    chosen = (number(one) for one in options(filled, field))
    return tuple(dict.fromkeys(one for one in chosen if one is not None))


def place(filled: Values, field: Field) -> str | None:
    return id_(element(filled, field).get("selected_conversation"))


def id_(value: object) -> str | None:
    return value if isinstance(value, str) and value.isascii() and value.isalnum() else None


def number(value: str) -> int | None:
    digits = value.strip()
    if digits.isascii() and digits.isdecimal() and len(digits) <= 10 and int(digits) <= LARGEST:
        return int(digits)
    return None


def moment(seconds: object) -> datetime | None:
    if isinstance(seconds, int) and 0 <= seconds <= 9_999_999_999:
        return datetime.fromtimestamp(seconds, UTC)
    return None
