"""conversations.*: making, joining, filling and closing them."""

from bot.playground import payloads, rooms
from bot.playground.arguments import flag, ids, may, need, text
from bot.playground.methods.call import MANAGE_SCOPES, Call, Method
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Kind, Person

MOST_TOPIC = 250
MOST_INVITED = 100


async def open_direct(call: Call) -> Json:
    """The direct conversation with one person; group conversations are not part of this workspace."""
    wanted = call.get("users")
    if call.get("channel"):
        channel = call.channel()
        if channel.kind is not Kind.DIRECT:
            raise Refusal("method_not_supported_for_channel_type")
    else:
        if not wanted:
            raise Refusal("users_list_not_supplied")
        if len(wanted) > 1:
            raise Refusal("missing_scope", needed="mpim:write", provided=_provided(call))
        person = call.person(wanted[0])
        if person.deleted:
            raise Refusal("user_disabled")
        if person.is_bot:
            raise Refusal("not_enough_users")
        channel = call.workspace.direct(person.id)
    if call.get("return_im"):
        return {"channel": payloads.conversation(call.workspace, channel)}
    return {"channel": {"id": channel.id}}


async def create(call: Call) -> Json:
    kind = Kind.PRIVATE if call.get("is_private", False) else Kind.PUBLIC
    call.require(MANAGE_SCOPES[kind])
    bot = call.workspace.state.bot_user_id
    channel = rooms.create(call.workspace, call["name"], kind=kind, members=[bot], creator=bot)
    if kind is Kind.PUBLIC:
        call.door.announce(rooms.created(call.workspace, channel))
    return {"channel": payloads.conversation(call.workspace, channel)}


async def invite(call: Call) -> Json:
    channel = _managed(call)
    people = [_invitee(call, channel, person_id) for person_id in call["users"][:MOST_INVITED]]
    if not people:
        raise Refusal("no_user")
    for person in people:
        rooms.enter(call.workspace, channel, person)
        call.door.announce(
            rooms.entered(call.workspace, channel, person, inviter=call.workspace.state.bot_user_id)
        )
    return {"channel": payloads.conversation(call.workspace, channel)}


def _invitee(call: Call, channel: Channel, person_id: str) -> Person:
    if person_id == call.workspace.state.bot_user_id:
        raise Refusal("cant_invite_self")
    person = call.person(person_id)
    if person.id in channel.members:
        raise Refusal("already_in_channel")
    if person.deleted:
        raise Refusal("cant_invite")
    if person.is_stranger and not channel.is_shared:
        raise Refusal("user_not_found")
    return person


async def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind is not Kind.PUBLIC:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal("is_archived")
    shown: Json = {"warning": "already_in_channel"} if call.is_member(channel) else {}
    if not call.is_member(channel):
        rooms.enter(call.workspace, channel, call.workspace.bot)
        call.door.announce(rooms.entered(call.workspace, channel, call.workspace.bot))
    return shown | {"channel": payloads.conversation(call.workspace, channel)}


async def archive(call: Call) -> Json:
    channel = _managed(call, archived="already_archived")
    channel.is_archived = True
    call.workspace.touch()
    call.door.announce(rooms.closed(call.workspace, channel, by=call.workspace.state.bot_user_id))
    return {}


async def set_topic(call: Call) -> Json:
    channel = call.channel(MANAGE_SCOPES)
    if channel.kind is Kind.DIRECT:
        raise Refusal("method_not_supported_for_channel_type")
    if not call.is_member(channel):
        raise Refusal("not_in_channel")
    if channel.is_archived:
        raise Refusal("is_archived")
    if len(call["topic"]) > MOST_TOPIC:
        raise Refusal("too_long")
    channel.topic = call["topic"]
    call.workspace.touch()
    return {"channel": payloads.conversation(call.workspace, channel)}


def _managed(call: Call, *, archived: str = "is_archived") -> Channel:
    """The channel, for a bot that is in it and may manage it."""
    channel = call.channel(MANAGE_SCOPES)
    if channel.kind is Kind.DIRECT:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal(archived)
    if not call.is_member(channel):
        raise Refusal("not_in_channel")
    return channel


def _provided(call: Call) -> str:
    return ",".join(sorted(call.workspace.registration.scopes))


METHODS = (
    Method(
        name="conversations.open",
        run=open_direct,
        takes={
            "channel": may(text),
            "users": may(ids),
            "return_im": may(flag),
            "prevent_creation": may(flag),
        },
        scopes=("im:write",),
        tier=3,
    ),
    Method(
        name="conversations.create",
        run=create,
        takes={"name": need(text), "is_private": may(flag)},
        scopes=("channels:manage", "groups:write"),
        tier=2,
    ),
    Method(
        name="conversations.invite",
        run=invite,
        takes={"channel": need(text), "users": need(ids), "force": may(flag)},
        scopes=("channels:manage", "groups:write"),
        tier=3,
    ),
    Method(
        name="conversations.join",
        run=join,
        takes={"channel": need(text)},
        scopes=("channels:join",),
        tier=3,
    ),
    Method(
        name="conversations.archive",
        run=archive,
        takes={"channel": need(text)},
        scopes=("channels:manage", "groups:write"),
        tier=2,
    ),
    Method(
        name="conversations.setTopic",
        run=set_topic,
        takes={"channel": need(text), "topic": need(text)},
        scopes=("channels:manage", "groups:write"),
        tier=2,
    ),
)
