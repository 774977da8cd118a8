"""The metronome: APScheduler beats, the database says what is due.

Nothing is stored here, so a beat that is missed or comes twice changes nothing.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import clock, delivery
from bot.services import bundles, closing, due, nudges
from bot.services.installation import Installation

BEAT = 3
"""Seconds between two looks; a change made in this process is looked at once, by `wake`."""
STRIDE = timedelta(days=1)
SHORTEST_STRIDE = timedelta(minutes=1)

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
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(self.wake, "interval", seconds=beat, max_instances=1, coalesce=True)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look, until `stop`."""
        self._scheduler.start()
        self._task = asyncio.create_task(self._run())
        self.wake()

    async def stop(self) -> None:
        """Finish the look that is under way, then be still."""
        self._scheduler.shutdown(wait=False)
        if self._task is not None:
            async with self._looking:
                self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def wake(self) -> None:
        """Look as soon as possible: something was put in the outbox."""
        self._wanted.set()

    async def look(self) -> None:
        """Do everything that is due now. What fails is logged, and tried again at the next look."""
        async with self._looking:
            now = self._now()
            await self._try("closing", closing.close_due, now)
            await self._try("nudges", nudges.send_due, now)
            await self._try("bundles", bundles.tell_due, now)
            try:
                await self._sender.drain(now=now)
            except Exception:
                _log.exception("ticker.failed", job="outbox")

    async def advance(self, movable: clock.MovableClock, to: datetime) -> None:
        """Let time pass up to `to` (aware), stopping at every due time on the way, and once a day.

        For trying the bot out: a week goes by as it would have, only faster.
        """
        while (here := movable()) < to:
            stop = here + STRIDE
            soonest = await due.next_due(self._installation)
            if soonest is not None:
                stop = min(stop, max(soonest, here + SHORTEST_STRIDE))
            movable.move_to(max(min(to, stop), movable()))
            await self.look()

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self.look()

    async def _try(self, job: str, work: Callable[..., Awaitable[int]], now: datetime) -> None:
        try:
            done = await work(self._installation, now=now)
        except Exception:
            _log.exception("ticker.failed", job=job)
        else:
            if done:
                _log.info("ticker.done", job=job, count=done)
