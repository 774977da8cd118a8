"""The front of the Web API: who may call what, and with which arguments."""

import dataclasses
from collections.abc import Awaitable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.playground.faults import Trouble
from bot.playground.pace import Pace
from tests.playground.town import APP_TOKEN, BOT_TOKEN, SCOPES, Town, registered


async def refused(call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """The body of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as found:
        await call
    body: dict[str, Any] = found.value.response.data
    assert body["ok"] is False
    return body


async def test_an_unknown_method(client: AsyncWebClient) -> None:
    assert (await refused(client.api_call("chat.shout")))["error"] == "unknown_method"


async def test_tokens(town: Town) -> None:
    assert (await refused(town.client(None).auth_test()))["error"] == "not_authed"
    assert (await refused(town.client("xoxb-other").auth_test()))["error"] == "invalid_auth"
    wrong = town.client(APP_TOKEN).users_info(user=town.youth)
    assert (await refused(wrong))["error"] == "not_allowed_token_type"
    assert (await town.client(None).api_call("auth.test", params={"token": BOT_TOKEN}))["ok"]
    assert (await town.client(None).api_call("auth.test", data={"token": BOT_TOKEN}))["ok"]
    assert (await town.client(APP_TOKEN).auth_test())["app_id"] == town.slack.workspace.state.app_id


async def test_who_the_bot_is_and_what_it_may(town: Town, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    state = town.slack.workspace.state
    assert answer["user_id"] == state.bot_user_id
    assert answer["bot_id"] == state.bot_id
    assert answer["team_id"] == state.team_id
    assert set(answer.headers["x-oauth-scopes"].split(",")) == SCOPES


async def test_a_revoked_token(town: Town, client: AsyncWebClient) -> None:
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_revoke())["revoked"] is True
    assert (await refused(client.auth_test()))["error"] == "token_revoked"


async def test_scopes_are_asked_for_by_name(town: Town, client: AsyncWebClient) -> None:
    town.slack.workspace.registration = registered(scopes=frozenset({"channels:read", "users:read"}))
    body = await refused(client.chat_postMessage(channel=town.ideas, text="Hei"))
    assert body["error"] == "missing_scope"
    assert body["needed"] == "chat:write"
    assert body["provided"] == "channels:read,users:read"
    assert (await refused(client.conversations_list(types="private_channel")))["needed"] == "groups:read"
    assert (await refused(client.conversations_info(channel=town.closed)))["needed"] == "groups:read"
    assert (await refused(client.users_lookupByEmail(email="a@b.c")))["needed"] == "users:read.email"
    assert "email" not in (await client.users_info(user=town.youth))["user"]["profile"]


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("chat.postMessage", {"text": "Hei"}, "missing required field: channel"),
        ("chat.postMessage", {"channel": "C1", "txt": "Hei"}, "unknown argument: txt"),
        ("users.info", {"user": "U1", "locale": "true"}, "unknown argument: locale"),
        ("users.list", {"limit": "many"}, "must be an integer"),
        ("users.info", {"user": "U1", "include_locale": "maybe"}, "must be a boolean"),
        ("chat.postMessage", {"channel": "C1", "blocks": "[{"}, "must be valid JSON"),
        ("views.open", {"view": "{}"}, "missing required field: trigger_id"),
        ("views.update", {"view": "{}"}, "missing required field: view_id"),
    ],
)
async def test_arguments(
    client: AsyncWebClient, method: str, arguments: dict[str, str], message: str
) -> None:
    body = await refused(client.api_call(method, data=arguments))
    assert body["error"] == "invalid_arguments"
    assert any(message in line for line in body["response_metadata"]["messages"])


async def test_forms_and_json_mean_the_same(town: Town, client: AsyncWebClient) -> None:
    blocks = '[{"type":"divider"}]'
    for call in (
        client.api_call("chat.postMessage", data={"channel": town.ideas, "text": "Hei", "blocks": blocks}),
        client.api_call("chat.postMessage", params={"channel": town.ideas, "text": "Hei", "blocks": blocks}),
        client.api_call("chat.postMessage", json={"channel": town.ideas, "text": "Hei", "blocks": blocks}),
    ):
        answer = await call
        assert answer["message"]["blocks"][0]["type"] == "divider"


async def test_bodies_that_cannot_be_read(town: Town) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    url = f"{town.slack.api_url}chat.postMessage"
    async with aiohttp.ClientSession(headers=headers) as session:
        for body, kind, error in [
            ("{", "application/json", "invalid_json"),
            ("[]", "application/json", "json_not_object"),
            ("<a/>", "application/xml", "invalid_post_type"),
        ]:
            async with session.post(url, data=body, headers={"Content-Type": kind}) as response:
                assert response.status == 200
                assert (await response.json())["error"] == error


async def test_api_test_gives_back_what_it_gets(client: AsyncWebClient) -> None:
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
    assert (await refused(client.api_test(error="my_error")))["error"] == "my_error"


async def test_posting_is_limited_for_each_channel(town: Town, client: AsyncWebClient) -> None:
    town.slack.pace = Pace(post_burst=2)
    for _ in range(2):
        await client.chat_postMessage(channel=town.ideas, text="Hei")
    with pytest.raises(SlackApiError) as found:
        await client.chat_postMessage(channel=town.ideas, text="Hei")
    assert found.value.response.status_code == 429
    assert found.value.response["error"] == "ratelimited"
    assert found.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel=town.closed, text="Her er det plass")
    town.hand.seconds += 1
    await client.chat_postMessage(channel=town.ideas, text="Hei")
    assert len(town.slack.messages(town.ideas)) == 3


async def test_methods_are_limited_by_tier(town: Town, client: AsyncWebClient) -> None:
    town.slack.pace = Pace(tiers={0: 600, 1: 1, 2: 20, 3: 50, 4: 100})
    for _ in range(20):
        await client.conversations_list()
    with pytest.raises(SlackApiError) as found:
        await client.conversations_list()
    assert found.value.response.headers["Retry-After"] == "3"
    await client.users_info(user=town.youth)
    town.hand.seconds += 3
    await client.conversations_list()
    town.slack.pace = dataclasses.replace(town.slack.pace, limited=False)
    for _ in range(30):
        await client.conversations_list()


async def test_the_sdk_waits_as_long_as_it_is_told(town: Town) -> None:
    patient = AsyncWebClient(
        token=BOT_TOKEN,
        base_url=town.slack.api_url,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
    )
    town.slack.faults.plan("chat.postMessage", Trouble.RATE_LIMIT)
    await patient.chat_postMessage(channel=town.ideas, text="Hei")
    assert town.slack.faults.waiting("chat.postMessage") == 0
    assert len(town.slack.messages(town.ideas)) == 1


async def test_faults_on_purpose(town: Town, client: AsyncWebClient) -> None:
    faults = town.slack.faults
    faults.plan("auth.test", Trouble.ERROR, code="service_unavailable", times=2)
    for _ in range(2):
        assert (await refused(client.auth_test()))["error"] == "service_unavailable"
    assert (await client.auth_test())["ok"]
    faults.plan("*", Trouble.RATE_LIMIT, seconds=7)
    with pytest.raises(SlackApiError) as limited:
        await client.users_info(user=town.youth)
    assert limited.value.response.headers["Retry-After"] == "7"
    faults.plan("auth.test", Trouble.SERVER_ERROR)
    with pytest.raises(SlackApiError) as broken:
        await client.auth_test()
    assert broken.value.response.status_code == 500
    faults.plan("chat.postMessage", Trouble.HANG, seconds=0.05)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=town.ideas, text="Borte")
    assert town.slack.messages(town.ideas) == []
    faults.plan("chat.postMessage", Trouble.CUT)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=town.ideas, text="Gjort")
    assert [message.text for message in town.slack.messages(town.ideas)] == ["Gjort"]
    faults.plan("auth.test", Trouble.HANG)
    faults.clear()
    assert (await client.auth_test())["ok"]
