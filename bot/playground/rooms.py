"""Channels: making them, and people and the bot coming and going, with the events that tells."""

import re

from bot.playground import payloads
from bot.playground.door import Door
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Kind, Message, Person
from bot.playground.workspace import Workspace

MOST_NAME = 80
_PUNCTUATION = re.compile(r"[-_]+")
_NAME = re.compile(r"[\w-]+")
_LETTERS = {Kind.PUBLIC: "C", Kind.PRIVATE: "G", Kind.DIRECT: "D"}


def create(workspace: Workspace, name: str, *, kind: Kind, members: list[str], creator: str) -> Channel:
    """A new channel. Refuses names with Slack's codes: lower case, no spaces or full stops, 80 characters."""
    if not name:
        raise Refusal("invalid_name_required")
    if len(name) > MOST_NAME:
        raise Refusal("invalid_name_maxlength")
    if _PUNCTUATION.fullmatch(name):
        raise Refusal("invalid_name_punctuation")
    if name != name.lower() or not _NAME.fullmatch(name):
        raise Refusal("invalid_name_specials")
    if any(channel.name == name for channel in workspace.state.channels.values()):
        raise Refusal("name_taken")
    return workspace.add_channel(name=name, kind=kind, members=members, creator=creator)


def add(workspace: Workspace, name: str, *, kind: Kind, members: list[str], with_bot: bool) -> Channel:
    """A channel made without events. Raises ValueError for a bad name, LookupError for an unknown member."""
    people = [workspace.person(member).id for member in members]
    bot = workspace.state.bot_user_id
    try:
        return create(
            workspace,
            name,
            kind=kind,
            members=people + ([bot] if with_bot else []),
            creator=people[0] if people else bot,
        )
    except Refusal as refusal:
        raise ValueError(f"{name!r}: {refusal.code}") from refusal


def of(workspace: Workspace, person: str) -> list[Channel]:
    """The public and private channels a person is in, by name."""
    workspace.person(person)
    found = [
        channel
        for channel in workspace.state.channels.values()
        if channel.kind is not Kind.DIRECT and person in channel.members
    ]
    return sorted(found, key=lambda channel: channel.name)


def enter(workspace: Workspace, channel: Channel, person: Person) -> None:
    """Put a person into a channel, with the line that everybody sees."""
    channel.members.append(person.id)
    _notice(workspace, channel, person, subtype="channel_join", text=f"<@{person.id}> has joined the channel")


def exit_(workspace: Workspace, channel: Channel, person: Person) -> None:
    channel.members.remove(person.id)
    _notice(workspace, channel, person, subtype="channel_leave", text=f"<@{person.id}> has left the channel")


async def join(door: Door, person_id: str, channel_id: str) -> None:
    """Harmless for a member. Raises LookupError for a private channel, which one cannot join unasked."""
    person, channel = door.workspace.person(person_id), door.workspace.channel(channel_id)
    if channel.kind is not Kind.PUBLIC or (person.is_stranger and not channel.is_shared):
        raise LookupError(f"{person_id} cannot join {channel_id}")
    if person.id not in channel.members:
        enter(door.workspace, channel, person)
        await _tell_members(door, channel, entered(door.workspace, channel, person))


async def leave(door: Door, person_id: str, channel_id: str) -> None:
    person, channel = door.workspace.person(person_id), door.workspace.channel(channel_id)
    if person.id in channel.members:
        exit_(door.workspace, channel, person)
        await _tell_members(door, channel, left(door.workspace, channel, person))


async def invite_bot(door: Door, person_id: str, channel_id: str) -> None:
    """The bot hears of its own arrival. Raises LookupError for a person who is not in the channel."""
    channel, bot = door.workspace.channel(channel_id), door.workspace.bot
    if person_id not in channel.members:
        raise LookupError(f"{person_id} is not in {channel_id}")
    if bot.id not in channel.members:
        enter(door.workspace, channel, bot)
        await door.tell(entered(door.workspace, channel, bot, inviter=person_id))


async def remove_bot(door: Door, person_id: str, channel_id: str) -> None:
    """Raises LookupError for a person who is not in the channel."""
    channel, bot = door.workspace.channel(channel_id), door.workspace.bot
    if person_id not in channel.members:
        raise LookupError(f"{person_id} is not in {channel_id}")
    if bot.id in channel.members:
        exit_(door.workspace, channel, bot)
        kind = "group_left" if channel.kind is Kind.PRIVATE else "channel_left"
        ts = door.workspace.fresh_ts()
        await door.tell({"type": kind, "channel": channel.id, "actor_id": person_id, "event_ts": ts})


async def archive(door: Door, person_id: str, channel_id: str, *, archived: bool) -> None:
    person, channel = door.workspace.person(person_id), door.workspace.channel(channel_id)
    if channel.is_archived == archived:
        return
    channel.is_archived = archived
    door.workspace.touch()
    await _tell_members(door, channel, closed(door.workspace, channel, by=person.id))


async def delete(door: Door, person_id: str, channel_id: str) -> None:
    """For good, with all that stood in it: from now on nobody finds it, the bot included."""
    person, channel = door.workspace.person(person_id), door.workspace.channel(channel_id)
    in_it = door.workspace.bot.id in channel.members
    door.workspace.remove_channel(channel)
    if in_it:
        kind = "group_deleted" if channel.kind is Kind.PRIVATE else "channel_deleted"
        event = {"type": kind, "channel": channel.id, "actor_id": person.id}
        await door.tell(event | {"event_ts": door.workspace.fresh_ts()})


async def set_locale(door: Door, person_id: str, locale: str) -> None:
    person = door.workspace.person(person_id)
    person.locale = locale
    door.workspace.touch()
    shown = payloads.user(door.workspace, person, locale=True, email=False)
    await door.tell({"type": "user_change", "user": shown, "event_ts": door.workspace.fresh_ts()})


async def deactivate(door: Door, person_id: str) -> None:
    """An administrator of the workspace closes an account."""
    person = door.workspace.person(person_id)
    person.deleted = True
    door.workspace.touch()
    shown = payloads.user(door.workspace, person, locale=True, email=False)
    await door.tell({"type": "user_change", "user": shown, "event_ts": door.workspace.fresh_ts()})


def created(workspace: Workspace, channel: Channel) -> Json:
    shown = {
        "id": channel.id,
        "name": channel.name,
        "created": channel.created,
        "creator": channel.creator,
        "is_channel": True,
        "is_shared": channel.is_shared,
    }
    return {"type": "channel_created", "channel": shown, "event_ts": workspace.fresh_ts()}


def entered(workspace: Workspace, channel: Channel, person: Person, *, inviter: str | None = None) -> Json:
    event = _membership(workspace, "member_joined_channel", channel, person)
    return event | ({"inviter": inviter} if inviter else {})


def left(workspace: Workspace, channel: Channel, person: Person) -> Json:
    return _membership(workspace, "member_left_channel", channel, person)


def closed(workspace: Workspace, channel: Channel, *, by: str) -> Json:
    """The event of a channel that was archived, or taken out of the archive."""
    kind = "group" if channel.kind is Kind.PRIVATE else "channel"
    change = "archive" if channel.is_archived else "unarchive"
    return {
        "type": f"{kind}_{change}",
        "channel": channel.id,
        "user": by,
        "is_moved": 0,
        "event_ts": workspace.fresh_ts(),
    }


def _membership(workspace: Workspace, kind: str, channel: Channel, person: Person) -> Json:
    return {
        "type": kind,
        "user": person.id,
        "channel": channel.id,
        "channel_type": _LETTERS[channel.kind],
        "team": payloads.team_of(workspace, person),
        "event_ts": workspace.fresh_ts(),
    }


def _notice(workspace: Workspace, channel: Channel, person: Person, *, subtype: str, text: str) -> None:
    workspace.add_message(
        Message(channel=channel.id, ts=workspace.fresh_ts(), user=person.id, subtype=subtype, text=text)
    )


async def _tell_members(door: Door, channel: Channel, event: Json) -> None:
    """Events of a channel reach the bot only while it is in there."""
    if door.workspace.bot.id in channel.members:
        await door.tell(event)
