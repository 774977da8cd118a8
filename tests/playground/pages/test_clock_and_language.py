"""Moving the clock, and changing one's language."""

from datetime import UTC, datetime

import pytest

from tests.playground.pages.visits import Heard, Movable, Visit, at
from tests.playground.town import Town


@pytest.mark.parametrize(
    ("start", "fields", "target"),
    [
        ("2026-11-24T09:00", {"step": "hour"}, "2026-11-24T10:00"),
        ("2026-11-24T09:00", {"step": "week"}, "2026-12-01T09:00"),
        ("2027-03-27T09:00", {"step": "day"}, "2027-03-28T08:00"),
        ("2026-10-24T08:00", {"step": "day"}, "2026-10-25T09:00"),
        ("2026-10-24T23:30", {"step": "hour"}, "2026-10-25T00:30"),
        ("2026-11-24T09:00", {"step": "", "to": "2026-12-24T08:15"}, "2026-12-24T07:15"),
    ],
)
async def test_the_clock_moves_by_the_clock_on_the_wall(
    town: Town, visit: Visit, clock: Movable, start: str, fields: dict[str, str], target: str
) -> None:
    clock.now = datetime.fromisoformat(start).replace(tzinfo=UTC)
    await visit.post(f"/as/{town.youth}/clock", fields | {"place": "home"})
    assert clock.moves == [datetime.fromisoformat(target).replace(tzinfo=UTC)]


async def test_the_clock_goes_forward_only(town: Town, visit: Visit, clock: Movable) -> None:
    path, place = f"/as/{town.youth}/clock", {"place": f"in/{town.ideas}"}
    _, page = await visit.post(path, place | {"step": "", "to": "2026-11-24T09:59"})
    assert "Klokka går bare framover." in page.text
    _, page = await visit.post(path, place | {"step": "", "to": "2026-02-30T10:00"})
    assert "Det er ikke en dato og et klokkeslett." in page.text
    assert clock.moves == []


async def test_the_clock_is_shown_in_the_readers_words(town: Town, visit: Visit) -> None:
    assert "tirsdag 24. november 2026 10:00" in (await visit.see(at(town))).text
    assert "uke 48" in (await visit.see(at(town))).text
    assert "Tuesday, November 24, 2026" in (await visit.see(at(town, town.nurse))).text


async def test_the_language_is_the_persons_own(town: Town, visit: Visit, heard: Heard) -> None:
    fields = {"place": f"in/{town.ideas}", "language": "nn"}
    _, page = await visit.post(f"/as/{town.youth}/language", fields)
    assert page.one("html")["lang"] == "nn"
    assert page.one("button", aria_pressed="true")["value"] == "nn"
    assert "Kanalar" in page.text
    assert town.slack.workspace.person(town.youth).locale == "nn-NO"
    assert (await visit.see(at(town, town.nurse))).one("html")["lang"] == "en"
