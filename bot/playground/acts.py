"""What people do in channels: commands, messages, clicks, shortcuts, the Home tab."""

import uuid
from collections.abc import Mapping
from typing import Any

from bot.playground import answers, fields, payloads, places, replies, written
from bot.playground.answers import Answer
from bot.playground.door import Ack, Door, Post
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Kind, Message, Person, View


async def command(door: Door, person_id: str, channel_id: str, *, name: str, text: str) -> Answer:
    workspace = door.workspace
    person, channel = workspace.person(person_id), workspace.channel(channel_id)
    refused = _refused(door, person, channel)
    if refused is not None:
        return refused
    if workspace.registration.command(name) is None or "commands" not in workspace.registration.scopes:
        return Answer(error="unknown_command", notice=f"{name} is not a valid command.")
    before = workspace.state.last_ts
    reply_url = workspace.reply_address(person=person.id, channel=channel.id)
    payload = {
        "token": payloads.TOKEN,
        "team_id": workspace.state.team_id,
        "team_domain": workspace.state.team_domain,
        "channel_id": channel.id,
        "channel_name": payloads.place_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": written.escape(text.strip()),
        "api_app_id": workspace.state.app_id,
        "is_enterprise_install": "false",
        "response_url": reply_url,
        "trigger_id": workspace.triggers.give(person.id),
    }
    ack = await door.send(Post.COMMAND, payload, accepts_response=True)
    error = ack.error
    if error is None and ack.body:
        body = ack.body if isinstance(ack.body, dict) else {"text": ack.body}
        address = workspace.state.reply_addresses[reply_url.rpartition("/")[2]]
        try:
            replies.write(workspace, address, body)
        except Refusal:
            error = "dispatch_unknown_error"
    notice = f'{name} failed with the error "{error}"' if error else ""
    return answered(door, person, ack, payload, before=before, error=error, notice=notice)


async def say(door: Door, person_id: str, channel_id: str, *, text: str, thread_ts: str | None) -> Answer:
    workspace = door.workspace
    person, channel = workspace.person(person_id), workspace.channel(channel_id)
    refused = _refused(door, person, channel)
    if refused is not None:
        return refused
    if thread_ts is not None:
        parent = workspace.message(channel.id, thread_ts)
        thread_ts = parent.thread_ts or parent.ts
    before = workspace.state.last_ts
    people = {one.name: one.id for one in workspace.state.people.values()}
    public = {
        one.name: one.id for one in workspace.state.channels.values() if one.kind is Kind.PUBLIC and one.name
    }
    plain = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    message = workspace.add_message(
        Message(
            channel=channel.id,
            ts=workspace.fresh_ts(),
            user=person.id,
            text=written.typed(text, people=people, channels=public),
            blocks=[{"type": "rich_text", "block_id": workspace.fresh_id("b"), "elements": [plain]}],
            thread_ts=thread_ts,
            client_msg_id=str(uuid.uuid4()),
        )
    )
    if workspace.bot.id in channel.members:
        shown = payloads.message(workspace, message, parent=False)
        kinds = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.DIRECT: "im"}
        event = shown | {
            "channel": channel.id,
            "event_ts": message.ts,
            "channel_type": kinds[channel.kind],
        }
        await door.tell(event)
        if f"<@{workspace.bot.id}>" in message.text and channel.kind is not Kind.DIRECT:
            await door.tell(event | {"type": "app_mention"})
    return answered(door, person, None, {}, before=before, ts=message.ts)


async def click(
    door: Door,
    person_id: str,
    channel_id: str | None,
    ts: str | None,
    *,
    action_id: str,
    block_id: str | None,
    value: Any,
    values: Mapping[str, Mapping[str, Any]] | None,
) -> Answer:
    workspace = door.workspace
    person = workspace.person(person_id)
    source = places.find(workspace, person, channel_id=channel_id, ts=ts)
    block, element = places.element(source.blocks, action_id, block_id=block_id)
    action = fields.action(block, element, value, action_ts=workspace.fresh_ts())
    source.values = fields.filled(source.blocks, source.values, values or {})
    if fields.key_of(element["type"]):
        source.values = fields.filled(
            source.blocks, source.values, {block["block_id"]: {element["action_id"]: value}}
        )
    workspace.touch()
    if block["type"] == "input" and not block.get("dispatch_action"):
        return answered(door, person, None, {}, before=workspace.state.last_ts)
    before = workspace.state.last_ts
    trigger_id = workspace.triggers.give(person.id, view_id=source.id if isinstance(source, View) else None)
    payload = payloads.interaction(workspace, "block_actions", person, trigger_id)
    if isinstance(source, View):
        payload |= {
            "container": {"type": "view", "view_id": source.id},
            "view": payloads.view(workspace, source),
        }
    else:
        payload |= _from_message(door, person, source)
    payload["actions"] = [action]
    ack = await door.send(Post.INTERACTION, payload)
    return answered(door, person, ack, payload, before=before)


def _from_message(door: Door, person: Person, message: Message) -> Json:
    """The parts of block_actions that tell of a message; a private one itself is not sent along."""
    workspace = door.workspace
    private = message.shown_to is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": private,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    parts: Json = {
        "container": container,
        "channel": payloads.place(workspace.channel(message.channel)),
        "state": {"values": message.values},
        "response_url": workspace.reply_address(person=person.id, channel=message.channel, about=message),
    }
    return parts if private else parts | {"message": payloads.message(workspace, message)}


async def shortcut(
    door: Door, person_id: str, callback_id: str, *, channel: str | None, ts: str | None
) -> Answer:
    workspace = door.workspace
    person = workspace.person(person_id)
    known = workspace.registration.shortcut(callback_id)
    if known is None or (known.kind == "message") != (ts is not None):
        raise LookupError(f"no such shortcut here: {callback_id}")
    if person.deleted:
        return Answer(error="user_disabled")
    before = workspace.state.last_ts
    trigger_id = workspace.triggers.give(person.id)
    if channel is not None and ts is not None:
        room = workspace.channel(channel)
        message = places.visible(workspace, person, room.id, ts)
        payload = payloads.interaction(workspace, "message_action", person, trigger_id) | {
            "action_ts": workspace.fresh_ts(),
            "callback_id": callback_id,
            "channel": payloads.place(room),
            "message_ts": message.ts,
            "message": payloads.message(workspace, message),
            "response_url": workspace.reply_address(person=person.id, channel=room.id, about=message),
        }
    else:
        payload = payloads.interaction(workspace, "shortcut", person, trigger_id) | {
            "action_ts": workspace.fresh_ts(),
            "callback_id": callback_id,
        }
    ack = await door.send(Post.INTERACTION, payload)
    return answered(door, person, ack, payload, before=before)


async def open_home(door: Door, person_id: str) -> View | None:
    workspace = door.workspace
    person = workspace.person(person_id)
    known = workspace.state.homes.get(person.id)
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": workspace.direct(person.id).id,
        "tab": "home",
        "event_ts": workspace.fresh_ts(),
    }
    if known is not None:
        event["view"] = payloads.view(workspace, known)
    await door.tell(event)
    return workspace.state.homes.get(person.id)


def answered(
    door: Door,
    person: Person,
    ack: Ack | None,
    payload: Json,
    *,
    before: str,
    error: str | None = None,
    notice: str = "",
    errors: dict[str, str] | None = None,
    ts: str | None = None,
) -> Answer:
    """What the person sees now; private replies are those that came after the timestamp `before`."""
    error = error or (ack.error if ack else None)
    if error and not notice:
        notice = NOTICES.get(error, error)
    stack = door.workspace.state.views.get(person.id)
    return Answer(
        status=ack.status if ack else None,
        error=error,
        notice=notice,
        ephemeral=tuple(door.workspace.private_since(person.id, before)),
        errors=errors or {},
        view_id=stack[-1].id if stack else None,
        payload=payload,
        ts=ts,
    )


NOTICES = {
    answers.NO_ANSWER_IN_TIME: "The app did not respond in time. Try again?",
    answers.NOT_DELIVERED: "We had some trouble connecting. Try again?",
}


def _refused(door: Door, person: Person, channel: Channel) -> Answer | None:
    """Why Slack lets the person write nothing here."""
    if person.deleted:
        return Answer(error="user_disabled", notice="This account has been deactivated.")
    if person.id not in channel.members:
        return Answer(error="not_in_channel", notice="You are not in this channel.")
    if channel.is_archived:
        return Answer(error="is_archived", notice="This channel has been archived.")
    if channel.kind is Kind.DIRECT and not door.workspace.registration.direct_writing:
        return Answer(error="restricted_action", notice="Sending messages to this app has been turned off.")
    return None
