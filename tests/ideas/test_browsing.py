"""Looking through the ideas: filters, orders, pages, and one's own support always in sight."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from tests.house import House
from tests.ideas import town

TITLES = (
    "Foreldre vet ikke hvem de skal ringe om skolefravær",
    "Rådene om søvn er ulike i hver tjeneste",
    "ÅPENT bibliotek om kvelden kjenner ingen til",
    "Mandagsmøtet varer i to timer uten vedtak",
    "Gravide uten bil rekker ikke barselgruppa",
    "Nye familier får brev de ikke forstår",
    "Ungdom slutter på idretten uten at noen merker det",
)


@pytest.fixture
async def there(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    async with town.small(migrated_url, now) as found:
        yield found


async def test_ideas_are_found_sorted_and_turned(there: tuple[House, str]) -> None:
    here, channel = there
    cards = {title: await town.post(here, "UHEALTH1", channel, title) for title in TITLES}
    for person in ("UYOUTH1", "UYOUTH2"):
        await here.playground.click(person, channel, cards[TITLES[0]].ts, "idea_support")
    for person in ("UYOUTH1", "UHEALTH2"):
        await here.playground.click(person, channel, cards[TITLES[1]].ts, "idea_support")
    await town.do(here, "UHEALTH1", cards[TITLES[3]], "themes", theme_new="møter, tid")
    await town.do(here, "UHEALTH1", cards[TITLES[4]], "edit", areas=["1"])

    async def choose(menu: str, value: str) -> str:
        view = here.playground.view("UYOUTH1")
        assert view is not None
        answer = await here.playground.click(
            "UYOUTH1", None, view.id, f"ideas_filter.{menu}", value=value or None
        )
        assert answer.ok, answer
        return town.shown(here, "UYOUTH1")

    def order(shown: str) -> list[str]:
        return [line for line in shown.split("\n") if line in TITLES]

    await here.playground.command("UYOUTH1", channel, "/ideas")
    assert order(town.shown(here, "UYOUTH1")) == list(reversed(TITLES))[:6]
    assert order(await choose("after", "")) == [TITLES[0]]
    assert "✓ Du støtter den" in town.shown(here, "UYOUTH1")
    assert order(await choose("order", "order:widest"))[:2] == [TITLES[1], TITLES[0]]
    assert "fra 2 fagområder" in town.shown(here, "UYOUTH1")
    assert order(await choose("order", "order:supported"))[:2] == [TITLES[1], TITLES[0]]
    assert order(await choose("theme", "theme:1")) == [TITLES[3]]
    await choose("theme", "theme:0")
    assert order(await choose("discipline", "discipline:1")) == [TITLES[4]]
    await choose("discipline", "discipline:0")
    assert order(await choose("state", "state:parked")) == []
    await choose("state", "state:0")

    assert order(await choose("mine", "mine:1")) == []
    await choose("mine", "mine:0")

    # Words are found whatever their case, Norwegian letters too, on every database.
    await here.fill("UYOUTH1", "ideas_list", search="åpent BIBLIOTEK")
    assert order(town.shown(here, "UYOUTH1")) == [TITLES[2]]
    # An author with many gets to all of their own from the Home tab, as far back as they go.
    await here.playground.open_home("UHEALTH1")
    answer = await here.playground.click("UHEALTH1", None, None, "ideas_filter.mine", value="mine:1")
    assert answer.ok, answer
    assert f"{len(TITLES)} problemideer" in town.shown(here, "UHEALTH1")
    await town.press(here, "UHEALTH1", "ideas_filter", beside="Side 1 av 2")
    assert order(town.shown(here, "UHEALTH1")) == [TITLES[0]]
    # Support is given in the list itself, which shows it.
    await town.press(here, "UYOUTH1", "idea_support", beside=TITLES[2])
    assert order(town.shown(here, "UYOUTH1")) == [TITLES[2]]
    assert "✓ Du støtter den" in town.shown(here, "UYOUTH1")


async def test_a_theme_nobody_uses_leaves_the_list_and_three_is_the_most(
    there: tuple[House, str],
) -> None:
    here, channel = there
    card = await town.post(here, "UHEALTH1", channel, TITLES[0])
    answer = await town.do(here, "UHEALTH1", card, "themes", theme_new="a, b, c, d")
    assert "opptil 3" in answer.errors["theme_new"]
    await here.close("UHEALTH1")
    await town.do(here, "UHEALTH1", card, "themes", theme_new="søvn, Skole")
    await here.playground.open_home("UHEALTH1")
    await town.do(here, "UHEALTH1", card, "themes", themes=[], theme_new="skole")
    await here.playground.command("UHEALTH1", channel, "/ideas")
    shown = town.shown(here, "UHEALTH1")
    assert "Skole" in shown or "skole" in shown
    assert "søvn" not in shown.replace("Rådene om søvn", "")
