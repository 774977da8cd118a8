"""What can befall a group's channel and people, and who hears of it."""

from datetime import timedelta

from bot.services import nudges as cases
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
    async with town(migrated_url) as here:
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
