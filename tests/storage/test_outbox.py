"""The outbox: claimed by one, in order for each place, coalesced, and taken back when a lease ends."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from storage import agenda, database, kinds, outbox, workspaces
from storage.models import OutboxRow

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)
SPACING = timedelta(seconds=3)


@pytest.fixture
async def store(migrated_url: str) -> AsyncIterator[database.Database]:
    made = database.Database(migrated_url)
    async with made.begin() as session:
        await workspaces.meet(session, kinds.Platform.SLACK, "T1", locale="nb", zone="Europe/Oslo", now=NOW)
    yield made
    await made.close()


async def post(store: database.Database, place: str, key: str) -> None:
    async with store.begin() as session:
        await outbox.add(
            session,
            OutboxRow(
                workspace_id=1,
                parcel=kinds.Parcel.POST,
                place=place,
                locale="nb",
                message={"said": key},
                key=key,
                not_before=NOW,
                created_at=NOW,
            ),
        )


async def redraw(store: database.Database, subject_id: int, place: str = "C1") -> None:
    async with store.begin() as session:
        await outbox.redraw(session, 1, kinds.Subject.IDEA, subject_id, place=place, locale="nb", now=NOW)


async def claim(store: database.Database, *, at: datetime = NOW, limit: int = 100) -> list[OutboxRow]:
    async with store.begin() as session:
        return (await outbox.claim(session, now=at, lease=LEASE, spacing=SPACING, limit=limit)).rows


async def sent(store: database.Database, row: OutboxRow, *, at: datetime = NOW) -> None:
    async with store.begin() as session:
        await outbox.settle(session, row, state=kinds.ParcelState.SENT, done_at=at, ref="1.1")


async def test_one_place_hears_one_thing_at_a_time_and_in_order(store: database.Database) -> None:
    for key in ("a1", "a2", "a3"):
        await post(store, "CA", key)
    await post(store, "CB", "b1")
    heard: list[str | None] = []
    while rows := await claim(store):
        assert len({row.place for row in rows}) == len(rows)
        for row in rows:
            heard.append(row.key)
            await sent(store, row)
    assert [key for key in heard if key and key.startswith("a")] == ["a1", "a2", "a3"]
    assert "b1" in heard


async def test_the_same_key_is_said_once(store: database.Database) -> None:
    await post(store, "CA", "once")
    await post(store, "CA", "once")
    assert len(await claim(store)) == 1


async def test_two_processes_never_get_the_same_row(store: database.Database) -> None:
    for number in range(40):
        await post(store, f"C{number}", f"k{number}")
    found = await asyncio.gather(*(claim(store, limit=10) for _ in range(8)))
    ids = [row.id for rows in found for row in rows]
    assert len(ids) == len(set(ids))
    rest = await claim(store)
    assert len(ids) + len(rest) == 40


async def test_a_lease_that_ran_out_comes_back_as_a_send_of_unknown_end(store: database.Database) -> None:
    await post(store, "CA", "a1")
    first = (await claim(store))[0]
    assert first.tried_at is None
    assert await claim(store, at=NOW + LEASE - timedelta(seconds=1)) == []
    again = (await claim(store, at=NOW + LEASE))[0]
    assert again.id == first.id
    assert again.tried_at == NOW


async def test_any_number_of_changes_is_one_update(store: database.Database) -> None:
    for _ in range(20):
        await redraw(store, 7)
    await redraw(store, 8)
    assert len(await claim(store)) == 2


async def test_a_change_during_an_update_is_drawn_after_it_and_not_too_soon(store: database.Database) -> None:
    await redraw(store, 7)
    first = (await claim(store))[0]
    await redraw(store, 7)
    assert await claim(store) == []
    await sent(store, first)
    assert await claim(store, at=NOW + SPACING - timedelta(milliseconds=1)) == []
    assert len(await claim(store, at=NOW + SPACING)) == 1


async def test_an_update_waits_for_the_post_before_it_but_holds_up_none(store: database.Database) -> None:
    await post(store, "C1", "card")
    await redraw(store, 7)
    rows = await claim(store)
    assert [row.parcel for row in rows] == [kinds.Parcel.POST]
    await post(store, "C1", "later")
    await sent(store, rows[0])
    assert {row.parcel for row in await claim(store)} == {kinds.Parcel.UPDATE, kinds.Parcel.POST}


async def test_an_update_put_back_serves_the_newer_asks_too(store: database.Database) -> None:
    await redraw(store, 7)
    first = (await claim(store))[0]
    await redraw(store, 7)
    async with store.begin() as session:
        await outbox.put_back(session, first, not_before=NOW, problem="ratelimited", unclear=False)
    rows = await claim(store, at=NOW + SPACING)
    assert [row.id for row in rows] == [first.id]
    await sent(store, rows[0])
    assert await claim(store, at=NOW + SPACING * 2) == []


async def test_being_asked_to_wait_is_no_attempt(store: database.Database) -> None:
    await post(store, "CA", "a1")
    for _ in range(20):
        row = (await claim(store))[0]
        async with store.begin() as session:
            await outbox.put_back(session, row, not_before=NOW, problem="ratelimited", unclear=False)
    assert (await claim(store))[0].attempts == 0


async def test_nobody_is_woken_for_what_waits_behind_another(store: database.Database) -> None:
    """A post put off until the morning: a card in the same place is not looked for all night."""
    await post(store, "C1", "card")
    (first,) = await claim(store)
    await redraw(store, 7)
    morning = NOW + timedelta(hours=15)
    async with store.begin() as session:
        await outbox.put_back(session, first, not_before=morning, problem=outbox.PACED, unclear=False)
    assert await alarm(store) == morning
    (again,) = await claim(store, at=morning)
    await sent(store, again)
    assert await alarm(store) == NOW


async def alarm(store: database.Database) -> datetime | None:
    async with store.read() as session:
        return (await agenda.read(session, agenda.question({"at": outbox.next_sending()}))).get("at")


async def test_what_a_later_version_says_is_left_to_it(store: database.Database) -> None:
    """While an upgrade replaces processes one by one, those of before go on with what they know."""
    await post(store, "CA", "of a later version")
    await post(store, "CB", "known")
    async with store.begin() as session:
        connection = await session.connection()
        if store.sqlite:
            await connection.execute(sa.text("PRAGMA ignore_check_constraints=ON"))
        else:
            await connection.execute(sa.text("ALTER TABLE outbox DROP CONSTRAINT ck_outbox_subject"))
        await connection.execute(sa.text("UPDATE outbox SET subject = 'later' WHERE place = 'CA'"))
        if store.sqlite:
            await connection.execute(sa.text("PRAGMA ignore_check_constraints=OFF"))
    (row,) = await claim(store)
    assert row.key == "known"
    await sent(store, row)
    async with store.read() as session:  # nor does anybody wake up for it
        found = await agenda.read(session, agenda.question({"outbox": outbox.next_sending()}))
    assert not found
