"""`/project list`: what all groups do, and how they fare for those who look after them."""

from bot.services import overview
from tests.house import House, words

from . import groups
from .groups import answer, askings, nudges, plant, tap, to_week, town


async def listed(here: House, person: str, place: str) -> str:
    """The overview as it opens, which stays open."""
    answered = await here.playground.command(person, place, "/project", "list")
    assert answered.ok, answered
    view = here.playground.view(person)
    assert view is not None
    return words(view.definition)


@groups.BOTH
async def test_an_overview_says_how_groups_fare_and_nothing_of_people(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, silent = await plant(here, "UONE", "UTWO", name="stille", title="Ventetiden er lang")
        _, place = await plant(here, "UONE", "UTWO", "UTHREE", name="trygg", title="Rådene om søvn er ulike")
        for week in range(4):
            await to_week(here, week)
            if week < 3:
                for person, level in (("UONE", 5), ("UTWO", 4), ("UTHREE", 4 - week)):
                    await answer(here, person, nudges(here, place)[-1], level)
        await tap(here, "UTWO", nudges(here, place)[-1], "nudge_menu", value="2:snooze")
        await here.settle()
        seen = await listed(here, "UADMIN", place)
        assert seen.index("Ventetiden er lang") < seen.index("Rådene om søvn"), "the stillest first"
        for text in (
            "2 prosjektgrupper",
            "3 av 7 fikk svar",
            "1 av 7 ble satt på vent eller slått av",
            "Grupper der påminnelsene er slått av nå: 0 av 2",
            "3 statussjekker på rad uten svar, den første tirsdag 1. september",
            "Gruppen ble spurt tirsdag 22. september og har ikke svart ennå",
            "Ingen livstegn siden starten mandag 31. august",
            "Siste livstegn: tirsdag 15. september",
            "Hvor trygge, uke for uke: 4 · 4 · 4",
            "Før du starter (1 av 5)",
            "Neste påminnelse: tirsdag 29. september kl. 09:00",
        ):
            assert text in seen, text
        for person in ("UTWO", "UTHREE"):
            assert person not in seen
        assert len(askings(here, silent)) == 0, "another title is asked about"

        view = here.playground.view("UADMIN")
        assert view is not None
        answered = await here.playground.click("UADMIN", None, view.id, "project_open.2")
        assert answered.ok, answered
        desk = here.playground.view("UADMIN")
        assert "Rådene om søvn er ulike" in words(desk.definition if desk else None)

        seen = await listed(here, "UTHREE", place)
        assert "Ventetiden er lang" in seen
        assert "Du er med" in seen
        for text in ("livstegn", "Hvor trygge", "uten svar", "av 7"):
            assert text not in seen, f"a member's list tells {text}"


async def test_an_overview_has_pages_and_ends_with_the_finished(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        place = here.channel("alle")
        for number in range(overview.PAGE + 2):
            await plant(here, "UONE", "UTWO", place=place, title=f"Problem nummer {number}")
        await here.advance(days=1, hours=2)
        await tap(here, "UONE", here.cards(place)[0], "nudge_menu", value="1:mute")
        seen = await listed(here, "UADMIN", place)
        assert "Side 1 av 2" in seen
        assert "Påminnelsene er slått av for gruppen." in seen
        view = here.playground.view("UADMIN")
        assert view is not None
        await here.playground.click("UADMIN", None, view.id, "projects_page.after")
        turned = here.playground.view("UADMIN")
        assert turned is not None
        assert turned.id == view.id
        second = words(turned.definition)
        assert "Side 2 av 2" in second
        titles = [f"Problem nummer {number}" for number in range(overview.PAGE + 2)]
        assert all((title in seen) is not (title in second) for title in titles)
