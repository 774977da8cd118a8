"""Response URLs: five messages in thirty minutes, private unless told otherwise."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground.slack import Playground
from tests.playground.town import (
    APP_TOKEN,
    BOT_TOKEN,
    CARD,
    SIGNING_SECRET,
    Hand,
    Town,
    registered,
    settle,
)


class Watch:
    """The workspace's clock, moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch(now: datetime) -> Watch:
    return Watch(now)


@pytest.fixture
async def town(watch: Watch) -> AsyncIterator[Town]:
    slack = Playground(
        clock=watch,
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=registered(),
    )
    found = settle(slack, Hand())
    await slack.start()
    yield found
    await slack.stop()


def address(town: Town, ts: str | None = None, *, channel: str | None = None) -> AsyncWebhookClient:
    """The response URL of something the youth worker did, on the message `ts` if given."""
    place = channel or town.ideas
    about = town.slack.message(place, ts) if ts else None
    return AsyncWebhookClient(
        town.slack.workspace.reply_address(person=town.youth, channel=place, about=about), retry_handlers=[]
    )


async def test_a_reply_is_private_unless_it_says_otherwise(town: Town) -> None:
    url = address(town, channel=town.elsewhere)
    assert (await url.send(text="Bare deg")).body == "ok"
    assert (await url.send(text="Alle", response_type="in_channel")).status_code == 200
    assert [one.text for one in town.slack.messages(town.elsewhere, town.nurse)] == ["Alle"]
    assert [one.text for one in town.slack.messages(town.elsewhere, town.youth)] == ["Bare deg", "Alle"]


async def test_five_uses(town: Town) -> None:
    url = address(town)
    for _ in range(5):
        assert (await url.send(text="Hei")).status_code == 200
    answer = await url.send(text="Hei")
    assert answer.status_code == 404
    assert "used_url" in answer.body
    assert len(town.slack.messages(town.ideas, town.youth)) == 5


async def test_thirty_minutes(town: Town, watch: Watch) -> None:
    url = address(town)
    watch.now += timedelta(minutes=29, seconds=59)
    assert (await url.send(text="Hei")).status_code == 200
    watch.now += timedelta(seconds=1)
    late = await url.send(text="Hei")
    assert (late.status_code, "expired_url" in late.body) == (404, True)


async def test_the_original_can_be_replaced_and_deleted(town: Town) -> None:
    ts = (await town.client().chat_postMessage(channel=town.ideas, text="Kort", blocks=CARD))["ts"]
    url = address(town, ts)
    await url.send(text="Nytt", replace_original=True)
    message = town.slack.message(town.ideas, ts)
    assert (message.text, message.blocks, message.shown_to) == ("Nytt", [], None)
    await url.send(delete_original=True)
    assert town.slack.messages(town.ideas) == []
    assert (await url.send(delete_original=True)).status_code == 400


async def test_a_persons_own_message_is_never_replaced(town: Town) -> None:
    said = await town.slack.say(town.nurse, town.ideas, "Mitt")
    assert said.ts is not None
    await address(town, said.ts).send(text="Nytt", replace_original=True)
    assert town.slack.message(town.ideas, said.ts).text == "Mitt"


async def test_a_reply_stays_in_the_thread_of_what_was_clicked(town: Town) -> None:
    client = town.client()
    parent = (await client.chat_postMessage(channel=town.ideas, text="Kort"))["ts"]
    reply = (await client.chat_postMessage(channel=town.ideas, text="Svar", thread_ts=parent, blocks=CARD))[
        "ts"
    ]
    await address(town, reply).send(text="Bare deg")
    texts = [one.text for one in town.slack.thread(town.ideas, parent, town.youth)]
    assert texts == ["Kort", "Svar", "Bare deg"]
    assert [one.text for one in town.slack.messages(town.ideas, town.youth)] == ["Kort"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "colour": "red"}, "invalid_arguments"),
        ({"text": "x", "response_type": "everybody"}, "invalid_response_type"),
        ({"blocks": [{"type": "unknown"}]}, "invalid_blocks"),
        ([], "invalid_payload"),
    ],
)
async def test_replies_that_slack_refuses(town: Town, body: Any, error: str) -> None:
    async with aiohttp.ClientSession() as session, session.post(address(town).url, json=body) as response:
        assert response.status == 400
        assert (await response.json())["error"] == error
    assert town.slack.messages(town.ideas, town.youth) == []


async def test_an_address_that_was_never_given(town: Town) -> None:
    answer = await AsyncWebhookClient(f"{town.slack.url}/response/R000000000").send(text="Hei")
    assert answer.status_code == 404
