"""Very many groups due in the same minute: claimed and queued in sets, spread, once each."""

import asyncio
import itertools
import resource
import time

import pytest
from sqlmodel import col, select

from bot.services import nudges, waves
from storage import kinds
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


async def crowd(url: str, count: int) -> None:
    async with town(url) as here:
        places = [here.channel(f"kanal-{number}") for number in range(50)]
        await here.bot.ticker.stop()
        due = groups.TUESDAY_HOUR
        await crowds.plant(here.store, count=count, due=due, places=places)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        # Two at once, as two processes would: each group is had by one of them.
        work = asyncio.gather(*(nudges.send_due(here.bot.installation, now=due) for _ in range(2)))
        waits = []
        while not work.done():
            asked = time.perf_counter()
            answered = await here.playground.command("UONE", places[0], "/ideas")
            assert answered.ok
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


@groups.BOTH
@pytest.mark.parametrize("count", [300, pytest.param(1_000, marks=pytest.mark.torture)])
async def test_very_many_groups_are_queued_while_people_are_answered(migrated_url: str, count: int) -> None:
    await crowd(migrated_url, count)
