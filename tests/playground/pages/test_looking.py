"""Channels, threads and people, as somebody sees them."""

from datetime import UTC, datetime

from bot.playground import pages
from bot.playground.state import Person
from tests.playground.pages.visits import Movable, Visit, at, card
from tests.playground.town import Town


async def test_the_front_door_leads_to_the_liveliest_channel(town: Town, visit: Visit) -> None:
    await town.slack.say(town.youth, town.closed, "Møte på fredag")
    async with visit.session.get(visit.address + "/") as answer:
        assert answer.url.path == f"/as/{town.youth}/in/{town.closed}"


async def test_a_channel_shows_who_said_what_and_when(town: Town, visit: Visit) -> None:
    await card(town)
    await town.slack.say(town.youth, town.ideas, "Det ser vi på *Ås* også, @nurse2")
    page = await visit.see(at(town, town.nurse))
    assert [found["aria-label"] for found in page.all("article")] == [
        "Idéjakt at 10:00\u202fAM",
        "Ungdomsarbeider 1 at 10:00\u202fAM",
    ]
    assert "Brev som ikke blir lest" in page.text
    assert "APP" in page.text
    assert "@Health nurse 2" in page.text
    assert page.one("html")["lang"] == "en"
    assert page.one("a", aria_current="page")["href"] == at(town, town.nurse)


async def test_the_rail_offers_everybody_and_keeps_the_place(town: Town, visit: Visit) -> None:
    page = await visit.see(at(town))
    chosen = [found["href"] for found in page.all("a") if str(found["href"]).startswith("/as/")]
    assert at(town, town.nurse) in chosen
    assert "Ungdomstjenesten" in page.text
    assert "fra et annet arbeidsområde" in page.text
    closed = await visit.see(f"/as/{town.youth}/in/{town.closed}")
    others = [found["href"] for found in closed.all("a")]
    assert f"/as/{town.nurse}" in others
    assert f"/as/{town.nurse}/in/{town.closed}" not in others


async def test_nobody_looks_where_they_may_not(town: Town, visit: Visit) -> None:
    for path in (
        f"/as/{town.nurse}/in/{town.closed}",
        f"/as/{town.nurse}/in/{town.slack.direct(town.youth).id}",
        "/as/U9/home",
        f"/as/{town.youth}/in/C9",
        "/static/nothing.css",
        "/static/..%2Fpages.py",
    ):
        assert (await visit.get(path))[0] == 404


async def test_a_private_reply_is_seen_by_one(town: Town, visit: Visit) -> None:
    await town.client().chat_postEphemeral(channel=town.ideas, user=town.youth, text="Bare deg")
    mine, theirs = await visit.see(at(town)), await visit.see(at(town, town.nurse))
    assert "Bare synlig for deg" in mine.text
    assert "Bare deg" in mine.text
    assert "Bare deg" not in theirs.text


async def test_days_are_told_apart(town: Town, visit: Visit, clock: Movable) -> None:
    await town.slack.say(town.youth, town.ideas, "i går")
    clock.now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    await town.slack.say(town.youth, town.ideas, "i dag")
    page = await visit.see(at(town))
    assert len(page.all("p", class_="divide")) == 2
    assert "24. nov. 10:00" in page.text


async def test_news_is_counted_until_it_was_seen(town: Town, visit: Visit) -> None:
    await card(town)
    await card(town)
    assert "(2 nye meldinger)" in (await visit.see(f"/as/{town.youth}/in/{town.closed}")).text
    await visit.see(at(town))
    assert "nye meldinger" not in (await visit.see(f"/as/{town.youth}/in/{town.closed}")).text


async def test_a_hostile_text_or_name_stays_text(town: Town, visit: Visit) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    town.slack.add_person(Person(id="U0EVIL", name="evil", display_name=evil, title=evil))
    await town.slack.join("U0EVIL", town.ideas)
    await town.slack.say("U0EVIL", town.ideas, evil)
    page = await visit.see(at(town))
    assert [found["src"] for found in page.all("script")] == ["/static/page.js"]
    assert page.all("img") == []
    assert evil in page.text


async def test_a_long_channel_is_shown_from_its_end(town: Town, visit: Visit) -> None:
    for number in range(pages.SHOWN + 2):
        await town.slack.say(town.nurse, town.ideas, f"nr. {number};")
    page = await visit.see(at(town))
    assert len(page.all("article")) == pages.SHOWN
    assert "nr. 1;" not in page.text
    assert "Vis 2 tidligere meldinger" in page.text
    link = page.one("a", href=f"{at(town)}?all=1")
    assert "nr. 0;" in (await visit.see(str(link["href"]))).text
