"""Payloads with something missing, of the wrong type or huge, through the real door."""

import asyncio
import copy
import json
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from bot import manifest
from bot.playground.door import Post
from bot.slack.views import ids
from tests import test_road as road
from tests.house import House
from tests.safety import knock, rows

EXAMPLES = [20, pytest.param(1000, marks=pytest.mark.torture)]
WEIRD: list[Any] = [
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    "",
    "\x00",
    "\ud800",
    "x" * 20_000,
    "T0NOWHERE",
    [],
    [None],
    [[]],
    {},
    {"id": None},
    {"": {"": {}}},
    {"type": "event_callback"},
]


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of a payload."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for key, part in parts for way in ((*here, key), *paths(part, (*here, key)))]


def changed(payload: Any, way: tuple[Any, ...], weird: Any, *, remove: bool) -> Any:
    copied = copy.deepcopy(payload)
    part = copied
    for key in way[:-1]:
        part = part[key]
    if remove:
        del part[way[-1]]
    else:
        part[way[-1]] = weird
    return copied


def honest(here: House, channel: str, moment: int) -> list[tuple[Post, dict[str, Any]]]:
    """One of every kind of payload: whatever the manifest has Slack send, every button and every form."""
    person = "UADMIN1"
    asked = manifest.manifest(transport="socket", url=None)
    commands = [one["command"] for one in asked["features"]["slash_commands"]]
    shortcuts = [(one["type"], one["callback_id"]) for one in asked["features"]["shortcuts"]]
    filled = json.loads(json.dumps(knock.filled("1", person=person, place=channel, moment=moment)))
    metadata = json.dumps({"channel": channel, "idea_id": 1})
    tap = knock.click(here, person, "idea_support", "1")
    shortcut = {key: tap[key] for key in ("team", "user", "trigger_id", "channel")}
    message = {"text": "Noe som ble sagt", "ts": "1.1", "user": person}
    view = {"id": "V1", "type": "modal", "callback_id": "idea_form"}
    events: dict[str, dict[str, Any]] = {
        "app_home_opened": {"user": person, "tab": "home", "channel": channel},
        "user_change": {"user": {"id": person, "deleted": False, "profile": {"x": "x"}}},
    }
    assert set(events) == set(asked["settings"]["event_subscriptions"]["bot_events"])
    assert {kind for kind, _ in shortcuts} == {"global", "message"}
    return [
        *((Post.COMMAND, knock.command(here, person, channel, name, "x")) for name in commands),
        *((Post.INTERACTION, knock.click(here, person, action, "1:1")) for action in ids.Action),
        *(
            (Post.INTERACTION, knock.submission(here, person, callback, filled, metadata=metadata))
            for callback in ids.Callback
        ),
        *(
            (
                Post.INTERACTION,
                shortcut
                | {"type": "shortcut" if kind == "global" else "message_action", "callback_id": name}
                | ({} if kind == "global" else {"message": message}),
            )
            for kind, name in shortcuts
        ),
        (Post.INTERACTION, {**tap, "type": "view_closed", "view": view, "actions": []}),
        (Post.INTERACTION, {**tap, "type": "block_suggestion", "action_id": "x", "value": "x"}),
        *(
            (
                Post.EVENT,
                {
                    "type": "event_callback",
                    "team_id": knock.team(here),
                    "event": event | {"type": name},
                    "event_id": f"Ev{name}",
                },
            )
            for name, event in events.items()
        ),
    ]


@pytest.mark.parametrize("examples", EXAMPLES)
def test_a_payload_unlike_slacks_does_no_harm(migrated_url: str, now: datetime, examples: int) -> None:
    """A status that is no failure, no traceback, and either all of a row and what hangs on it or nothing."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        here, channel = runner.run(stack.enter_async_context(road.peopled(migrated_url, now)))
        moment = int(now.timestamp()) + 7 * 86_400

        @hypothesis.settings(max_examples=examples, suppress_health_check=list(hypothesis.HealthCheck))
        @hypothesis.given(data=st.data())
        def fuzz(data: st.DataObject) -> None:
            post, payload = data.draw(st.sampled_from(honest(here, channel, moment)), label="payload")
            for _ in range(data.draw(st.integers(1, 3))):
                way = data.draw(st.sampled_from(paths(payload)), label="way")
                weird = data.draw(st.sampled_from(WEIRD), label="weird")
                payload = changed(payload, way, weird, remove=data.draw(st.booleans()))
            if post is Post.COMMAND:
                payload = {key: str(value).encode(errors="ignore") for key, value in payload.items()}
            runner.run(hit(here, post, payload))

        try:
            runner.run(here.settle())
            fuzz()
        finally:
            runner.run(stack.aclose())


async def hit(here: House, post: Post, payload: dict[str, Any]) -> None:
    ack = await here.playground.door.send(post, payload)
    assert ack.status in {200, 400, 404}, ack
    assert "Traceback" not in str(ack.body)
    assert "site-packages" not in str(ack.body)
    here.playground.workspace.state.views.clear()
    found = await rows.all_rows(here.store)
    for table, present in found.items():
        for row in present:
            assert len(rows.homes(found, table, row)) == 1
    said = {row["subject_id"] for row in found["outbox"] if row["subject"] == "idea"}
    assert {row["id"] for row in found["idea"] if row["state"] != "draft"} <= said
    on_paper = {row["round_id"] for row in found["round_idea"]}
    assert {row["id"] for row in found["round"]} <= on_paper
