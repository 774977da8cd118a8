"""Slack's mrkdwn, and its plain text, as HTML that holds nothing but what is built here."""

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.playground import emoji
from bot.playground.reader import Reader

_SCHEMES = {"http", "https", "mailto", "tel"}
_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_QUOTE = re.compile(r"(?:&gt;|>) ?")
_ENTITY = re.compile(r"&(lt|gt|amp);")
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&"}

# A stretch that one sign opens and closes on one line. Code and <…> inside are swallowed whole, without
# backtracking, so that a sign within them closes nothing and a hostile text costs no time.
_STRETCH = r"(?<!\w){0}(?![\s{0}])(?P<{1}>(?>(?:`[^`\n]+`|<[^<>\n]+>|[^{0}\n])+))(?<!\s){0}(?!\w)"
_TOKEN = re.compile(
    "|".join(
        [
            r"`(?P<code>[^`\n]+)`",
            r"<(?P<control>[^<>\n]+)>",
            _STRETCH.format(r"\*", "strong"),
            _STRETCH.format("_", "em"),
            _STRETCH.format("~", "s"),
            r"(?<![\w/@.])(?P<address>https?://[^\s<>|*`]+[^\s<>|*`.,;:!?\"')\]}_~])",
            r"(?P<breaks>\n)",
        ]
    )
)
_CONTROL = re.compile(r"<([^<>\n]+)>")
_DATE = re.compile(r"!date\^(?P<seconds>-?\d{1,12})\^(?P<template>[^^]+)(?:\^(?P<link>.+))?")


def rendered(text: str, reader: Reader, *, verbatim: bool = False) -> Markup:
    """A mrkdwn text as HTML; `verbatim` leaves bare addresses alone, as Slack does."""
    pieces: list[Markup] = []
    end = 0
    for found in _FENCE.finditer(text):
        pieces.append(_lines(text[end : found.start()].removesuffix("\n"), reader, verbatim))
        pieces.append(Markup("<pre>{}</pre>").format(_code(found.group(1), reader)))
        end = found.end()
    pieces.append(_lines(text[end:].removeprefix("\n") if end else text, reader, verbatim))
    return Markup("").join(pieces)


def plain(text: str) -> Markup:
    """A plain text as HTML: Slack's three entities and emoji are read, nothing else means anything."""
    return Markup("<br>").join(escape(emoji.shown(_characters(line))) for line in text.split("\n"))


def words(text: str) -> str:
    """A plain text as a string for an attribute or a title, with Slack's entities and emoji read."""
    return emoji.shown(_characters(text))


def link(address: str, label: Markup) -> Markup:
    """A link that opens apart from the page; only the label where the address is not one a person follows."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return label
    if parts.scheme.lower() not in _SCHEMES:
        return label
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, label)


def person(identity: str, reader: Reader) -> Markup:
    """A mention of a person; the reader's own stands out."""
    kind = "mention me" if identity == reader.person else "mention"
    return Markup('<span class="{}">@{}</span>').format(kind, reader.people.get(identity, identity))


def channel(identity: str, reader: Reader, *, fallback: str = "") -> Markup:
    """A mention of a channel: a link to it where the reader can see it."""
    if identity not in reader.channels:
        return Markup('<span class="mention">#{}</span>').format(fallback or identity)
    return Markup('<a class="mention" href="{}">#{}</a>').format(
        reader.place(identity), reader.channels[identity]
    )


def _lines(text: str, reader: Reader, verbatim: bool) -> Markup:
    """Text outside fences: runs of quoted lines become one quotation."""
    pieces: list[Markup] = []
    run: list[str] = []
    quoting = False
    for line in [*text.split("\n"), None] if text else []:
        mark = _QUOTE.match(line) if line is not None else None
        if run and (line is None or bool(mark) != quoting):
            inside = _inline("\n".join(run), reader, verbatim)
            pieces.append(Markup("<blockquote>{}</blockquote>").format(inside) if quoting else inside)
            run = []
        if line is not None:
            quoting = bool(mark)
            run.append(line[mark.end() :] if mark else line)
    return Markup("").join(pieces)


def _inline(text: str, reader: Reader, verbatim: bool) -> Markup:
    pieces: list[Markup] = []
    end = 0
    for found in _TOKEN.finditer(text):
        pieces.append(_literal(text[end : found.start()]))
        pieces.append(_piece(found, reader, verbatim))
        end = found.end()
    pieces.append(_literal(text[end:]))
    return Markup("").join(pieces)


def _piece(found: re.Match[str], reader: Reader, verbatim: bool) -> Markup:
    kind = found.lastgroup or ""
    inside = found.group(kind)
    match kind:
        case "code":
            return Markup("<code>{}</code>").format(_code(inside, reader))
        case "control":
            return _control(inside, reader)
        case "address":
            label = escape(_characters(inside))
            return label if verbatim else link(_characters(inside), label)
        case "breaks":
            return Markup("<br>")
    element = Markup("<{0}>{1}</{0}>")  # strong, em or s: the names of the pattern's own groups
    return element.format(Markup(kind), _inline(inside, reader, verbatim))  # noqa: S704


def _code(text: str, reader: Reader) -> Markup:
    """Inside code only <…> keeps its meaning."""
    pieces: list[Markup] = []
    end = 0
    for found in _CONTROL.finditer(text):
        pieces.append(escape(_characters(text[end : found.start()])))
        pieces.append(_control(found.group(1), reader))
        end = found.end()
    pieces.append(escape(_characters(text[end:])))
    return Markup("").join(pieces)


def _control(inside: str, reader: Reader) -> Markup:
    """What stands between < and >: a mention, a date or a link, each with an optional label after |."""
    target, _, label = inside.partition("|")
    match target[:1]:
        case "@":
            return person(target[1:], reader)
        case "#":
            return channel(target[1:], reader, fallback=_characters(label))
        case "!":
            return _special(target, label, reader)
    shown = _literal(label or target)
    linked = link(_characters(target), shown)
    return linked if linked is not shown else escape(f"<{_characters(inside)}>")


def _special(target: str, label: str, reader: Reader) -> Markup:
    if target in {"!channel", "!here", "!everyone"}:
        return Markup('<span class="mention me">@{}</span>').format(target[1:])
    if target.startswith("!subteam^"):
        return Markup('<span class="mention">{}</span>').format(_characters(label) or target[9:])
    if found := _DATE.fullmatch(target):
        try:
            shown = escape(reader.dated(int(found["seconds"]), _characters(found["template"])))
        except ValueError:
            shown = escape(_characters(label))
        return link(_characters(found["link"]), shown) if found["link"] else shown
    return escape(_characters(label) or f"<{target}>")


def _literal(text: str) -> Markup:
    return escape(emoji.shown(_characters(text)))


def _characters(text: str) -> str:
    return _ENTITY.sub(lambda found: _CHARACTERS[found.group(1)], text)
