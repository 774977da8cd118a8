"""The content of a message: checked against Slack's limits and put into the form in which Slack keeps it."""

import copy
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground import payloads, written
from bot.playground.limits import blocks as limits
from bot.playground.limits.report import Report
from bot.playground.refusal import Refusal
from bot.playground.state import Json, Kind
from bot.playground.workspace import Workspace

MOST_TEXT = 40_000
MOST_TEXT_IN_UPDATE = 4_000
MOST_MARKDOWN = 12_000
MOST_IN_BLOCKS = 13_200
"""Characters in all blocks together; Slack does not document it (slackapi/bolt-js issue 2509 measured it)."""
MOST_ATTACHMENTS = 100
MOST_METADATA = 16_384

_ATTACHMENT_KEYS = frozenset(
    (
        "fallback",
        "color",
        "pretext",
        "author_name",
        "author_link",
        "author_icon",
        "title",
        "title_link",
        "text",
        "fields",
        "footer",
        "footer_icon",
        "ts",
        "mrkdwn_in",
        "blocks",
        "callback_id",
        "image_url",
        "thumb_url",
        "id",
    )
)


@dataclass(frozen=True, kw_only=True)
class Content:
    text: str
    blocks: list[Json]
    attachments: list[Json]


def read(
    workspace: Workspace,
    *,
    text: str | None,
    blocks: Any,
    attachments: Any = None,
    markdown_text: str | None = None,
    most: int = MOST_TEXT,
) -> Content:
    """The content of a message to be written. Refuses what Slack refuses, with its code."""
    if markdown_text is not None:
        if text or blocks:
            raise Refusal("markdown_text_conflict")
        if len(markdown_text) > MOST_MARKDOWN:
            raise Refusal("msg_too_long")
        blocks = [{"type": "markdown", "text": markdown_text}]
    if text is not None and len(text) > most:
        raise Refusal("msg_too_long")
    read_blocks = checked(workspace, blocks) if blocks is not None else []
    read_attachments = _attachments(workspace, attachments)
    if not (text or "").strip() and not read_blocks and not read_attachments:
        raise Refusal("no_text")
    return Content(text=written.kept(text or ""), blocks=read_blocks, attachments=read_attachments)


def checked(workspace: Workspace, blocks: Any) -> list[Json]:
    """A message's blocks, sound, each block and element with its id. Refuses the others."""
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    report = Report()
    limits.check(
        blocks, "/blocks", report, surface=limits.Surface.MESSAGE, usable=payloads.showable(workspace)
    )
    if report:
        raise Refusal("invalid_blocks", messages=report.messages)
    if sum(len(text) for text in _texts(blocks)) > MOST_IN_BLOCKS:
        raise Refusal("msg_blocks_too_long")
    return settled(workspace, blocks)


def settled(workspace: Workspace, blocks: list[Json]) -> list[Json]:
    """Sound blocks as Slack keeps them: with ids, defaults, and live mentions where they are allowed."""
    kept: list[Json] = written.settle_blocks(copy.deepcopy(blocks), _names(workspace))
    for block in kept:
        if not block.get("block_id"):
            block["block_id"] = _fresh()
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
        for _, element in limits.interactive(block):
            if not element.get("action_id"):
                element["action_id"] = _fresh()
    return kept


def metadata(value: Any) -> Json | None:
    """Message metadata, sound; None for an empty object. Refuses with Slack's three codes for it."""
    if value == {}:
        return None
    if not isinstance(value, dict) or set(value) != {"event_type", "event_payload"}:
        raise Refusal("invalid_metadata_format")
    name, payload = value["event_type"], value["event_payload"]
    if not isinstance(name, str) or not 0 < len(name) <= 255 or not isinstance(payload, dict):
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(value).encode()) > MOST_METADATA:
        raise Refusal("metadata_too_large")
    return value


def _attachments(workspace: Workspace, value: Any) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Refusal("invalid_attachments")
    if len(value) > MOST_ATTACHMENTS:
        raise Refusal("too_many_attachments")
    kept = []
    for attachment in value:
        if set(attachment) - _ATTACHMENT_KEYS:
            raise Refusal("invalid_attachments")
        blocks = attachment.get("blocks")
        kept.append(attachment | ({"blocks": checked(workspace, blocks)} if blocks is not None else {}))
    return kept


def _texts(value: Any) -> Iterator[str]:
    """Every text that a reader would see."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "text" and isinstance(item, str):
                yield item
            else:
                yield from _texts(item)


def _names(workspace: Workspace) -> dict[str, str]:
    return {
        channel.name: channel.id
        for channel in workspace.state.channels.values()
        if channel.kind is Kind.PUBLIC and not channel.is_archived
    }


def _fresh() -> str:
    """A short id, as Slack makes them up for blocks and elements without one."""
    return secrets.token_urlsafe(4)[:5]
