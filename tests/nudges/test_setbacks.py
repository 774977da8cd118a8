"""What can befall a group's channel and people, and who hears of it."""

from datetime import timedelta

import pytest

from bot.playground.state import Kind
from bot.services import choices
from bot.services import nudges as cases
from bot.services.audit import Administrator
from storage import kinds
from storage.models import Project
from tests.house import words

from . import groups
from .groups import TUESDAY_HOUR, nudges, plant, tap, told, town


async def test_an_archived_channel_is_told_to_the_owner_who_chooses_another(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await here.playground.archive("UONE", place)
        await here.advance_to(TUESDAY_HOUR)
        note = told(here, "UONE")[0]
        assert "er arkivert" in words(note)
        assert told(here, "UADMIN") == []
        await here.advance(days=14)
        assert len(told(here, "UONE")) == 1  # told once
        assert [one.why for one in await groups.rows(here, project_id)] == ["lost"] * 3
        other = here.channel("ny-kanal")
        await tap(here, "UONE", note, "nudge_slot")
        answered = await here.fill("UONE", "slot_form", place=other)
        assert answered.ok, answered
        await here.advance(days=7)
        assert len(nudges(here, other)) == 1


@groups.BOTH
async def test_a_channel_the_bot_was_removed_from(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO")
        await here.playground.remove_bot("UONE", place)
        await here.advance_to(TUESDAY_HOUR)
        assert "ikke lenger med i kanalen" in words(told(here, "UONE")[0])
        await here.playground.invite_bot("UONE", place)
        await here.advance(days=7)
        assert len(nudges(here, place)) == 1


@pytest.mark.parametrize("kind", [Kind.PUBLIC, Kind.PRIVATE])
async def test_a_channel_that_was_deleted(migrated_url: str, kind: Kind) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO", place=here.channel("borte", kind=kind))
        await groups.post_card(here, project_id)
        await here.advance_to(TUESDAY_HOUR)
        assert len(nudges(here, place)) == 1
        await here.playground.delete("UADMIN", place)
        await here.advance(days=9)
        note = told(here, "UONE")[-1]
        assert "finner ikke kanalen" in words(note)
        assert f"<#{place}>" not in str(note.blocks), "a link to nothing tells nothing"
        assert told(here, "UADMIN") == [], "its redraws that find nothing are nobody's business"
        before = len(told(here, "UONE"))
        await here.advance(days=21)
        assert not any("finner ikke" in words(one) for one in told(here, "UONE")[before:]), "told once"
        other = here.channel("ny-kanal")
        await tap(here, "UONE", note, "nudge_slot")
        answered = await here.fill("UONE", "slot_form", place=other)
        assert answered.ok, answered
        await here.advance(days=7)
        assert len(here.cards(other)) >= 2, "the group's card, and what comes next"


async def test_a_private_channel_the_bot_cannot_see_any_more(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO", place=here.channel("skjult", kind=Kind.PRIVATE))
        await here.playground.remove_bot("UONE", place)  # Slack says the same as of one that was deleted
        await here.advance_to(TUESDAY_HOUR)
        note = told(here, "UONE")[0]
        assert "finner ikke kanalen" in words(note)
        assert "nudge_slot" in str(note.blocks), "the way out is one tap away"


async def test_a_group_that_is_all_away_is_left_in_peace_until_it_is_back(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO", "UTHREE")
        await here.advance_to(TUESDAY_HOUR)
        await tap(here, "UTWO", nudges(here, place)[0], "nudge_menu", f"{project_id}:snooze_to")
        away = await here.fill("UTWO", "snooze_form", snooze_until="2026-10-05")
        assert away.ok, away
        await here.close("UTWO")
        await here.advance(days=30)
        assert len(nudges(here, place)) == 1
        assert [told(here, person) for person in groups.PEOPLE] == [[], [], [], []]
        await here.advance(days=6)
        assert groups.days(nudges(here, place))[1:] == ["2026-10-06 09:00"]
        assert "På vent" not in words(nudges(here, place)[1])
        await here.advance(days=2)
        assert len(told(here, "UTWO")) == 1, "one of them is reminded, as if nothing had been"


async def test_quiet_weeks_added_later_move_what_is_planned_and_the_card_says_so(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        other, resting = await plant(here, "UONE", "UTHREE", name="hvile", title="Ventetiden er lang")
        for one in (project_id, other):
            await groups.post_card(here, one)
        await here.advance_to(TUESDAY_HOUR)
        await tap(here, "UTHREE", here.cards(resting)[-1], "nudge_menu", f"{other}:snooze")
        await here.settle()
        card = here.cards(place)[0]
        assert "Neste påminnelse" not in words(card), "every Tuesday says it"
        assert "Neste påminnelse: tirsdag 8. september kl. 09:00" in words(here.cards(resting)[0])

        who = Administrator(1, None)
        changed = await choices.choose(
            here.bot.installation, who, {"quiet_weeks": "28-31, 37-38"}, now=here.time()
        )
        assert changed == ["quiet_weeks"]
        await here.advance(seconds=30)
        for channel in (place, resting):
            moved = words(here.cards(channel)[0])
            assert "Neste påminnelse: mandag 21. september kl. 09:00" in moved
        await here.advance(days=20)
        said = nudges(here, place)
        assert groups.days(said)[1:] == ["2026-09-21 09:00"]
        await here.advance(seconds=30)
        # Tuesday of that week is too near: the next one is a regular one again.
        assert "Neste påminnelse: tirsdag 29. september" in words(here.cards(place)[0])
        await here.advance(days=8)
        assert "Neste påminnelse" not in words(here.cards(place)[0])


async def test_nudges_that_are_off_are_not_promised_on_the_card(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await groups.post_card(here, project_id)
        await here.settle()
        assert "Neste påminnelse: tirsdag 1. september kl. 09:00" in words(here.cards(place)[0])
        await here.advance_to(TUESDAY_HOUR)
        await tap(here, "UTWO", nudges(here, place)[0], "nudge_menu", f"{project_id}:mute")
        await here.advance(seconds=30)
        assert "Påminnelsene er slått av" in words(here.cards(place)[0])
        await here.advance(days=14)
        await tap(here, "UONE", nudges(here, place)[0], "nudge_resume")
        await here.advance(seconds=30)
        assert "Neste påminnelse: tirsdag 22. september" not in words(here.cards(place)[0])
        assert "Påminnelse hver tirsdag kl. 09:00" in words(here.cards(place)[0])


async def test_a_closed_account_of_the_owner_is_told_to_a_member(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO")
        await here.advance_to(TUESDAY_HOUR)
        await here.playground.deactivate("UONE")
        await here.advance(days=17)
        said = [words(note) for note in told(here, "UTWO")]
        assert "er ikke her lenger" in said[0]
        assert any("de siste 2 statussjekkene" in one for one in said)
        assert told(here, "UONE") == []
        assert len(nudges(here, place)) == 3


async def test_a_group_nobody_is_left_in_is_told_to_the_administrators(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE")
        await here.playground.deactivate("UONE")
        await here.settle()
        await here.advance(hours=1)
        assert "er ikke her lenger" in words(told(here, "UADMIN")[0])
        await here.playground.archive("UTWO", place)
        await here.advance(days=9)
        assert len(told(here, "UADMIN")) == 2


@groups.BOTH
async def test_a_group_that_ends_while_its_nudge_waits_is_not_nudged(migrated_url: str) -> None:
    async with town(migrated_url, work=False) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        here.time.move_to(TUESDAY_HOUR - timedelta(minutes=59))
        assert await cases.send_due(here.bot.installation, now=here.time()) == 1
        async with here.store.begin() as session:
            project = await session.get_one(Project, project_id)
            project.state = kinds.ProjectState.COMPLETED
            session.add(project)
        await here.settle()
        await here.advance(days=10)
        assert nudges(here, place) == []
        assert told(here, "UONE") == []


async def test_a_group_of_one_and_a_group_of_none(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE")
        await here.advance(days=10)
        assert len(nudges(here, place)) == 2
        assert len(told(here, "UONE")) == 2  # a reminder each week, as their own contact
