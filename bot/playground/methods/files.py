"""files.*: the external upload flow and what became of a file."""

import mimetypes
from typing import Any

from bot.playground import payloads, written
from bot.playground.arguments import data, ids, may, need, number, text
from bot.playground.methods.call import Call, Method
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, File, Json, Kind, Message

MOST_ALT_TEXT = 1000


async def get_upload_url(call: Call) -> Json:
    """A place for exactly `length` bytes; they are sent there next."""
    if call["length"] <= 0:
        raise Refusal("invalid_arguments", messages=["[ERROR] must be more than 0 [json-pointer:/length]"])
    if len(call.get("alt_txt") or "") > MOST_ALT_TEXT:
        raise Refusal("alt_txt_too_large")
    file = File(
        id=call.workspace.fresh_id("F"),
        name=call["filename"],
        alt_text=call.get("alt_txt") or "",
        mimetype=mimetypes.guess_type(call["filename"])[0] or "application/octet-stream",
        length=call["length"],
        user=call.workspace.state.bot_user_id,
        created=int(call.workspace.clock().timestamp()),
    )
    call.workspace.state.files[file.id] = file
    return {"upload_url": f"{call.workspace.url}/upload/{file.id}", "file_id": file.id}


async def complete_upload(call: Call) -> Json:
    """Ends the upload and shares the files where asked; they can be used a moment later."""
    files = [_uploaded(call, one) for one in _given(call)]
    wanted = list(call.get("channels") or []) + ([call["channel_id"]] if call.get("channel_id") else [])
    channels = [_channel(call, channel_id) for channel_id in wanted]
    ready = call.workspace.wall().timestamp() + call.workspace.pace.file_ready
    for file in files:
        file.completed, file.ready_at = True, ready
        file.channels += [channel.id for channel in channels]
    for channel in channels:
        call.workspace.add_message(
            Message(
                channel=channel.id,
                ts=call.workspace.fresh_ts(),
                user=call.workspace.state.bot_user_id,
                bot_id=call.workspace.state.bot_id,
                app_id=call.workspace.state.app_id,
                text=written.kept(call.get("initial_comment") or ""),
                files=[file.id for file in files],
                thread_ts=call.get("thread_ts"),
            )
        )
    call.workspace.touch()
    return {"files": [payloads.file(call.workspace, file) for file in files]}


async def info(call: Call) -> Json:
    file = call.workspace.state.files.get(call["file"])
    if file is None or not file.completed:
        raise Refusal("file_not_found")
    shown = payloads.file(call.workspace, file)
    return {"file": shown, "comments": [], "response_metadata": {"next_cursor": ""}}


def _given(call: Call) -> list[Json]:
    files: Any = call["files"]
    if not isinstance(files, list) or not files or not all(isinstance(one, dict) for one in files):
        raise Refusal("invalid_arguments", messages=["[ERROR] must provide an array [json-pointer:/files]"])
    return files


def _uploaded(call: Call, given: Json) -> File:
    unknown = set(given) - {"id", "title", "highlight_type"}
    if unknown:
        raise Refusal("invalid_arguments", messages=[f"[ERROR] unknown argument: {min(unknown)}"])
    file = call.workspace.state.files.get(str(given.get("id")))
    if file is None or file.completed:
        raise Refusal("file_not_found")
    if file.content is None:
        raise Refusal("file_update_failed")
    file.title = str(given.get("title") or file.name)
    return file


def _channel(call: Call, channel_id: str) -> Channel:
    channel = call.workspace.state.channels.get(channel_id)
    if channel is None or (channel.kind is not Kind.PUBLIC and not call.is_member(channel)):
        raise Refusal("channel_not_found")
    if not call.is_member(channel):
        raise Refusal("not_in_channel")
    return channel


METHODS = (
    Method(
        name="files.getUploadURLExternal",
        run=get_upload_url,
        takes={
            "filename": need(text),
            "length": need(number),
            "alt_txt": may(text),
            "snippet_type": may(text),
        },
        scopes=("files:write",),
        tier=4,
    ),
    Method(
        name="files.completeUploadExternal",
        run=complete_upload,
        takes={
            "files": need(data),
            "channel_id": may(text),
            "channels": may(ids),
            "initial_comment": may(text),
            "thread_ts": may(text),
        },
        scopes=("files:write",),
        tier=4,
    ),
    Method(
        name="files.info",
        run=info,
        takes={
            "file": need(text),
            "count": may(number),
            "cursor": may(text),
            "limit": may(number),
            "page": may(number),
        },
        scopes=("files:read",),
        tier=4,
    ),
)
