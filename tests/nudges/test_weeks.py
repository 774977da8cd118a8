"""The weekly nudge and the taps that answer it."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.services import waves
from storage import kinds
from storage.models import Nudge, OutboxRow
from tests.house import words

from . import groups
from .groups import answer, nudges, plant, tap, to_week, told, town

TUESDAYS = ["2026-09-01 09:00", "2026-09-08 09:00", "2026-09-15 09:00"]


async def test_a_nudge_comes_each_week_and_closes_the_one_before(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO", "UTHREE")
        for week in range(2):
            await here.advance_to(groups.MONDAY + timedelta(days=1 + 7 * week, hours=1))
            card = nudges(here, place)[-1]
            assert "ringe tre foreldre" in words(card).casefold()
            await answer(here, "UONE", card, 4)
        await here.advance_to(groups.MONDAY + timedelta(days=15, hours=1))
        said = nudges(here, place)
        assert groups.days(said) == TUESDAYS
        assert ["nudge_menu" in str(card.blocks) for card in said] == [False, False, True]
        assert told(here, "UTWO") == []


async def test_a_check_in_is_three_taps_without_a_name(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO", "UTHREE")
        await here.advance(days=1, hours=1)
        card = nudges(here, place)[0]
        await answer(here, "UONE", card, 4)
        await tap(here, "UTWO", card, "nudge_confidence.2")
        asked = await tap(here, "UTWO", card, "nudge_movement.stuck")
        question = asked.ephemeral[0]
        assert "Hva står dere fast på?" in words(question)
        await here.playground.click("UTWO", place, question.ts, "nudge_obstacle.time")
        await tap(here, "UTHREE", card, "nudge_confidence.4")
        await here.advance(seconds=10)
        seen = words(nudges(here, place)[0])
        assert "3 har svart" in seen
        assert "Står fast på: tid" in seen
        assert "4 av 5" in seen
        assert not any(person in seen.replace("<@UONE>", "") for person in groups.PEOPLE)

        await here.advance(days=7)
        second = nudges(here, place)[1]
        again = await tap(here, "UTWO", second, "nudge_confidence.5")
        own = words(again.ephemeral[0])
        assert "Sist, tirsdag 1. september, svarte du «2 Usikker» og «Vi står fast»." in own
        assert "Trygghet: 5 Svært trygg" in own
        assert "4 Trygg" not in own  # what the others answered
        for person in ("UONE", "UTHREE"):
            await answer(here, person, second, 3)
        await here.advance(seconds=10)
        assert "uke for uke: 4 · 3" in words(nudges(here, place)[1])


async def test_four_weeks_make_a_curve_in_words_and_a_picture(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO", "UTHREE")
        levels = ([4, 4, 5], [3, 4, 3], None, [2, 2, 3], [5, 4, 5])
        async with here.store.begin() as session:
            for number, told in enumerate(levels):
                at = groups.MONDAY - timedelta(weeks=len(levels) - number)
                week = {"answers": 3, "levels": told, "stuck": 0, "obstacles": []}
                session.add(
                    Nudge(
                        project_id=project_id,
                        state=kinds.NudgeState.SENT,
                        due_at=at,
                        at=at,
                        place=place,
                        ref=f"1.{number}",
                        week=week if told else None,
                    )
                )
        await here.advance(days=1, hours=2)
        card = nudges(here, place)[-1]
        assert "uke for uke: 4 · 3 · – · 2 · 5" in words(card)
        [picture] = [one for one in card.blocks if one["type"] == "image"]
        assert picture["alt_text"] == (
            "Hvor trygge vi har vært, fra 1 til 5, uke for uke: 4, 3, for få svar, 2 og 5."
        )
        await answer(here, "UONE", card, 4)
        await here.advance(seconds=10)
        again = [one for one in nudges(here, place)[-1].blocks if one["type"] == "image"]
        assert [one["slack_file"] for one in again] == [picture["slack_file"]], "the same, not drawn anew"


async def test_one_answer_tells_no_confidence(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE")
        for week in range(3):
            await to_week(here, week)
            await answer(here, "UONE", nudges(here, place)[-1], 5)
        await to_week(here, 3)
        assert len(nudges(here, place)) == 4
        assert not any("av 5" in words(card) or "uke for uke" in words(card) for card in nudges(here, place))


@groups.BOTH
async def test_two_people_answer_at_once_and_one_twice(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, *groups.PEOPLE)
        await here.advance(days=1, hours=1)
        card = nudges(here, place)[0]
        taps = [
            tap(here, person, card, f"nudge_confidence.{level}")
            for person in groups.PEOPLE
            for level in (2, 4)
        ]
        answered = await asyncio.gather(*taps)
        assert all(one.ok for one in answered)
        await here.advance(seconds=10)
        assert "4 har svart" in words(nudges(here, place)[0])


async def test_an_answer_to_an_old_nudge_is_not_taken(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await here.advance(days=1, hours=1)
        # What another device still shows.
        open_one = nudges(here, place)[0].model_copy(deep=True)
        await here.advance(days=7)
        old = nudges(here, place)[0]
        old.blocks = open_one.blocks
        answered = await tap(here, "UONE", old, "nudge_confidence.4")
        assert "Svar på den nyeste i kanalen" in words(answered.ephemeral[0])
        stranger = await tap(here, "UFOUR", nudges(here, place)[-1], "nudge_confidence.4")
        assert "error" not in words(stranger.ephemeral[0])
        async with here.store.begin() as session:
            project = await session.get_one(type(await groups.row(here, project_id)), project_id)
            project.state = project.state.COMPLETED
            session.add(project)
        late = await tap(here, "UONE", nudges(here, place)[-1], "nudge_confidence.4")
        assert "Gruppen er avsluttet" in words(late.ephemeral[0])


async def test_a_recent_answer_spares_the_next_nudge(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        project_id, place = await plant(here, "UONE", "UTWO")
        await here.advance(days=3, hours=5)  # Thursday
        await answer(here, "UONE", nudges(here, place)[0], 4)
        await here.advance(days=14)
        assert groups.days(nudges(here, place)) == [TUESDAYS[0], TUESDAYS[2]]
        assert [one.why for one in await groups.rows(here, project_id)] == [None, "recent", None]


async def test_three_weeks_of_silence_of_the_bot_give_one_nudge(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO")
        here.time.move_to(groups.MONDAY + timedelta(days=24))
        await here.settle()
        assert groups.days(nudges(here, place)) == ["2026-09-24 10:00"]
        await here.advance(days=7)
        assert groups.days(nudges(here, place))[1:] == ["2026-09-29 09:00"]


async def test_a_quiet_week_moves_a_nudge_and_does_not_pile_it_up(migrated_url: str) -> None:
    async with town(migrated_url, now=datetime(2026, 6, 29, 8, tzinfo=UTC)) as here:
        _, place = await plant(here, "UONE", "UTWO")
        first = datetime(2026, 6, 30, 7, tzinfo=UTC)
        for day in (0, 7, 14, 21, 28, 34):
            here.time.move_to(first + timedelta(days=day))
            await here.settle()
        assert groups.days(nudges(here, place)) == ["2026-06-30 09:00", "2026-08-03 09:00"]


async def test_a_quiet_week_added_while_a_nudge_is_due_moves_it(migrated_url: str) -> None:
    async with town(migrated_url, quiet_weeks=(36,)) as here:
        # Planned by a calendar without the quiet week.
        project_id, place = await plant(here, "UONE", "UTWO")
        async with here.store.begin() as session:
            project = await session.get_one(type(await groups.row(here, project_id)), project_id)
            project.next_nudge_at = datetime(2026, 9, 1, 7, tzinfo=UTC)
            session.add(project)
        await here.advance(days=9)
        assert groups.days(nudges(here, place)) == ["2026-09-07 09:00"]


async def test_several_groups_of_one_channel_are_nudged_apart(migrated_url: str) -> None:
    async with town(migrated_url) as here:
        _, place = await plant(here, "UONE", "UTWO")
        for title in ("Rådene om søvn er ulike", "Ventetiden er lang"):
            await plant(here, "UONE", "UTHREE", place=place, title=title)
        await here.advance(days=1, hours=1)
        said = nudges(here, place)
        assert len({words(card) for card in said}) == 3
        async with here.store.read() as session:
            planned = await session.exec(
                select(OutboxRow.not_before)
                .where(OutboxRow.subject == kinds.Subject.NUDGE, OutboxRow.parcel == kinds.Parcel.POST)
                .order_by(col(OutboxRow.not_before))
            )
        times = list(planned.all())
        assert all(later - sooner >= waves.PLACES_APART for sooner, later in itertools.pairwise(times))


@pytest.mark.parametrize("locale", ["nn", "en"])
async def test_a_nudge_speaks_the_language_of_the_channel(migrated_url: str, locale: str) -> None:
    async with town(migrated_url, locale=locale) as here:
        _, place = await plant(here, "UONE")
        await here.advance(days=1, hours=1)
        seen = words(nudges(here, place)[0])
        expected = {"nn": "Kor trygg er du", "en": "How sure are you"}[locale]
        assert expected in seen
