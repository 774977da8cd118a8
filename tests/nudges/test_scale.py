"""Very many groups due in the same minute: claimed and queued in sets, spread, once each."""

import asyncio
import collections
import itertools
import resource
import time
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlmodel import col, select

from bot import delivery
from bot.messenger import Messenger
from bot.services import nudges, waves
from bot.slack.messenger import SlackMessenger
from storage import kinds, outbox
from storage.models import OutboxRow
from tests.house import House

from . import crowds, groups
from .groups import town

SECONDS = 10.0
"""What 10,000 groups may take on two cores; fewer have as much less."""
ANSWER = 1.0
MEGABYTES = 100


async def queued(here: House) -> list[OutboxRow]:
    async with here.store.read() as session:
        found = await session.exec(
            select(OutboxRow)
            .where(OutboxRow.parcel == kinds.Parcel.POST, OutboxRow.subject == kinds.Subject.NUDGE)
            .order_by(col(OutboxRow.not_before), col(OutboxRow.id))
        )
        return list(found.all())


class Counting(AsyncWebClient):
    """A Slack that takes everything at once, and counts what is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: collections.Counter[int] = collections.Counter()

    async def api_call(self, api_method: str, **asked: Any) -> AsyncSlackResponse:
        said = asked["json"]
        if api_method == "chat.postMessage":
            self.posted[said["metadata"]["event_payload"]["id"]] += 1
        data = {"ok": True, "ts": f"2.{sum(self.posted.values()):06}"}
        return AsyncSlackResponse(
            client=self, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=200
        )


async def ask(here: House, place: str, *, writing: bool) -> None:
    """What a person does meanwhile: looks through the ideas, or has something written, as a vote has."""
    if writing:
        answered = await here.playground.click("UONE", None, None, "digest_choose", value="weekly")
    else:
        answered = await here.playground.command("UONE", place, "/ideas")
        await here.close("UONE")
    assert answered.ok, answered


async def deliver(here: House) -> collections.Counter[int]:
    """Let two senders work through what is queued, as time goes by; how often each was said."""
    slack = Counting()
    messengers: dict[kinds.Platform, Messenger] = {kinds.Platform.SLACK: SlackMessenger(slack)}
    senders = [delivery.Delivery(here.bot.installation, messengers, now=here.time) for _ in range(2)]
    while True:
        await asyncio.gather(*(sender.drain() for sender in senders))
        async with here.store.read() as session:
            soonest = (await session.exec(outbox.next_sending())).one()
        if soonest is None:
            return slack.posted
        here.time.move_to(max(soonest, here.time()) + timedelta(seconds=20))


async def crowd(url: str, count: int, *, weeks: int = 1, said: bool = False) -> None:
    async with town(url) as here:
        places = [here.channel(f"kanal-{number}") for number in range(50)]
        await here.bot.ticker.stop()
        due = groups.TUESDAY_HOUR
        await here.playground.open_home("UONE")
        await crowds.plant(here.store, count=count, due=due, places=places, weeks=weeks)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        # Two at once, as two processes would: each group is had by one of them.
        work = asyncio.gather(*(nudges.send_due(here.bot.installation, now=due) for _ in range(2)))
        waits: list[float] = []
        while not work.done():
            asked = time.perf_counter()
            await ask(here, places[0], writing=len(waits) % 2 == 1)
            waits.append(time.perf_counter() - asked)
            await asyncio.sleep(0.2)
        settled = sum(await work)
        took = time.perf_counter() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert settled == count
        rows = await queued(here)
        assert len(rows) == len({row.key for row in rows}) == count
        assert {row.place for row in rows} == set(places)
        times = [row.not_before for row in rows]
        assert all(later - sooner >= waves.POSTS_APART for sooner, later in itertools.pairwise(times))
        for place in places:
            there = [row.not_before for row in rows if row.place == place]
            assert all(later - sooner >= waves.PLACES_APART for sooner, later in itertools.pairwise(there))
        seen = f"{took:.1f} s, slowest answer {max(waits):.2f} s of {len(waits)}, {grown:.0f} MB more"
        assert took <= max(SECONDS * count / 10_000, 2.0) * 3, seen  # other work on the machine
        assert max(waits) <= ANSWER * 3, seen
        assert grown <= MEGABYTES, seen
        if said:
            here.time.move_to(due)
            assert await deliver(here) == {row.id: 1 for row in rows}


@groups.BOTH
async def test_very_many_groups_are_queued_while_people_are_answered(migrated_url: str) -> None:
    await crowd(migrated_url, 300)


@pytest.mark.torture
@groups.BOTH
async def test_ten_thousand_groups_are_queued_within_seconds(migrated_url: str) -> None:
    await crowd(migrated_url, 10_000, weeks=8)


@pytest.mark.torture
@groups.BOTH
async def test_a_thousand_nudges_are_said_once_each_by_two_senders(migrated_url: str) -> None:
    await crowd(migrated_url, 1_000, weeks=8, said=True)
