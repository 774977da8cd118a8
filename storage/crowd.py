"""What many people ask for at the same moment, done together: a vote each, in one transaction.

One statement a vote costs a round trip, a plan and a commit; for thirty people it costs the same once. Nobody
is made to wait for others to come: while one batch is under way the next one gathers by itself.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Generic, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

MOST = 64
"""People in one batch: nobody shall wait for more than these."""

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
Together = Callable[[AsyncSession, Sequence[Item]], Coroutine[Any, Any, Sequence[Outcome | Exception]]]
"""Does it for all items in one transaction; an exception among the outcomes is for that item alone.

Whatever it raises undoes the whole batch, and each item is then tried by itself.
"""
Transaction = Callable[[Callable[[AsyncSession], Coroutine[Any, Any, Any]]], Awaitable[Any]]
"""Runs work in a transaction of its own; returns once that is committed."""


class Crowd(Generic[Item, Outcome]):
    """Runs `together` for whoever asks, `lanes` batches at once at most.

    `hopeless` says of an error that trying each item by itself would meet it again.
    """

    def __init__(
        self,
        together: Together[Item, Outcome],
        transaction: Transaction,
        *,
        lanes: int,
        hopeless: Callable[[BaseException], bool],
    ) -> None:
        self._together = together
        self._transaction = transaction
        self._lanes = lanes
        self._hopeless = hopeless
        self._waiting: deque[tuple[Item, asyncio.Future[Outcome]]] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._busy = 0
        """How many of them take what waits; one that ends says so before anybody else has a turn."""

    async def ask(self, item: Item) -> Outcome:
        """Do it for `item`; returns or raises its outcome once that is committed.

        Whoever stops waiting before their batch begins has nothing done.
        """
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._busy < self._lanes:
            self._busy += 1
            task = asyncio.create_task(self._drain())
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return await done

    async def close(self) -> None:
        """Finish what was asked for."""
        await asyncio.gather(*self._running)

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._batch(self._next())
        finally:
            self._busy -= 1

    def _next(self) -> list[tuple[Item, asyncio.Future[Outcome]]]:
        batch: list[tuple[Item, asyncio.Future[Outcome]]] = []
        while self._waiting and len(batch) < MOST:
            item, done = self._waiting.popleft()
            if not done.done():
                batch.append((item, done))
        return batch

    async def _batch(self, batch: list[tuple[Item, asyncio.Future[Outcome]]]) -> None:
        if not batch:
            return
        committing = self._commit([item for item, _ in batch])
        work: asyncio.Task[Sequence[Outcome | BaseException]] = asyncio.Task(committing)
        left = {done for _, done in batch}

        def given_up(done: asyncio.Future[Outcome]) -> None:
            left.discard(done)
            if not left:
                work.cancel()  # nobody waits for it any more

        for _, done in batch:
            done.add_done_callback(given_up)
        try:
            outcomes = await work
        except asyncio.CancelledError:
            outcomes = [asyncio.CancelledError()] * len(batch)
            if left:
                raise
        for (_, done), outcome in zip(batch, outcomes, strict=True):
            if done.done():
                continue
            if isinstance(outcome, BaseException):
                done.set_exception(outcome)
            else:
                done.set_result(outcome)

    async def _commit(self, items: Sequence[Item]) -> Sequence[Outcome | BaseException]:
        try:
            outcomes: Sequence[Outcome | BaseException] = await self._transaction(
                lambda session: self._together(session, items)
            )
        except Exception as error:
            if len(items) == 1 or self._hopeless(error):
                return [error] * len(items)
            return [(await self._commit([item]))[0] for item in items]
        return outcomes
