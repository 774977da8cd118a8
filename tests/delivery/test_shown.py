"""What waits, and what was given up: told to whoever runs the bot, by `doctor` and by `/metrics`."""

from datetime import datetime, timedelta

import aiohttp

from bot import doctor
from bot.playground.faults import Trouble
from storage import kinds
from tests import house
from tests.delivery import town


async def figures(url: str) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    told = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in told}


async def test_what_waits_and_what_was_given_up_is_shown(migrated_url: str, now: datetime) -> None:
    async with house.standing(migrated_url, now=now, work=False) as here:
        archived, fine, lost = here.channel("archived"), here.channel("fine"), here.channel("lost")
        await town.settle_in(here, ["UADMIN1"], ideas_place=fine, now=now)
        await here.playground.archive("UADMIN1", archived)
        for place in (archived, fine):
            await town.say(here, place, place)
        await here.settle()
        here.playground.faults.plan("chat.postMessage", Trouble.CUT)
        await town.say(here, "in doubt", lost)
        await town.say(here, "behind it", lost)
        await here.settle()
        here.time.move_to(here.time() + timedelta(minutes=2))
        told = await figures(here.bot.url or "")
        assert told["idejakt_outbox_waiting"] == 2
        assert told["idejakt_outbox_unclear"] == 1
        assert told['idejakt_outbox_set_aside{problem="is_archived"}'] == 1
        assert 60 < told["idejakt_outbox_oldest_seconds"] < 200
        found = await doctor.outbox(migrated_url)  # by the machine's clock, which is well past the house's
        assert found.ok is False
        assert found.message.startswith("2 messages wait; given up: 1 for is_archived; the oldest for ")
        await here.settle()
        told = await figures(here.bot.url or "")
        assert (told["idejakt_outbox_waiting"], told["idejakt_outbox_unclear"]) == (0, 0)
        assert (await doctor.outbox(migrated_url)).ok is True
        assert [row.state for row in await town.rows(here)].count(kinds.ParcelState.SENT) == 3
