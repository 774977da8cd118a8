"""Several processes on PostgreSQL: no one is special, nothing is done twice, nothing is late."""

import asyncio
import json
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy
from sqlmodel import col, select, update

from bot import delivery, manifest
from storage import kinds
from storage.models import Nudge, OutboxRow, Project, Round, RoundIdea
from tests import house, postgres
from tests.delivery import lives, test_killed, town
from tests.delivery.lives import Town

WEB, WORKER = (True, False), (False, True)
STEP = "Ring"
"""By it the groups that are due here are known."""


@pytest.fixture
def url(postgres_server: sqlalchemy.URL, postgres_template: sqlalchemy.URL) -> object:
    assert postgres_template.database is not None
    with postgres.database(postgres_server, template=postgres_template.database) as made:
        yield made.render_as_string(hide_password=False)


async def plan(here: Town, *, rounds: int, groups: int, over: float) -> None:
    """Rounds that close, and groups whose nudge is due, at moments spread over the next seconds."""
    start = here.time() + timedelta(seconds=3)
    for number in range(rounds):
        closes_at = start + timedelta(seconds=over * number / rounds)
        titles = [town.title(here.chance) for _ in range(2)]
        await here.open_round(titles, closes_at=closes_at, key=f"due {number}")
    async with here.store.begin() as session:
        # Few vote in these; a first deadline would be put off for that.
        await session.exec(update(Round).where(col(Round.request_key).like("due %")).values(extended=True))
        round_ = (await session.exec(select(Round))).first()
        assert round_ is not None
        on_paper = (await session.exec(select(RoundIdea.idea_id))).all()
        for number in range(groups):
            session.add(
                Project(
                    workspace_id=here.workspace,
                    idea_id=on_paper[number],
                    owner_id=1,
                    state=kinds.ProjectState.ACTIVE,
                    next_step=STEP,
                    place=here.place,
                    weekday=1,
                    at="10:00",
                    zone="Europe/Oslo",
                    next_nudge_at=start + timedelta(seconds=over * number / groups),
                    started_at=here.time() - timedelta(days=14),
                    stage_since=here.time() - timedelta(days=14),
                )
            )


@pytest.mark.early
async def test_three_web_and_two_workers_through_everything(
    url: str, postgres_server: sqlalchemy.URL, now: datetime, tmp_path: Path
) -> None:
    """An upgrade, kills and a database that goes away, with clicks and due times all the while."""
    log = tmp_path / "bots.log"
    async with lives.standing(url, now=now, log=log, residents=3, seed=1) as here:
        titles = [town.title(here.chance) for _ in range(4)]
        await here.open_round(titles, closes_at=now + timedelta(days=7), key="round")
        await plan(here, rounds=2, groups=2, over=4)
        struck: Counter[str] = Counter()
        async with test_killed.busy(here, [WEB] * 3 + [WORKER] * 2):
            await here.book.more(5)
            upgrade_beside(url)
            for _ in range(2):
                await test_killed.kill_one(here, struck)
            await lose_the_database(here, postgres_server, sqlalchemy.make_url(url), seconds=0)
            await house.until(lambda: due_done(here), patience=120.0)
        await lives.finish(here)
        figures = await test_killed.verify(here)
        await nothing_twice(here, rounds=2, groups=2)
        assert figures["seen_twice"] == 0


@pytest.mark.torture
async def test_three_web_and_two_workers_killed_at_random(url: str, now: datetime, tmp_path: Path) -> None:
    kills = 120
    log = tmp_path / "bots.log"
    async with lives.standing(url, now=now, log=log, residents=6, seed=kills) as here:
        titles = [town.title(here.chance) for _ in range(4)]
        await here.open_round(titles, closes_at=now + timedelta(days=7), key="round")
        await plan(here, rounds=6, groups=4, over=kills * 0.6)
        struck: Counter[str] = Counter()
        async with test_killed.busy(here, [WEB] * 3 + [WORKER] * 2):
            await here.book.more(10)
            for _ in range(kills):
                await test_killed.kill_one(here, struck)
        before = here.time()
        await lives.finish(here)
        figures = await test_killed.verify(here)
        late = await nothing_twice(here, rounds=6, groups=4, before=before)
        told = {"kills": kills, "latest": max(late).total_seconds(), "struck": struck} | figures
        sys.stdout.write(json.dumps(told) + "\n")
        assert max(late) < delivery.LEASE
        assert figures["seen_twice"] == 0


@pytest.mark.torture
async def test_a_database_away_for_a_minute(
    url: str, postgres_server: sqlalchemy.URL, now: datetime, tmp_path: Path
) -> None:
    log = tmp_path / "bots.log"
    async with lives.standing(url, now=now, log=log, residents=4, seed=60) as here:
        titles = [town.title(here.chance) for _ in range(4)]
        await here.open_round(titles, closes_at=now + timedelta(days=7), key="round")
        await plan(here, rounds=2, groups=2, over=50)
        async with test_killed.busy(here, [WEB] * 3 + [WORKER] * 2):
            await lose_the_database(here, postgres_server, sqlalchemy.make_url(url), seconds=60)
            await house.until(lambda: due_done(here), patience=120.0)
        await lives.finish(here)
        figures = await test_killed.verify(here)
        await nothing_twice(here, rounds=2, groups=2)
        sys.stdout.write(json.dumps({"away": 60} | figures) + "\n")


def upgrade_beside(url: str) -> None:
    """What `idejakt migrate` of a later version does to a database that this one is using.

    Processes of this version go on, and start anew: an upgrade replaces them one by one.
    """
    made = sqlalchemy.make_url(url)
    for table in ("idea", "round", "tap", "ballot", "support", "outbox", "person"):
        postgres.execute(made, f'ALTER TABLE "{table}" ADD COLUMN later text')
    postgres.execute(made, "UPDATE alembic_version SET version_num = '9999_later'")


async def lose_the_database(
    here: Town, server: sqlalchemy.URL, made: sqlalchemy.URL, *, seconds: float
) -> None:
    """Cut every connection and let none in, for so long and until each web process has said so to somebody.

    Then nobody restarts anything, and all of them are at work again.
    """
    postgres.execute(server, f'ALTER DATABASE "{made.database}" ALLOW_CONNECTIONS false')
    postgres.execute(
        server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{made.database}'"
    )
    visitor = here.people[0]
    try:
        ends = asyncio.get_running_loop().time() + seconds
        for bot in [one for one in here.bots if one.port is not None]:
            here.playground.connect(f"http://127.0.0.1:{bot.port}{manifest.PATH}")
            title = town.title(here.chance)
            answer = await here.playground.command(visitor, here.place, "/idea", title)
            assert answer.ok
            said = [
                one for one in map(house.words, answer.ephemeral) if title in one
            ]  # nothing typed is lost
            assert any(sorry in said[0] for sorry in lives.SORRY)
        await asyncio.sleep(max(0.0, ends - asyncio.get_running_loop().time()))
    finally:
        postgres.execute(server, f'ALTER DATABASE "{made.database}" ALLOW_CONNECTIONS true')
    pids = [bot.pid for bot in here.bots]
    for bot in here.bots:
        await here.ready(bot)
    await here.book.more(20)
    assert [bot.pid for bot in here.bots] == pids
    assert all(bot.alive for bot in here.bots)


async def due_done(here: Town) -> bool:
    """Whether the workers have closed every round and nudged every group whose time has come."""
    async with here.store.read() as session:
        open_ = Round.state == kinds.RoundState.OPEN
        due = await session.exec(select(Round.id).where(open_, col(Round.request_key).like("due %")))
        groups = (await session.exec(select(Project.id).where(Project.next_step == STEP))).all()
        nudged = (await session.exec(select(Nudge.project_id))).all()
        return not due.all() and set(groups) <= set(nudged)


async def nothing_twice(
    here: Town, *, rounds: int, groups: int, before: datetime | None = None
) -> list[timedelta]:
    """Every round was closed and every group nudged, once; how late each was that fell due `before`."""
    async with here.store.read() as session:
        due = (await session.exec(select(Round).where(col(Round.request_key).like("due %")))).all()
        planned = select(Project.id).where(Project.next_step == STEP)
        nudges = (await session.exec(select(Nudge).where(col(Nudge.project_id).in_(planned)))).all()
        results = (
            await session.exec(select(OutboxRow.key).where(col(OutboxRow.key).like("round:%:result")))
        ).all()
    assert len(nudges) == len({nudge.project_id for nudge in nudges}) == groups
    assert len(results) == len(set(results)) == len(due) == rounds
    end = before or here.time()
    late = [(vote.closed_at or here.time()) - vote.closes_at for vote in due if vote.closes_at < end]
    return late + [nudge.at - nudge.due_at for nudge in nudges if nudge.due_at < end]


async def test_a_worker_hears_of_work_at_once(url: str, now: datetime, tmp_path: Path) -> None:
    """Nothing is due for long, nobody looks, and yet the card is there in a moment: the bell was rung."""
    log = tmp_path / "bots.log"
    async with lives.standing(url, now=now, log=log, residents=1, seed=1) as here:
        web = await here.start(listen=True, work=False)
        await here.start(listen=False, work=True)
        await here.ready(web)
        await asyncio.sleep(1.5)  # the worker has looked and gone to sleep
        here.point()
        answer = await here.playground.command(here.people[0], here.place, "/idea", town.title(here.chance))
        assert answer.ok
        await house.until(lambda: bool(here.playground.messages(here.place)), patience=20.0)
