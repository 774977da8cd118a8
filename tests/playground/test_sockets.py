"""Socket Mode, against Bolt's own handler."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.state import Json
from tests.playground.town import APP_TOKEN, BOT_TOKEN, MODAL, Town, bolt


@pytest.fixture
async def app(town: Town) -> AsyncIterator[AsyncApp]:
    """A Bolt app behind an open connection; nothing listens on HTTP."""
    found = bolt(town)
    handler = AsyncSocketModeHandler(found, APP_TOKEN)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await town.slack.connected()
    yield found
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_commands_modals_and_events_travel_through_the_socket(town: Town, app: AsyncApp) -> None:
    seen: list[Json] = []

    @app.command("/idea")
    async def idea(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        if body["text"]:
            await ack(f"Du skrev {body['text']}")
        else:
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
            await ack()

    @app.view("idea")
    async def submitted(ack: AsyncAck, body: Json) -> None:
        seen.append(body)
        await ack(response_action="errors", errors={"title": "Skriv mer"})

    @app.event("message")
    async def message(event: Json) -> None:
        seen.append(event)

    spoken = await town.slack.command(town.youth, town.ideas, "/idea", "kø")
    assert spoken.texts == ["Du skrev kø"]
    opened = await town.slack.command(town.youth, town.ideas, "/idea")
    assert opened.view_id is not None
    refused = await town.slack.submit(town.youth, opened.view_id, {"title": {"text": "Kø"}})
    assert refused.errors == {"title": "Skriv mer"}
    await town.slack.say(town.youth, town.ideas, "Hei")
    assert [one["type"] for one in seen] == ["view_submission", "message"]


async def test_a_payload_where_none_is_accepted_is_dropped(town: Town, app: AsyncApp) -> None:
    @app.global_shortcut("new_idea")
    async def take(ack: AsyncAck) -> None:
        await ack(response_action="clear")

    answer = await town.slack.shortcut(town.youth, "new_idea")
    assert answer.ok
    assert town.slack.deliveries[-1]["body"] == {}


async def test_silence_is_a_timeout_and_events_come_again(town: Town, app: AsyncApp) -> None:
    attempts: list[str] = []

    @app.command("/idea")
    async def idea(ack: AsyncAck) -> None:
        await asyncio.sleep(0.4)
        await ack()

    @app.event("message")
    async def message(request: AsyncBoltRequest) -> None:
        attempts.append(request.headers["x-slack-retry-num"][0])
        if len(attempts) < 2:
            await asyncio.sleep(0.4)

    town.slack.pace = dataclasses.replace(town.slack.pace, ack=0.1, retries=(0.0, 0.0, 0.0))
    late = await town.slack.command(town.youth, town.ideas, "/idea")
    assert late.error == "operation_timeout"
    await town.slack.say(town.youth, town.ideas, "Hei")
    await town.slack.door.idle()
    assert attempts == ["0", "1"]


async def test_a_connection_that_is_sent_away_comes_back(town: Town, app: AsyncApp) -> None:
    @app.command("/idea")
    async def idea(ack: AsyncAck) -> None:
        await ack("Her")

    await town.slack.door.sockets.disconnect()
    assert town.slack.door.sockets.open == 0
    async with asyncio.timeout(5):
        await town.slack.connected()
    assert (await town.slack.command(town.youth, town.ideas, "/idea")).texts == ["Her"]


async def test_the_first_message_says_hello_and_a_ticket_is_good_once(town: Town) -> None:
    answer = await town.client(APP_TOKEN).apps_connections_open(app_token=APP_TOKEN)
    url = answer["url"]
    assert url.startswith("ws://127.0.0.1:")
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            assert hello["type"] == "hello"
            assert hello["num_connections"] == 1
            assert hello["connection_info"]["app_id"] == town.slack.workspace.state.app_id
            await socket.send_str("not json")
            await socket.send_json({"envelope_id": "nobody-asked"})
            await socket.send_json(["no object"])
            assert town.slack.door.sockets.open == 1
        for bad in (url, f"{town.slack.url}/socket", f"{town.slack.url}/socket?ticket=x"):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(bad)
        late = (await town.client().apps_connections_open(app_token=APP_TOKEN))["url"]
        town.hand.seconds += 31
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(late)


async def test_a_connection_takes_the_app_token(town: Town) -> None:
    with pytest.raises(SlackApiError) as refused:
        await town.client().apps_connections_open(app_token=BOT_TOKEN)
    assert refused.value.response["error"] == "not_allowed_token_type"
    with pytest.raises(SlackApiError) as wrong:
        await town.client(APP_TOKEN).chat_postMessage(channel=town.ideas, text="Hei")
    assert wrong.value.response["error"] == "not_allowed_token_type"
