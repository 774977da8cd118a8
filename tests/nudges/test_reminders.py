"""One private reminder to the contact of the week, then silence; and at most one message a week."""

import itertools
from datetime import timedelta

from bot import messages
from bot.services import bundles
from storage import kinds, personal, workspaces
from tests.house import words

from . import groups
from .groups import TUESDAY_HOUR, answer, nudges, plant, tap, told, town


@groups.BOTH
async def test_the_contact_of_the_week_is_reminded_once_and_can_answer_on_the_spot(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO", "UTHREE")
        await here.advance_to(TUESDAY_HOUR + timedelta(days=1))
        assert [len(told(here, person)) for person in groups.PEOPLE] == [0, 0, 0, 0]
        await here.advance(days=1)
        assert [len(told(here, person)) for person in groups.PEOPLE] == [1, 0, 0, 0]
        note = told(here, "UONE")[0]
        assert groups.days([note]) == ["2026-09-03 09:00"]
        assert "denne uken er det din tur" in words(note)
        answered = await tap(here, "UONE", note, "nudge_movement.moving")
        assert "Svaret ditt" in words(answered.ephemeral[0])
        await here.advance(days=4)
        assert [len(told(here, person)) for person in groups.PEOPLE] == [1, 0, 0, 0]
        assert "1 har svart" in words(nudges(here, place)[0])


async def test_turns_go_round_and_an_answer_needs_no_reminder(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO", "UTHREE")
        await here.advance_to(TUESDAY_HOUR)
        await answer(here, "UTHREE", nudges(here, place)[0], 4)
        await here.advance(days=7)
        assert [len(told(here, person)) for person in groups.PEOPLE] == [0, 0, 0, 0]
        await here.advance(days=3)
        assert [len(told(here, person)) for person in groups.PEOPLE] == [0, 1, 0, 0]


async def test_who_wants_no_reminders_gets_none_and_nobody_else_knows(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await here.advance_to(TUESDAY_HOUR)
        done = await tap(here, "UTWO", nudges(here, place)[0], "nudge_menu", f"{project_id}:mute_own")
        assert "Bare du vet det" in words(done.ephemeral[0])
        await here.advance(days=10)
        assert told(here, "UTWO") == []
        assert len(told(here, "UONE")) == 2  # twice the contact, as the only one left
        back = await here.playground.click("UTWO", place, done.ephemeral[0].ts, "nudge_unmute_own")
        assert back.ok
        await here.advance(days=7)
        assert len(told(here, "UTWO")) == 1


async def test_where_everybody_said_no_the_owner_hears_of_it_once(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await here.advance_to(TUESDAY_HOUR)
        card = nudges(here, place)[0]
        for person in ("UONE", "UTWO"):
            await tap(here, person, card, "nudge_menu", f"{project_id}:mute_own")
        await here.advance(days=5)
        assert [len(told(here, person)) for person in ("UONE", "UTWO")] == [1, 0]
        assert "Alle i" in words(told(here, "UONE")[0])
        assert len(nudges(here, place)) == 1


async def test_the_owner_is_told_after_two_silent_weeks_and_no_sooner(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, _ = await plant(here, "UONE", "UTWO", "UTHREE", "UFOUR")
        await here.advance_to(TUESDAY_HOUR + timedelta(days=13))
        assert not any("har svart" in words(note) for note in told(here, "UONE"))
        await here.advance(days=1)
        note = told(here, "UONE")[-1]
        assert "Ingen i «" in words(note)
        assert "de siste 2 statussjekkene" in words(note)
        assert [len(told(here, person)) for person in ("UTWO", "UTHREE", "UFOUR")] == [1, 0, 0]
        await here.advance(days=6)
        said = [words(note) for note in told(here, "UONE")]
        assert sum("statussjekkene" in one for one in said) == 1


async def test_a_person_of_many_groups_gets_one_message_a_week(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        for number in range(4):
            await plant(
                here,
                "UONE",
                name=f"gruppe-{number}",
                title=f"Gruppe {number}",
                weekday=1 + number,
                at="10:00",
            )
        await here.advance(days=24)
        times = [float(note.ts) for note in told(here, "UONE")]
        assert len(times) >= 3
        assert all(later - sooner >= 7 * 86_400 - 1 for sooner, later in itertools.pairwise(times))


async def test_daily_news_of_ideas_bring_nothing_of_groups_along(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        for number in range(3):
            await plant(
                here,
                "UONE",
                name=f"gruppe-{number}",
                title=f"Gruppe {number}",
                weekday=1 + number,
                at="10:00",
            )
        await here.playground.open_home("UONE")
        chosen = await here.playground.click("UONE", None, None, "digest_choose", value="daily")
        assert chosen.ok, chosen
        for day in range(17):
            news = messages.IdeaNews(
                idea_id=day + 1,
                title="Rådene om søvn er ulike",
                change="commented",
                state=kinds.IdeaState.NEW,
            )
            async with here.store.begin() as session:
                workspace = await workspaces.get(session, 1)
                [person] = await personal.by_external(session, "UONE")
                rules = here.bot.installation.rules
                await bundles.add(session, rules, workspace, person.id, news, now=here.time())
            await here.advance(days=1)
        said = told(here, "UONE")
        assert len(groups.days(said)) == len({day[:10] for day in groups.days(said)}) >= 10
        of_groups = [float(note.ts) for note in said if "Gruppe" in words(note)]
        assert len(of_groups) == 2
        assert of_groups[1] - of_groups[0] >= 7 * 86_400 - 1
        both = [note for note in said if "Gruppe" in words(note) and "Rådene" in words(note)]
        assert both, "a message that comes anyway takes the news along"


async def test_a_reminder_that_waited_too_long_is_left_out(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE")
        await plant(here, "UONE", name="annen", title="En annen", weekday=1, at="14:00")
        # Told on the Wednesday of the group on Mondays, so the reminder of Tuesday's has no room that week.
        await here.advance(days=8)
        said = [words(note) for note in told(here, "UONE")]
        assert len(said) == 1
        assert "En annen" in said[0]
        await answer(here, "UONE", nudges(here, place)[-1], 4)
        await here.advance(days=2)
        assert "skolefravær" not in words(told(here, "UONE")[-1])
