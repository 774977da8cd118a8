"""A Slack that takes everything and writes down what it was asked, and when by the clock of the test."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock, delivery
from bot.services.installation import Installation
from bot.slack import messenger
from storage import database
from tests import house
from tests.house import House

A_CHANNEL = 63
"""A message a second, and a few at once."""
MOST_A_MINUTE = {
    "chat.postMessage": 300,
    "chat.update": 65,
    "files.getUploadURLExternal": 110,
    "files.completeUploadExternal": 110,
    "files.info": 110,
}
"""Several hundred posts a workspace; of the others what their tier takes, 50 or 100, and a burst of ten."""


@dataclass
class Slack:
    """Every call: its method, the channel it names, and its instant; `posts` counts by the outbox id."""

    now: clock.Clock
    url: str = ""
    calls: list[tuple[str, str, datetime]] = field(default_factory=list)
    posts: Counter[int] = field(default_factory=Counter)
    updates: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each message was drawn anew, by its channel and ts."""

    async def take(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        asked: dict[str, Any] = dict(request.query) | dict(await request.post())
        if request.content_type == "application/json":
            asked = await request.json()
        channel = str(asked.get("channel", ""))
        self.calls.append((method, channel, self.now()))
        answer: dict[str, Any] = {"ok": True, "channel": channel}
        if method == "chat.postMessage":
            parcel = int(asked["metadata"]["event_payload"]["id"])
            self.posts[parcel] += 1
            answer["ts"] = f"9.{parcel:06}"
        if method == "chat.update":
            self.updates[channel, asked["ts"]] += 1
        if method == "files.getUploadURLExternal":
            answer |= {"upload_url": f"{self.url}upload", "file_id": f"F{len(self.calls)}"}
        if method == "files.completeUploadExternal":
            answer["files"] = [{"id": f"F{len(self.calls)}"}]
        if method == "files.info":
            answer["file"] = {"id": asked.get("file"), "mimetype": "image/png"}
        return web.json_response(answer)

    def times(self, method: str, channel: str | None = None) -> list[datetime]:
        return sorted(at for name, place, at in self.calls if name == method and channel in (None, place))

    @property
    def channels(self) -> set[str]:
        return {place for _, place, _ in self.calls if place}


def busiest(times: Sequence[datetime], window: timedelta) -> int:
    """The most of `times` (sorted) in any window of that length."""
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] >= window:
            first += 1
        most = max(most, last - first + 1)
    return most


@asynccontextmanager
async def answering(now: clock.Clock) -> AsyncIterator[Slack]:
    """On a free port of the loopback while the block runs."""
    slack = Slack(now)
    application = web.Application(client_max_size=2**20)
    application.router.add_route("*", "/api/{method}", slack.take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        yield slack
    finally:
        await runner.cleanup()


@asynccontextmanager
async def senders(here: House, slack: Slack, *, count: int) -> AsyncIterator[list[delivery.Delivery]]:
    """So many senders, each with its own connections, as in processes of their own."""
    url = here.settings.database_url.get_secret_value()
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(count):
            store = database.Database(url)
            stack.push_async_callback(store.close)
            session = await stack.enter_async_context(aiohttp.ClientSession())
            client = AsyncWebClient(token=house.BOT_TOKEN, base_url=slack.url, session=session)
            installation = Installation(store, here.bot.installation.rules)
            made.append(_sender(installation, messenger.SlackMessenger(client), here))
        yield made


def _sender(installation: Installation, port: messenger.SlackMessenger, here: House) -> delivery.Delivery:
    return delivery.Delivery(installation, lambda _: port, now=here.time)


def broken(slack: Slack, places: Iterable[str]) -> list[str]:
    """What Slack would have said no to: each limit that was passed in any minute."""
    minute = timedelta(minutes=1)
    found = []
    for method, most in MOST_A_MINUTE.items():
        if (seen := busiest(slack.times(method), minute)) > most:
            found.append(f"{method}: {seen} a minute")
    there = {place: busiest(slack.times("chat.postMessage", place), minute) for place in places}
    return found + [f"{place}: {seen} a minute" for place, seen in there.items() if seen > A_CHANNEL]
