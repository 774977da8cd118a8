"""A group that may have stopped is asked, with the evidence, once; and it chooses."""

from datetime import date

from tests.house import words

from . import groups
from .groups import answer, askings, nudges, plant, tap, to_week, town


async def test_three_silent_check_ins_are_asked_about_in_place_of_the_nudge(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO")
        for week in range(4):
            await to_week(here, week)
        assert groups.days(nudges(here, place)) == [
            "2026-09-01 09:00",
            "2026-09-08 09:00",
            "2026-09-15 09:00",
        ]
        asked = askings(here, place)
        assert groups.days(asked) == ["2026-09-22 09:00"]
        assert "3 statussjekker på rad uten svar, den første tirsdag 1. september" in words(asked[0])
        assert "Ingenting skjer før gruppen velger" in words(asked[0])
        assert "UTWO" not in words(asked[0])
        for week in range(4, 16):
            await to_week(here, week)
        # After four weeks, and still without an answer after eight more.
        assert groups.days(askings(here, place))[1:] == ["2026-10-20 09:00", "2026-12-15 09:00"]


async def test_the_same_obstacle_three_times(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO")
        for week in range(3):
            await to_week(here, week)
            card = nudges(here, place)[-1]
            stuck = await tap(here, "UTWO", card, "nudge_movement.stuck")
            await here.playground.click("UTWO", place, stuck.ephemeral[0].ts, "nudge_obstacle.decision")
        await to_week(here, 3)
        assert "stått fast på en beslutning 3 ganger" in words(askings(here, place)[0])


async def test_low_confidence_is_asked_about_where_three_answered(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO", "UTHREE")
        for week in range(3):
            await to_week(here, week)
            for person, level in (("UONE", 1), ("UTWO", 2), ("UTHREE", 5)):
                await answer(here, person, nudges(here, place)[-1], level)
        await to_week(here, 3)
        assert "2 · 2 · 2 (av 5)" in words(askings(here, place)[0])


async def test_a_criterion_and_a_long_stage_are_asked_about_once(migrated_url: str) -> None:
    async with town(migrated_url, stage_days=30) as here:
        _, place = await plant(here, "UONE", "UTWO", criteria=[("Ingen vil være med", date(2026, 9, 30))])
        for week in range(8):
            await to_week(here, week)
            if nudges(here, place):
                await answer(here, "UONE", nudges(here, place)[-1], 4)
        asked = askings(here, place)
        assert groups.days(asked) == ["2026-10-06 09:00"]
        seen = words(asked[0])
        assert "Dagen for et stoppkriterium er kommet, onsdag 30. september: «Ingen vil være med»" in seen
        assert "36 dager i samme fase" in seen


@groups.BOTH
async def test_a_group_goes_on_with_a_new_plan(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        for week in range(4):
            await to_week(here, week)
        card = askings(here, place)[0]
        refused = await tap(here, "UFOUR", card, "project_continue")
        assert "medlem" in words(refused.ephemeral[0]).casefold()
        await tap(here, "UTWO", card, "project_continue")
        answered = await here.fill("UTWO", "plan_form", next_step="Snakke med rektor, torsdag")
        assert answered.ok, answered
        await here.advance(seconds=10)
        seen = words(askings(here, place)[0])
        assert "Gruppen fortsetter med en ny plan." in seen
        assert "project_continue" not in str(askings(here, place)[0].blocks)
        assert "Ingenting skjer" not in seen
        assert (await groups.row(here, project_id)).next_step == "Snakke med rektor, torsdag"
        for week in range(4, 7):
            await to_week(here, week)
        assert len(askings(here, place)) == 1
