"""Snoozing, turning off, another slot: one tap from every nudge, and the way back."""

from datetime import datetime, timedelta

from tests.house import House, words

from . import groups
from .groups import TUESDAY_HOUR, answer, nudges, plant, tap, to_week, told, town


async def first(here: House, place: str) -> None:
    await here.advance_to(TUESDAY_HOUR)
    assert len(nudges(here, place)) == 1


async def test_a_week_of_rest_is_one_tap_and_so_is_the_way_back(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await first(here, place)
        await here.advance(days=3)  # Friday
        done = await tap(here, "UTWO", nudges(here, place)[0], "nudge_menu", f"{project_id}:snooze")
        assert "tirsdag 15. september kl. 09:00" in words(done.ephemeral[0])
        await here.advance(seconds=10)
        assert "På vent. Neste påminnelse: tirsdag 15. september" in words(nudges(here, place)[0])
        await here.advance(days=6)
        assert len(nudges(here, place)) == 1
        back = await tap(here, "UONE", nudges(here, place)[0], "nudge_resume")
        assert "tirsdag 15. september" in words(back.ephemeral[0])
        await here.advance(days=7)
        assert groups.days(nudges(here, place)) == ["2026-09-01 09:00", "2026-09-15 09:00"]
        # Nobody was to answer a week that was put off.
        assert not any("statussjekkene" in words(note) for note in told(here, "UONE"))


async def test_rest_until_a_date(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await first(here, place)
        card = nudges(here, place)[0]
        await tap(here, "UTWO", card, "nudge_menu", f"{project_id}:snooze_to")
        for wrong in ("2026-09-01", "2026-01-01", "2027-06-01"):
            answered = await here.fill("UTWO", "snooze_form", snooze_until=wrong)
            assert "snooze_until" in answered.errors
        answered = await here.fill("UTWO", "snooze_form", snooze_until="2026-09-10")
        assert answered.ok
        assert "tirsdag 15. september" in words(here.playground.view("UTWO").definition)  # type: ignore[union-attr]
        await here.advance(days=15)
        assert groups.days(nudges(here, place)) == ["2026-09-01 09:00", "2026-09-15 09:00"]


async def test_a_group_turns_its_nudges_off_and_its_owner_hears_of_it(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await first(here, place)
        done = await tap(here, "UTWO", nudges(here, place)[0], "nudge_menu", f"{project_id}:mute")
        assert "slått av for hele gruppen" in words(done.ephemeral[0])
        await here.advance(days=14)
        assert len(nudges(here, place)) == 1
        note = told(here, "UONE")[0]
        assert "Noen i" in words(note)
        assert "UTWO" not in words(note)
        back = await tap(here, "UONE", note, "nudge_resume")
        assert back.ok
        await here.advance(days=7)
        assert len(nudges(here, place)) == 2


@groups.BOTH
async def test_another_slot_from_the_menu(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await first(here, place)
        card = nudges(here, place)[0]
        await tap(here, "UTWO", card, "nudge_menu", f"{project_id}:slot")
        answered = await here.fill("UTWO", "slot_form", weekday="3", at="13:30", every_weeks="1", place=place)
        assert answered.ok, answered
        # Tomorrow would be too soon after today.
        assert "onsdag 9. september kl. 13:30" in words(here.playground.view("UTWO").definition)  # type: ignore[union-attr]
        await here.advance(days=16)
        assert groups.days(nudges(here, place)) == [
            "2026-09-01 09:00",
            "2026-09-09 13:30",
            "2026-09-16 13:30",
        ]


async def test_another_channel_gets_the_card_and_the_nudges(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        other = here.channel("annen")
        closed = here.channel("uten-bot", with_bot=False)
        await first(here, place)
        await tap(here, "UTWO", nudges(here, place)[0], "nudge_menu", f"{project_id}:slot")
        refused = await here.fill("UTWO", "slot_form", place=closed)
        assert "place" in refused.errors
        answered = await here.fill("UTWO", "slot_form", place=other)
        assert answered.ok, answered
        await here.advance(days=7)
        assert len(nudges(here, place)) == 1
        assert [groups.STEP in words(card) for card in here.cards(other)] == [True, True]


async def test_who_is_not_in_the_group_changes_nothing(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await first(here, place)
        before = await groups.row(here, project_id)
        card = nudges(here, place)[0]
        for word in ("snooze", "slot", "mute", "mute_own"):
            refused = await tap(here, "UFOUR", card, "nudge_menu", f"{project_id}:{word}")
            assert "medlem" in words(refused.ephemeral[0]).casefold(), words(refused.ephemeral[0])
        assert await groups.row(here, project_id) == before
        # An administrator can always act.
        done = await tap(here, "UADMIN", card, "nudge_menu", f"{project_id}:snooze")
        assert "kommer tirsdag" in words(done.ephemeral[0])


async def test_four_steady_weeks_are_offered_every_second_week_once(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO", "UTHREE")
        for week in range(4):
            await to_week(here, week)
            card = nudges(here, place)[-1]
            assert "annenhver uke" not in words(card)
            await answer(here, "UONE", card, 4)
        await to_week(here, 4)
        offer = nudges(here, place)[-1]
        assert "Vil dere heller ha påminnelsen annenhver uke?" in words(offer)
        done = await tap(here, "UTWO", offer, "nudge_fortnightly")
        assert "Neste påminnelse" in words(done.ephemeral[0])
        for week in (5, 6, 7):
            await to_week(here, week)
        assert groups.days(nudges(here, place))[5:] == ["2026-10-13 09:00"]
        await to_week(here, 8)
        assert groups.days(nudges(here, place))[6:] == ["2026-10-27 09:00"]
        assert "Vil dere heller" not in words(nudges(here, place)[-1])


async def test_nothing_is_said_outside_hours_whatever_the_clock_does(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO", at="15:45")
        here.time.move_to(datetime.fromisoformat("2026-09-01T21:00+02:00"))
        await here.settle()
        assert nudges(here, place) == []
        await here.advance(days=1)
        assert groups.days(nudges(here, place)) == ["2026-09-02 15:45"]
        await here.advance(days=6, minutes=30)
        assert len(nudges(here, place)) == 2
        assert here.time() - groups.MONDAY > timedelta(days=7)
