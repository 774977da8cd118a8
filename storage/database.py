"""The database: one visible place where a transaction begins."""

import asyncio
import copy
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy import exc
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import crowd, engines, once, writer
from storage.crowd import Item, Outcome, Together
from storage.writer import Result, Work

_LANES = 2
"""Batches of changes under way at once on PostgreSQL: nobody waits for one that is held up in a lock. More
would only be smaller ones.
"""
_AWAY_CLASSES = ("08", "53", "57P")
"""PostgreSQL's error classes: no connection, no room, ordered to stop."""
_AWAY_STATES = frozenset({"55000"})  # takes no connections


def away(error: BaseException) -> bool:
    """Whether `error` says that the database cannot be reached, or does not answer in time."""
    if isinstance(error, exc.DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        if error.connection_invalidated or state.startswith(_AWAY_CLASSES) or state in _AWAY_STATES:
            return True
    gone = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, OSError)
    return isinstance(error, (*gone, asyncpg.CannotConnectNowError, asyncpg.AdminShutdownError))


class Database:
    """Opens transactions on SQLite (`sqlite+aiosqlite://`) or PostgreSQL (`postgresql+asyncpg://`).

    On SQLite there is one writing connection, taken with BEGIN IMMEDIATE, and a few reading ones: a read that
    turns into a write fails at once whatever the busy timeout, and many writers only wait for one another.
    """

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite")
        self._crowds: dict[Together[Any, Any], crowd.Crowd[Any, Any]] = {}
        self._request: once.Request | None = None
        self.unasked = self
        """This database for work that belongs to no request, or would be done for any of them."""
        if self.sqlite:
            self._turn = asyncio.Lock()
            self._writer = engines.sqlite(url, connections=1, begin="BEGIN IMMEDIATE")
            self._reader = engines.sqlite(url, connections=engines.READERS, begin="BEGIN")
            self._together = writer.Writer(engines.threaded(url, begin="BEGIN IMMEDIATE"), turn=self._turn)
            self._looker = engines.threaded(url, begin="BEGIN")
            self._lookers = ThreadPoolExecutor(max_workers=engines.READERS, thread_name_prefix="reader")
        else:
            self._writer = engines.postgresql(url)
            self._reader = self._writer
            self._at_once = self._writer.execution_options(isolation_level="AUTOCOMMIT")

    def once(self, request: once.Request) -> "Database":
        """This database for the work of one request: of it and its copies one changes something.

        What writes on behalf of another raises once.AlreadyDoneError.
        """
        bound = copy.copy(self)
        bound._request = request
        return bound

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """One writing transaction: committed when the block ends, rolled back when it raises."""
        async with self._begin() as session:
            if self._request is not None:
                await once.claim(session, self._request)
            yield session
        if self._request is not None:
            self._request.ours = True

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[AsyncSession]:
        async with AsyncExitStack() as stack:
            if self.sqlite:
                await stack.enter_async_context(self._turn)
            session = await stack.enter_async_context(AsyncSession(self._writer, expire_on_commit=False))
            await stack.enter_async_context(session.begin())
            yield session

    async def write(self, work: Work[Result]) -> Result:
        """`begin` for what many people do at once: the transaction is what `work` does with its session.

        `work` awaits nothing but that session; on SQLite it runs in another thread, and shares its commit.
        """
        request = self._request
        if request is None:
            return await self._write(work)

        async def claiming(session: AsyncSession) -> Result:
            await once.claim(session, request)
            return await work(session)

        outcome = await self._write(claiming)
        request.ours = True
        return outcome

    async def _write(self, work: Work[Result]) -> Result:
        if self.sqlite:
            return await self._together.write(work)
        async with self._begin() as session:
            return await work(session)

    async def look(self, work: Work[Result]) -> Result:
        """`read` for what many people do at once, under the same rule.

        On PostgreSQL each statement sees the database as it then is: that spares two round trips.
        """
        if self.sqlite:
            return await asyncio.get_running_loop().run_in_executor(self._lookers, self._look, work)
        async with AsyncSession(self._at_once, expire_on_commit=False) as session:
            return await work(session)

    async def write_together(self, work: Together[Item, Outcome], item: Item) -> Outcome:
        """`begin` for `item` and whatever else others ask of the same `work` meanwhile, in one transaction.

        `work` is a function of a module: by it people find each other. It awaits nothing but its session.
        """
        lanes = 1 if self.sqlite else _LANES
        outcome: Outcome = await self._crowd(work, once.together(work), self._write, lanes=lanes).ask(
            (item, self._request)
        )
        if self._request is not None:
            self._request.ours = True
        return outcome

    async def look_together(self, work: Together[Item, Outcome], item: Item) -> Outcome:
        """`look`, likewise."""
        return await self._crowd(work, work, self.look, lanes=1).ask(item)

    def _crowd(
        self,
        name: Together[Any, Any],
        work: Together[Item, Outcome],
        transaction: crowd.Transaction,
        *,
        lanes: int,
    ) -> crowd.Crowd[Item, Outcome]:
        if name not in self._crowds:
            self._crowds[name] = crowd.Crowd(work, transaction, lanes=lanes, hopeless=away)
        return self._crowds[name]

    def _look(self, work: Work[Result]) -> Result:
        with Session(self._looker, expire_on_commit=False) as session:
            return writer.at_once(work(writer.Direct(session)))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """One consistent view of the database; what is changed in it is not kept."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    async def open(self) -> None:
        """Make the first connections one after another, before anybody asks for several at once.

        The first of a SQLite file sets up its journal, and others that come meanwhile may be refused.
        """
        await self.ping()
        if self.sqlite:
            await asyncio.get_running_loop().run_in_executor(self._lookers, self._greet)

    def _greet(self) -> None:
        with self._looker.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    async def ping(self) -> None:
        """Raises what the driver raises where the database does not answer."""
        async with self._reader.connect() as connection:
            await connection.execute(sa.text("SELECT 1"))

    async def wipe(self, tables: Sequence[str]) -> bool:
        """Let go of what deleted rows of `tables` left in free space; returns whether that was possible now.

        SQLite overwrites deleted content by itself, but its journal keeps earlier pages until it is emptied.
        PostgreSQL keeps dead rows until they are vacuumed; what a backup or its own log holds is not reached.
        """
        if self.sqlite:
            pooled = await self._writer.raw_connection()
            connection: Any = pooled.driver_connection
            pooled.detach()  # handing it back would roll back, which a pool cannot do on its own
            try:
                async with connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") as found:
                    busy, *_ = await found.fetchone()
            finally:
                await connection.close()
            return not busy
        names = ", ".join(f'"{table}"' for table in tables)
        async with self._writer.connect() as plain:
            bare = await plain.execution_options(isolation_level="AUTOCOMMIT")
            await bare.exec_driver_sql(f"VACUUM {names}")
        return True

    async def close(self) -> None:
        for one in self._crowds.values():
            await one.close()
        if self.sqlite:
            await self._together.close()
            await asyncio.to_thread(self._lookers.shutdown)
            self._looker.dispose()
        await self._writer.dispose()
        await self._reader.dispose()
