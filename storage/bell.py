"""The bell between processes: who writes rings it, who works hears it. LISTEN and NOTIFY of PostgreSQL.

It is rung after the commit and apart from it: a NOTIFY inside a transaction makes all those that notify
commit one by one. A ring may be lost with the process that was about to ring; the slow beat of whoever works
finds what it was for.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import database

CHANNEL = "idejakt"
REST = 0.2
"""Seconds between two rings."""
SHORTEST, LONGEST = 0.5, 15.0
"""Seconds before listening again where the connection was lost."""


@asynccontextmanager
async def rung(store: database.Database) -> AsyncIterator[Callable[[], None]]:
    """Gives what rings the bell on `store`; it returns at once."""
    wanted = asyncio.Event()
    ringing = asyncio.create_task(_ring(store, wanted))
    try:
        yield wanted.set
    finally:
        ringing.cancel()
        await asyncio.gather(ringing, return_exceptions=True)


@asynccontextmanager
async def heard(url: str, ring: Callable[[], None]) -> AsyncIterator[None]:
    """Calls `ring` whenever the bell of the database at `url` rings, and each time it begins to listen."""
    listening = asyncio.create_task(_listen(url, ring))
    try:
        yield
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _ring(store: database.Database, wanted: asyncio.Event) -> None:
    while True:
        await wanted.wait()
        wanted.clear()
        try:
            await store.look(_notify)
        except (SQLAlchemyError, OSError):
            await asyncio.sleep(SHORTEST)
        await asyncio.sleep(REST)


async def _notify(session: AsyncSession) -> None:
    await session.execute(sa.select(sa.func.pg_notify(CHANNEL, "")))


async def _listen(url: str, ring: Callable[[], None]) -> None:
    wait = SHORTEST
    while True:
        try:
            await _hear(url, ring)
            wait = SHORTEST
        except (SQLAlchemyError, OSError):
            wait = min(wait * 2, LONGEST)
        await asyncio.sleep(wait)


async def _hear(url: str, ring: Callable[[], None]) -> None:
    """Listen until the connection is lost."""
    engine = create_async_engine(url, poolclass=NullPool)
    lost = asyncio.Event()

    def on_ring(*_: Any) -> None:
        ring()

    try:
        async with engine.connect() as connection:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            raw.add_termination_listener(lambda *_: lost.set())
            await raw.add_listener(CHANNEL, on_ring)
            ring()
            await lost.wait()
    finally:
        await engine.dispose()
