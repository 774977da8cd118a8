"""A town whose bots are processes of their own, to be killed and started anew."""

import asyncio
import json
import os
import random
import signal
import socket
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pydantic

from bot import app as wiring
from bot import clock, environment, manifest, texts
from bot.playground import pace, registration
from bot.playground.slack import Playground
from bot.playground.state import Message
from bot.services import backlog, people, rounds
from bot.services.actor import Actor
from bot.services.installation import Installation
from bot.settings import Settings
from storage import database, kinds
from storage.models import Idea
from tests import house
from tests.delivery import town
from tests.delivery.book import Book
from tests.house import APP_TOKEN, BOT_TOKEN, SECRET, SIGNING_SECRET

SORRY = [texts.load("nb")(key) for key in ("error.too_slow", "error.database_away")]


@dataclass
class Bot:
    """A process. `url` is where it listens; None where it only works."""

    pid: int
    listen: bool
    work: bool
    port: int | None
    up: Path | None = None
    """A file that is there once it is ready."""

    def kill(self) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    @property
    def alive(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True


@dataclass
class Town:
    """The playground, the bots, and what people were told is done."""

    playground: Playground
    settings: Settings
    time: clock.MovableClock
    log: Path
    cradle: asyncio.subprocess.Process
    store: database.Database
    chance: random.Random
    place: str = ""
    people: list[str] = field(default_factory=list)
    workspace: int = 0
    bots: list[Bot] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def installation(self) -> Installation:
        return Installation(self.store, wiring.rules(self.settings))

    async def start(self, *, listen: bool = True, work: bool = True) -> Bot:
        """A new process; it is not ready yet."""
        port = free_port() if listen else None
        environ = {
            environment.prefixed(name): value
            for name, value in {
                "database_url": self.settings.database_url.get_secret_value(),
                "secret": SECRET,
                "slack_bot_token": BOT_TOKEN,
                "slack_signing_secret": SIGNING_SECRET,
                "slack_api_url": self.playground.api_url,
                "port": str(port or 0),
                "log_format": "console",
                "log_level": "WARNING",
            }.items()
        }
        order = {
            "environ": environ,
            "listen": listen,
            "work": work,
            "offset": self.time.offset.total_seconds(),
            "log": str(self.log),
            "ready": str(up := self.log.with_name(f"up-{uuid.uuid4().hex}")),
        }
        async with self._turn:
            assert self.cradle.stdin is not None
            assert self.cradle.stdout is not None
            self.cradle.stdin.write(json.dumps(order).encode() + b"\n")
            pid = int(await self.cradle.stdout.readline())
        bot = Bot(pid, listen, work, port, up)
        self.bots.append(bot)
        return bot

    async def ready(self, bot: Bot) -> None:
        """Until it answers; AssertionError with its log where it died by itself."""
        async with aiohttp.ClientSession() as session:
            for _ in range(6000):
                assert bot.alive, self._told()
                if bot.up is not None and not bot.up.exists():
                    await asyncio.sleep(0.02)
                    continue
                if bot.port is None:
                    return
                try:
                    async with session.get(f"http://127.0.0.1:{bot.port}/readyz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.02)
        raise AssertionError(self._told())

    def _told(self) -> str:
        return self.log.read_text()[-3000:] if self.log.exists() else "the bot wrote nothing"

    async def kill(self, bot: Bot) -> None:
        bot.kill()
        self.bots.remove(bot)
        await house.until(lambda: not bot.alive)

    def point(self) -> None:
        """Send the next act to any of the bots that listen, as a load balancer would."""
        listening = [bot for bot in self.bots if bot.port is not None]
        if listening:
            port = self.chance.choice(listening).port
            self.playground.connect(f"http://127.0.0.1:{port}{manifest.PATH}")

    async def actor(self, person: str) -> Actor:
        found = await people.recall(
            self.installation,
            platform=kinds.Platform.SLACK,
            team=self.playground.workspace.state.team_id,
            external_id=person,
            met_after=self.time() - timedelta(days=1),
        )
        assert found is not None
        return found

    async def open_round(self, titles: list[str], *, closes_at: datetime, key: str) -> None:
        """Straight through the use case, with ideas of its own."""
        async with self.store.begin() as session:
            paper = [
                Idea(
                    workspace_id=self.workspace,
                    state=kinds.IdeaState.NEW,
                    author_id=1,
                    title=one,
                    place=self.place,
                    created_at=self.time(),
                )
                for one in titles
            ]
            session.add_all(paper)
            await session.flush()
            plan = rounds.Plan(idea_ids=tuple(one.id for one in paper), closes_at=closes_at, secret=False)
        actor = await self.actor(self.people[0])
        await rounds.open_(self.installation, actor, plan, place=self.place, request_key=key, now=self.time())

    def cards(self) -> list[Message]:
        """The bot's messages in the channel for ideas, oldest first."""
        bot = self.playground.workspace.state.bot_user_id
        return [one for one in self.playground.messages(self.place) if one.user == bot]

    def ballot_card(self) -> Message | None:
        """The card from which the first round's ballot is opened."""
        return next((one for one in self.cards() if "ballot_open" in str(one.blocks)), None)

    async def open_ballot(self, person: str) -> None:
        card = self.ballot_card()
        assert card is not None
        await self.playground.click(person, self.place, card.ts, "ballot_open")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@asynccontextmanager
async def standing(url: str, *, now: datetime, log: Path, residents: int, seed: int) -> AsyncIterator[Town]:
    """A town on the migrated database at `url` without any bot yet; all are killed at the end."""
    time = clock.MovableClock(now - clock.system())
    playground = Playground(
        clock=time,
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=registration.read(
            manifest.manifest(transport="http", url="https://bot.example.invalid")
        ),
        pace=pace.loose(),
    )
    async with AsyncExitStack() as stack:
        await playground.start()
        stack.push_async_callback(playground.stop)
        cradle = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.delivery.cradle",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        stack.push_async_callback(cradle.wait)
        assert cradle.stdin is not None
        stack.callback(cradle.stdin.close)
        settings = Settings(
            database_url=pydantic.SecretStr(url),
            secret=pydantic.SecretStr(SECRET),
            slack_bot_token=pydantic.SecretStr(BOT_TOKEN),
            slack_signing_secret=pydantic.SecretStr(SIGNING_SECRET),
            slack_api_url=playground.api_url,
            port=0,
        )
        store = database.Database(url)
        stack.push_async_callback(store.close)
        here = Town(playground, settings, time, log, cradle, store, random.Random(seed))
        stack.callback(_kill_all, here)
        here.place = playground.add_channel("ideas", members=[]).id
        here.people = [f"URESIDENT{number}" for number in range(residents)]
        here.workspace = await town.settle_in(
            here, [*here.people, town.KEEPER], ideas_place=here.place, now=now
        )
        yield here


def _kill_all(here: Town) -> None:
    for bot in here.bots:
        bot.kill()


@asynccontextmanager
async def at_work(here: Town, bots: list[tuple[bool, bool]]) -> AsyncIterator[None]:
    """Bots that listen and work, as each pair says, are up while the block runs; then all are killed."""
    started = [await here.start(listen=listen, work=work) for listen, work in bots]
    for bot in started:
        await here.ready(bot)
    yield
    for bot in list(here.bots):
        await here.kill(bot)


async def finish(here: Town) -> None:
    """A last bot, a while later: everything that is left is sent."""
    here.time.move_to(here.time() + timedelta(minutes=5))
    async with wiring.running(here.settings, now=here.time, listen=False, work=False) as bot:
        await bot.ticker.settle(here.time)
        for _ in range(20):
            if not (await backlog.look(here.store, now=here.time())).waiting:
                return
            await bot.ticker.advance(here.time, here.time() + timedelta(minutes=5))
