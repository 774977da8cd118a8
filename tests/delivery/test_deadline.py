"""A handler that is cut off at its deadline leaves no half-written row and no broken connection."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import asyncpg
import sqlalchemy as sa
from sqlmodel import select

from bot import texts
from storage import kinds
from storage.models import Idea, OutboxRow, Support
from tests import house
from tests.delivery import town
from tests.house import House, words

PEOPLE = [f"UPERSON{number}" for number in range(1, 13)]


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Somebody else holds what every writer needs."""
    made = sa.make_url(url)
    if made.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(made.database), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.rollback()
            connection.close()
        return
    dsn = made.set(drivername="postgresql").render_as_string(hide_password=False)
    other = await asyncpg.connect(dsn)
    async with other.transaction():
        await other.execute("LOCK TABLE support, outbox IN EXCLUSIVE MODE")
        yield
    await other.close()


async def stored(here: House) -> tuple[int, int]:
    async with here.store.read() as session:
        supports = (await session.exec(select(sa.func.count()).select_from(Support))).one()
        parcels = (await session.exec(select(sa.func.count()).select_from(OutboxRow))).one()
        return supports, parcels


async def test_a_held_lock_costs_an_answer_and_nothing_else(migrated_url: str, now: datetime) -> None:
    async with house.standing(migrated_url, now=now, impatient=True) as here:
        place = here.channel("ideas")
        await town.settle_in(here, PEOPLE, ideas_place=place, now=now)
        await here.playground.command(PEOPLE[0], place, "/idea", "Foreldre vet ikke hvem de skal ringe")
        await here.settle()
        card = here.cards(place)[0]
        here.time.move_to(here.time() + timedelta(seconds=10))
        await here.settle()
        before = await stored(here)
        async with locked(migrated_url):
            answers = await asyncio.gather(
                *(here.playground.click(one, place, card.ts, "idea_support") for one in PEOPLE[1:])
            )
        sorry = [texts.load("nb")(key) for key in ("error.too_slow", "error.database_away")]
        for answer in answers:
            assert answer.ok
            assert len(answer.ephemeral) == 1
            assert any(one in words(answer.ephemeral[0]) for one in sorry)
        assert await stored(here) == before
        answers = [await here.playground.click(one, place, card.ts, "idea_support") for one in PEOPLE[1:]]
        assert all(answer.ok and not set(sorry) & set(answer.texts) for answer in answers)
        assert (await stored(here))[0] == before[0] + len(answers)
        here.time.move_to(here.time() + timedelta(seconds=10))
        await here.settle()
        async with here.store.read() as session:
            assert {row.state for row in (await session.exec(select(OutboxRow))).all()} == {
                kinds.ParcelState.SENT
            }
            assert len((await session.exec(select(Idea))).all()) == 1
