"""One call of a method, and what a method is."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.playground.arguments import Argument
from bot.playground.door import Door
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Kind, Person
from bot.playground.workspace import Workspace

MOST = 1000
"""The highest `limit` of a paged method."""

READ_SCOPES = {Kind.PUBLIC: "channels:read", Kind.PRIVATE: "groups:read", Kind.DIRECT: "im:read"}
HISTORY_SCOPES = {Kind.PUBLIC: "channels:history", Kind.PRIVATE: "groups:history", Kind.DIRECT: "im:history"}
MANAGE_SCOPES = {Kind.PUBLIC: "channels:manage", Kind.PRIVATE: "groups:write", Kind.DIRECT: "im:write"}


class Token(Enum):
    """Which token a method takes."""

    BOT = "bot"
    APP = "app"
    EITHER = "either"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call whose token and arguments are already admitted."""

    workspace: Workspace
    door: Door
    arguments: Json
    given: Json
    """The arguments as they came, for a method that takes any."""
    is_app: bool = False

    def __getitem__(self, name: str) -> Any:
        """A required argument."""
        return self.arguments[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.arguments.get(name, default)

    def require(self, scope: str) -> None:
        """Refuses with `missing_scope` where the bot was not given the scope."""
        provided = self.workspace.registration.scopes
        if scope not in provided:
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(provided)))

    def channel(self, scopes: Mapping[Kind, str] | None = None) -> Channel:
        """The channel argument. Private channels without the bot do not exist for it."""
        state = self.workspace.state
        channel = state.channels.get(self["channel"])
        if channel is None or (channel.kind is not Kind.PUBLIC and state.bot_user_id not in channel.members):
            raise Refusal("channel_not_found")
        if scopes is not None:
            self.require(scopes[channel.kind])
        return channel

    def person(self, person_id: str, *, error: str = "user_not_found") -> Person:
        found = self.workspace.state.people.get(person_id)
        if found is None:
            raise Refusal(error)
        return found

    def is_member(self, channel: Channel) -> bool:
        return self.workspace.state.bot_user_id in channel.members

    def page(self, found: Sequence[Any], *, default: int = 100) -> tuple[list[Any], str]:
        """The wanted page of a list and the cursor of the next one, empty at the end."""
        limit = self.get("limit", default) or default
        if not 0 < limit <= MOST:
            raise Refusal("invalid_limit")
        start = _offset(self.get("cursor") or "")
        if start > len(found):
            raise Refusal("invalid_cursor")
        end = start + limit
        return list(found[start:end]), _cursor(end) if end < len(found) else ""


def _cursor(offset: int) -> str:
    return base64.b64encode(f"offset:{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        name, _, value = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal("invalid_cursor") from None
    if name != "offset" or not value.isdecimal():
        raise Refusal("invalid_cursor")
    return int(value)


@dataclass(frozen=True, kw_only=True)
class Method:
    """`scopes` are alternatives; methods whose scope depends on the conversation check it themselves."""

    name: str
    run: Callable[[Call], Awaitable[Json]]
    takes: Mapping[str, Argument] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    token: Token = Token.BOT
    tier: int = 3
    posts: bool = False
    """Counts against the channel's own limit."""
    open_ended: bool = False
    """Takes any arguments."""
