"""What a vote costs as more people tap at once, and as more ballots are stored."""

from contextlib import AsyncExitStack

from tests.benchmarks import clicks, databases, figures, load, planting, servers, slack

CONNECTIONS = (1, 4, 16, 32, 64, 128, 256)
STORED = (1_000, 10_000, 100_000, 1_000_000)
PEOPLE = 2_000
USUAL = 32


async def measure(database: str, *, quick: bool) -> list[figures.Point]:
    """Both curves on one database. Servers that are compared are up together and loaded in turn."""
    seconds, repeats = (0.5, 1) if quick else (3.0, 3)
    stored = STORED[:2] if quick else STORED
    with databases.kind(database) as fresh:
        async with AsyncExitStack() as stack:
            fake = await stack.enter_async_context(slack.answering())
            running: dict[int, tuple[servers.Server, planting.Town]] = {}
            for ballots in stored:
                url = fresh()
                town = await planting.plant(url, people=PEOPLE, ballots=ballots)
                running[ballots] = (await stack.enter_async_context(servers.ours(url, fake.url)), town)
            seen: dict[int, list[load.Seen]] = {ballots: [] for ballots in stored}
            for repeat in range(repeats + 1):
                for ballots, (server, town) in running.items():
                    got = await _drive(server, town, connections=USUAL, seconds=seconds)
                    if repeat:
                        seen[ballots].append(got)
            points = [figures.point("stored ballots", database, ballots, seen[ballots]) for ballots in stored]
            server, town = running[stored[0]]
            for connections in CONNECTIONS:
                loaded = [
                    await _drive(server, town, connections=connections, seconds=seconds)
                    for _ in range(repeats)
                ]
                points.append(figures.point("connections", database, connections, loaded))
            return points


async def _drive(
    server: servers.Server, town: planting.Town, *, connections: int, seconds: float
) -> load.Seen:
    ask = clicks.taps(town, server.path)
    before = server.processor()
    seen = await load.drive(server.url, ask, connections=connections, seconds=seconds)
    seen.processor = server.processor() - before
    return seen
