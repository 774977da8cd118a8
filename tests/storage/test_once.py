"""Every way to write keeps the mark of its request, and no way to read can write."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import database, kinds, once, workspaces
from storage.database import Database
from storage.models import DoneRequest, Workspace

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NEITHER = {"once", "open", "ping", "wipe", "close"}
"""What a database can be asked for besides reading and writing."""


@pytest.fixture
async def store(migrated_url: str) -> AsyncIterator[Database]:
    opened = database.Database(migrated_url)
    async with opened.begin() as session:
        await workspaces.meet(session, kinds.Platform.SLACK, "T1", locale="nb", zone="Europe/Oslo", now=NOW)
    yield opened
    await opened.close()


def named(name: str) -> once.Request:
    return once.request(1, name, until=NOW + timedelta(minutes=6))


async def rename(session: AsyncSession, zone: str) -> None:
    await session.exec(sa.update(Workspace).values(zone=zone))


async def rename_all(session: AsyncSession, zones: Sequence[str]) -> list[Exception | None]:
    for zone in zones:
        await rename(session, zone)
    return [None for _ in zones]


async def begin(store: Database, zone: str) -> None:
    async with store.begin() as session:
        await rename(session, zone)


async def write(store: Database, zone: str) -> None:
    await store.write(lambda session: rename(session, zone))


async def write_together(store: Database, zone: str) -> None:
    await store.write_together(rename_all, zone)


async def read(store: Database, zone: str) -> None:
    async with store.read() as session:
        await rename(session, zone)


async def look(store: Database, zone: str) -> None:
    await store.look(lambda session: rename(session, zone))


async def look_together(store: Database, zone: str) -> None:
    await store.look_together(rename_all, zone)


Way = Callable[[Database, str], Awaitable[None]]
WRITING: tuple[Way, ...] = (begin, write, write_together)
READING: tuple[Way, ...] = (read, look, look_together)


async def stored(store: Database) -> tuple[str, int]:
    """The zone, and how many marks are kept."""
    async with store.read() as session:
        zone = (await session.exec(select(Workspace.zone))).one()
        return zone, len((await session.exec(select(DoneRequest.mark))).all())


def test_every_way_is_tried_here() -> None:
    ways = {name for name, _ in inspect.getmembers(Database, inspect.isfunction) if not name.startswith("_")}
    assert ways == NEITHER | {way.__name__ for way in (*WRITING, *READING)}


@pytest.mark.parametrize("first", WRITING)
async def test_what_one_way_has_done_no_way_does_again(store: Database, first: Way) -> None:
    await first(store.once(named("a request")), "Europe/Oslo")
    for way in WRITING:
        with pytest.raises(once.AlreadyDoneError):
            await way(store.once(named("a request")), "Arctic/Longyearbyen")
    assert await stored(store) == ("Europe/Oslo", 1)
    await first(store.unasked, "Arctic/Longyearbyen")  # the clock asks as often as it likes
    await first(store.unasked, "Arctic/Longyearbyen")
    assert await stored(store) == ("Arctic/Longyearbyen", 1)


@pytest.mark.parametrize("way", WRITING)
async def test_copies_at_the_same_moment_do_it_once(store: Database, way: Way) -> None:
    outcomes = await asyncio.gather(
        *(way(store.once(named("a request")), "Arctic/Longyearbyen") for _ in range(6)),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes if one is not None] == [once.AlreadyDoneError] * 5
    assert await stored(store) == ("Arctic/Longyearbyen", 1)


@pytest.mark.parametrize("way", WRITING)
async def test_a_second_transaction_of_a_request_is_refused(store: Database, way: Way) -> None:
    """A crash between the two would leave the second undone, and the request counting as done."""
    asked = store.once(named("a request"))
    await way(asked, "Arctic/Longyearbyen")
    for again in WRITING:
        with pytest.raises(RuntimeError, match="in one transaction"):
            await again(asked, "Europe/Oslo")
    assert await stored(store) == ("Arctic/Longyearbyen", 1)


@pytest.mark.parametrize("way", WRITING)
async def test_what_failed_may_be_tried_again(store: Database, way: Way) -> None:
    asked = store.once(named("a request"))
    with pytest.raises(sa.exc.DBAPIError):
        await way(asked, None)  # type: ignore[arg-type]
    assert await stored(store) == ("Europe/Oslo", 0)
    await way(asked, "Arctic/Longyearbyen")
    assert await stored(store) == ("Arctic/Longyearbyen", 1)


@pytest.mark.parametrize("way", READING)
async def test_no_way_to_read_writes(store: Database, way: Way) -> None:
    with pytest.raises(sa.exc.SQLAlchemyError):
        await way(store, "Arctic/Longyearbyen")
    assert await stored(store) == ("Europe/Oslo", 0)


async def add(session: AsyncSession) -> None:
    session.add(
        Workspace(platform=kinds.Platform.SLACK, external_id="T2", locale="nb", zone="x", created_at=NOW)
    )
    await session.flush()


async def test_what_is_only_added_while_reading_is_refused_too(store: Database) -> None:
    with pytest.raises(sa.exc.SQLAlchemyError):
        await store.look(add)
    with pytest.raises(sa.exc.SQLAlchemyError):
        async with store.read() as session:
            await add(session)
    assert await stored(store) == ("Europe/Oslo", 0)
