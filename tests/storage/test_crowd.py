"""What many people ask for at once: one transaction, and nobody pays for another's mistake."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import crowd, database, kinds, workspaces

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
async def store(migrated_url: str) -> AsyncIterator[database.Database]:
    opened = database.Database(migrated_url)
    yield opened
    await opened.close()


async def meet(session: AsyncSession, names: Sequence[str]) -> list[int | Exception]:
    """Make workspaces; "T…BAD" is refused by itself, and a name that is too wrong breaks the transaction."""
    made: list[int | Exception] = []
    for name in names:
        if name.endswith("BAD"):
            made.append(LookupError(name))
            continue
        zone = "Europe/Oslo"
        found = await workspaces.meet(session, kinds.Platform.SLACK, name, locale="nb", zone=zone, now=NOW)
        if name.endswith("WORSE"):
            await session.exec(sa.text("INSERT INTO workspace (id) VALUES (1)"))  # type: ignore[call-overload]
        made.append(found.id)
    return made


async def names(store: database.Database) -> set[str]:
    async with store.read() as session:
        return {one.external_id for one in await workspaces.every(session)}


async def test_everybody_gets_their_own_outcome(store: database.Database) -> None:
    asked = [f"T{number:03}" for number in range(150)]
    asked[20], asked[90] = "T020BAD", "T090WORSE"
    outcomes = await asyncio.gather(
        *(store.write_together(meet, name) for name in asked), return_exceptions=True
    )
    assert {name for name, outcome in zip(asked, outcomes, strict=True) if isinstance(outcome, int)} == set(
        asked
    ) - {"T020BAD", "T090WORSE"}
    assert isinstance(outcomes[20], LookupError)
    assert isinstance(outcomes[90], sa.exc.DBAPIError)
    assert await names(store) == set(asked) - {"T020BAD", "T090WORSE"}


async def test_who_gives_up_before_the_start_has_nothing_done(store: database.Database) -> None:
    patient = asyncio.create_task(store.write_together(meet, "T001"))
    hasty = asyncio.create_task(store.write_together(meet, "T002"))
    await asyncio.sleep(0)
    hasty.cancel()
    await asyncio.gather(patient, hasty, return_exceptions=True)
    assert patient.result()
    assert hasty.cancelled()
    assert await names(store) == {"T001"}


class Counted:
    """A transaction that counts how often it is begun, and can be held up."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.open = asyncio.Event()

    async def together(self, _session: AsyncSession, items: Sequence[int]) -> list[int | Exception]:
        self.batches.append(len(items))
        return [item * 2 for item in items]

    async def transaction(self, work: object) -> object:
        await self.open.wait()
        assert callable(work)
        return await work(None)


def crowded(counted: Counted, *, lanes: int = 1) -> crowd.Crowd[int, int]:
    return crowd.Crowd(
        counted.together, counted.transaction, lanes=lanes, hopeless=lambda error: isinstance(error, OSError)
    )


async def test_those_who_come_while_a_batch_is_written_share_the_next() -> None:
    counted = Counted()
    here = crowded(counted)
    asked = [asyncio.create_task(here.ask(0))]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    asked += [asyncio.create_task(here.ask(number)) for number in range(1, 101)]
    await asyncio.sleep(0)
    counted.open.set()
    assert await asyncio.gather(*asked) == [number * 2 for number in range(101)]
    assert counted.batches == [1, crowd.MOST, 100 - crowd.MOST]
    await here.close()


async def test_a_batch_nobody_waits_for_is_called_off() -> None:
    counted = Counted()
    here = crowded(counted)
    given_up = asyncio.create_task(here.ask(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    later = asyncio.create_task(here.ask(2))
    counted.open.set()
    assert await later == 4
    assert counted.batches == [1]


async def test_a_database_that_is_away_is_not_asked_again_for_each() -> None:
    tried: list[int] = []

    async def away(_session: AsyncSession, items: Sequence[int]) -> list[int | Exception]:
        tried.append(len(items))
        raise OSError("nobody there")

    async def transaction(work: object) -> object:
        assert callable(work)
        return await work(None)

    here = crowd.Crowd(away, transaction, lanes=1, hopeless=lambda error: isinstance(error, OSError))
    outcomes = await asyncio.gather(*(here.ask(number) for number in range(9)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OSError] * 9
    assert tried == [9]
