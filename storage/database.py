"""The database: where transactions begin, and who may write in them."""

import asyncio
import copy
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy import exc
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import crowd, engines, once, writer, writing
from storage.crowd import Item, Outcome, Together
from storage.writer import Result, Work

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


class _Looking(AsyncSession):
    """A session whose connection would keep each statement by itself: it takes none that changes anything."""

    async def exec(self, statement: Any, **options: Any) -> Any:
        if getattr(statement, "is_dml", False):
            raise exc.InvalidRequestError("whoever looks changes nothing")
        return await super().exec(statement, **options)

    async def flush(self, objects: Sequence[Any] | None = None) -> None:  # noqa: ARG002 - as it is asked
        raise exc.InvalidRequestError("whoever looks changes nothing")


class Database:
    """Opens transactions on SQLite (`sqlite+aiosqlite://`) or PostgreSQL (`postgresql+asyncpg://`).

    What is written goes through `Writing`; what is there for reading refuses to write.
    """

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite")
        self._writing = writing.Writing(url, hopeless=away)
        self._crowds: dict[Together[Any, Any], crowd.Crowd[Any, Any]] = {}
        self._request: once.Request | None = None
        self.unasked = self
        """This database for work that belongs to no request, or would be done for any of them."""
        if self.sqlite:
            self._reader = engines.sqlite(url, connections=engines.READERS, begin="BEGIN", reading=True)
            self._looker = engines.threaded(url, begin="BEGIN", reading=True)
            self._lookers = ThreadPoolExecutor(max_workers=engines.READERS, thread_name_prefix="reader")
        else:
            self._reader = self._writing.engine.execution_options(postgresql_readonly=True)
            self._at_once = self._writing.engine.execution_options(isolation_level="AUTOCOMMIT")

    def once(self, request: once.Request) -> "Database":
        """This database for the work of one request: of it and its copies one changes something, in one go.

        What writes on behalf of another raises once.AlreadyDoneError, and a second transaction RuntimeError.
        """
        bound = copy.copy(self)
        bound._request = request
        return bound

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """One writing transaction: committed when the block ends, rolled back when it raises."""
        async with self._writing.begin(self._request) as session:
            yield session

    async def write(self, work: Work[Result]) -> Result:
        """`begin` for what many people do at once: the transaction is what `work` does with its session.

        `work` awaits nothing but that session; on SQLite it runs in another thread, and shares its commit.
        """
        return await self._writing.write(self._request, work)

    async def write_together(self, work: Together[Item, Outcome], item: Item) -> Outcome:
        """`begin` for `item` and whatever else others ask of the same `work` meanwhile, in one transaction.

        `work` is a function of a module: by it people find each other. It awaits nothing but its session.
        """
        return await self._writing.write_together(self._request, work, item)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """One consistent view of the database."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    async def look(self, work: Work[Result]) -> Result:
        """`read` for what many people do at once, under the rule of `write`.

        On PostgreSQL each statement sees the database as it then is: that spares two round trips.
        """
        if self.sqlite:
            return await asyncio.get_running_loop().run_in_executor(self._lookers, self._look, work)
        async with _Looking(self._at_once, expire_on_commit=False, autoflush=False) as session:
            return await work(session)

    async def look_together(self, work: Together[Item, Outcome], item: Item) -> Outcome:
        """`look` for `item` and whatever else others ask of the same `work` meanwhile."""
        if work not in self._crowds:
            self._crowds[work] = crowd.Crowd(work, self.look, lanes=1, hopeless=away)
        outcome: Outcome = await self._crowds[work].ask(item)
        return outcome

    def _look(self, work: Work[Result]) -> Result:
        with Session(self._looker, expire_on_commit=False) as session:
            return writer.at_once(work(writer.Direct(session)))

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
        return await self._writing.wipe(tables)

    async def close(self) -> None:
        for one in self._crowds.values():
            await one.close()
        await self._writing.close()
        if self.sqlite:
            await asyncio.to_thread(self._lookers.shutdown)
            self._looker.dispose()
        await self._reader.dispose()
