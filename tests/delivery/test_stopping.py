"""Asked to stop, and a database that goes away: nothing that was acknowledged suffers."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy
from sqlmodel import col, select

from bot import clock, environment, texts
from bot.playground.faults import Trouble
from storage import kinds
from storage.models import Idea, OutboxRow
from tests import house, postgres
from tests.delivery import lives, test_deadline, town
from tests.house import BOT_TOKEN, SECRET, SIGNING_SECRET, words
from tests.safety import wiretap


@pytest.mark.early
async def test_sigterm_finishes_what_was_begun_and_hands_back_the_rest(
    migrated_url: str, tmp_path: Path
) -> None:
    """The real program, `python -m bot serve`, in the middle of a send that Slack does not answer.

    Somebody's request is under way, too: it waits for a lock, which is let go after the signal.
    """
    now = clock.system()
    async with lives.standing(migrated_url, now=now, log=tmp_path / "log", residents=2, seed=1) as here:
        port = lives.free_port()
        values = {
            "database_url": migrated_url,
            "secret": SECRET,
            "slack_bot_token": BOT_TOKEN,
            "slack_signing_secret": SIGNING_SECRET,
            "slack_api_url": here.playground.api_url,
            "port": str(port),
        }
        environ = os.environ | {environment.prefixed(name): value for name, value in values.items()}
        sqlite = migrated_url.startswith("sqlite")
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", env=environ, stdout=asyncio.subprocess.DEVNULL
        )
        worker = bot
        if not sqlite:
            worker = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "work", env=environ, stdout=asyncio.subprocess.DEVNULL
            )
        here.bots.append(lives.Bot(bot.pid, True, sqlite, port))
        await here.ready(here.bots[0])
        here.playground.faults.plan("chat.postMessage", Trouble.HANG, seconds=30)
        here.point()
        answer = await here.playground.command(here.people[0], here.place, "/idea", town.title(here.chance))
        assert answer.ok
        await house.until(lambda: not here.playground.faults.waiting("chat.postMessage"))
        title = town.title(here.chance)
        async with wiretap.tapped(here.playground, port) as tap, contextlib.AsyncExitStack() as held:
            await held.enter_async_context(test_deadline.locked(migrated_url))
            asking = asyncio.create_task(here.playground.command(here.people[1], here.place, "/idea", title))
            await house.until(lambda: bool(tap.copies))
            await asyncio.sleep(0.3)  # it has come as far as the lock
            begin = time.monotonic()
            for process in {bot, worker}:
                process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.2)
            await held.aclose()
            answer = await asking
            assert answer.ok
            assert title in words(answer.ephemeral[0])
        assert [await process.wait() for process in {bot, worker}] == [0] * (1 if sqlite else 2)
        assert time.monotonic() - begin < 10
        here.bots.clear()
        async with here.store.read() as session:
            row, later = (await session.exec(select(OutboxRow).order_by(col(OutboxRow.id)))).all()
        assert later.state == kinds.ParcelState.WAITING
        assert (row.state, row.problem) == (kinds.ParcelState.WAITING, "stopped")
        assert row.tried_at is not None  # whoever sends it next looks first
        await lives.finish(here)
        assert len(here.playground.messages(here.place)) == 2


@pytest.fixture
def server_and_url(
    postgres_server: sqlalchemy.URL, postgres_template: sqlalchemy.URL
) -> Iterator[tuple[sqlalchemy.URL, sqlalchemy.URL]]:
    assert postgres_template.database is not None
    with postgres.database(postgres_server, template=postgres_template.database) as made:
        yield postgres_server, made


async def test_a_database_that_goes_away_costs_answers_and_nothing_else(
    server_and_url: tuple[sqlalchemy.URL, sqlalchemy.URL], now: datetime
) -> None:
    """Every connection is cut and none is let in, for a while; nobody has to restart anything."""
    server, made = server_and_url
    async with house.standing(made.render_as_string(hide_password=False), now=now) as here:
        place = here.channel("ideas")
        await town.settle_in(here, ["UONE"], ideas_place=place, now=now)
        first = await here.playground.command("UONE", place, "/idea", "Foreldre vet ikke hvem de skal ringe")
        assert first.ok
        await here.settle()
        postgres.execute(server, f'ALTER DATABASE "{made.database}" ALLOW_CONNECTIONS false')
        postgres.execute(
            server,
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{made.database}'",
        )
        sorry = texts.load("nb")("error.database_away")
        for _ in range(3):
            answer = await here.playground.command("UONE", place, "/idea", "Rådene om søvn er ulike")
            assert answer.ok
            assert sorry in words(answer.ephemeral[0])
            assert "Rådene om søvn er ulike" in words(answer.ephemeral[0])
        postgres.execute(server, f'ALTER DATABASE "{made.database}" ALLOW_CONNECTIONS true')
        answer = await here.playground.command("UONE", place, "/idea", "Rådene om søvn er ulike")
        assert answer.ok
        assert sorry not in words(answer.ephemeral[0])
        await here.settle()
        here.time.move_to(here.time() + timedelta(minutes=2))
        await here.settle()
        async with here.store.read() as session:
            assert len((await session.exec(select(Idea))).all()) == 2
        assert len(town.parcels(here.cards(place))) == 2
