"""The page's script, in a real browser: in place, live, and never in the way of whoever types."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests import browser
from tests.playground.pages.visits import Heard, at, card
from tests.playground.town import Town

pytestmark = pytest.mark.browser


@pytest.fixture
async def tab() -> AsyncIterator[Page]:
    """A phone's window; every complaint of the browser fails the test."""
    async with browser.launch() as running:
        page = await running.new_page(viewport={"width": 360, "height": 740})
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        yield page
        assert complaints == []


async def test_what_others_say_appears_while_somebody_types(town: Town, heard: Heard, tab: Page) -> None:
    await tab.goto(town.slack.url + at(town))
    composer = tab.get_by_role("textbox", name="Melding til #ideer")
    await composer.fill("halvferdig æøå")
    await tab.keyboard.press("ArrowLeft")
    await town.slack.say(town.nurse, town.ideas, "Hei fra helsestasjonen")
    await expect(tab.get_by_text("Hei fra helsestasjonen")).to_be_visible()
    await expect(composer).to_have_value("halvferdig æøå")
    await expect(composer).to_be_focused()
    await tab.keyboard.type("!")
    await expect(composer).to_have_value("halvferdig æø!å")
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("article").last).to_contain_text("halvferdig æø!å")
    await expect(composer).to_have_value("")


async def test_a_dialog_takes_the_focus_and_gives_it_back(town: Town, heard: Heard, tab: Page) -> None:
    await tab.goto(town.slack.url + at(town))
    composer = tab.get_by_role("textbox", name="Melding til #ideer")
    await composer.fill("/idea")
    await composer.press("Enter")
    dialog, title = tab.get_by_role("dialog", name="Ny idé"), tab.get_by_label("Tittel")
    await expect(title).to_be_focused()
    await title.fill("nei")
    await tab.get_by_label("Barn").check()
    await title.press("Enter")
    await expect(dialog.get_by_text("Si litt <mer>.")).to_be_visible()
    await expect(title).to_be_focused()
    await expect(title).to_have_value("nei")
    await expect(tab.get_by_label("Barn")).to_be_checked()
    await town.slack.say(town.nurse, town.ideas, "Noe annet")
    await expect(tab.get_by_text("Noe annet")).to_be_attached()
    await expect(title).to_be_focused()
    await tab.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(composer).to_be_focused()
    assert len(heard.closed) == 1


async def test_a_pointer_or_enter_chooses_from_a_menu(town: Town, heard: Heard, tab: Page) -> None:
    await card(town)
    await tab.goto(town.slack.url + at(town))
    menu, tell = tab.get_by_label("Velg"), tab.get_by_role("button", name="OK", exact=True)
    await tab.get_by_role("heading", level=1).click()
    async with tab.expect_response("**/act"):
        await menu.select_option("2")
    await tab.keyboard.press("Tab")
    await menu.focus()
    await tab.keyboard.press("ArrowUp")
    await tab.keyboard.press("Tab")
    await expect(tell).to_be_focused()
    assert len(heard.actions) == 1
    async with tab.expect_response("**/act"):
        await tab.keyboard.press("Enter")
    chosen = [body["actions"][0]["selected_option"]["value"] for body in heard.actions]
    assert chosen == ["2", "1"]


@pytest.mark.parametrize("path", ["/in", "/home", "/in?thread"])
async def test_nothing_is_wider_than_a_phone(town: Town, heard: Heard, tab: Page, path: str) -> None:
    ts = await card(town)
    await town.slack.say(town.youth, town.ideas, "langt" * 40 + " https://example.invalid/" + "a" * 90)
    place = {"/in": f"in/{town.ideas}", "/home": "home", "/in?thread": f"in/{town.ideas}?thread={ts}"}[path]
    await tab.goto(f"{town.slack.url}/as/{town.youth}/{place}")
    wider = """() => [document.documentElement, document.querySelector(".messages")]
        .some((one) => one.scrollWidth > innerWidth)"""
    assert not await tab.evaluate(wider)
    await tab.get_by_role("button", name="Meny").click()
    await expect(tab.get_by_role("navigation")).to_be_visible()
    await tab.keyboard.press("Escape")
    await expect(tab.get_by_role("navigation")).to_be_hidden()
