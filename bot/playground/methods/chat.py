"""chat.*"""

from bot.playground import contents, fields, payloads
from bot.playground.arguments import Argument, data, flag, may, need, text
from bot.playground.methods.call import Call, Method
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Kind, Message

_CONTENT: dict[str, Argument] = {
    "text": may(text),
    "blocks": may(data),
    "attachments": may(data),
    "markdown_text": may(text),
    "parse": may(text),
    "link_names": may(flag),
    "as_user": may(flag),
}
_POSTING = _CONTENT | {
    "channel": need(text),
    "thread_ts": may(text),
    "username": may(text),
    "icon_emoji": may(text),
    "icon_url": may(text),
}


async def post_message(call: Call) -> Json:
    channel = _target(call)
    content = _content(call)
    metadata = contents.metadata(call["metadata"]) if "metadata" in call.arguments else None
    thread_ts = _thread(call, channel)
    state = call.workspace.state
    message = Message(
        channel=channel.id,
        ts=call.workspace.fresh_ts(),
        user=state.bot_user_id,
        bot_id=state.bot_id,
        app_id=state.app_id,
        text=content.text,
        blocks=content.blocks,
        attachments=content.attachments,
        metadata=metadata,
        thread_ts=thread_ts,
        reply_broadcast=bool(thread_ts and call.get("reply_broadcast", False)),
        values=fields.initial(content.blocks),
    )
    call.workspace.add_message(message)
    shown = payloads.message(call.workspace, message, metadata=True, parent=False)
    call.door.announce(shown | {"channel": channel.id, "event_ts": message.ts})
    return {"channel": channel.id, "ts": message.ts, "message": shown}


async def post_ephemeral(call: Call) -> Json:
    channel = _target(call, ephemeral=True)
    person = call.workspace.state.people.get(call["user"])
    if person is None or person.id not in channel.members:
        raise Refusal("user_not_in_channel")
    content = _content(call)
    state = call.workspace.state
    message = Message(
        channel=channel.id,
        ts=call.workspace.fresh_ts(),
        user=state.bot_user_id,
        bot_id=state.bot_id,
        app_id=state.app_id,
        text=content.text,
        blocks=content.blocks,
        attachments=content.attachments,
        thread_ts=_thread(call, channel),
        shown_to=person.id,
        values=fields.initial(content.blocks),
    )
    call.workspace.add_message(message)
    return {"message_ts": message.ts}


async def update(call: Call) -> Json:
    """What is left out stays, except that a text without blocks takes the blocks away."""
    channel = call.channel()
    message = _own(call, channel, error="cant_update_message")
    if channel.is_archived:
        raise Refusal("is_inactive")
    given = call.arguments
    if not any(key in given for key in ("text", "blocks", "attachments", "markdown_text", "metadata")):
        raise Refusal("no_text")
    content = contents.read(
        call.workspace,
        text=given.get("text", message.text),
        blocks=given.get("blocks", None if "text" in given else (message.blocks or None)),
        attachments=given.get("attachments", message.attachments or None),
        markdown_text=given.get("markdown_text"),
        most=contents.MOST_TEXT_IN_UPDATE if "text" in given else contents.MOST_TEXT,
    )
    if "metadata" in given:
        message.metadata = contents.metadata(given["metadata"])
    message.text, message.blocks = content.text, content.blocks
    message.attachments = content.attachments
    message.values = fields.carried_over(content.blocks, message.values)
    message.reply_broadcast = bool(call.get("reply_broadcast", message.reply_broadcast))
    message.edited = call.workspace.fresh_ts()
    call.workspace.touch()
    shown = payloads.message(call.workspace, message, metadata=True, parent=False)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


async def delete(call: Call) -> Json:
    channel = call.channel()
    message = _own(call, channel, error="cant_delete_message")
    if call.workspace.replies(channel.id, message.ts):
        message.subtype, message.text, message.blocks = "tombstone", "This message was deleted.", []
        message.attachments, message.metadata, message.values = [], None, {}
        call.workspace.touch()
    else:
        call.workspace.remove_message(message)
    return {"channel": channel.id, "ts": message.ts}


async def get_permalink(call: Call) -> Json:
    channel = call.channel()
    wanted = call["message_ts"]
    message = next((one for one in call.workspace.history(channel.id) if one.ts == wanted), None)
    if message is None:
        raise Refusal("message_not_found")
    address = f"{call.workspace.url}/archives/{channel.id}/p{wanted.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def _target(call: Call, *, ephemeral: bool = False) -> Channel:
    """Where to write: a channel by id, a public one by #name, or a person's direct conversation."""
    wanted = call["channel"]
    state = call.workspace.state
    if wanted in state.people and not ephemeral:
        person = state.people[wanted]
        if person.is_bot or person.deleted:
            raise Refusal("channel_not_found")
        channel = call.workspace.direct(person.id)
    elif wanted.startswith("#"):
        named = [one for one in state.channels.values() if one.name == wanted[1:] and one.kind is Kind.PUBLIC]
        if not named:
            raise Refusal("channel_not_found")
        channel = named[0]
    else:
        channel = call.channel()
    if channel.is_archived:
        raise Refusal("is_archived")
    if channel.kind is Kind.DIRECT and not call.workspace.registration.messages_tab:
        raise Refusal("messages_tab_disabled")
    if not call.is_member(channel) and (
        ephemeral or "chat:write.public" not in call.workspace.registration.scopes
    ):
        raise Refusal("not_in_channel")
    return channel


def _content(call: Call) -> contents.Content:
    if any(call.get(name) for name in ("username", "icon_emoji", "icon_url")):
        call.require("chat:write.customize")
    return contents.read(
        call.workspace,
        text=call.get("text"),
        blocks=call.get("blocks"),
        attachments=call.get("attachments"),
        markdown_text=call.get("markdown_text"),
    )


def _thread(call: Call, channel: Channel) -> str | None:
    """The ts of the thread's first message, also where a reply is named."""
    wanted = call.get("thread_ts")
    if wanted is None:
        return None
    parent = next((one for one in call.workspace.history(channel.id) if one.ts == wanted), None)
    if parent is None or parent.subtype in ("channel_join", "channel_leave"):
        raise Refusal("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _own(call: Call, channel: Channel, *, error: str) -> Message:
    """The bot's own message `ts`; private replies are in no history."""
    wanted = call["ts"]
    message = next((one for one in call.workspace.history(channel.id) if one.ts == wanted), None)
    if message is None or message.subtype == "tombstone":
        raise Refusal("message_not_found")
    if message.user != call.workspace.state.bot_user_id:
        raise Refusal(error)
    return message


METHODS = (
    Method(
        name="chat.postMessage",
        run=post_message,
        takes=_POSTING
        | {
            "metadata": may(data),
            "reply_broadcast": may(flag),
            "unfurl_links": may(flag),
            "unfurl_media": may(flag),
            "mrkdwn": may(flag),
        },
        scopes=("chat:write",),
        tier=0,
        posts=True,
    ),
    Method(
        name="chat.postEphemeral",
        run=post_ephemeral,
        takes=_POSTING | {"user": need(text)},
        scopes=("chat:write",),
        tier=4,
        posts=True,
    ),
    Method(
        name="chat.update",
        run=update,
        takes=_CONTENT
        | {
            "channel": need(text),
            "ts": need(text),
            "metadata": may(data),
            "reply_broadcast": may(flag),
            "file_ids": may(text),
        },
        scopes=("chat:write",),
        tier=3,
    ),
    Method(
        name="chat.delete",
        run=delete,
        takes={"channel": need(text), "ts": need(text), "as_user": may(flag)},
        scopes=("chat:write",),
        tier=3,
    ),
    Method(
        name="chat.getPermalink",
        run=get_permalink,
        takes={"channel": need(text), "message_ts": need(text)},
        tier=0,
    ),
)
