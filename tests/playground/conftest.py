"""A small workspace with a strict Slack, and a real Bolt app that talks to it."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import pace
from bot.playground.slack import Playground
from tests.playground.town import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Hand, Serve, Town, registered, settle


@pytest.fixture
async def town(now: datetime) -> AsyncIterator[Town]:
    """Started on a free port; loose limits, a fixed clock, a monotonic clock moved by hand."""
    hand = Hand()
    slack = Playground(
        clock=lambda: now,
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=registered(),
        pace=pace.loose(),
        monotonic=hand,
    )
    found = settle(slack, hand)
    await slack.start()
    yield found
    await slack.stop()


@pytest.fixture
def client(town: Town) -> AsyncWebClient:
    return town.client()


@pytest.fixture
async def serve(town: Town) -> AsyncIterator[Serve]:
    """Serves a Bolt app over HTTP on a free port and tells the playground its request URL."""
    runners: list[web.AppRunner] = []

    async def start(app: AsyncApp) -> str:
        runner = web.AppRunner(app.web_app(path="/slack/events"), shutdown_timeout=0.1)
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        town.slack.connect(url)
        return url

    yield start
    for runner in runners:
        await runner.cleanup()
