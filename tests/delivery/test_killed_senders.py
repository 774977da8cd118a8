"""Senders killed while Slack fails on purpose: all is seen in order, or set aside with a reason.

A message is seen twice only where Slack carries out a call long after nobody waited for it any more. That is
done on purpose too, a known number of times, and counted.
"""

import asyncio
import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.playground.faults import Faults, Trouble
from storage import kinds
from storage.models import OutboxRow
from tests import postgres
from tests.delivery import lives, town
from tests.delivery.lives import Bot, Town

POST, UPDATE, HISTORY = "chat.postMessage", "chat.update", "conversations.history"
ROOMS = 4
STALE_SECONDS = 45.0
"""Past the wait before a message in doubt is looked for, and past the lookup."""
TROUBLES = (
    (POST, Trouble.CUT, 0.0, ""),
    (POST, Trouble.HALF, 0.0, ""),
    (POST, Trouble.LATE, 0.3, ""),
    (POST, Trouble.HANG, 0.5, ""),
    (POST, Trouble.RATE_LIMIT, 1.0, ""),
    (POST, Trouble.SERVER_ERROR, 0.0, ""),
    (POST, Trouble.ERROR, 0.0, "internal_error"),
    (POST, Trouble.ERROR, 0.0, "is_archived"),
    (UPDATE, Trouble.CUT, 0.0, ""),
    (UPDATE, Trouble.SERVER_ERROR, 0.0, ""),
    (UPDATE, Trouble.RATE_LIMIT, 1.0, ""),
    (HISTORY, Trouble.CUT, 0.0, ""),
    (HISTORY, Trouble.HALF, 0.0, ""),
    (HISTORY, Trouble.SERVER_ERROR, 0.0, ""),
    (HISTORY, Trouble.RATE_LIMIT, 1.0, ""),
)
RARE = ((POST, Trouble.HANG, 60.0, ""), (POST, Trouble.ERROR, 0.0, "token_revoked"))
"""What stops a room for minutes."""
REASONS = {"is_archived", "no_card"}
"""Why a message may be given up here; a thread has nowhere to be where its card was given up."""


async def fail(faults: Faults, chance: random.Random, *, most_stale: int) -> None:
    """Slack fails in one way after the other, as often as it does not."""
    stale = 0
    while True:
        method, trouble, seconds, code = chance.choice(RARE if not chance.randrange(20) else TROUBLES)
        if not faults.waiting(method):
            faults.plan(method, trouble, seconds=seconds, code=code or "internal_error")
        if stale < most_stale and not chance.randrange(20) and not faults.waiting(POST):
            faults.plan(POST, Trouble.STALE, seconds=STALE_SECONDS)
            stale += 1
        await asyncio.sleep(chance.uniform(0.1, 0.4))


async def talk(here: Town, rooms: list[str]) -> None:
    """Somebody says something in each room in turn, all the while."""
    number = 0
    while True:
        room = rooms[number % len(rooms)]
        await town.say(here, f"{room}-{number}", room)
        number += 1
        await asyncio.sleep(0.2)


def working_ones(here: Town) -> list[Bot]:
    return [bot for bot in here.bots if bot.work]


def seen(here: Town, room: str) -> list[int]:
    return town.parcels(here.playground.messages(room))


async def verify(here: Town, rooms: list[str]) -> dict[str, int]:
    """Hold every message against what is seen; the figures."""
    figures = {"said": 0, "set_aside": 0, "seen_twice": 0}
    async with here.store.read() as session:
        said = (await session.exec(select(OutboxRow).order_by(col(OutboxRow.id)))).all()
    for room in rooms:
        posts = [row for row in said if row.place == room and row.parcel == kinds.Parcel.POST]
        aside = {row.id: row.problem for row in posts if row.state == kinds.ParcelState.SET_ASIDE}
        assert set(aside.values()) <= REASONS
        assert {row.state for row in posts if row.id not in aside} <= {kinds.ParcelState.SENT}
        standing = seen(here, room)
        firsts = list(dict.fromkeys(standing))
        assert set(firsts) >= {row.id for row in posts if row.id not in aside}, "nothing is lost"
        on_top = {row.id for row in posts if not row.in_thread}
        in_order = [one for one in firsts if one in on_top]
        assert in_order == sorted(in_order), "order is kept in each place"
        figures["said"] += len(posts)
        figures["set_aside"] += len(aside)
        figures["seen_twice"] += len(standing) - len(firsts)
    return figures


@postgres.FIRST
@pytest.mark.parametrize(("kills", "most_stale"), [(3, 1), pytest.param(100, 10, marks=pytest.mark.torture)])
async def test_senders_killed_while_slack_fails(
    migrated_url: str, now: datetime, tmp_path: Path, kills: int, most_stale: int
) -> None:
    log = tmp_path / "bots.log"
    async with lives.standing(migrated_url, now=now, log=log, residents=3, seed=kills) as here:
        rooms = [here.playground.add_channel(f"room-{number}", members=[]).id for number in range(ROOMS)]
        faults = town.counting(here)
        working = [(True, True)] if here.store.sqlite else [(True, False), (False, True), (False, True)]
        async with lives.at_work(here, working):
            chance = random.Random(kills)
            background = [
                asyncio.create_task(fail(faults, chance, most_stale=most_stale)),
                asyncio.create_task(talk(here, rooms)),
            ]
            for number in range(kills):
                await asyncio.sleep(here.chance.uniform(0.5, 3.0))
                everybody = number % 4 == 3
                dying = list(here.bots) if everybody else [here.chance.choice(working_ones(here))]
                for victim in dying:
                    await here.kill(victim)
                if everybody:  # none is left whose clock would differ
                    here.time.move_to(here.time() + timedelta(minutes=2))
                for victim in dying:
                    await here.ready(await here.start(listen=victim.listen, work=victim.work))
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
        faults.clear()
        await asyncio.sleep(STALE_SECONDS if faults.met[Trouble.STALE] else 0)
        await lives.finish(here)
        figures = await verify(here, [*rooms, here.place])
        sys.stdout.write(json.dumps({"rounds of kills": kills} | figures | faults.met) + "\n")
        assert figures["said"] >= 2 * kills
        assert figures["seen_twice"] <= faults.met[Trouble.STALE]
