"""A wave of nudges on its way: real senders on a real outbox, and a Slack that counts."""

import asyncio
import time
from datetime import timedelta

import pytest
import structlog
from sqlmodel import select

from bot.services import nudges, waves
from storage import agenda, kinds, outbox
from storage.models import OutboxRow
from tests.house import House

from . import counting, crowds, groups
from .groups import town

STRIDE = timedelta(seconds=2.5)
"""How far the clock goes at once: as far as a burst of posts reaches."""
PLACES = 50
EDGE = timedelta(minutes=10)


async def rows(here: House) -> list[OutboxRow]:
    async with here.store.read() as session:
        found = await session.exec(select(OutboxRow).where(OutboxRow.subject == kinds.Subject.NUDGE))
        return list(found.all())


async def send_all(here: House, slack: counting.Slack, *, senders: int, within: timedelta) -> None:
    """Let the clock run until nothing waits; fails where that takes longer than `within`."""
    begin = here.time()
    asked = agenda.question({"outbox": outbox.next_sending()})
    async with counting.senders(here, slack, count=senders) as made:
        while True:
            await asyncio.gather(*(one.drain() for one in made))
            async with here.store.read() as session:
                found = await agenda.read(session, asked)
            if not found:
                return
            assert found["outbox"] - begin < within, "it does not come to its end"
            here.time.move_to(max(found["outbox"], here.time() + STRIDE))


async def deliver(url: str, *, count: int, senders: int, weeks: int = 1) -> None:
    async with town(url, work=False) as here, counting.answering(here.time) as slack:
        places = [here.channel(f"kanal-{number}") for number in range(PLACES)]
        await crowds.plant(here.store, count=count, due=groups.TUESDAY_NINE, places=places, weeks=weeks)
        here.time.move_to(groups.TUESDAY_NINE)
        assert await nudges.send_due(here.bot.installation, now=here.time()) == count
        began = time.perf_counter()
        longest = count * waves.REDRAWS_APART + EDGE
        await send_all(here, slack, senders=senders, within=longest)
        told = await rows(here)
        posts = {row.id for row in told if row.parcel == kinds.Parcel.POST}
        assert len(posts) == count
        assert slack.posts == dict.fromkeys(posts, 1), "each nudge was posted once"
        assert len(slack.updates) == count, "and the one before it drawn anew"
        assert set(slack.updates.values()) == {1}
        assert {row.state for row in told} == {kinds.ParcelState.SENT}
        assert {row.claims for row in told if row.problem is None and row.parcel == kinds.Parcel.POST} == {1}
        assert counting.broken(slack, places) == []
        posted = slack.times("chat.postMessage")
        structlog.get_logger().info(
            "crowd.delivered",
            groups=count,
            senders=senders,
            posted_within=str(posted[-1] - posted[0]),
            most_a_minute=counting.busiest(posted, timedelta(minutes=1)),
            seconds=round(time.perf_counter() - began),
        )


@pytest.mark.parametrize(("database_kind", "senders"), [("sqlite", 1), ("postgresql", 3)])
async def test_a_wave_reaches_every_group_once(migrated_url: str, senders: int) -> None:
    await deliver(migrated_url, count=60, senders=senders)


@pytest.mark.torture
@pytest.mark.parametrize(("database_kind", "senders"), [("sqlite", 1), ("postgresql", 3)])
async def test_ten_thousand_groups_are_reached_once_each(migrated_url: str, senders: int) -> None:
    await deliver(migrated_url, count=10_000, senders=senders, weeks=4)
