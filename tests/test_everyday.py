"""Everyday things through the real doors: shortcuts, the Home tab, language, posting without the name."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from tests import postgres, test_road
from tests.house import House, words

TITLE = "Foreldre vet ikke hvem de skal ringe"


@pytest.fixture
async def here(migrated_url: str, now: datetime) -> AsyncIterator[House]:
    async with test_road.peopled(migrated_url, now) as (standing, _):
        yield standing


@pytest.fixture
def ideas(here: House) -> str:
    return next(one.id for one in here.playground.workspace.state.channels.values() if one.name == "ideas")


@postgres.BY_AND_BY
async def test_a_message_becomes_an_idea_with_a_way_back_to_it(here: House, ideas: str) -> None:
    said = await here.playground.say("UHEALTH1", ideas, "1 < 2: ingen vet hvem som har ansvaret & ingen spør")
    assert said.ts is not None
    answer = await here.playground.shortcut("UYOUTH1", "save_idea", ideas, said.ts)
    assert answer.ok
    view = here.playground.view("UYOUTH1")
    assert view is not None
    assert "1 < 2: ingen vet hvem som har ansvaret & ingen spør" in str(view.values)
    answer = await here.fill("UYOUTH1", "idea_form")
    assert answer.ok, answer
    await here.settle()
    card = here.cards(ideas)[-1]
    assert "1 < 2" in words(card)
    assert said.ts.replace(".", "") in str(card.blocks), "the card links back to the message"


@postgres.BY_AND_BY
async def test_the_menu_s_shortcut_opens_the_form(here: House, ideas: str) -> None:
    assert (await here.playground.shortcut("UYOUTH1", "new_idea")).ok
    assert (await here.fill("UYOUTH1", "idea_form", title=TITLE, kind="dead_horse")).ok
    await here.settle()
    assert TITLE in words(here.cards(ideas)[0])


@postgres.BY_AND_BY
async def test_without_the_name_nothing_tells_who_it_was(here: House, ideas: str) -> None:
    before = await here.listed("UYOUTH1", ideas)
    await here.playground.command("ULIVING1", ideas, "/idea")
    assert (await here.fill("ULIVING1", "idea_form", title=TITLE, named=[])).ok
    await here.settle()
    card = here.cards(ideas)[0]
    listed = await here.listed("UYOUTH1", ideas)
    assert TITLE in listed
    assert "ULIVING1" not in words(card) + str(card.metadata) + listed
    assert test_road.LIVING not in words(card) + str(card.metadata)
    assert listed.count(test_road.LIVING) == before.count(test_road.LIVING), "only among the filters"


@postgres.BY_AND_BY
async def test_the_home_tab_is_a_desk(here: House, ideas: str) -> None:
    for title in (TITLE, "Rådene om søvn er ulike"):
        await here.playground.command("UYOUTH1", ideas, "/idea", title)
    await here.playground.command("UYOUTH1", ideas, "/round")
    await here.fill("UYOUTH1", "round_form")
    await here.close("UYOUTH1")
    await here.settle()
    await here.playground.open_home("UYOUTH1")
    home = here.playground.home("UYOUTH1")
    assert home is not None
    assert TITLE in words(home.definition)
    assert test_road.YOUTH in words(home.definition)
    answer = await here.playground.click("UYOUTH1", None, None, "ballot_open")
    assert answer.ok
    view = here.playground.view("UYOUTH1")
    assert view is not None
    assert view.definition["callback_id"] == "ballot"


@postgres.BY_AND_BY
async def test_a_language_chosen_on_the_home_tab_is_spoken_at_once(here: House, ideas: str) -> None:
    spoken = {}
    for locale in ("nn", "en", "nb"):
        await here.playground.open_home("UYOUTH1")
        answer = await here.playground.click("UYOUTH1", None, None, "locale_choose", value=locale)
        assert answer.ok
        spoken[locale] = words(
            (await here.playground.command("UYOUTH1", ideas, "/idea", "help")).ephemeral[0]
        )
    assert len(set(spoken.values())) == 3
    assert "problemidé" in spoken["nb"]


@postgres.BY_AND_BY
async def test_a_language_changed_in_slack_is_noticed_at_once(here: House, ideas: str) -> None:
    before = words((await here.playground.command("UYOUTH1", ideas, "/idea", "help")).ephemeral[0])
    await here.playground.set_locale("UYOUTH1", "en-US")
    after = words((await here.playground.command("UYOUTH1", ideas, "/idea", "help")).ephemeral[0])
    assert before != after


async def test_what_was_acknowledged_is_committed(here: House, ideas: str) -> None:
    answer = await here.playground.command("UYOUTH1", ideas, "/idea", TITLE)
    assert answer.ok
    assert TITLE in await here.listed("UYOUTH2", ideas, "foreldre ringe")


async def test_support_is_set_not_flipped(here: House, ideas: str) -> None:
    await here.playground.command("UYOUTH1", ideas, "/idea", TITLE)
    await here.settle()
    card = here.cards(ideas)[0]
    for _ in range(3):
        await here.playground.click("UHEALTH1", ideas, card.ts, "idea_support")
    await here.advance(seconds=5)
    assert "1 støtter" in words(here.playground.message(ideas, card.ts))
    for _ in range(2):
        await here.playground.click("UHEALTH1", ideas, card.ts, "idea_unsupport")
    await here.advance(seconds=5)
    assert "1 støtter" not in words(here.playground.message(ideas, card.ts))
