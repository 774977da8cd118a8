"""Votes as Slack sends them: a tap on a button of somebody's own ballot, signed over the raw body."""

import hashlib
import hmac
import itertools
import json
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from bot import texts
from bot.services import views
from bot.slack.views import ballots, ids, values
from tests.benchmarks import slack, tutorials
from tests.benchmarks.load import Asked
from tests.benchmarks.planting import Town

USER, VALUE, TRIGGER, VIEW = "U_PLACEHOLDER", "V_PLACEHOLDER", "T_PLACEHOLDER", "VIEW_PLACEHOLDER"


def signed(path: str, body: bytes) -> bytes:
    """A whole HTTP/1.1 request with Slack's signature of this second."""
    at = str(int(time.time()))
    signature = hmac.digest(
        tutorials.SIGNING_SECRET.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256
    ).hex()
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {at}\r\n"
        f"X-Slack-Signature: v0={signature}\r\n\r\n"
    ).encode() + body


def taps(town: Town, path: str, *, seed: int = 1) -> Callable[[], Asked]:
    """Gives one tap after another: a random person approves a random idea. Its mark is who and what."""
    click = _click(town, ids.Action.BALLOT_APPROVE, path)
    chance = random.Random(seed)
    people = list(town.people)

    def ask() -> Asked:
        person, idea = chance.choice(people), chance.choice(town.ideas)
        return Asked(click(person, values.pair(town.round_.id, idea)), (person, idea))

    return ask


def supports(town: Town, path: str) -> Callable[[], Asked]:
    """Gives one tap on "I support this" after another, outside any vote."""
    click = _click(town, ids.Action.IDEA_SUPPORT, path)
    people = itertools.cycle(itertools.product(town.people, town.ideas))

    def ask() -> Asked:
        person, idea = next(people)
        return Asked(click(person, str(idea)))

    return ask


def _click(town: Town, action: ids.Action, path: str) -> Callable[[str, str], bytes]:
    """Gives the request of one tap, by person and value; no two are the same, as Slack's never are."""
    template = "payload=" + quote_plus(json.dumps(_payload(town, action)))
    numbers = itertools.count()

    def click(person: str, value: str) -> bytes:
        trigger = f"{next(numbers)}.{time.perf_counter_ns()}"
        written = template.replace(USER, person).replace(TRIGGER, trigger).replace(VIEW, f"V{person}")
        return signed(path, written.replace(VALUE, quote_plus(value)).encode())

    return click


def commands(town: Town, path: str, titles: list[str], *, seed: int = 1) -> Callable[[], Asked]:
    """Gives one `/idea …` after another, each a text of its own."""
    chance = random.Random(seed)
    people = list(town.people)
    numbers = itertools.count()

    def ask() -> Asked:
        fields = {
            "command": "/idea",
            "text": f"{chance.choice(titles)} {next(numbers)}",
            "team_id": slack.TEAM,
            "channel_id": "C0BENCH",
            "user_id": chance.choice(people),
            "trigger_id": f"1.{chance.getrandbits(48)}",
            "response_url": "http://127.0.0.1:9/none",
        }
        body = "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items())
        return Asked(signed(path, body.encode()))

    return ask


def _payload(town: Town, action: ids.Action) -> dict[str, Any]:
    ballot = views.Ballot(
        round_id=town.round_.id,
        secret=True,
        winners=1,
        tap_limit=None,
        closes_at=datetime.now(UTC) + timedelta(days=7),
        zone="Europe/Oslo",
        lines=tuple(
            views.BallotLine(
                idea, f"Foreldre vet ikke hvem de skal ringe om sak {idea}", "Ungdom", False, own=False
            )
            for idea in town.ideas
        ),
        handed_in=False,
    )
    view = ballots.form(ballot, texts.load("nb"))
    return {
        "type": "block_actions",
        "user": {"id": USER, "username": "somebody", "name": "somebody", "team_id": slack.TEAM},
        "api_app_id": "A0BENCH",
        "token": "deprecated",
        "container": {"type": "view", "view_id": VIEW},
        "trigger_id": TRIGGER,
        "team": {"id": slack.TEAM, "domain": "bench"},
        "enterprise": None,
        "is_enterprise_install": False,
        "view": {
            "id": VIEW,
            "team_id": slack.TEAM,
            "app_id": "A0BENCH",
            "app_installed_team_id": slack.TEAM,
            "bot_id": "B0BOT",
            "previous_view_id": None,
            "root_view_id": VIEW,
            "hash": "1.abc",
            "state": {"values": {}},
            **view,
        },
        "actions": [
            {
                "action_id": action.value,
                "block_id": "b1",
                "text": {"type": "plain_text", "text": "Velg", "emoji": True},
                "value": VALUE,
                "type": "button",
                "action_ts": "1.2",
            }
        ],
    }
