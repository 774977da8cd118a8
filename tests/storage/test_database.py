"""Connections that died: found out before they are used, or at the cost of one request."""

import asyncio

import pytest
import sqlalchemy as sa

from storage import database, engines
from tests import postgres

KILL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid != pg_backend_pid()"
)


async def ask(store: database.Database) -> int:
    async with store.read() as session:
        connection = await session.connection()
        return int((await connection.execute(sa.text("SELECT 1"))).scalar_one())


async def use_several(store: database.Database) -> None:
    assert await asyncio.gather(*(ask(store) for _ in range(5))) == [1] * 5


def kill(url: str) -> None:
    where = sa.make_url(url)
    postgres.execute(where.set(database="postgres"), KILL.format(where.database))


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_nobody_meets_a_connection_that_died_in_its_rest(migrated_url: str) -> None:
    store = database.Database(migrated_url)
    try:
        await use_several(store)
        kill(migrated_url)
        await asyncio.sleep(engines.IDLE_SECONDS + 0.1)
        await use_several(store)
    finally:
        await store.close()


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_a_connection_that_dies_at_work_costs_one_request(migrated_url: str) -> None:
    store = database.Database(migrated_url)
    try:
        await use_several(store)
        kill(migrated_url)
        failed = 0
        for _ in range(5):
            try:
                assert await ask(store) == 1
            except sa.exc.DBAPIError:
                failed += 1
        assert failed == 1
    finally:
        await store.close()


async def test_what_is_wiped_leaves_the_connections_whole(
    migrated_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = database.Database(migrated_url)
    for _ in range(2):
        assert await store.wipe(["ballot", "tap"])
        await use_several(store)
        async with store.begin() as session:
            connection = await session.connection()
            await connection.execute(sa.text("UPDATE workspace SET zone = zone"))
    await store.close()
    assert [one for one in caplog.records if one.levelname == "ERROR"] == []


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_a_commit_waits_for_the_disk_whatever_the_server_does_by_itself(migrated_url: str) -> None:
    asked = "SELECT setting, reset_val FROM pg_settings WHERE name = 'synchronous_commit'"
    store = database.Database(migrated_url)
    try:
        async with store.begin() as session:
            found = await (await session.connection()).execute(sa.text(asked))
            assert tuple(found.one()) == ("on", "off"), "the server of the tests is in no need of it"
    finally:
        await store.close()
