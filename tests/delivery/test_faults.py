"""A Slack that fails on purpose: nothing is lost, everything is seen once and in order, or set aside."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
from sqlmodel import col, select, update

from bot import delivery
from bot.messenger import Ref
from bot.playground.faults import Trouble
from bot.slack import client, messenger
from storage import kinds
from storage.models import NoteRow, OutboxRow, Person
from tests import house
from tests.delivery import town
from tests.house import House


@pytest.fixture
async def here(migrated_url: str, now: datetime) -> AsyncIterator[House]:
    async with house.standing(migrated_url, now=now, work=False) as made:
        yield made


class Stuck(messenger.SlackMessenger):
    """Sends, and never gets to hear of it."""

    async def post(self, *args: Any, **more: Any) -> Ref:
        await super().post(*args, **more)
        await asyncio.Event().wait()
        raise AssertionError


async def quiet(here: House) -> None:
    """Let time pass until nothing waits any more."""
    for _ in range(60):
        await here.settle()
        waiting = [row for row in await town.rows(here) if row.state in ("waiting", "claimed")]
        if not waiting:
            return
        due = [row.lease_until or row.not_before for row in waiting]
        soonest = min((one for one in due if one > here.time()), default=here.time())
        here.time.move_to(max(here.time(), soonest) + timedelta(milliseconds=100))
    raise AssertionError("messages wait for ever")


async def test_every_message_is_seen_once_and_in_order_whatever_fails(here: House, now: datetime) -> None:
    chance = random.Random(20261124)
    places = [here.channel(f"room-{number}") for number in range(4)]
    await town.settle_in(here, ["UADMIN1"], ideas_place=places[0], now=now)
    for number in range(40):
        await town.say(here, f"{places[number % 4]}-{number}", places[number % 4])
    for _ in range(30):
        trouble = chance.choice([one for one in Trouble if one is not Trouble.ERROR])
        seconds = 0.05 if trouble in (Trouble.HANG, Trouble.LATE, Trouble.STALE) else None
        here.playground.faults.plan("chat.postMessage", trouble, seconds=seconds)
    for trouble in (Trouble.CUT, Trouble.SERVER_ERROR, Trouble.RATE_LIMIT, Trouble.HALF):
        here.playground.faults.plan("conversations.history", trouble)
    await quiet(here)
    kept = await town.rows(here)
    assert [row.problem for row in kept if row.state != kinds.ParcelState.SENT] == []
    for place in places:
        expected = [row.id for row in kept if row.place == place]
        assert town.parcels(here.cards(place)) == expected


async def test_a_sender_that_dies_between_sending_and_settling_sends_nothing_twice(
    here: House, now: datetime
) -> None:
    """A sender of its own, cancelled without a chance to tidy up, as a killed process would be."""
    place = here.channel("room")
    await town.settle_in(here, ["UADMIN1"], ideas_place=place, now=now)
    async with aiohttp.ClientSession() as session:
        port = Stuck(client.build(here.settings, session=session))
        dying = delivery.Delivery(here.bot.installation, lambda _: port, now=here.time)
        await town.say(here, "once", place)
        drain = asyncio.create_task(dying.drain())
        await house.until(lambda: len(town.parcels(here.cards(place))) == 1)
        await here.settle()
        assert [row.state for row in await town.rows(here)] == [kinds.ParcelState.CLAIMED]
        here.time.move_to(here.time() + delivery.LEASE)
        await here.settle()
        held = await town.rows(here)
        assert [row.state for row in held] == [kinds.ParcelState.SENT]
        await dying.stop(patience=0)  # a slow one that wakes up late may not settle over the new holder
        assert await town.rows(here) == held
        drain.cancel()
    assert len(town.parcels(here.cards(place))) == 1


async def test_a_refused_message_is_set_aside_and_told_and_blocks_nobody(here: House, now: datetime) -> None:
    archived, fine = here.channel("archived"), here.channel("fine")
    await town.settle_in(here, ["UADMIN1"], ideas_place=fine, now=now)
    async with here.store.begin() as session:
        person = (await session.exec(select(Person))).one()
        person.role = kinds.Role.ADMINISTRATOR
        session.add(person)
    await here.playground.archive("UADMIN1", archived)
    for number in range(3):
        await town.say(here, f"a{number}", archived)
        await town.say(here, f"b{number}", fine)
    await quiet(here)
    await quiet(here)  # what administrators are to hear is found by the next look
    kept = [row for row in await town.rows(here) if row.parcel == kinds.Parcel.POST]
    assert {row.problem for row in kept if row.place == archived} == {"is_archived"}
    assert town.parcels(here.cards(fine)) == [row.id for row in kept if row.place == fine]
    told = here.cards(here.playground.direct("UADMIN1").id)
    assert len(told) == 1
    assert house.words(told[0]).count(archived) == 1
    assert "arkivert" in house.words(told[0])


async def test_a_poisoned_message_gives_up_while_others_get_through(here: House, now: datetime) -> None:
    place, other = here.channel("room"), here.channel("other")
    await town.settle_in(here, ["UADMIN1"], ideas_place=place, now=now)
    await town.say(here, "poisoned", place)
    async with here.store.begin() as session:
        await session.exec(update(Person).values(role=kinds.Role.ADMINISTRATOR))
        await session.exec(update(OutboxRow).values(message={"type": "of a later version"}))
    await town.say(here, "behind", place)
    for number in range(15):
        await town.say(here, f"other {number}", other)
        await here.settle()
        here.time.move_to(here.time() + timedelta(minutes=4))
    kept = {row.key: row for row in await town.rows(here)}
    assert kept["poisoned"].state == kinds.ParcelState.SET_ASIDE
    assert kept["poisoned"].problem == "internal ValidationError"
    assert kept["poisoned"].attempts == delivery.MOST_ATTEMPTS
    assert kept["behind"].state == kinds.ParcelState.SENT
    assert all(row.state == kinds.ParcelState.SENT for row in kept.values() if row.place == other)
    await quiet(here)
    (told,) = here.cards(here.playground.direct("UADMIN1").id)
    assert place in house.words(told)


async def test_slack_is_not_asked_before_it_said(here: House, now: datetime) -> None:
    """However long it asks to wait; another method is not held up by that."""
    place = here.channel("room")
    await town.settle_in(here, ["UADMIN1"], ideas_place=place, now=now)
    calls = town.counting(here)
    calls.plan("chat.postMessage", Trouble.RATE_LIMIT, seconds=1500)
    await town.say(here, "m", place)
    for minutes in (0, 10, 12, 2):
        here.time.move_to(here.time() + timedelta(minutes=minutes))
        await here.settle()
        assert calls.calls["chat.postMessage"] == 1
    here.time.move_to(here.time() + timedelta(minutes=2))
    await here.settle()
    assert calls.calls["chat.postMessage"] == 2
    assert len(town.parcels(here.cards(place))) == 1


async def test_an_outage_of_hours_loses_nothing(here: House, now: datetime) -> None:
    place = here.channel("room")
    await town.settle_in(here, ["UADMIN1"], ideas_place=place, now=now)
    here.playground.faults.plan("*", Trouble.SERVER_ERROR, times=10_000)
    for number in range(3):
        await town.say(here, f"m{number}", place)
    for _ in range(20):
        await here.settle()
        here.time.move_to(here.time() + timedelta(minutes=10))
    here.playground.faults.clear()
    await quiet(here)
    assert town.parcels(here.cards(place)) == [row.id for row in await town.rows(here)]


async def test_a_token_that_is_not_taken_costs_no_message(here: House, now: datetime) -> None:
    place = here.channel("room")
    await town.settle_in(here, ["UADMIN1"], ideas_place=place, now=now)
    await town.say(here, "m", place)
    here.playground.faults.plan("chat.postMessage", Trouble.ERROR, code="token_revoked", times=20)
    for _ in range(20):
        await here.settle()
        here.time.move_to(here.time() + timedelta(minutes=10))
    assert [(row.state, row.attempts) for row in await town.rows(here)] == [(kinds.ParcelState.WAITING, 0)]
    await quiet(here)
    assert len(town.parcels(here.cards(place))) == 1


async def test_doubt_outlives_a_wait(here: House, now: datetime) -> None:
    """An answer was lost, and then Slack asks to wait: the next send still looks before it leaps."""
    place = here.channel("room")
    await town.settle_in(here, ["UADMIN1"], ideas_place=place, now=now)
    await town.say(here, "m", place)
    here.playground.faults.plan("chat.postMessage", Trouble.CUT)
    here.playground.faults.plan("conversations.history", Trouble.RATE_LIMIT, times=2)
    await quiet(here)
    assert len(town.parcels(here.cards(place))) == 1
    async with here.store.read() as session:
        assert (await session.exec(select(NoteRow).where(col(NoteRow.told_at).is_(None)))).first() is None
