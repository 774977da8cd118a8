"""Payloads: what Slack sends to a bot, and how it shows people, channels, messages and views."""

import hashlib
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.state import Channel, File, Json, Kind, Message, Person, View
from bot.playground.workspace import Workspace

TOKEN = "verification-token-is-deprecated"  # noqa: S105 - not a secret: Slack still sends the field, nobody checks it


def team(workspace: Workspace) -> Json:
    return {"id": workspace.state.team_id, "domain": workspace.state.team_domain}


def team_of(workspace: Workspace, person: Person) -> str:
    return person.team_id or workspace.state.team_id


def actor(workspace: Workspace, person: Person) -> Json:
    """The `user` of an interaction."""
    return {
        "id": person.id,
        "username": person.name,
        "name": person.name,
        "team_id": team_of(workspace, person),
    }


def place(channel: Channel) -> Json:
    """The `channel` of an interaction."""
    return {"id": channel.id, "name": place_name(channel)}


def place_name(channel: Channel) -> str:
    return {Kind.PUBLIC: channel.name, Kind.PRIVATE: "privategroup", Kind.DIRECT: "directmessage"}[
        channel.kind
    ]


def user(workspace: Workspace, person: Person, *, locale: bool, email: bool) -> Json:
    """A person as `users.info` shows them; the e-mail address only to those who may read it."""
    offset = workspace.clock().astimezone(ZoneInfo(person.tz)).utcoffset()
    profile: Json = {
        "title": person.title,
        "real_name": person.display_name,
        "real_name_normalized": person.display_name,
        "display_name": person.display_name,
        "display_name_normalized": person.display_name,
        "team": team_of(workspace, person),
        "avatar_hash": hashlib.sha256(person.id.encode()).hexdigest()[:12],
    }
    if email and person.email and not person.is_stranger:
        profile["email"] = person.email
    shown: Json = {
        "id": person.id,
        "team_id": team_of(workspace, person),
        "name": person.name,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if not person.deleted:
        shown |= {
            "real_name": person.display_name,
            "tz": person.tz,
            "tz_label": person.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": person.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": person.is_restricted,
            "is_ultra_restricted": False,
        }
    if person.is_stranger:
        shown["is_stranger"] = True
    if locale and not person.deleted:
        shown["locale"] = person.locale
    return shown


def conversation(workspace: Workspace, channel: Channel, *, count: bool = False) -> Json:
    """A channel as `conversations.info` shows it to the bot."""
    bot = workspace.state.bot_user_id
    shown: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind is Kind.DIRECT,
        "is_mpim": False,
        "is_org_shared": False,
    }
    if channel.kind is Kind.DIRECT:
        other = next(member for member in channel.members if member != bot)
        return shown | {"user": other, "is_user_deleted": workspace.person(other).deleted, "priority": 0}
    private = channel.kind is Kind.PRIVATE
    shown |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not private,
        "is_group": private,
        "is_private": private,
        "is_general": False,
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_member": bot in channel.members,
        "creator": channel.creator,
        "unlinked": 0,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": channel.created},
        "previous_names": [],
    }
    if count:
        shown["num_members"] = len(channel.members)
    return shown


def message(workspace: Workspace, one: Message, *, metadata: bool = False, parent: bool = True) -> Json:
    """A message as history shows it; with `parent`, the counts of its thread."""
    shown: Json = {"type": "message", "user": one.user, "ts": one.ts, "text": one.text}
    optional: dict[str, Any] = {
        "subtype": one.subtype,
        "bot_id": one.bot_id,
        "app_id": one.app_id,
        "client_msg_id": one.client_msg_id,
        "thread_ts": one.thread_ts,
        "blocks": one.blocks or None,
        "attachments": one.attachments or None,
        "metadata": one.metadata if metadata else None,
    }
    shown |= {key: value for key, value in optional.items() if value is not None}
    shown["team"] = team_of(workspace, workspace.person(one.user))
    if one.edited:
        shown["edited"] = {"user": one.user, "ts": one.edited}
    if one.files:
        shown["files"] = [file(workspace, workspace.state.files[file_id]) for file_id in one.files]
    if parent and one.shown_to is None and one.thread_ts in (None, one.ts):
        replies = workspace.replies(one.channel, one.ts)
        if replies:
            authors = list(dict.fromkeys(reply.user for reply in replies))
            shown |= {
                "thread_ts": one.ts,
                "reply_count": len(replies),
                "reply_users_count": len(authors),
                "latest_reply": replies[-1].ts,
                "reply_users": authors,
                "is_locked": False,
                "subscribed": False,
            }
    return shown


def view(workspace: Workspace, one: View) -> Json:
    """A view with everything Slack adds to what the bot sent."""
    defaults: Json = {"private_metadata": "", "callback_id": "", "title": None, "submit": None, "close": None}
    flags: Json = {"clear_on_close": False, "notify_on_close": False}
    added: Json = {
        "id": one.id,
        "team_id": workspace.state.team_id,
        "state": {"values": one.values},
        "hash": one.hash,
        "previous_view_id": one.previous_view_id,
        "root_view_id": one.root_view_id or one.id,
        "app_id": workspace.state.app_id,
        "external_id": one.external_id,
        "app_installed_team_id": workspace.state.team_id,
        "bot_id": workspace.state.bot_id,
    }
    return defaults | flags | one.definition | added


def file(workspace: Workspace, one: File) -> Json:
    """A file as `files.info` shows it; its type is empty until it can be used, as in Slack."""
    ready = usable(workspace, one)
    kind = one.name.rpartition(".")[2].lower() if "." in one.name else "text"
    shown: Json = {
        "id": one.id,
        "created": one.created,
        "timestamp": one.created,
        "name": one.name,
        "title": one.title or one.name,
        "mimetype": one.mimetype if ready else "",
        "filetype": kind if ready else "",
        "pretty_type": kind.upper() if ready else "",
        "user": one.user,
        "user_team": workspace.state.team_id,
        "size": one.length,
        "mode": "hosted",
        "is_external": False,
        "is_public": bool(one.channels),
        "channels": one.channels,
        "groups": [],
        "ims": [],
        "permalink": f"{workspace.url}/files/{one.id}",
        "file_access": "visible",
    }
    if ready:
        shown |= {"url_private": f"{workspace.url}/files/{one.id}", "alt_txt": one.alt_text}
    return shown


def usable(workspace: Workspace, one: File) -> bool:
    """Whether a message can show the file yet."""
    return one.completed and one.ready_at is not None and workspace.wall().timestamp() >= one.ready_at


def showable(workspace: Workspace) -> Any:
    """For the block limits: whether a `slack_file` names a file that can be shown."""

    def check(reference: Json) -> bool:
        key = str(reference.get("id") or str(reference.get("url", "")).rpartition("/")[2])
        found = workspace.state.files.get(key)
        return found is not None and usable(workspace, found)

    return check


def interaction(workspace: Workspace, kind: str, person: Person, trigger_id: str | None) -> Json:
    """What every interaction payload begins with."""
    shared: Json = {
        "type": kind,
        "team": team(workspace),
        "user": actor(workspace, person),
        "api_app_id": workspace.state.app_id,
        "token": TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }
    return shared | ({"trigger_id": trigger_id} if trigger_id else {})


def event(workspace: Workspace, inner: Json) -> Json:
    """The envelope of an event. Raises nothing; `inner` has its `type` and `event_ts`."""
    state = workspace.state
    return {
        "token": TOKEN,
        "team_id": state.team_id,
        "context_team_id": state.team_id,
        "context_enterprise_id": None,
        "api_app_id": state.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": workspace.fresh_id("Ev"),
        "event_time": int(workspace.clock().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": state.team_id,
                "user_id": state.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": workspace.fresh_id("4-"),
    }
