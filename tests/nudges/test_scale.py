"""Very many groups due in the same minute: claimed and queued in sets, spread, once each."""

import asyncio
import itertools
import resource
import time

import pytest
import structlog
from sqlmodel import col, select

from bot.services import nudges, waves
from storage import kinds
from storage.models import OutboxRow
from tests.house import House
from tests.vote import town as voting

from . import crowds, groups
from .groups import town


async def queued(here: House) -> list[OutboxRow]:
    async with here.store.read() as session:
        found = await session.exec(
            select(OutboxRow)
            .where(OutboxRow.parcel == kinds.Parcel.POST, OutboxRow.subject == kinds.Subject.NUDGE)
            .order_by(col(OutboxRow.not_before), col(OutboxRow.id))
        )
        return list(found.all())


async def voting_town(here: House) -> voting.Town:
    """Two ideas in an open round, and people who may vote in it."""
    titles = [voting.unlike(number) for number in range(2)]
    made = voting.Town(here, here.channel("ideer"), {}, titles, "nb", dict.fromkeys(groups.PEOPLE, "nb"))
    await here.set_up("UADMIN", made.channel, voting.YOUTH, voting.CHILD)
    await here.join({person: (voting.YOUTH, voting.CHILD)[n % 2] for n, person in enumerate(groups.PEOPLE)})
    for title in made.titles:
        answered = await here.playground.command("UONE", made.channel, "/idea", title)
        assert answered.ok, answered
    await here.settle()
    card = await made.open_round("UADMIN")
    answered = await here.playground.click("UTWO", made.channel, card.ts, "ballot_open")
    assert answered.ok, answered
    return made


async def ask(town: voting.Town, number: int) -> str:
    """What a person does meanwhile: looks through the ideas, posts one, votes; returns what it was."""
    act = ("/ideas", "/idea", "vote")[number % 3]
    if act == "vote":
        wanted = "ballot_withdraw" if number % 2 else "ballot_approve"
        answered = await town.tap("UTWO", town.titles[0], wanted)
    elif act == "/idea":
        answered = await town.house.playground.command("UONE", town.channel, act, voting.unlike(2 + number))
        assert answered.view_id is None, "it was like another one"
    else:
        answered = await town.house.playground.command("UTHREE", town.channel, act)
        await town.house.close("UTHREE")
    assert answered.ok, answered
    return act


async def crowd(url: str, count: int, *, weeks: int = 1) -> None:
    async with town(url) as here:
        people = await voting_town(here)
        places = [here.channel(f"kanal-{number}") for number in range(50)]
        await here.bot.ticker.stop()
        due = groups.TUESDAY_NINE
        await crowds.plant(here.store, count=count, due=due, places=places, weeks=weeks)
        await here.bot.installation.memory.warm(here.store)  # the ideas did not come in one minute
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        # Two at once, as two processes would: each group is had by one of them.
        work = asyncio.gather(*(nudges.send_due(here.bot.installation, now=due) for _ in range(2)))
        waits: dict[str, float] = {}
        for number in itertools.count():
            asked = time.perf_counter()
            act = await ask(people, number)
            waits[act] = max(waits.get(act, 0), round(time.perf_counter() - asked, 2))
            if work.done():
                break
            await asyncio.sleep(0.2)
        settled = sum(await work)
        took = time.perf_counter() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert settled == count
        rows = await queued(here)
        assert len(rows) == len({row.key for row in rows}) == count
        assert {row.place for row in rows} == set(places)
        times = [row.not_before for row in rows]
        assert all(later - sooner >= waves.POSTS_APART for sooner, later in itertools.pairwise(times))
        for place in places:
            there = [row.not_before for row in rows if row.place == place]
            assert all(later - sooner >= waves.PLACES_APART for sooner, later in itertools.pairwise(there))
        # Seen with `pytest -s`; a busy machine is no fault of the bot, so they are told and not held.
        figures = {"seconds": round(took, 1), "slowest_answers": waits, "more_mb": round(grown)}
        structlog.get_logger().info("crowd.settled", groups=count, **figures)


@groups.BOTH
async def test_very_many_groups_are_queued_while_people_are_answered(migrated_url: str) -> None:
    await crowd(migrated_url, 300)


@pytest.mark.torture
@groups.BOTH
async def test_ten_thousand_groups_are_queued_within_seconds(migrated_url: str) -> None:
    await crowd(migrated_url, 10_000, weeks=8)
