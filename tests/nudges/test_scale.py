"""Very many groups due in the same minute: claimed and queued in sets, spread, once each."""

import asyncio
import itertools
import resource
import time

import pytest
import structlog
from sqlmodel import col, select

from bot.services import nudges, waves
from storage import kinds
from storage.models import OutboxRow
from tests.house import House

from . import crowds, groups
from .groups import town


async def queued(here: House) -> list[OutboxRow]:
    async with here.store.read() as session:
        found = await session.exec(
            select(OutboxRow)
            .where(OutboxRow.parcel == kinds.Parcel.POST, OutboxRow.subject == kinds.Subject.NUDGE)
            .order_by(col(OutboxRow.not_before), col(OutboxRow.id))
        )
        return list(found.all())


async def ask(here: House, place: str, *, writing: bool) -> None:
    """What a person does meanwhile: looks through the ideas, or has something written, as a vote has."""
    if writing:
        answered = await here.playground.click("UONE", None, None, "digest_choose", value="weekly")
    else:
        answered = await here.playground.command("UONE", place, "/ideas")
        await here.close("UONE")
    assert answered.ok, answered


async def crowd(url: str, count: int, *, weeks: int = 1) -> None:
    async with town(url) as here:
        places = [here.channel(f"kanal-{number}") for number in range(50)]
        await here.bot.ticker.stop()
        due = groups.TUESDAY_NINE
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
        # Seen with `pytest -s`; a busy machine is no fault of the bot, so they are told and not held.
        figures = {"seconds": round(took, 1), "slowest_answer": round(max(waits), 2), "more_mb": round(grown)}
        structlog.get_logger().info("crowd.settled", groups=count, **figures)


@groups.BOTH
async def test_very_many_groups_are_queued_while_people_are_answered(migrated_url: str) -> None:
    await crowd(migrated_url, 300)


@pytest.mark.torture
@groups.BOTH
async def test_ten_thousand_groups_are_queued_within_seconds(migrated_url: str) -> None:
    await crowd(migrated_url, 10_000, weeks=8)
