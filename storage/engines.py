"""Engines: how connections to SQLite and to PostgreSQL are made, kept alive, and set up."""

import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, QueuePool

from storage import compiled

READERS = 4
"""Reading connections to a SQLite file."""
IDLE_SECONDS = 1.0
"""How long a connection to PostgreSQL may rest and still be trusted to be alive."""
_BUSY_MS = 2_000
"""Shorter than people wait for an answer: a lock that is held longer is told as what it is."""
_CONNECT_SECONDS = 5.0
_COMMAND_SECONDS = 30.0
"""A server that went away without a word is noticed after so long."""
_SHARED: dict[str, Any] = {"compiled_cache": compiled.STATEMENTS}


def postgresql(url: str) -> AsyncEngine:
    """For reading and writing; a connection that died at rest is replaced before it is used.

    Its commits wait for the disk whatever the server's own default is: what is acknowledged stays.
    """
    engine = create_async_engine(
        url,
        pool_size=10,
        max_overflow=5,
        pool_timeout=2,
        hide_parameters=True,
        execution_options=_SHARED,
        connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _COMMAND_SECONDS},
    )
    _ping_idle(engine.sync_engine)

    @sa.event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.run_async(lambda driver: driver.execute("SET synchronous_commit TO on"))

    return engine


def sqlite(url: str, *, connections: int, begin: str, reading: bool = False) -> AsyncEngine:
    """For the event loop; `begin` is the statement a transaction begins with, `reading` refuses to write."""
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        execution_options=_SHARED,
    )
    _prepare(engine.sync_engine, begin=begin, reading=reading)
    return engine


def threaded(url: str, *, begin: str, reading: bool = False) -> sa.Engine:
    """The same for threads of our own."""
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="sqlite"),
        poolclass=QueuePool,
        pool_size=READERS,
        max_overflow=0,
        hide_parameters=True,
        execution_options=_SHARED,
        connect_args={"check_same_thread": False},  # the pool passes them on, one thread at a time
    )
    _prepare(engine, begin=begin, reading=reading)
    return engine


def _prepare(engine: sa.Engine, *, begin: str, reading: bool) -> None:
    """Set up every connection of `engine`, and how its transactions begin."""

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are ours to begin
        # SQLite's own knows A to Z alone; searching must find the same on every database.
        connection.create_function("lower", 1, _lower, deterministic=True)
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={_BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # a destroyed salt is overwritten, not merely unlinked
            f"query_only={'ON' if reading else 'OFF'}",  # after the journal, which it would not set up
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)


def _ping_idle(engine: sa.Engine) -> None:
    """Ask a connection whether it is alive before it is used, if it was not used for a while.

    A busy one is not asked: that would be a round trip more for every request. Should it be dead, its request
    fails once and the pool starts anew.
    """

    @sa.event.listens_for(engine, "checkin")
    def _checkin(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def _checkout(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("used", time.monotonic()) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise sa.exc.DisconnectionError("the connection did not outlast its rest") from error


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
