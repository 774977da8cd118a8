"""A nudge whose turn comes late: within open hours all the same, and not beside the next one."""

from datetime import timedelta

from bot.services import bundles
from bot.services import nudges as cases
from tests.house import House

from . import groups
from .groups import TUESDAY_NINE, nudges, plant, told, town


async def due_and_held_up(here: House, **span: float) -> None:
    """The nudge of Tuesday at nine is on its way, and nothing is sent for so long."""
    here.time.move_to(TUESDAY_NINE)
    assert await cases.send_due(here.bot.installation, now=here.time()) == 1
    here.time.move_to(here.time() + timedelta(**span))
    await here.settle()


@groups.BOTH
async def test_what_could_not_be_said_by_day_is_said_the_next_morning(migrated_url: str) -> None:
    async with town(migrated_url, work=False) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await due_and_held_up(here, hours=9)
        assert nudges(here, place) == []
        await here.advance(hours=12)
        assert nudges(here, place) == []
        await here.advance(hours=3)
        assert groups.days(nudges(here, place)) == ["2026-09-02 08:00"]
        await here.advance(days=7)
        assert groups.days(nudges(here, place))[1:] == ["2026-09-08 09:00"]
        assert [one.state.value for one in await groups.rows(here, project_id)] == ["sent", "sent"]


async def test_what_comes_right_before_the_next_one_is_left_out(migrated_url: str) -> None:
    async with town(migrated_url, work=False) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await due_and_held_up(here, days=3, hours=9)
        await here.advance(days=5)
        assert groups.days(nudges(here, place)) == ["2026-09-08 09:00"]
        assert [one.why for one in await groups.rows(here, project_id)] == ["late", None]
        assert told(here, "UONE") == [], "nobody is reminded of what never stood there"


async def test_a_private_message_that_was_held_up_waits_for_the_morning(migrated_url: str) -> None:
    async with town(migrated_url, work=False) as here:
        await plant(here, "UONE", "UTWO")
        await here.advance_to(TUESDAY_NINE + timedelta(hours=1))
        here.time.move_to(TUESDAY_NINE + timedelta(days=2))
        assert await cases.remind_due(here.bot.installation, now=here.time()) == 1
        assert await bundles.tell_due(here.bot.installation, now=here.time()) == 1
        here.time.move_to(TUESDAY_NINE + timedelta(days=2, hours=9))
        await here.settle()
        assert told(here, "UONE") == []
        await here.advance(days=1)
        assert groups.days(told(here, "UONE")) == ["2026-09-04 08:00"]
