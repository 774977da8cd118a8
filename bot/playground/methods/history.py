"""conversations.history and conversations.replies: reading back what was written."""

import base64
import binascii
import re

from bot.playground import payloads
from bot.playground.arguments import PAGED, flag, may, need, number, text
from bot.playground.methods.call import HISTORY_SCOPES, MOST, Call, Method
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Message

_TS = re.compile(r"\d{1,10}(\.\d{1,6})?")


async def history(call: Call) -> Json:
    """Newest first, without the replies in threads."""
    channel = _readable(call)
    found = [
        message
        for message in reversed(call.workspace.history(channel.id))
        if (message.thread_ts in (None, message.ts) or message.reply_broadcast) and _within(call, message)
    ]
    page, more, cursor = _page(call, found)
    return {
        "messages": [_shown(call, message) for message in page],
        "has_more": more,
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


async def replies(call: Call) -> Json:
    """The first message of a thread and its replies, oldest first; the first stands on every page."""
    channel = _readable(call)
    wanted = call["ts"]
    parent = next((one for one in call.workspace.history(channel.id) if one.ts == wanted), None)
    if parent is None:
        raise Refusal("thread_not_found")
    if parent.thread_ts not in (None, parent.ts):
        return {"messages": [_shown(call, parent)], "has_more": False}
    found = [one for one in call.workspace.replies(channel.id, wanted) if _within(call, one)]
    page, more, cursor = _page(call, found)
    return {
        "messages": [_shown(call, message) for message in [parent, *page]],
        "has_more": more,
        "response_metadata": {"next_cursor": cursor},
    }


def _readable(call: Call) -> Channel:
    channel = call.channel(HISTORY_SCOPES)
    if not call.is_member(channel):
        raise Refusal("not_in_channel")
    return channel


def _shown(call: Call, message: Message) -> Json:
    may_read = "metadata.message:read" in call.workspace.registration.scopes
    metadata = may_read and bool(call.get("include_all_metadata"))
    return payloads.message(call.workspace, message, metadata=metadata)


def _within(call: Call, message: Message) -> bool:
    """Whether the message lies between `oldest` and `latest`, which count only with `inclusive`."""
    inclusive = bool(call.get("inclusive", False))
    ts = _micros(message.ts)
    oldest, latest = call.get("oldest"), call.get("latest")
    if oldest:
        bound = _bound(oldest, "invalid_ts_oldest")
        if ts < bound or (ts == bound and not inclusive):
            return False
    if latest:
        bound = _bound(latest, "invalid_ts_latest")
        if ts > bound or (ts == bound and not inclusive):
            return False
    return True


def _bound(value: str, error: str) -> int:
    if not _TS.fullmatch(value):
        raise Refusal(error)
    return _micros(value)


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0") or 0)


def _page(call: Call, found: list[Message]) -> tuple[list[Message], bool, str]:
    """One page. The cursor names the message that comes next, so that new messages shift nothing."""
    limit = call.get("limit", 100)
    if not 0 < limit <= MOST:
        raise Refusal("invalid_limit")
    start = 0
    if call.get("cursor"):
        wanted = _read_cursor(call["cursor"])
        start = next((place for place, one in enumerate(found) if one.ts == wanted), -1)
        if start < 0:
            raise Refusal("invalid_cursor")
    end = start + limit
    more = end < len(found)
    cursor = base64.b64encode(f"next_ts:{found[end].ts}".encode()).decode() if more else ""
    return found[start:end], more, cursor


def _read_cursor(cursor: str) -> str:
    try:
        name, _, value = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal("invalid_cursor") from None
    if name != "next_ts":
        raise Refusal("invalid_cursor")
    return value


_TAKES = PAGED | {
    "channel": need(text),
    "latest": may(text),
    "oldest": may(text),
    "inclusive": may(flag),
    "include_all_metadata": may(flag),
    "limit": may(number),
}

METHODS = (
    Method(
        name="conversations.history",
        run=history,
        takes=_TAKES,
        scopes=tuple(HISTORY_SCOPES.values()),
        tier=3,
    ),
    Method(
        name="conversations.replies",
        run=replies,
        takes=_TAKES | {"ts": need(text)},
        scopes=tuple(HISTORY_SCOPES.values()),
        tier=3,
    ),
)
