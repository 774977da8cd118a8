"""Signatures, and events that come again until the bot acknowledges them."""

import dataclasses
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from tests.playground.town import SIGNING_SECRET, Town

Handler = Callable[[web.Request], Awaitable[web.Response]]


@dataclasses.dataclass
class Bot:
    """A bare server in the bot's place: keeps what it gets, answers the given statuses, then 200."""

    statuses: list[int] = dataclasses.field(default_factory=list)
    requests: list[tuple[dict[str, str], str]] = dataclasses.field(default_factory=list)
    headers: dict[str, str] = dataclasses.field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.text()))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers=self.headers)


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Bot]:
    found = Bot()
    application = web.Application()
    application.router.add_post("/slack/events", found.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    town.slack.connect(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    town.slack.pace = dataclasses.replace(town.slack.pace, retries=(0.0, 0.01, 0.01))
    yield found
    await runner.cleanup()


async def test_every_kind_of_payload_is_signed_over_its_raw_body(town: Town, bot: Bot) -> None:
    await town.slack.command(town.youth, town.ideas, "/idea", "blåbær & æøå")
    await town.slack.shortcut(town.youth, "new_idea")
    await town.slack.say(town.youth, town.ideas, "Hei")
    verifier = SignatureVerifier(SIGNING_SECRET)
    types = []
    for headers, body in bot.requests:
        assert verifier.is_valid_request(body, headers)
        assert not SignatureVerifier("b" * 32).is_valid_request(body, headers)
        assert not verifier.is_valid_request(body + " ", headers)
        assert headers["User-Agent"].startswith("Slackbot 1.0")
        types.append(headers["Content-Type"])
    form = "application/x-www-form-urlencoded"
    assert types == [form, form, "application/json"]
    assert parse_qs(bot.requests[0][1])["text"] == ["blåbær &amp; æøå"]
    assert json.loads(parse_qs(bot.requests[1][1])["payload"][0])["type"] == "shortcut"


async def test_a_signature_can_be_made_for_another_moment(town: Town) -> None:
    old = town.slack.door.signed("body", at=1_500_000_000)
    assert old["X-Slack-Request-Timestamp"] == "1500000000"
    assert not SignatureVerifier(SIGNING_SECRET).is_valid_request("body", old)


async def test_an_unacknowledged_event_comes_again_up_to_three_times(town: Town, bot: Bot) -> None:
    bot.statuses = [500, 503, 404, 500, 500]
    await town.slack.say(town.youth, town.ideas, "Hei")
    await town.slack.door.idle()
    assert len(bot.requests) == 4
    numbers = [headers.get("X-Slack-Retry-Num") for headers, _ in bot.requests]
    reasons = [headers.get("X-Slack-Retry-Reason") for headers, _ in bot.requests]
    assert numbers == [None, "1", "2", "3"]
    assert reasons == [None, "http_error", "http_error", "http_error"]
    ids = {json.loads(body)["event_id"] for _, body in bot.requests}
    assert len(ids) == 1


async def test_retries_end_with_the_first_acknowledgement(town: Town, bot: Bot) -> None:
    bot.statuses = [500]
    await town.slack.say(town.youth, town.ideas, "Hei")
    await town.slack.door.idle()
    assert len(bot.requests) == 2


async def test_a_bot_can_ask_for_no_retry(town: Town, bot: Bot) -> None:
    bot.statuses = [500]
    bot.headers = {"X-Slack-No-Retry": "1"}
    await town.slack.say(town.youth, town.ideas, "Hei")
    await town.slack.door.idle()
    assert len(bot.requests) == 1


async def test_interactions_are_never_repeated(town: Town, bot: Bot) -> None:
    bot.statuses = [500]
    answer = await town.slack.shortcut(town.youth, "new_idea")
    await town.slack.door.idle()
    assert (answer.error, answer.status) == ("dispatch_failed", 500)
    assert answer.notice == "We had some trouble connecting. Try again?"
    assert len(bot.requests) == 1


async def test_events_that_the_bot_did_not_ask_for_stay_away(town: Town, bot: Bot) -> None:
    town.slack.workspace.registration = dataclasses.replace(
        town.slack.workspace.registration, events=frozenset({"app_mention"})
    )
    await town.slack.say(town.youth, town.ideas, "Hei")
    await town.slack.open_home(town.youth)
    assert bot.requests == []
    await town.slack.say(town.youth, town.ideas, "Hei @idejakt")
    assert len(bot.requests) == 1


async def test_what_the_bot_writes_is_told_to_it_too(town: Town, bot: Bot) -> None:
    await town.client().chat_postMessage(channel=town.ideas, text="Hei")
    await town.slack.door.idle()
    [(_, body)] = bot.requests
    event = json.loads(body)["event"]
    assert (event["type"], event["bot_id"]) == ("message", town.slack.workspace.state.bot_id)


async def test_what_was_sent_is_kept_for_looking_at(town: Town, bot: Bot) -> None:
    bot.statuses = [200, 500]
    await town.slack.command(town.youth, town.ideas, "/idea")
    await town.slack.shortcut(town.youth, "new_idea")
    first, second = town.slack.deliveries
    assert (first["post"], first["status"], first["error"]) == ("slash_commands", 200, None)
    assert (second["post"], second["status"], second["error"]) == ("interactive", 500, "dispatch_failed")
    assert second["payload"]["callback_id"] == "new_idea"
