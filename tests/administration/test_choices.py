"""The settings of a workspace are chosen in a form and at the command line, hold at once, and are logged."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.slack.views import choices
from tests import house, postgres
from tests.administration import test_command_line as desk
from tests.administration import test_setup as rooms
from tests.groups import town as groups
from tests.house import House, words
from tests.ideas import town

ADMIN, MEMBER = rooms.ADMIN, rooms.YOUTH1
CHOSEN = {
    "winners": "2",
    "turnout": "0",
    "quiet_weeks": "49, 28-31",
    "closed_days": "7.12.2026",
    "nudge_weekday": "3",
    "nudge_at": "10:30",
    "smallest_group": "2",
    "largest_group": "3",
    "closing_line": "Takk for at dere delte.",
    "empty_chairs": "7",
    "complaint_days": "10",
    "stages": "Innsikt\nDrift",
    "keep_months": "24",
}
CHANGED = (
    "winners",
    "empty_chairs",
    "complaint_days",
    "quiet_weeks",
    "nudge_at",
    "stages",
    "closing_line",
    "keep_months",
)


@pytest.fixture
async def here(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    async with house.standing(migrated_url, now=now) as standing:
        ideas = standing.channel("ideas")
        for person in (ADMIN, MEMBER, rooms.AUTHOR):
            standing.person(person, is_admin=person == ADMIN)
        await standing.set_up(ADMIN, ideas, rooms.YOUTH, rooms.HEALTH)
        yield standing, ideas


def fields(standing: House, person: str) -> dict[str, Any]:
    """What stands in the open form, by field."""
    view = standing.playground.view(person)
    assert view is not None
    found = {one["block_id"]: one["element"] for one in view.definition["blocks"] if "element" in one}
    return {
        name: one.get("initial_value") or one.get("initial_option", {}).get("value", "")
        for name, one in found.items()
    }


async def shown_in_forms(standing: House, ideas: str) -> dict[str, Any]:
    """What stands in the forms for the settings, all together."""
    found: dict[str, Any] = {}
    for part in choices.PARTS:
        await rooms.part(standing, ideas, "choices")
        await standing.playground.click(ADMIN, None, None, f"setup_part.{part}")
        found |= fields(standing, ADMIN)
        await standing.close(ADMIN)
    return found


@postgres.BY_AND_BY
async def test_what_is_chosen_holds_at_once_and_is_logged(here: tuple[House, str]) -> None:
    standing, ideas = here
    shown = await shown_in_forms(standing, ideas)
    assert (shown["quiet_weeks"], shown["largest_group"], shown["zone"]) == ("28-31", "7", "Europe/Oslo")
    assert shown["closing_line"].startswith("Vil du bli med neste gang?")
    before = len(await rooms.log(standing))
    answer = await standing.choose(ADMIN, ideas, largest_group="3", smallest_group="4")
    assert "færre plasser" in answer.errors["largest_group"]
    answer = await standing.choose(ADMIN, ideas, closed_days=CHOSEN["closed_days"], quiet_weeks="juleuka")
    assert "ukenumre" in answer.errors["quiet_weeks"]
    answer = await standing.choose(ADMIN, ideas, closed_days=CHOSEN["closed_days"], zone="Oslo")
    assert "tidssonen" in answer.errors["zone"]
    assert len(await rooms.log(standing)) == before
    answer = await standing.choose(ADMIN, ideas, zone="Europe/Oslo", **CHOSEN)
    assert answer.ok, answer
    logged = {details["setting"]: details for _, _, details in (await rooms.log(standing))[before:]}
    assert set(logged) == set(CHOSEN)
    assert logged["quiet_weeks"]["before"] == [28, 29, 30, 31]
    assert logged["quiet_weeks"]["after"] == [28, 29, 30, 31, 49]
    shown = await shown_in_forms(standing, ideas)
    assert shown["quiet_weeks"] == "28-31, 49"
    assert (shown["stages"], shown["keep_months"]) == ("Innsikt\nDrift", "24")
    holding = await standing.playground.command(MEMBER, ideas, "/idea", "privacy")
    assert "24 måneder" in words(holding.ephemeral[0])
    assert (await standing.choose(ADMIN, ideas)).ok
    assert len(await rooms.log(standing)) == before + len(CHOSEN)

    # A week ahead is a quiet week, and the Monday after it is closed: the round is to end on the Tuesday.
    await rooms.two_ideas(standing, ideas)
    await town.post(standing, rooms.AUTHOR, ideas, "Nye familier får brev de ikke forstår")
    await standing.playground.command(MEMBER, ideas, "/round")
    view = standing.playground.view(MEMBER)
    assert view is not None
    (picker,) = [one["element"] for one in view.definition["blocks"] if one.get("block_id") == "closes_at"]
    ends = datetime.fromtimestamp(picker["initial_date_time"], UTC)
    assert ends.isoformat() == "2026-12-08T14:00:00+00:00"
    thursday = int(datetime(2026, 12, 3, 14, tzinfo=UTC).timestamp())
    answer = await standing.fill(MEMBER, "round_form", closes_at=thursday)
    assert "closes_at" in answer.errors
    answer = await standing.fill(MEMBER, "round_form", closes_at=int(ends.timestamp()))
    assert answer.ok, answer
    await standing.settle()
    (card,) = [one for one in standing.cards(ideas) if "ballot_open" in str(one.blocks)]
    assert "2 ideer" in words(card)
    # Nobody votes; without a target for the turnout it ends on its day all the same.
    await standing.advance_to(ends)
    assert "Forlenget" not in "\n".join(words(one) for one in standing.cards(ideas))
    assert "ballot_open" not in str([one.blocks for one in standing.cards(ideas)])
    # A new group starts with the hour that was chosen.
    await groups.choose(standing)
    await standing.playground.command(MEMBER, ideas, "/project")
    shown = fields(standing, MEMBER)
    assert (shown["weekday"], shown["at"]) == ("3", "10:30")


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_the_command_line_sets_shows_and_gives_back(here: tuple[House, str]) -> None:
    standing, _ = here
    status, out, _ = await desk.run(
        standing, "workspace", "set", "--quiet-weeks", "8, 28-31", "--nudge-at", "8:30", "--language", "nn"
    )
    assert (status, out) == (2, "")  # an hour has two digits
    given: tuple[str, ...] = (
        "--quiet-weeks",
        "8, 28-31",
        "--nudge-at",
        "08:30",
        "--winners",
        "2",
        "--closing-line",
        "none",
    )
    given += (
        "--empty-chairs",
        "3",
        "--complaint-days",
        "21",
        "--stages",
        "Innsikt; Drift",
        "--keep-months",
        "6",
    )
    status, out, wrong = await desk.run(standing, "workspace", "set", *given)
    assert (status, out) == (0, f"Changed: {', '.join(CHANGED)}\n"), wrong
    _, out, _ = await desk.run(standing, "workspace", "show")
    rows = {line[:18].strip(): line[19:] for line in out.splitlines()}
    assert rows["quiet weeks"] == "8, 28-31"
    assert rows["nudge at"] == "08:30"
    assert rows["closing line"] == "none"
    assert rows["stages"] == "Innsikt; Drift"
    assert (rows["empty chairs"], rows["complaint days"], rows["keep months"]) == ("3", "21", "6")
    assert rows["turnout"] == "30 (default)"
    assert rows["closed days"] == "none (default)"
    assert rows["language"] == "nb"
    _, out, _ = await desk.run(standing, "workspace", "set", "--quiet-weeks", "default", "--winners", "2")
    assert out == "Changed: quiet_weeks\n"
    logged = [(one, details.get("setting")) for one, _, details in await rooms.log(standing)]
    assert logged.count(("setting_changed", "quiet_weeks")) == 2
    before = await rooms.log(standing)
    for wrong_ones, said in (
        (("--largest-group", "3"), "fewer places"),
        (("--turnout", "half"), "from 0 to 100"),
        (("--zone", "Atlantis"), "time zone"),
        (("--empty-chairs", "0"), "from 1 to 20"),
        (("--complaint-days", "365"), "from 1 to 90"),
        (("--keep-months", "61"), "from 1 to 60"),
        (("--stages", "Drift; drift"), "different stages"),
        (("--winners", "3", "--language", "klingon"), "Bokm"),
        ((), "--help"),
    ):
        status, _, wrong = await desk.run(standing, "workspace", "set", *wrong_ones)
        assert status == 2
        assert said in wrong
    assert await rooms.log(standing) == before
