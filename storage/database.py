"""The database: engines, pragmas, and one visible place where a transaction begins."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlmodel.ext.asyncio.session import AsyncSession

_READERS = 4
_BUSY_MS = 5_000


class Database:
    """Opens transactions on SQLite (`sqlite+aiosqlite://`) or PostgreSQL (`postgresql+asyncpg://`).

    On SQLite there is one writing connection, taken with BEGIN IMMEDIATE, and a few reading ones: a read that
    turns into a write fails at once whatever the busy timeout, and many writers only wait for one another.
    """

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite")
        if self.sqlite:
            self._writer = _sqlite(url, connections=1, begin="BEGIN IMMEDIATE")
            self._reader = _sqlite(url, connections=_READERS, begin="BEGIN")
        else:
            self._writer = create_async_engine(
                url, pool_size=10, max_overflow=5, pool_timeout=2, pool_pre_ping=True, hide_parameters=True
            )
            self._reader = self._writer

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """One writing transaction: committed when the block ends, rolled back when it raises."""
        async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """One consistent view of the database; what is changed in it is not kept."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    async def ping(self) -> None:
        """Raises what the driver raises where the database does not answer."""
        async with self._reader.connect() as connection:
            await connection.execute(sa.text("SELECT 1"))

    async def close(self) -> None:
        await self._writer.dispose()
        await self._reader.dispose()


def _sqlite(url: str, *, connections: int, begin: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
    )

    @sa.event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are ours to begin
        # SQLite's own knows A to Z alone; searching must find the same on every database.
        connection.create_function("lower", 1, _lower, deterministic=True)
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_MS}",
            "secure_delete=ON",  # a destroyed salt is overwritten, not merely unlinked
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
