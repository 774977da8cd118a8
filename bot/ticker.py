"""The metronome: APScheduler beats, the database says what is due.

Nothing is stored here, so a beat that is missed or comes twice changes nothing. Between the due times nobody
looks, but for a slow beat, and when somebody says that there is more to do.
"""

import asyncio
import contextlib
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import clock, delivery
from bot.services import due, retention
from bot.services.installation import Installation
from storage import database

BEAT = 30.0
"""Seconds between two looks nobody asked for: they find what a process did that died before it told."""
REST = 1.0
"""Seconds between two looks for what is due, however often somebody asks."""
SEND_REST = 0.2
"""Seconds between two looks for what waits to be sent."""
AGAIN = timedelta(seconds=3)
"""Before looking again for what was due and could not be done."""
ROUNDS = 5
"""How often one look goes through what is due: a job may make another one due at once."""
SWEEP_EVERY = timedelta(days=1)
FORGET_EVERY = timedelta(minutes=5)
"""Between two looks for marks of requests that are needed no more."""
STRIDE = timedelta(days=7)
SECOND = timedelta(seconds=1)
SHORTEST_STRIDE = timedelta(minutes=1)
TURN = timedelta(minutes=5)
"""The longest that `settle` lets pass for messages that wait for their turn."""
STOP_PATIENCE = 3.0

_log = structlog.get_logger(__name__)


class Ticker:
    """Does what the clock asks for, one look at a time: closes rounds, sends nudges, drains the outbox."""

    def __init__(
        self, installation: Installation, sender: delivery.Delivery, now: clock.Clock, *, beat: float = BEAT
    ) -> None:
        self._installation = installation
        self._sender = sender
        self._now = now
        self._wanted = asyncio.Event()
        self._looking = asyncio.Lock()
        self._sending = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(self._beat, "interval", seconds=beat, max_instances=1, coalesce=True)
        self._tasks: list[asyncio.Task[None]] = []
        self._swept: datetime | None = None
        self._forgot: datetime | None = None

    def start(self) -> None:
        """Begin to look, until `stop`."""
        self._scheduler.start()
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._send())]
        self.wake()

    async def stop(self) -> None:
        """Begin nothing more; finish what is under way, or hand it back within a few seconds."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_PATIENCE), self._looking:
                await self._sender.stop(patience=STOP_PATIENCE / 2)
        await self._sender.stop(patience=0)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def wake(self) -> None:
        """Look as soon as possible: something was put in the outbox, or may be due."""
        self._wanted.set()
        self._sender.more.set()

    async def _beat(self) -> None:
        # A coroutine, so that it runs in the event loop: APScheduler gives plain functions to a thread.
        self.wake()

    async def look(self) -> None:
        """Do everything that is due now. What fails is logged, and tried again at the next look."""
        await self._work()
        await self._drain()

    async def settle(self, movable: clock.MovableClock) -> None:
        """`look`, and let the seconds pass that messages wait for their turn in a channel."""
        until = movable() + TURN
        waited = True
        while waited:
            await self.look()
            waited = False
            while (turn := await due.next_turn(self._installation)) is not None and turn < until:
                here = movable()
                _reach(movable, turn)
                if not await self._drain() and turn <= here:
                    _reach(movable, here + SECOND)  # it waits behind one that is tried again later
                waited = True

    async def advance(self, movable: clock.MovableClock, to: datetime) -> None:
        """Let time pass up to `to` (aware), stopping at every due time on the way, and once a week.

        For trying the bot out: a week goes by as it would have, only faster.
        """
        while (here := movable()) < to:
            stop = here + STRIDE
            alarms = await due.alarms(self._installation)
            soonest = min(alarms.working + alarms.sending, default=stop)
            stop = min(stop, max(soonest, here + SHORTEST_STRIDE))
            _reach(movable, min(to, stop))
            await self.settle(movable)

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self._work()
            self._sender.more.set()
            await asyncio.sleep(await self._set_alarm())

    async def _send(self) -> None:
        while True:
            await self._sender.more.wait()
            await self._drain()
            await self._set_alarm()
            await asyncio.sleep(SEND_REST)

    async def _work(self) -> None:
        async with self._looking:
            now = self._now()
            for _ in range(ROUNDS):
                if not await self._once(now):
                    break
            await self._forget(now)
            await self._sweep(now)

    async def _once(self, now: datetime) -> bool:
        """Do what is due; returns whether anything was done, which may have made more due at once."""
        try:
            found = await due.jobs(self._installation, now=now)
        except Exception as error:
            _failed("agenda", error)
            return False
        done = [await self._try(job, now) for job in found]
        return any(done)

    async def _forget(self, now: datetime) -> None:
        if self._forgot is not None and now - self._forgot < FORGET_EVERY:
            return
        try:
            await retention.forget_requests(self._installation, now=now)
        except Exception as error:
            _failed("requests", error)
            return
        self._forgot = now

    async def _sweep(self, now: datetime) -> None:
        """Once a day take out what is no longer needed, and say what that was."""
        if self._swept is not None and now - self._swept < SWEEP_EVERY:
            return
        try:
            removed = await retention.sweep(self._installation, now=now)
        except Exception:
            _log.exception("ticker.failed", job="retention")
            return
        self._swept = now
        if removed:
            _log.info("retention.removed", **removed)

    async def _drain(self) -> int:
        async with self._sending:
            try:
                return await self._sender.drain()
            except Exception as error:
                _failed("outbox", error)
                return 0

    async def _set_alarm(self) -> float:
        """Be woken at the next due time, and soon for what is due still.

        Returns for how many seconds nothing need be looked for: `REST`, or less where a job is due before.
        Without an answer from the database the slow beat has to do.
        """
        try:
            found = await due.alarms(self._installation)
        except Exception as error:
            _failed("alarm", error)
            return REST
        now = self._now()
        waits = [at - now if at > now else AGAIN for at in found.working + found.sending]
        if waits and self._scheduler.running:
            self._scheduler.add_job(
                self._beat,
                "date",
                run_date=clock.system() + min(waits),
                id="alarm",
                replace_existing=True,
                misfire_grace_time=None,
            )
        coming = min((at - now for at in found.working if at > now), default=AGAIN)
        return max(SEND_REST, min(REST, coming.total_seconds()))

    async def _try(self, job: due.Job, now: datetime) -> int:
        try:
            done = await job.work(self._installation, now=now)
        except Exception as error:
            _failed(job.name, error)
            return 0
        if done:
            _log.info("ticker.done", job=job.name, count=done)
        return done


def _reach(movable: clock.MovableClock, instant: datetime) -> None:
    """Move to `instant`, unless it has passed by itself meanwhile."""
    with contextlib.suppress(ValueError):
        movable.move_to(instant)


def _failed(job: str, error: Exception) -> None:
    """A database that is away is one line, not a page: every look would write one."""
    if database.away(error):
        _log.error("ticker.database_away", job=job, error=type(error).__name__)
    else:
        _log.error("ticker.failed", job=job, exc_info=error)
