"""People's text in Slack: made harmless for the layout, cut where a reader would cut, escaped in mrkdwn.

Slack's mrkdwn has no way to write a literal asterisk, underscore, tilde, backtick or colon. So people's text
goes into plain_text and rich_text, where nothing is markup, and only the bot's own words into mrkdwn.
`escape` is for the fallback text of a message, which Slack reads as mrkdwn whether or not anybody sees it.
"""

import itertools
import re
import unicodedata

ELLIPSIS = "…"
FIRST_MARK = "\u0300"
"""No sign before it is a mark on a letter."""
FIRST_FROM_THE_RIGHT = "\u0590"
"""No sign before it is written from right to left."""
LONGEST_STACK = 4
"""More marks than any living script puts on one letter; what comes above it reaches into other lines."""

# Overrides and embeddings of direction, invisible joiners and tags, controls, lone surrogates. The zero width
# joiner and non-joiner stay: emoji and some scripts are spelt with them. So do the two signs of an isolate,
# which `inline` sets: they harm nothing outside the paragraph they stand in.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2067\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
ISOLATE, END = "\u2068", "\u2069"
_NO_ISOLATES = str.maketrans("", "", ISOLATE + END)
_BREAKS = re.compile("\r\n?|\u2028|\u2029|\u0085|\v|\f")
_EMPTY_LINES = re.compile(r"\n[ \t\n]*\n[ \t]*\n")
_ADDRESS = re.compile(r"https?://[^\s<>|]+")


def clean(text: str) -> str:
    """The text without what breaks a layout: direction overrides, invisible signs, towers of marks, gaps."""
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    text = _EMPTY_LINES.sub("\n\n", _UNSEEN.sub("", text))
    if _plain(text, below=FIRST_MARK):
        return text.strip()
    kept: list[str] = []
    stack = 0
    for sign in text:
        stack = stack + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if stack <= LONGEST_STACK:
            kept.append(sign)
    return "".join(kept).strip()


def inline(text: str, limit: int = 150) -> str:
    """The text cleaned, on one line and clipped, to stand inside a sentence.

    Text with right-to-left letters is isolated, so that it cannot reorder the words around it.
    """
    line = clip(" ".join(clean(text.translate(_NO_ISOLATES)).split()), limit - 2)
    if not _plain(line, below=FIRST_FROM_THE_RIGHT) and any(
        unicodedata.bidirectional(sign) in {"R", "AL", "AN"} for sign in line
    ):
        return f"{ISOLATE}{line}{END}"
    return line


def clip(text: str, limit: int) -> str:
    """At most `limit` of UTF-16's units, as Slack counts; what is cut ends whole signs and an ellipsis."""
    if size(text) <= limit:
        return text
    lengths = itertools.accumulate(map(size, text), initial=size(ELLIPSIS))
    end = next(index for index, length in enumerate(lengths, start=-1) if length > limit)
    while end > 0 and not _between(text, end):
        end -= 1
    return text[:end].rstrip() + ELLIPSIS


def size(text: str) -> int:
    """The length in UTF-16's units: a sign outside the basic plane counts two."""
    return (
        len(text) if _plain(text, below="\U00010000") else len(text) + sum(sign > "\uffff" for sign in text)
    )


def escape(text: str) -> str:
    """Cleaned text for a message's fallback: unable to mention, link or call anybody."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mention(person: str) -> str:
    return f"<@{person}>"


def channel(place: str) -> str:
    return f"<#{place}>"


def bold(text: str) -> str:
    """The bot's own words in bold; never people's, which may hold an asterisk."""
    return f"*{text}*"


def link(address: str, label: str) -> str:
    """A link with a label of the bot's own; the label alone where the address is not one to follow."""
    return f"<{address.replace('&', '&amp;')}|{label}>" if _ADDRESS.fullmatch(address) else label


def _plain(text: str, *, below: str) -> bool:
    """Whether every sign comes before `below`: most text needs no look at its signs one by one."""
    return max(text, default="") < below


def _between(text: str, index: int) -> bool:
    """Whether a reader sees a border before `index`: never inside a letter with marks, an emoji or a flag."""
    if unicodedata.category(text[index]) in {"Mn", "Me", "Mc"} or text[index] in "\u200d\u200c\ufe0e\ufe0f":
        return False
    if "\U0001f3fb" <= text[index] <= "\U0001f3ff" or text[index - 1] == "\u200d":
        return False
    if _flag(text[index]):
        before = index
        while before > 0 and _flag(text[before - 1]):
            before -= 1
        return (index - before) % 2 == 0
    return True


def _flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
