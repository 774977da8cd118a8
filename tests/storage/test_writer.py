"""Changes of several people in one commit: each whole or not at all, and told only once they are kept."""

import asyncio
import functools
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import database, kinds, workspaces

ZONE = "Europe/Oslo"


@pytest.fixture
async def store(migrated_url: str) -> AsyncIterator[database.Database]:
    opened = database.Database(migrated_url)
    yield opened
    await opened.close()


async def met(session: AsyncSession, name: str, now: datetime) -> int:
    found = await workspaces.meet(session, kinds.Platform.SLACK, name, locale="nb", zone=ZONE, now=now)
    return found.id


async def names(store: database.Database) -> list[str]:
    async with store.read() as session:
        connection = await session.connection()
        rows = await connection.execute(sa.text("SELECT external_id FROM workspace ORDER BY external_id"))
        return [name for (name,) in rows]


async def test_changes_at_once_are_all_kept(store: database.Database, now: datetime) -> None:
    at_once = 150 if store.sqlite else 15  # more than one commit holds; as many as there are connections
    made: set[int] = set()
    for start in range(0, 150, at_once):
        names_ = [f"T{number:03}" for number in range(start, start + at_once)]
        made |= set(
            await asyncio.gather(
                *(store.write(functools.partial(met, name=name, now=now)) for name in names_)
            )
        )
    assert len(made) == 150
    assert await names(store) == [f"T{number:03}" for number in range(150)]


async def test_a_failure_undoes_its_own_change_alone(store: database.Database, now: datetime) -> None:
    async def fail(session: AsyncSession) -> int:
        await met(session, "T666", now)
        raise LookupError("on second thoughts")

    outcomes = await asyncio.gather(
        store.write(lambda session: met(session, "T001", now)),
        store.write(fail),
        store.write(lambda session: met(session, "T002", now)),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], LookupError)
    assert await names(store) == ["T001", "T002"]


async def test_a_look_sees_what_was_written_and_keeps_nothing(
    store: database.Database, now: datetime
) -> None:
    await store.write(lambda session: met(session, "T001", now))
    found = await store.look(lambda session: workspaces.by_external(session, kinds.Platform.SLACK, "T001"))
    assert found is not None
    assert (found.external_id, found.zone) == ("T001", ZONE)


async def test_both_ways_of_writing_take_turns(store: database.Database, now: datetime) -> None:
    async def slowly(number: int) -> None:
        async with store.begin() as session:
            await met(session, f"S{number:03}", now)
            await asyncio.sleep(0.001)

    await asyncio.gather(
        *(slowly(number) for number in range(6)),
        *(store.write(functools.partial(met, name=f"T{number:03}", now=now)) for number in range(6)),
    )
    assert len(await names(store)) == 12


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_change_that_waits_for_something_else_is_refused(
    store: database.Database, now: datetime
) -> None:
    async def wait(session: AsyncSession) -> None:
        await met(session, "T001", now)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="its session only"):
        await store.write(wait)
    assert await names(store) == []


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_who_gave_up_waiting_changed_nothing(store: database.Database, now: datetime) -> None:
    async with store.begin() as session:
        await met(session, "T001", now)
        waiting = asyncio.create_task(store.write(lambda other: met(other, "T002", now)))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    await store.write(lambda other: met(other, "T003", now))
    assert await names(store) == ["T001", "T003"]
