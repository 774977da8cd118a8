"""The writing side of a database: nothing is changed but through `Writing`, for a request or for none.

Each way to begin a transaction asks for the request that it belongs to, and keeps the mark of that request
beside the change: a new way to write cannot forget it. What is there for reading refuses to write.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import crowd, engines, once, writer
from storage.crowd import Item, Outcome, Together
from storage.writer import Result, Work

_LANES = 2
"""Batches of changes under way at once on PostgreSQL: nobody waits for one that is held up in a lock. More
would only be smaller ones.
"""


class Writing:
    """Opens writing transactions on SQLite or PostgreSQL.

    On SQLite there is one writing connection at a time, taken with BEGIN IMMEDIATE: a read that turns into a
    write fails at once whatever the busy timeout, and many writers only wait for one another. `hopeless` says
    of an error that trying each change of a batch by itself would meet it again. `engine` is for whoever
    reads by the same connections.
    """

    def __init__(self, url: str, *, hopeless: Callable[[BaseException], bool]) -> None:
        self._hopeless = hopeless
        self._crowds: dict[Together[Any, Any], crowd.Crowd[Any, Any]] = {}
        self._turn = asyncio.Lock()
        self._in_one_go: writer.Writer | None = None
        if url.startswith("sqlite"):
            self.engine = engines.sqlite(url, connections=1, begin="BEGIN IMMEDIATE")
            self._in_one_go = writer.Writer(engines.threaded(url, begin="BEGIN IMMEDIATE"), turn=self._turn)
        else:
            self.engine = engines.postgresql(url)

    @asynccontextmanager
    async def begin(self, asking: once.Asking) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        async with AsyncExitStack() as stack:
            if self._in_one_go is not None:
                await stack.enter_async_context(self._turn)
            session = await stack.enter_async_context(AsyncSession(self.engine, expire_on_commit=False))
            await stack.enter_async_context(session.begin())
            await once.claim(session, asking)
            yield session
        once.settle(asking)

    async def write(self, asking: once.Asking, work: Work[Result]) -> Result:
        """One transaction that is what `work` does with its session, and awaits nothing else."""
        if self._in_one_go is None:
            async with self.begin(asking) as session:
                return await work(session)
        outcome = await self._in_one_go.write(once.claiming(work, asking))
        once.settle(asking)
        return outcome

    async def write_together(self, asking: once.Asking, work: Together[Item, Outcome], item: Item) -> Outcome:
        """One transaction for `item` and whatever else is asked of the same `work` meanwhile."""
        once.require_first(asking)
        outcome: Outcome = await self._crowd(work).ask((item, asking))
        once.settle(asking)
        return outcome

    def _crowd(self, work: Together[Any, Any]) -> crowd.Crowd[Any, Any]:
        if work not in self._crowds:

            async def write(batch: Work[Sequence[Any]]) -> Sequence[Any]:
                return await self.write(None, batch)

            lanes = _LANES if self._in_one_go is None else 1
            self._crowds[work] = crowd.Crowd(once.together(work), write, lanes=lanes, hopeless=self._hopeless)
        return self._crowds[work]

    async def wipe(self, tables: Sequence[str]) -> bool:
        """As `Database.wipe`."""
        if self._in_one_go is None:
            names = ", ".join(f'"{table}"' for table in tables)
            async with self.engine.connect() as plain:
                bare = await plain.execution_options(isolation_level="AUTOCOMMIT")
                await bare.exec_driver_sql(f"VACUUM {names}")
            return True
        pooled = await self.engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()  # handing it back would roll back, which a pool cannot do on its own
        try:
            async with connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") as found:
                busy, *_ = await found.fetchone()
        finally:
            await connection.close()
        return not busy

    async def close(self) -> None:
        """Finish what was asked for, and let go of the connections."""
        for one in self._crowds.values():
            await one.close()
        if self._in_one_go is not None:
            await self._in_one_go.close()
        await self.engine.dispose()
