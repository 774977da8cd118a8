"""The way out: the settings' proxy and authorities, no call made twice, a wait only where it was asked."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot.settings import Settings
from bot.slack import client

Calls = list[tuple[str, str]]


def settings(api_url: str, **more: str) -> Settings:
    return Settings.load(
        {
            "IDEJAKT_SECRET": "0123456789abcdef" * 2,
            "IDEJAKT_SLACK_BOT_TOKEN": "xoxb-1",
            "IDEJAKT_SLACK_SIGNING_SECRET": "0" * 32,
            "IDEJAKT_SLACK_API_URL": api_url,
            **{f"IDEJAKT_{name.upper()}": value for name, value in more.items()},
        }
    )


@pytest.fixture
async def served() -> AsyncIterator[tuple[str, Calls, list[web.Response]]]:
    """An address in Slack's place, the calls it got, and the answers it gives; past the last it hangs up."""
    calls: Calls = []
    answers: list[web.Response] = []

    async def handle(request: web.BaseRequest) -> web.Response:
        calls.append((request.method, request.path))
        if not answers:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        return answers.pop(0)

    runner = web.ServerRunner(web.Server(handle))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", calls, answers
    await runner.cleanup()


def busy() -> web.Response:
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "0"})


async def test_a_lost_answer_is_not_asked_for_again(served: tuple[str, Calls, list[web.Response]]) -> None:
    url, calls, _ = served
    with pytest.raises(aiohttp.ClientError):
        await client.build(settings(url)).chat_postMessage(channel="C1", text="once")
    assert calls == [("POST", "/chat.postMessage")]


async def test_a_wait_is_the_callers_to_sit_out_unless_it_asked(
    served: tuple[str, Calls, list[web.Response]],
) -> None:
    url, calls, answers = served
    answers += [busy(), busy(), web.json_response({"ok": True})]
    with pytest.raises(SlackApiError):
        await client.build(settings(url)).users_info(user="U1")
    assert len(calls) == 1
    answer = await client.build(settings(url), waits=1).users_info(user="U1")
    assert answer["ok"] is True
    assert len(calls) == 3


async def test_a_session_is_used_and_left_open(served: tuple[str, Calls, list[web.Response]]) -> None:
    url, calls, answers = served
    answers += [web.json_response({"ok": True}) for _ in range(2)]
    async with aiohttp.ClientSession() as session:
        speaking = client.build(settings(url), session=session)
        await speaking.auth_test()
        await speaking.auth_test()
        assert not session.closed
    assert len(calls) == 2


async def test_the_way_out_is_through_the_proxy(served: tuple[str, Calls, list[web.Response]]) -> None:
    proxy, calls, answers = served
    answers.append(web.Response(status=407))
    speaking = client.build(settings("https://slack.com/api/", https_proxy=proxy))
    with pytest.raises(aiohttp.ClientHttpProxyError):
        await speaking.auth_test()
    assert calls[0][0] == "CONNECT"


async def test_no_proxy_is_taken_from_the_environment_or_for_this_machine(
    served: tuple[str, Calls, list[web.Response]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, calls, answers = served
    answers.append(web.json_response({"ok": True}))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    await client.build(settings(url, https_proxy="http://127.0.0.1:9")).auth_test()
    assert client.build(settings("https://slack.com/api/")).proxy is None
    assert calls == [("POST", "/auth.test")]


def test_the_systems_authorities_stay_trusted_beside_ones_own(tmp_path: Path) -> None:
    assert client.trust(None).verify_mode.name == "CERT_REQUIRED"
    broken = tmp_path / "ca.pem"
    broken.write_text("nothing")
    with pytest.raises(OSError, match="certificate"):
        client.trust(broken)
