"""Knocking at the bot's door as Slack does, with payloads that no honest person's Slack would send."""

from collections.abc import Mapping
from typing import Any

from bot.playground.door import Ack, Post
from bot.slack.views import ids
from tests.house import House

Json = dict[str, Any]


def team(here: House) -> str:
    return here.playground.workspace.state.team_id


def command(here: House, person: str, channel: str, name: str, text: str = "", **over: Any) -> Json:
    workspace = here.playground.workspace
    return {
        "team_id": team(here),
        "channel_id": channel,
        "user_id": person,
        "command": name,
        "text": text,
        "response_url": workspace.reply_address(person=person, channel=channel)
        if person in workspace.state.people
        else f"{workspace.url}/response/none",
        "trigger_id": workspace.triggers.give(person),
    } | over


def _interaction(here: House, kind: str, person: str, **over: Any) -> Json:
    workspace = here.playground.workspace
    view = here.playground.view(person)
    return {
        "type": kind,
        "team": {"id": team(here), "domain": "test"},
        "user": {"id": person, "team_id": team(here)},
        "api_app_id": workspace.state.app_id,
        "trigger_id": workspace.triggers.give(person, view_id=view.id if view else None),
    } | over


def click(here: House, person: str, action: str, value: str, **over: Any) -> Json:
    """A tap in the view on top of the person's screen, or else on a message in a channel."""
    view = here.playground.view(person)
    shown: Json = {"id": view.id, "type": "modal", "private_metadata": ""} if view else {}
    option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
    chosen = {"action_id": action, "block_id": "b", "type": "button", "value": value}
    payload = _interaction(here, "block_actions", person, actions=[chosen | {"selected_option": option}])
    if shown:
        payload["view"] = shown
    elif person in here.playground.workspace.state.people:
        channel = here.playground.channels(person)[0].id
        payload["channel"] = {"id": channel, "name": "ideas"}
        payload["response_url"] = here.playground.workspace.reply_address(person=person, channel=channel)
    return payload | over


def filled(value: str, *, person: str, place: str, moment: int) -> Mapping[str, Mapping[str, Json]]:
    """Every field there is, filled in with `value` in every shape an input may have."""
    option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
    element = {
        "value": value,
        "selected_option": option,
        "selected_options": [option],
        "selected_user": person,
        "selected_users": [person],
        "selected_conversation": place,
        "selected_conversations": [place],
        "selected_channel": place,
        "selected_date_time": moment,
        "selected_date": "2026-12-01",
        "selected_time": "09:00",
    }
    return {field: {ids.VALUE: element} for field in ids.Field}


def submission(
    here: House,
    person: str,
    callback: str,
    values: Mapping[str, Any],
    *,
    metadata: str = "",
    key: str = "",
    **over: Any,
) -> Json:
    view = here.playground.view(person)
    shown = {
        "id": key or (view.id if view else "V0NONE"),
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "state": {"values": values},
    }
    return _interaction(here, "view_submission", person, view=shown) | over


async def knock(here: House, payload: Json) -> Ack:
    """Send it, signed, as the kind of request that it is."""
    post = Post.COMMAND if "command" in payload else Post.INTERACTION
    return await here.playground.door.send(post, payload, accepts_response=True)
