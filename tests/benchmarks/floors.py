"""A vote beside the floors it stands on: all servers up at once, loaded in turn, again and again."""

from contextlib import AsyncExitStack

from tests.benchmarks import clicks, databases, figures, load, planting, rules, servers, slack, verifying

CONNECTIONS = 32
PEOPLE = 2_000
STORED = 10_000
IDEAS = 20_000
KINDS = ("aiohttp", "bolt", "insert", "vote", "idea")


async def measure(database: str, *, quick: bool) -> list[figures.Figure]:
    """Requests a second, latencies and memory of (a) to (e) on one database."""
    repeats, seconds = (1, 1.0) if quick else (5, 4.0)
    with databases.kind(database) as fresh:
        async with AsyncExitStack() as stack:
            fake = await stack.enter_async_context(slack.answering())
            url, large = fresh(), fresh()
            town = await planting.plant(url, people=PEOPLE, ballots=STORED)
            titles = rules.titles(IDEAS)
            city = await planting.plant(large, people=PEOPLE, titles=titles)
            running = {
                "aiohttp": await stack.enter_async_context(servers.tutorial("aiohttp", fake.url)),
                "bolt": await stack.enter_async_context(servers.tutorial("bolt", fake.url)),
                "insert": await stack.enter_async_context(servers.tutorial("insert", fake.url, fresh())),
                "vote": await stack.enter_async_context(servers.ours(url, fake.url)),
                "idea": await stack.enter_async_context(servers.ours(large, fake.url)),
            }
            asks = {
                kind: clicks.commands(city, one.path, titles)
                if kind == "idea"
                else clicks.taps(town, one.path)
                for kind, one in running.items()
            }
            seen: dict[str, list[load.Seen]] = {kind: [] for kind in KINDS}
            warm: list[load.Seen] = []
            for repeat in range(repeats + 1):
                for kind, server in running.items():
                    got = await load.drive(
                        server.url,
                        asks[kind],
                        connections=CONNECTIONS,
                        seconds=seconds if repeat else seconds / 2,
                    )
                    if repeat:
                        seen[kind].append(got)
                    elif kind == "vote":
                        warm.append(got)
            told = fake.calls["views.push"]
            return [
                figures.figure(
                    kind,
                    database,
                    connections=CONNECTIONS,
                    seen=seen[kind],
                    memory=server.memory(),
                    told=told if kind == "vote" else 0,
                    lost=await verifying.lost(url, town, [*warm, *seen[kind]], told=told)
                    if kind == "vote"
                    else 0,
                )
                for kind, server in running.items()
            ]
