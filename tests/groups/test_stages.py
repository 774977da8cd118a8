"""An administrator names the stages anew: groups that are under way keep theirs, and move on in them."""

from datetime import datetime

from tests import postgres
from tests.groups import town
from tests.groups.town import Town
from tests.house import words

ADMIN, OWNER = "UADMIN1", "UHEALTH1"


async def name_stages(here: Town, stages: str) -> dict[str, str]:
    """In the form, as an administrator does; returns what it found wrong."""
    return (await here.here.choose(ADMIN, here.ideas, stages=stages)).errors


async def move(here: Town, channel: str, stage: int) -> str:
    """Move the group of a channel on its desk; returns what its card says then."""
    house = here.here
    [card, *_] = [one for one in house.cards(channel) if "project_open" in str(one.blocks)]
    await house.playground.click(OWNER, channel, card.ts, "project_open")
    view = house.playground.view(OWNER)
    assert view is not None
    [select] = [
        one["accessory"]
        for one in view.definition["blocks"]
        if str(one.get("accessory", {}).get("action_id", "")).startswith("project_stage")
    ]
    chosen = select["options"][stage - 1]["value"]
    answer = await house.playground.click(OWNER, None, view.id, select["action_id"], value=chosen)
    assert answer.ok, answer
    await house.close(OWNER)
    await house.settle()
    return words(house.playground.message(channel, card.ts))


@postgres.BY_AND_BY
async def test_groups_keep_the_stages_they_started_with(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now) as here:
        first = await here.start(OWNER, name="en")
        assert "Ny praksis (5 av 5)" in await move(here, first, 5)
        assert "2 til 20 ulike faser" in (await name_stages(here, "Innsikt"))["stages"]
        assert await name_stages(here, "Innsikt\nUtprøving\nDrift") == {}
        # In the last of five, where there are three now.
        assert "Utvikling, utprøving og evaluering (3 av 5)" in await move(here, first, 3)
        assert "Ny praksis (5 av 5)" in await move(here, first, 5)

        await here.here.playground.command("UYOUTH1", here.ideas, "/idea", "Biblioteket er tomt på kveldene")
        await here.here.settle()
        await town.choose(here.here)
        second = await here.start(OWNER, name="to")
        assert "Drift (3 av 3)" in await move(here, second, 3)
        # Renamed, and one fewer: the group stands where it stood.
        assert await name_stages(here, "Forstå\nPrøve") == {}
        assert "Utprøving (2 av 3)" in await move(here, second, 2)
        assert "Drift (3 av 3)" in await move(here, second, 3)
        await here.here.advance(days=91)
        await here.here.playground.command(OWNER, here.ideas, "/project", "list")
        listed = here.screen(OWNER)
        assert "Drift (3 av 3)" in listed
        assert "Ny praksis (5 av 5)" in listed
        # Names are shown to everybody: client data is asked about in them as anywhere.
        assert "stages" in await name_stages(here, "Ring 11. 11. 11\nFølg opp 10915596784")


@postgres.BY_AND_BY
async def test_the_common_stages_come_back_in_every_language(migrated_url: str, now: datetime) -> None:
    """What stands in the form where nothing was chosen is not taken for a choice."""
    async with town.standing(migrated_url, now) as here:
        assert await name_stages(here, "Forstå\nPrøve") == {}
        assert await name_stages(here, "") == {}
        bot = here.here.playground
        await bot.command(ADMIN, here.ideas, "/idea", "setup")
        await bot.click(ADMIN, None, None, "setup_part.choices")
        await bot.click(ADMIN, None, None, "setup_part.rhythm")
        assert "Innsikt og idé" in str(bot.view(ADMIN).definition)  # type: ignore[union-attr]
        answer = await here.here.fill(ADMIN, "choices_form")
        assert answer.ok, answer
        await here.here.close(ADMIN)
        channel = await here.start(OWNER)
        assert "Innsikt og idé (2 av 5)" in await move(here, channel, 2)
