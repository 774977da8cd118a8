"""A `rich_text` block as HTML."""

from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from bot.playground import emoji, mrkdwn
from bot.playground.reader import Reader
from bot.playground.state import Json

_STYLES = (("code", "code"), ("bold", "strong"), ("italic", "em"), ("strike", "s"), ("underline", "u"))


def rendered(block: Json, reader: Reader) -> Markup:
    """The block's sections, lists, quotations and preformatted parts, in order; unknown ones are left out."""
    return Markup("").join(_part(part, reader) for part in block.get("elements", []))


def _part(part: Json, reader: Reader) -> Markup:
    match part.get("type"):
        case "rich_text_section":
            return Markup("<p>{}</p>").format(_run(part, reader))
        case "rich_text_quote":
            return Markup("<blockquote>{}</blockquote>").format(_run(part, reader))
        case "rich_text_preformatted":
            return Markup("<pre>{}</pre>").format(_run(part, reader))
        case "rich_text_list":
            return _list(part, reader)
    return Markup("")


def _list(part: Json, reader: Reader) -> Markup:
    items = Markup("").join(
        Markup("<li>{}</li>").format(_run(item, reader)) for item in part.get("elements", [])
    )
    indent = max(0, min(8, int(part.get("indent", 0))))
    if part.get("style") == "ordered":
        start = int(part.get("offset", 0)) + 1
        return Markup('<ol class="indent-{}" start="{}">{}</ol>').format(indent, start, items)
    return Markup('<ul class="indent-{}">{}</ul>').format(indent, items)


def _run(part: Json, reader: Reader) -> Markup:
    return Markup("").join(_inline(one, reader) for one in part.get("elements", []))


def _inline(one: Json, reader: Reader) -> Markup:
    kind = one.get("type")
    if kind not in _KINDS:
        return Markup("")
    shown = _KINDS[kind](one, reader)
    style = one.get("style") or {}
    for name, tag in _styled(style.keys() if isinstance(style, dict) else ()):
        if style[name]:
            shown = Markup("<{0}>{1}</{0}>").format(tag, shown)
    return shown


def _styled(names: Iterable[str]) -> list[tuple[str, Markup]]:
    wanted = set(names)
    return [(name, Markup(tag)) for name, tag in _STYLES if name in wanted]  # noqa: S704


def _text(one: Json, _reader: Reader) -> Markup:
    return Markup("<br>").join(escape(line) for line in str(one.get("text", "")).split("\n"))


def _link(one: Json, _reader: Reader) -> Markup:
    address = str(one.get("url", ""))
    return mrkdwn.link(address, escape(one.get("text") or address))


def _emoji(one: Json, _reader: Reader) -> Markup:
    try:
        return escape("".join(chr(int(point, 16)) for point in one["unicode"].split("-")))
    except (KeyError, ValueError, OverflowError):
        return escape(emoji.shown(f":{one.get('name', '')}:"))


def _date(one: Json, reader: Reader) -> Markup:
    try:
        shown = escape(reader.dated(float(one["timestamp"]), str(one["format"])))
    except (KeyError, ValueError):
        shown = escape(one.get("fallback", ""))
    return mrkdwn.link(str(one["url"]), shown) if one.get("url") else shown


_KINDS: dict[object, Callable[[Json, Reader], Markup]] = {
    "text": _text,
    "link": _link,
    "emoji": _emoji,
    "date": _date,
    "user": lambda one, reader: mrkdwn.person(str(one.get("user_id", "")), reader),
    "channel": lambda one, reader: mrkdwn.channel(str(one.get("channel_id", "")), reader),
    "broadcast": lambda one, _: Markup('<span class="mention me">@{}</span>').format(
        one.get("range", "here")
    ),
    "color": lambda one, _: Markup("<code>{}</code>").format(one.get("value", "")),
}
