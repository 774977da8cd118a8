"""A round of 10,000 voters closes: how long until the result is posted, and do other people notice?"""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from storage import rounds
from storage.database import Database
from tests.benchmarks import clicks, databases, load, planting, servers, slack

VOTERS = 10_000
PEOPLE = 200
LEAD = 12.0
"""Seconds from the start of the load to the deadline."""
PATIENCE = 60.0


async def _close_in(url: str, town: planting.Town, *, seconds: float) -> None:
    """Set the deadline once everything has started: how long that takes is measured elsewhere."""
    store = Database(url)
    try:
        async with store.begin() as session:
            deadline = datetime.now(UTC) + timedelta(seconds=seconds)
            await rounds.set_values(session, town.round_.id, closes_at=deadline)
    finally:
        await store.close()


async def measure(database: str, *, quick: bool) -> dict[str, float | str | None]:
    """Seconds from the deadline to the posted result, and the longest anyone waited meanwhile.

    Other people open the bot's list of ideas all the while: a request that reads, and one that writes.
    """
    with databases.kind(database) as fresh:
        url = fresh()
        town = await planting.plant(url, people=PEOPLE, ballots=VOTERS // 10 if quick else VOTERS)
        async with (
            slack.answering() as fake,
            servers.ours(url, fake.url) as server,
            servers.worker(url, fake.url),
        ):
            closes_at = time.perf_counter() + LEAD
            await _close_in(url, town, seconds=LEAD)
            await asyncio.sleep(LEAD / 2)
            asking = asyncio.create_task(
                load.drive(
                    server.url, clicks.supports(town, server.path), connections=2, seconds=LEAD / 2 + 6
                )
            )
            async with asyncio.timeout(PATIENCE):
                posted = await fake.posted
            seen = await asking
    return {
        f"result of {VOTERS:,} voters, {database}, seconds after the deadline": round(posted - closes_at, 2),
        f"meanwhile, {database}, longest wait of others in ms": round(max(seen.latencies) * 1000, 1),
        f"meanwhile, {database}, requests not answered": seen.failures,
    }
