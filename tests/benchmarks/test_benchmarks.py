"""That the measuring itself is right: a load counts what was answered, and finds a vote that was not kept."""

from datetime import datetime
from pathlib import Path

import pytest

from storage.models import Round
from tests.benchmarks import clicks, figures, load, picture, planting, servers, slack, verifying


async def test_a_measured_vote_is_acknowledged_and_stored(migrated_url: str) -> None:
    town = await planting.plant(migrated_url, people=20, ballots=10)
    async with slack.answering() as fake:
        async with servers.ours(migrated_url, fake.url) as server:
            seen = await load.drive(
                server.url, clicks.taps(town, server.path), connections=4, seconds=20, most=30
            )
            assert server.memory() > 20
        assert (len(seen.latencies), seen.failures) == (30, 0)
        assert len(seen.acknowledged) == 30
        assert await verifying.lost(migrated_url, town, [seen], told=fake.calls["views.push"]) == 0
        seen.acknowledged.append(("U0000001", -1))
        assert await verifying.lost(migrated_url, town, [seen], told=0) == 1


@pytest.mark.parametrize("kind", ["aiohttp", "insert"])
async def test_a_floor_takes_signed_clicks_only(kind: str, tmp_path: Path, now: datetime) -> None:
    town = planting.Town(
        Round(
            id=1,
            place="C0BENCH",
            opened_by=1,
            breadth=2,
            empty_chairs=5,
            seed=b"",
            opened_at=now,
            closes_at=now,
            workspace_id=1,
        ),
        {"U0000001": 1},
        [1, 2],
    )
    async with (
        slack.answering() as fake,
        servers.tutorial(kind, fake.url, f"sqlite+aiosqlite:///{tmp_path / 'floor.db'}") as server,
    ):
        good = await load.drive(
            server.url, clicks.taps(town, server.path), connections=2, seconds=20, most=10
        )
        assert (len(good.latencies), good.failures) == (10, 0)
        one = clicks.taps(town, server.path)()
        forged = load.Asked(one.data.replace(b"X-Slack-Signature: v0=", b"X-Slack-Signature: v0=0"), None)
        bad = await load.drive(server.url, lambda: forged, connections=1, seconds=20, most=3)
        assert (len(bad.latencies), bad.failures) == (0, 3)


def test_ratios_are_of_one_database() -> None:
    seen = [load.Seen(seconds=2.0, latencies=[0.01] * 100), load.Seen(seconds=1.0, latencies=[0.02] * 100)]
    made = [
        figures.figure(kind, "sqlite", connections=2, seen=seen[:number], memory=50)
        for kind, number in (("insert", 2), ("vote", 1))
    ]
    assert [one.rate for one in made] == [75.0, 50.0]
    assert made[0].p50 == 15.0
    assert figures.ratios(made) == {"vote on sqlite": {"insert": 0.667}}
    assert "| 0.67 |" in figures.table(made)


def test_what_is_measured_again_takes_the_place_of_what_was_kept() -> None:
    seen = [load.Seen(seconds=1.0, latencies=[0.01] * 100, processor=0.2)]
    kept = figures.Results(facts={"start": 1.5})
    for database in ("sqlite", "postgresql", "sqlite"):
        kept.add_figures([figures.figure("vote", database, connections=2, seen=seen, memory=50)])
        kept.add_points([figures.point("connections", database, 2, seen)])
    assert [one.database for one in kept.figures] == ["postgresql", "sqlite"]
    assert [one.processor for one in kept.points] == [2.0, 2.0]
    assert figures.read(kept.written()) == kept


def test_the_picture_shows_every_curve() -> None:
    points = [
        figures.Point(curve, database, size, 100.0, 1.0 * size, 10.0 * size, 1.5)
        for curve in ("connections", "stored ballots")
        for database in ("sqlite", "postgresql")
        for size in (1, 10, 100)
    ]
    drawn = picture.draw(points)
    assert drawn.count("<polyline") == 6 + 2 * 6  # the legend's, and three of two databases in each panel
    assert "against stored ballots" in drawn
