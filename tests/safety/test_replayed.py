"""A recorded request, sent again to another process or to one started since, changes nothing."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import update

from storage import kinds
from storage.models import Person
from tests import house, postgres
from tests.delivery import lives, town
from tests.delivery.lives import Bot, Town
from tests.house import House
from tests.safety import rows, wiretap

KEPT = ("idea", "support", "round", "ballot", "tap", "person", "done_request")


async def state(here: Town) -> dict[str, list[rows.Row]]:
    """What requests change; where a card stands is found out later, when it was sent."""
    found = await rows.all_rows(here.store)
    return {table: sorted(({**row, "ref": None} for row in found[table]), key=str) for table in KEPT}


async def other(here: Town, first: Bot) -> Bot:
    """A process that has not seen what `first` has: a second one, or the same after a restart."""
    if here.store.sqlite:
        await here.kill(first)
    bot = await here.start()
    await here.ready(bot)
    return bot


async def press(here: Town, person: str, ts: str, action: str) -> None:
    assert (await here.playground.click(person, here.place, ts, action)).ok


async def tap_first(here: Town, person: str, action: str) -> None:
    """Press the first button of this kind on the person's open ballot."""
    view = here.playground.view(person)
    assert view is not None
    block, button = next(
        (block, block["accessory"])
        for block in view.definition["blocks"]
        if str(block.get("accessory", {}).get("action_id", "")).startswith(action)
    )
    answer = await here.playground.click(
        person, None, view.id, button["action_id"], block_id=block["block_id"]
    )
    assert answer.ok


async def test_what_was_set_again_since_stays_as_it_is(
    migrated_url: str, now: datetime, tmp_path: Path
) -> None:
    """Support and withdrawal, a vote and its withdrawal, an idea: each recorded, and all sent again."""
    log = tmp_path / "bots.log"
    async with lives.standing(migrated_url, now=now, log=log, residents=2, seed=1) as here:
        first = await here.start()
        await here.ready(first)
        assert first.port is not None
        author, voter = here.people
        await here.open_round(
            [town.title(here.chance) for _ in range(2)], closes_at=now + timedelta(days=7), key="round"
        )
        async with wiretap.tapped(here.playground, first.port) as tap:
            title = town.title(here.chance)
            assert (await here.playground.command(author, here.place, "/idea", title)).ok
            await house.until(lambda: len(here.playground.messages(here.place)) == 2)
            cards = {
                action: one.ts
                for one in here.playground.messages(here.place)
                for action in ("idea_support", "ballot_open")
                if action in str(one.blocks)
            }
            await press(here, voter, cards["idea_support"], "idea_support")
            await press(here, voter, cards["idea_support"], "idea_unsupport")
            await press(here, voter, cards["ballot_open"], "ballot_open")
            await tap_first(here, voter, "ballot_approve")
            await house.until(lambda: "ballot_withdraw" in str(here.playground.view(voter)))
            await tap_first(here, voter, "ballot_withdraw")
            before = await state(here)
            assert len(tap.copies) == 6
        assert before["idea"]
        assert not before["support"]
        assert before["ballot"]
        assert not before["tap"]
        bot = await other(here, first)
        for copy in tap.copies:
            assert bot.port is not None
            assert await copy.send(bot.port) == 200
        assert await state(here) == before


@postgres.FIRST
async def test_copies_at_the_same_moment_are_done_once(
    migrated_url: str, now: datetime, tmp_path: Path
) -> None:
    """Slack's own request is on its way to one process while copies reach all of them."""
    log = tmp_path / "bots.log"
    async with lives.standing(migrated_url, now=now, log=log, residents=1, seed=1) as here:
        bots = [await here.start() for _ in range(1 if here.store.sqlite else 3)]
        for bot in bots:
            await here.ready(bot)
        (person,) = here.people
        ports = [bot.port for bot in bots if bot.port is not None]
        async with wiretap.tapped(here.playground, ports[0]) as tap:
            tap.port = lives.free_port()  # it keeps the first request to itself
            await here.playground.command(person, here.place, "/idea", town.title(here.chance))
        (copy,) = tap.copies
        assert set(await asyncio.gather(*(copy.send(port) for port in ports * 4))) == {200}
        found = await rows.all_rows(here.store)
        assert len(found["idea"]) == len(found["done_request"]) == 1


@postgres.FIRST
async def test_what_was_refused_leaves_no_mark(migrated_url: str, now: datetime, tmp_path: Path) -> None:
    """A guest's tap changes nothing, so its copy is no copy of something done."""
    log = tmp_path / "bots.log"
    async with lives.standing(migrated_url, now=now, log=log, residents=1, seed=1) as here:
        bot = await here.start()
        await here.ready(bot)
        assert bot.port is not None
        (person,) = here.people
        await here.open_round(
            [town.title(here.chance) for _ in range(2)], closes_at=now + timedelta(days=7), key="round"
        )
        here.point()
        await house.until(lambda: here.ballot_card() is not None)
        await here.open_ballot(person)
        before = await state(here)
        async with wiretap.tapped(here.playground, bot.port) as tap:
            await stand(here, kinds.Standing.GUEST)
            await tap_first(here, person, "ballot_approve")
            await stand(here, kinds.Standing.STAFF)
        assert await state(here) == before
        (copy,) = tap.copies
        later = await other(here, bot)
        assert later.port is not None
        assert await copy.send(later.port) == 200
        after = await state(here)
        assert len(after["tap"]) == 1
        assert len(after["done_request"]) == len(before["done_request"]) + 1


async def stand(here: Town, standing: kinds.Standing) -> None:
    async with here.store.begin() as session:
        await session.exec(update(Person).values(standing=standing))


async def test_marks_go_when_no_copy_is_let_in_any_more(sqlite_house: House) -> None:
    channel = next(one.id for one in sqlite_house.playground.channels("UYOUTH1") if one.name == "ideas")
    answer = await sqlite_house.playground.command("UYOUTH1", channel, "/idea", "Den eneste")
    assert answer.ok
    marks = (await rows.all_rows(sqlite_house.store))["done_request"]
    assert marks
    for mark in marks:
        assert mark["until"] > sqlite_house.time() + timedelta(minutes=5)
        assert (mark["until"].minute % 5, mark["until"].second, mark["until"].microsecond) == (0, 0, 0)
    await sqlite_house.advance(minutes=20)
    assert not (await rows.all_rows(sqlite_house.store))["done_request"]
