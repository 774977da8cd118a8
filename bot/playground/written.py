"""How Slack keeps text: control sequences stay, everything else of `&`, `<` and `>` is escaped."""

import re
from collections.abc import Mapping
from typing import Any

from bot.playground.state import Json

_CONTROL = r"<(?:@[UW]\w+|#C\w+|![^<>|]+|(?:https?://|mailto:|tel:)[^<>|\s]+)(?:\|[^<>]*)?>"
_ENTITY = r"&(?:amp|lt|gt);"
_URL = r"https?://[^\s<>|\"]*[^\s<>|\".,;:!?)\]}'*_~`]"
_LOOSE = re.compile(f"({_CONTROL})|({_ENTITY})|([&<>])")
_LINKED = re.compile(rf"({_CONTROL})|({_ENTITY})|({_URL})|([&<>])")
_NAMED = re.compile(rf"({_CONTROL})|(?<!\w)@(channel|here|everyone)\b|(?<!\w)#([\w-]+)")
_MENTION = re.compile(r"(?<![\w&])@([\w.-]*\w)")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape(text: str) -> str:
    """All of `&`, `<` and `>` as entities."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def kept(text: str, *, links: bool = True) -> str:
    """Message text as Slack keeps it: stray control characters escaped, bare addresses made links."""

    def settle(found: re.Match[str]) -> str:
        whole = found.group(0)
        if whole in _ESCAPES:
            return _ESCAPES[whole]
        if found.group(1) is None and whole.startswith("http"):
            return f"<{whole}>"
        return whole

    return (_LINKED if links else _LOOSE).sub(settle, text)


def parsed(text: str, channels: Mapping[str, str]) -> str:
    """mrkdwn without `verbatim`, as Slack parses it: addresses, `#names` of channels and `@here` become live.

    `channels` maps names of public channels to ids.
    """

    def name(found: re.Match[str]) -> str:
        if found.group(2):
            return f"<!{found.group(2)}>"
        if found.group(3) in channels:
            return f"<#{channels[found.group(3)]}>"
        return found.group(0)

    return _NAMED.sub(name, kept(text))


def typed(text: str, *, people: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """What a person typed, as it is sent: escaped, with `@handle` and `#name` made mentions."""

    def mention(found: re.Match[str]) -> str:
        person = people.get(found.group(1))
        return f"<@{person}>" if person else found.group(0)

    return parsed(_MENTION.sub(mention, escape(text)), channels)


def settle_blocks(value: Any, channels: Mapping[str, str]) -> Any:
    """A copy of blocks with mrkdwn as kept and the defaults that Slack fills into text objects."""
    if isinstance(value, list):
        return [settle_blocks(item, channels) for item in value]
    if not isinstance(value, dict):
        return value
    settled: Json = {key: settle_blocks(item, channels) for key, item in value.items() if item is not None}
    if settled.get("type") == "mrkdwn":
        settled.setdefault("verbatim", False)
        text = settled["text"]
        settled["text"] = kept(text, links=False) if settled["verbatim"] else parsed(text, channels)
    elif settled.get("type") == "plain_text":
        settled.setdefault("emoji", True)
    return settled
