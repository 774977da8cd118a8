"""What people ask through Slack, parsed once at the door: raw payloads go no further."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BRACKETS = re.compile(r"<([^<>\s][^<>]*)>")


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: their own team may be another than the one that is asked."""

    team: str
    user: str
    user_team: str


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command. `channel` is where it was given."""

    person: Person
    text: str
    channel: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Click:
    """A tap on a button or a choice in a menu, on a message, in a modal or on the Home tab.

    `value` is the button's value or the chosen option's. `tells_closing` is whether Slack says when the modal
    it was in is closed.
    """

    person: Person
    value: str
    trigger: str
    channel: str | None
    view_id: str | None
    metadata: str
    on_home: bool
    values: Mapping[str, Any]
    tells_closing: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent. `key` names it, so that sending it twice can be told from sending two."""

    person: Person
    key: str
    trigger: str
    metadata: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Closed:
    """A modal was closed that asked to be told of it."""

    person: Person


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut from the menu, or from a message: then with its text, channel and time."""

    person: Person
    trigger: str
    text: str = ""
    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True, slots=True)
class HomeOpened:
    person: Person


def command(body: Mapping[str, Any]) -> Command:
    return Command(
        person=Person(
            team=_text(body, "team_id"), user=_text(body, "user_id"), user_team=_text(body, "team_id")
        ),
        text=typed(_text(body, "text")).strip(),
        channel=_text(body, "channel_id"),
        trigger=_text(body, "trigger_id"),
    )


def click(body: Mapping[str, Any]) -> Click:
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}
    view = _within(body, "view")
    option = _within(action, "selected_option")
    return Click(
        person=_person(body),
        value=_text(option, "value") or _text(action, "value"),
        trigger=_text(body, "trigger_id"),
        channel=_text(_within(body, "channel"), "id") or None,
        view_id=_text(view, "id") or None,
        metadata=_text(view, "private_metadata"),
        on_home=_text(view, "type") == "home",
        values=_within(_within(view, "state"), "values"),
        tells_closing=view.get("notify_on_close") is True,
    )


def closed(body: Mapping[str, Any]) -> Closed:
    return Closed(person=_person(body))


def submission(body: Mapping[str, Any]) -> Submission:
    view = _within(body, "view")
    return Submission(
        person=_person(body),
        key=_text(view, "id"),
        trigger=_text(body, "trigger_id"),
        metadata=_text(view, "private_metadata"),
        values=_within(_within(view, "state"), "values"),
    )


def shortcut(body: Mapping[str, Any]) -> Shortcut:
    message = _within(body, "message")
    return Shortcut(
        person=_person(body),
        trigger=_text(body, "trigger_id"),
        text=typed(_text(message, "text")),
        channel=_text(_within(body, "channel"), "id") or None,
        ts=_text(message, "ts") or None,
    )


def home_opened(body: Mapping[str, Any]) -> HomeOpened:
    event = _within(body, "event")
    team = _text(body, "team_id")
    return HomeOpened(person=Person(team=team, user=_text(event, "user"), user_team=team))


def event_name(body: Mapping[str, Any]) -> str:
    """Slack's name for an event, which a repetition carries too."""
    return _text(body, "event_id")


def concerns(body: Mapping[str, Any], team: str) -> bool:
    """Whether an event is told to this workspace's app; it may have happened in one that shares a channel."""
    told = body.get("authorizations")
    teams = (
        [_text(one, "team_id") for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []
    )
    return team in (_text(body, "team_id"), *teams)


def changed_user(body: Mapping[str, Any]) -> str:
    """Whom a `user_change` event is about."""
    return _text(_within(_within(body, "event"), "user"), "id")


def typed(text: str) -> str:
    """What a person typed, without the entities and brackets in which Slack sends commands and messages."""
    shown = _BRACKETS.sub(_shown, text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(found: re.Match[str]) -> str:
    """`<https://a.b|here>` → here, `<#C1|ideas>` → #ideas, `<!channel>` → @channel, `<@U1>` → @U1."""
    what, _, label = found.group(1).partition("|")
    if what.startswith("#"):
        return f"#{label or what[1:]}"
    if what.startswith(("!", "@")):
        return label or f"@{what[1:]}"
    return label or what


def storable(text: str) -> str:
    """The text as a database takes it: no keyboard gives a null or half a surrogate pair."""
    return _UNSTORABLE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """A person whose profile changed; `closed` says whether their account is. `record` is Slack's of them."""

    user: str
    closed: bool
    record: Mapping[str, Any]


def person_changed(body: Mapping[str, Any]) -> PersonChanged | None:
    """None where the event names nobody."""
    known = _within(_within(body, "event"), "user")
    user = _text(known, "id")
    return PersonChanged(user, known.get("deleted") is True, known) if user else None


def record(text: str) -> Mapping[str, Any]:
    """A JSON object such as a form's private metadata; empty where it is something else."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _person(body: Mapping[str, Any]) -> Person:
    user = _within(body, "user")
    view_team = _text(_within(body, "view"), "app_installed_team_id")
    team = view_team or _text(_within(body, "team"), "id") or _text(user, "team_id")
    return Person(team=team, user=_text(user, "id"), user_team=_text(user, "team_id") or team)


def _within(outer: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = outer.get(key)
    return found if isinstance(found, Mapping) else {}


def _text(outer: Mapping[str, Any], key: str) -> str:
    found = outer.get(key)
    return storable(found) if isinstance(found, str) else ""
