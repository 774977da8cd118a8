"""Several processes on PostgreSQL: no one is special, nothing is done twice, nothing is late."""

import asyncio
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy
from sqlmodel import col, select

from bot import delivery
from storage import kinds
from storage.models import Nudge, OutboxRow, Project, Round, RoundIdea
from tests import house, postgres
from tests.delivery import lives, test_killed, town
from tests.delivery.lives import Town

WEB, WORKER = (True, False), (False, True)


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
                    next_step="Ring",
                    place=here.place,
                    weekday=1,
                    at="10:00",
                    zone="Europe/Oslo",
                    next_nudge_at=start + timedelta(seconds=over * number / groups),
                    started_at=here.time() - timedelta(days=14),
                    stage_since=here.time() - timedelta(days=14),
                )
            )


@pytest.mark.torture
@test_killed.times(4, 120)
async def test_three_web_and_two_workers_killed_at_random(
    url: str, now: datetime, tmp_path: Path, kills: int
) -> None:
    rest = 0.3
    log = tmp_path / "bots.log"
    async with lives.standing(url, now=now, log=log, residents=6, seed=kills) as here:
        titles = [town.title(here.chance) for _ in range(4)]
        await here.open_round(titles, closes_at=now + timedelta(days=7), key="round")
        await plan(here, rounds=6, groups=4, over=kills * 0.6)
        await test_killed.killed(here, kills=kills, bots=[WEB] * 3 + [WORKER] * 2, rest=rest)
        before = here.time()
        await lives.finish(here)
        figures = await test_killed.verify(here)
        async with here.store.read() as session:
            due = (await session.exec(select(Round).where(col(Round.request_key).like("due %")))).all()
            nudges = (await session.exec(select(Nudge))).all()
            results = (
                await session.exec(select(OutboxRow.key).where(col(OutboxRow.key).like("round:%:result")))
            ).all()
        assert len(nudges) == len({nudge.project_id for nudge in nudges}) == 4
        assert len(results) == len(set(results)) == len(due)
        late = [
            (round_.closed_at or here.time()) - round_.closes_at
            for round_ in due
            if round_.closes_at < before
        ]
        late += [nudge.at - nudge.due_at for nudge in nudges if nudge.due_at < before]
        told = {"kills": kills, "latest": max(late).total_seconds()} | figures | here.done
        sys.stdout.write(json.dumps(told) + "\n")
        assert max(late) < delivery.LEASE
        assert figures["seen_twice"] == 0


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
        await house.until(lambda: bool(here.playground.messages(here.place)), patience=5.0)
