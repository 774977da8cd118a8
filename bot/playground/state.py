"""What the playground's Slack knows, as records; kept in one JSON file between runs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Json = dict[str, Any]
"""A JSON object as it travels between Slack and a bot."""

Values = dict[str, dict[str, Json]]
"""Slack's `state.values`: block id → action id → what stands in that field."""


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Kind(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"
    DIRECT = "direct"


class Person(Record):
    """A member of the workspace, the bot's own user included."""

    id: str
    name: str
    """The handle: lower case, no spaces."""
    display_name: str
    """What stands beside a message: a role such as "Youth worker 1"."""
    title: str = ""
    """The profile's title; the pages show it as a hint of the discipline."""
    locale: str = "nb-NO"
    tz: str = "Europe/Oslo"
    email: str = ""
    team_id: str = ""
    """The workspace of a stranger; empty for the people of this one."""
    is_admin: bool = False
    is_restricted: bool = False
    """A guest."""
    is_stranger: bool = False
    """A person of another workspace, met in a shared channel."""
    deleted: bool = False
    is_bot: bool = False


class Channel(Record):
    id: str
    name: str
    """Empty for a direct conversation."""
    kind: Kind = Kind.PUBLIC
    members: list[str] = Field(default_factory=list)
    creator: str = ""
    created: int = 0
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    is_shared: bool = False
    """Shared with another workspace (Slack Connect)."""


class Message(Record):
    """A message in a channel, or a private reply (`shown_to`) that is in nobody's history."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = Field(default_factory=list)
    attachments: list[Json] = Field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    reply_broadcast: bool = False
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    edited: str | None = None
    """The ts of the last change."""
    shown_to: str | None = None
    """The only person who sees an ephemeral message."""
    client_msg_id: str | None = None
    files: list[str] = Field(default_factory=list)
    """Ids of the files shared with this message."""
    values: Values = Field(default_factory=dict)
    """What stands in the inputs of this message."""


class View(Record):
    """An open modal or a published Home tab."""

    id: str
    person: str
    definition: Json
    """The view as the bot sent it, every block and element with its id."""
    hash: str
    external_id: str = ""
    root_view_id: str = ""
    previous_view_id: str | None = None
    values: Values = Field(default_factory=dict)
    """What stands in the fields now; initial values where nothing was typed."""
    errors: dict[str, str] = Field(default_factory=dict)
    """block id → the sentence under that field, from the last submission."""

    @property
    def type(self) -> str:
        return str(self.definition["type"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.definition["blocks"])

    @property
    def callback_id(self) -> str:
        return str(self.definition.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.definition.get("private_metadata", ""))


class File(Record):
    id: str
    name: str
    title: str = ""
    alt_text: str = ""
    mimetype: str = "application/octet-stream"
    length: int = 0
    """The size that was announced; the upload has to match it."""
    content: bytes | None = None
    user: str = ""
    created: int = 0
    completed: bool = False
    ready_at: float | None = None
    """Seconds of the epoch (machine time) from which the file can be used in a message."""
    channels: list[str] = Field(default_factory=list)


class ReplyAddress(Record):
    """A `response_url`: five messages within thirty minutes."""

    id: str
    person: str
    channel: str
    message_ts: str | None = None
    """The message that was acted on; None for a command."""
    is_ephemeral: bool = True
    thread_ts: str | None = None
    uses: int = 0
    expires: datetime


class State(Record):
    team_id: str = "T0PLAYGROUND"
    team_name: str = "Lekeplassen"
    team_domain: str = "lekeplassen"
    bot_user_id: str = "U0BOT"
    bot_id: str = "B0BOT"
    app_id: str = "A0IDEJAKT"
    people: dict[str, Person] = Field(default_factory=dict)
    channels: dict[str, Channel] = Field(default_factory=dict)
    messages: dict[str, list[Message]] = Field(default_factory=dict)
    """channel id → its messages, oldest first, ephemeral ones between them."""
    views: dict[str, list[View]] = Field(default_factory=dict)
    """person id → their open modals, the visible one last."""
    homes: dict[str, View] = Field(default_factory=dict)
    """person id → the Home tab the bot published for them."""
    files: dict[str, File] = Field(default_factory=dict)
    reply_addresses: dict[str, ReplyAddress] = Field(default_factory=dict)
    last_ts: str = "0000000000.000000"
    counter: int = 0
    """The number behind the last id that was given out."""
