"""The workspace of the other tests with its pages, somebody who visits them, and a bot behind."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp

from bot.clock import Clock
from bot.playground import pace, pages
from bot.playground.slack import Playground
from bot.playground.state import Json
from tests.playground.pages.visits import ASKING, CARD, Heard, Movable, Visit, plain
from tests.playground.town import (
    APP_TOKEN,
    BOT_TOKEN,
    SIGNING_SECRET,
    Hand,
    Serve,
    Town,
    bolt,
    registered,
    settle,
)


@pytest.fixture
def clock(now: datetime) -> Movable:
    return Movable(now)


@pytest.fixture
async def town(clock: Movable) -> AsyncIterator[Town]:
    """The workspace of the other tests, with the pages."""
    hand = Hand()
    ticking: Clock = clock
    slack = Playground(
        clock=ticking,
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=registered(),
        pace=pace.Pace(limited=False, file_ready=0.0, ack=0.5),
        monotonic=hand,
    )
    found = settle(slack, hand)
    application = slack.application()
    pages.add(application, slack, advance=clock.advance)
    await slack.start(application)
    yield found
    await slack.stop()


@pytest.fixture
async def visit(town: Town) -> AsyncIterator[Visit]:
    async with ClientSession() as session:
        yield Visit(session=session, address=town.slack.url)


@pytest.fixture
async def heard(town: Town, serve: Serve) -> Heard:
    """A bot that opens a form, answers privately, refuses one title, and is slow on demand."""
    told = Heard()
    await serve(_bot(town, told))
    return told


def _bot(town: Town, told: Heard) -> AsyncApp:
    app = bolt(town)

    @app.command("/idea")
    async def on_command(ack: Any, command: Json, client: Any) -> None:
        told.commands.append(command)
        if command["text"] == "slow":
            await asyncio.sleep(0.8)
        elif command["text"]:
            await client.chat_postEphemeral(
                channel=command["channel_id"], user=command["user_id"], text=f"Takk for «{command['text']}»"
            )
        else:
            await client.views_open(trigger_id=command["trigger_id"], view=ASKING)
        await ack()

    @app.view("idea")
    async def on_submit(ack: Any, view: Json) -> None:
        told.views.append(view["state"]["values"])
        if view["state"]["values"]["title"]["text"]["value"] == "nei":
            await ack(response_action="errors", errors={"title": "Si litt <mer>."})
        else:
            await ack()

    @app.view_closed("idea")
    async def on_close(ack: Any, view: Json) -> None:
        told.closed.append(view)
        await ack()

    @app.action(re.compile(".*"))
    async def on_action(ack: Any, body: Json) -> None:
        told.actions.append(body)
        await ack()

    for callback in ("new_idea", "save_idea"):

        @app.shortcut(callback)
        async def on_shortcut(ack: Any, body: Json) -> None:
            told.shortcuts.append(body)
            await ack()

    for name in ("app_home_opened", "message", "app_mention", "user_change", "member_joined_channel"):

        @app.event(name)
        async def on_event(event: Json, client: Any) -> None:
            told.events.append(event)
            if event["type"] == "app_home_opened":
                blocks = [{"type": "header", "text": plain("Ideene dine")}, CARD[1]]
                await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    return app
