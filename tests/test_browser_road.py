"""The whole road in a real browser, as somebody who tries the bot for the first time walks it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot import demo, texts
from tests import browser

VOTERS = ("UUNGDOM1", "UUNGDOM2", "UHELSE1", "UHELSE2", "UFRISK1")
TITLE = "Unge som dropper ut av videregående, blir ikke fulgt opp"
OTHER = "Mandagsmøtet der ti tjenester"
STEP = "Intervjue fem ungdommer, torsdag kl. 12 på biblioteket"
PATIENCE = 20_000

pytestmark = [pytest.mark.browser, pytest.mark.early]


class Person:
    """Somebody at the page: what they see is found by the words they read."""

    def __init__(self, page: Page, address: str, locale: str) -> None:
        self.page = page
        self.address = address
        self.locale = locale
        self.say = texts.load(locale)

    async def be(self, who: str, room: str = "ideer") -> None:
        await self.page.goto(f"{self.address}/as/{who}")
        if self.locale == "en":
            await self.page.locator("button[name=language][value=en]").click()
            await expect(self.page.locator("html")).to_have_attribute("lang", "en")
        if await self.page.locator(".menu-button").is_visible():
            await self.page.locator(".menu-button").click()
        await self.page.get_by_role("link", name=room).first.click()
        await expect(self.page.get_by_role("heading", name=room)).to_be_visible()

    async def type(self, text: str) -> None:
        box = self.page.locator("main").get_by_role("textbox").last
        await box.fill(text)
        await box.press("Enter")

    async def sends(self, label: str) -> None:
        """Send the form, read that it was taken, and close that."""
        button = self.page.get_by_role("dialog").get_by_role("button", name=label, exact=True)
        await button.click()
        await expect(button).to_have_count(0, timeout=PATIENCE)
        await expect(self.page.get_by_role("dialog")).to_be_visible()
        await self.dialog_closes()

    async def sees(self, text: str, *, inside: str = "main") -> None:
        await expect(self.page.locator(inside).get_by_text(text).last).to_be_visible(timeout=PATIENCE)

    async def dialog_closes(self) -> None:
        await self.page.keyboard.press("Escape")
        await expect(self.page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    async with demo.running(tmp_path / "demo", port=0, fresh=False) as url:
        yield url


@pytest.mark.parametrize(
    ("locale", "width"), [("nb", 390), pytest.param("en", 1280, marks=pytest.mark.torture)]
)
async def test_from_the_first_command_to_the_third_nudge(address: str, locale: str, width: int) -> None:
    async with browser.launch() as chromium:
        page = await chromium.new_page(viewport={"width": width, "height": 844})
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        me = Person(page, address, locale)
        say = me.say

        await me.be("UHELSE1")
        await me.type(f"/idea {TITLE}")
        await me.sees(say("idea.posted.text", title=TITLE))
        await expect(page.get_by_role("heading", name=TITLE)).to_be_visible(timeout=PATIENCE)

        await me.type("/round")
        await expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
        await me.sends(say("round.form.submit"))

        for voter in VOTERS:
            await me.be(voter)
            await page.get_by_role("button", name=texts.load("nb")("round.card.vote")).last.click()
            ballot = page.get_by_role("dialog")
            await expect(ballot).to_be_visible(timeout=PATIENCE)
            await ballot.get_by_role("button", name=f"{say('ballot.approve')}: {TITLE}"[:60]).click()
            await expect(ballot.get_by_text(say.plural("ballot.chose", 1))).to_be_visible(timeout=PATIENCE)
            await me.dialog_closes()

        await me.be("UHELSE1")
        for _ in range(2):
            await week_passes(me)
        await me.sees(texts.load("nb")("result.winner"))
        await expect(page.get_by_role("heading", name=TITLE).last).to_be_visible()

        await me.type("/project")
        form = page.get_by_role("dialog")
        await expect(form).to_be_visible(timeout=PATIENCE)
        await form.get_by_label(say("project.form.next_step")).fill(STEP)
        await form.get_by_label(say("project.form.place")).select_option(label="#barn-og-unge")
        await form.get_by_label(say("project.form.leader")).fill("Enhetsleder oppvekst")
        await form.get_by_label(say("project.form.pre_mortem")).fill("Vi fikk ikke tak i ungdommene.")
        await form.get_by_label(say("project.form.criterion")).first.fill("Ingen har møtt opp to ganger")
        await form.get_by_label(say("project.form.criterion_on")).first.fill("2027-06-01")
        await me.sends(say("project.form.submit"))

        await me.be("UHELSE1", room="barn-og-unge")
        await me.sees(STEP)
        for _ in range(3):
            await week_passes(me)
        nudges = page.locator("main").get_by_role("button", name=texts.load("nb")("nudge.level.4"))
        await expect(nudges.last).to_be_visible(timeout=PATIENCE)
        await nudges.last.click()
        await me.sees(say("nudge.own_confidence", answer=say("nudge.level.4")))
        assert wrong == []


async def week_passes(me: Person) -> None:
    """Press "next week", wherever the page keeps it at this width."""
    clock = me.page.locator(".bar time")
    before = await clock.get_attribute("datetime")
    week = me.page.locator("button[name=step][value=week]")
    if not await week.is_visible():
        await me.page.locator(".clock-button").click()
    await week.click()
    await expect(clock).not_to_have_attribute("datetime", before or "", timeout=PATIENCE)
