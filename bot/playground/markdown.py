"""The `markdown` block's common Markdown as HTML: headings, lists, quotations, code, emphasis and links."""

import re
from collections.abc import Callable
from itertools import groupby

from markupsafe import Markup, escape

from bot.playground import emoji, mrkdwn

_FENCE = re.compile(r"^```[^\n]*\n(.*?)\n?^```[ \t]*$", re.DOTALL | re.MULTILINE)
_KINDS = {
    "heading": re.compile(r"#{1,6}[ \t]+(?P<text>.*)"),
    "rule": re.compile(r"(?:-{3,}|\*{3,}|_{3,})[ \t]*(?P<text>)"),
    "bullet": re.compile(r"[ \t]*[-*+][ \t]+(?P<text>.*)"),
    "number": re.compile(r"[ \t]*\d{1,9}[.)][ \t]+(?P<text>.*)"),
    "quote": re.compile(r">[ \t]?(?P<text>.*)"),
    "empty": re.compile(r"[ \t]*(?P<text>)"),
    "text": re.compile(r"(?P<text>.*)"),
}
_TOKEN = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\[(?P<label>[^\[\]\n]+)\]\((?P<address>[^()\s]+)\)"
    r"|\*\*(?P<strong>[^*\s](?:[^*\n]*[^*\s])?)\*\*"
    r"|~~(?P<s>[^~\s](?:[^~\n]*[^~\s])?)~~"
    r"|(?<!\w)(?P<sign>[*_])(?P<em>[^*_\s](?:[^*_\n]*[^*_\s])?)(?P=sign)(?!\w)"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
)


def rendered(text: str) -> Markup:
    """The block's text as HTML; anything that is not one of the forms above is shown as it is written."""
    pieces: list[Markup] = []
    end = 0
    for found in _FENCE.finditer(text):
        pieces.append(_lines(text[end : found.start()]))
        pieces.append(Markup("<pre>{}</pre>").format(found.group(1)))
        end = found.end()
    pieces.append(_lines(text[end:]))
    return Markup("").join(pieces)


def _lines(text: str) -> Markup:
    runs = groupby((_read(line) for line in text.split("\n")), key=lambda read: read[0])
    return Markup("").join(_RUNS[kind]([inside for _, inside in run]) for kind, run in runs)


def _read(line: str) -> tuple[str, str]:
    """The kind of a line, and what stands in it."""
    return next(
        (kind, found["text"])
        for kind, shape in _KINDS.items()
        if (found := shape.fullmatch(line)) is not None
    )


def _paragraph(lines: list[str]) -> Markup:
    return Markup("<p>{}</p>").format(Markup("<br>").join(_inline(line) for line in lines))


def _items(lines: list[str]) -> Markup:
    return Markup("").join(Markup("<li>{}</li>").format(_inline(line)) for line in lines)


_RUNS: dict[str, Callable[[list[str]], Markup]] = {
    "heading": lambda lines: Markup("").join(
        Markup('<p class="heading"><strong>{}</strong></p>').format(_inline(line)) for line in lines
    ),
    "rule": lambda _: Markup("<hr>"),
    "bullet": lambda lines: Markup("<ul>{}</ul>").format(_items(lines)),
    "number": lambda lines: Markup("<ol>{}</ol>").format(_items(lines)),
    "quote": lambda lines: Markup("<blockquote>{}</blockquote>").format(_paragraph(lines)),
    "empty": lambda _: Markup(""),
    "text": _paragraph,
}


def _inline(text: str) -> Markup:
    pieces: list[Markup] = []
    end = 0
    for found in _TOKEN.finditer(text):
        pieces.append(escape(emoji.shown(text[end : found.start()])))
        pieces.append(_piece(found))
        end = found.end()
    pieces.append(escape(emoji.shown(text[end:])))
    return Markup("").join(pieces)


def _piece(found: re.Match[str]) -> Markup:
    if found["code"]:
        return Markup("<code>{}</code>").format(found["code"])
    if found["address"]:
        return mrkdwn.link(found["address"], _inline(found["label"]))
    if found["strong"]:
        return Markup("<strong>{}</strong>").format(_inline(found["strong"]))
    if found["s"]:
        return Markup("<s>{}</s>").format(_inline(found["s"]))
    if found["em"]:
        return Markup("<em>{}</em>").format(_inline(found["em"]))
    return escape(found["escaped"])
