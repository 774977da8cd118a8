"""Replies without a token: what comes to a `response_url`, or with the acknowledgement of a command."""

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground import contents, fields
from bot.playground.refusal import Refusal
from bot.playground.state import Json, Message, ReplyAddress
from bot.playground.workspace import REPLY_USES, Workspace

if TYPE_CHECKING:
    from bot.playground.slack import Playground

_KEYS = frozenset(
    (
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "mrkdwn",
        "unfurl_links",
        "unfurl_media",
        "metadata",
        "link_names",
        "parse",
    )
)


async def answer(playground: "Playground", request: web.Request) -> web.Response:
    """Take a post to `/response/{id}`: 200 `ok`, 404 for a used or expired one, 400 for a bad message."""
    workspace = playground.workspace
    address = workspace.state.reply_addresses.get(request.match_info["id"])
    if address is None or address.expires <= workspace.clock():
        return _no("expired_url", status=404)
    if address.uses >= REPLY_USES:
        return _no("used_url", status=404)
    address.uses += 1
    try:
        write(workspace, address, await _read(request))
    except Refusal as refusal:
        return web.json_response(refusal.body(), status=400)
    return web.Response(text="ok")


def write(workspace: Workspace, address: ReplyAddress, body: Json) -> Message | None:
    """Carry out a reply: delete or replace the original, or write a new message; the message it left.

    Private unless `response_type` is `in_channel`; a reply reaches channels that the bot is not in. Refuses
    unknown keys and whatever `contents.read` refuses.
    """
    unknown = set(body) - _KEYS
    if unknown:
        raise Refusal("invalid_arguments", messages=[f"[ERROR] unknown argument: {min(unknown)}"])
    if body.get("response_type") not in (None, "ephemeral", "in_channel"):
        raise Refusal("invalid_response_type")
    original = _original(workspace, address)
    if body.get("delete_original"):
        if original is None:
            raise Refusal("message_not_found")
        workspace.remove_message(original)
        return None
    content = contents.read(
        workspace,
        text=body.get("text"),
        blocks=body.get("blocks"),
        attachments=body.get("attachments"),
    )
    if body.get("replace_original") and original is not None:
        original.text, original.blocks, original.attachments = (
            content.text,
            content.blocks,
            content.attachments,
        )
        original.values = fields.carried_over(content.blocks, original.values)
        original.edited = workspace.fresh_ts()
        workspace.touch()
        return original
    state = workspace.state
    private = body.get("response_type") != "in_channel"
    metadata = contents.metadata(body["metadata"]) if body.get("metadata") is not None else None
    return workspace.add_message(
        Message(
            channel=address.channel,
            ts=workspace.fresh_ts(),
            user=state.bot_user_id,
            bot_id=state.bot_id,
            app_id=state.app_id,
            text=content.text,
            blocks=content.blocks,
            attachments=content.attachments,
            metadata=metadata if not private else None,
            thread_ts=body.get("thread_ts") or address.thread_ts,
            shown_to=address.person if private else None,
            values=fields.initial(content.blocks),
        )
    )


def _original(workspace: Workspace, address: ReplyAddress) -> Message | None:
    """The message that was acted on, if it is still there and is the bot's."""
    if address.message_ts is None:
        return None
    try:
        original = workspace.message(address.channel, address.message_ts)
    except LookupError:
        return None
    return original if original.user == workspace.state.bot_user_id else None


async def _read(request: web.Request) -> Json:
    text = await request.text()
    if request.content_type == "application/x-www-form-urlencoded":
        text = str((await request.post()).get("payload", ""))
    try:
        body: Any = json.loads(text)
    except ValueError:
        raise Refusal("invalid_payload") from None
    if not isinstance(body, dict):
        raise Refusal("invalid_payload")
    return {key: value for key, value in body.items() if value is not None}


def _no(error: str, *, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)
