"""Starting, staying small, and doing nothing when there is nothing to do."""

import asyncio

from tests.benchmarks import clicks, databases, load, planting, servers, slack

VOTES = 100_000
CONNECTIONS = 32
PEOPLE = 2_000
IDLE_SECONDS = 10.0
LONGEST = 600.0


async def measure(database: str, *, quick: bool) -> dict[str, float | str | None]:
    """Seconds from start to ready, megabytes resident after 100,000 votes, processor use when idle."""
    with databases.kind(database) as fresh:
        url = fresh()
        town = await planting.plant(url, people=PEOPLE)
        async with slack.answering() as fake:
            starts = []
            for _ in range(1 if quick else 3):
                async with servers.ours(url, fake.url) as server:
                    starts.append(server.ready)
            async with servers.ours(url, fake.url) as server:
                small = server.memory()
                votes = VOTES // 100 if quick else VOTES
                seen = await load.drive(
                    server.url,
                    clicks.taps(town, server.path),
                    connections=CONNECTIONS,
                    seconds=LONGEST,
                    most=votes,
                )
                large = server.memory()
                await asyncio.sleep(2)
                before = server.processor()
                await asyncio.sleep(IDLE_SECONDS)
                idle = (server.processor() - before) / IDLE_SECONDS
    return {
        f"start to ready, {database}, seconds": round(min(starts), 2),
        f"resident at the start, {database}, MB": round(small, 1),
        f"resident after {len(seen.latencies):,} votes, {database}, MB": round(large, 1),
        f"processor when idle, {database}, % of a core": round(idle * 100, 2),
    }
