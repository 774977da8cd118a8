"""Opening, extending and cancelling a round: what is fixed, who may, and who is told."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from storage import kinds, themes
from storage.models import Ballot
from tests import postgres
from tests.house import words
from tests.vote import town
from tests.vote.town import ADMIN, CHILD, STRATEGY, YOUTH

SIZES = {YOUTH: 6, CHILD: 5}


async def test_a_round_is_extended_and_then_cancelled(migrated_url: str, now: datetime) -> None:
    """By who opened it, by an administrator, by nobody else; everybody is told why."""
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3) as here:
        card = await here.open_round("UUNG0")
        bot = here.house.playground
        before = await here.round()
        await bot.click("UUNG0", here.channel, card.ts, "round_steer")
        await bot.click(ADMIN, here.channel, card.ts, "round_steer")
        answer = await here.house.fill("UUNG0", "steering_form", days="3", reason="Mange er på kurs")
        assert answer.ok, answer
        # Somebody else had the form open, with the old deadline in it.
        answer = await here.house.fill(ADMIN, "steering_form", days="3", reason="Mange er på kurs")
        assert "Noen andre har nettopp flyttet fristen" in answer.errors["days"]
        await here.house.close(ADMIN)
        await here.house.close("UUNG0")
        await here.house.settle()
        after = await here.round()
        assert after.closes_at - before.closes_at in (timedelta(days=3), timedelta(days=5))
        note = words(here.said()[-1])
        assert "Ny frist" in note
        assert "Mange er på kurs" in note
        assert "<@UUNG0>" in note
        assert "Mange er på kurs" in words(bot.message(here.channel, card.ts))
        answer = await bot.click("UHEL0", here.channel, card.ts, "round_steer")
        assert "prosessleder" in answer.texts[0]
        assert bot.view("UHEL0") is None

        await here.vote("UUNG1", card, [0])
        await bot.click("UUNG2", here.channel, card.ts, "ballot_open")
        await bot.click(ADMIN, here.channel, card.ts, "round_steer")
        answer = await here.house.fill(ADMIN, "steering_form", what="cancel", reason=" ")
        assert not answer.ok
        # Two who act at once: the one who comes second is told what has happened.
        await bot.click("UUNG0", here.channel, card.ts, "round_steer")
        answers = await asyncio.gather(
            here.house.fill(ADMIN, "steering_form", what="cancel", reason="Feil ideer"),
            here.house.fill("UUNG0", "steering_form", what="cancel", reason="Feil ideer, sier jeg også"),
        )
        assert sorted(answer.ok and not answer.errors for answer in answers) == [False, True]
        assert "Runden er avlyst" in str([answer.errors for answer in answers])
        for person in (ADMIN, "UUNG0"):
            await here.house.close(person)
        await here.house.settle()
        assert (await here.round()).state == kinds.RoundState.CANCELLED
        assert (await here.round()).salt is None
        assert sum("avlyst" in words(one) and one.ts != card.ts for one in here.said()) == 1
        await here.tap("UUNG2", here.titles[0], "ballot_approve")
        assert "Runden er avlyst" in words(bot.view("UUNG2").definition)  # type: ignore[union-attr]
        async with here.house.store.read() as session:
            assert (await session.exec(select(sa.func.count()).select_from(Ballot))).one() == 0
        again = await here.form(ADMIN)
        assert again.ok, again


@postgres.BY_AND_BY
async def test_contradictory_settings_are_refused_with_the_reason(migrated_url: str, now: datetime) -> None:
    refused: list[tuple[dict[str, Any], str, str]] = [
        ({"winners": "3"}, "winners", "færre vinnere enn ideer"),
        ({"tap_limit": "9"}, "tap_limit", "fra 1 til 3"),
        ({"published": ["yes"]}, "published", "minst 5 som kan stemme"),
    ]
    async with town.standing(migrated_url, now, sizes={YOUTH: 2, STRATEGY: 1}, ideas=3) as here:
        for fields, field, said in refused:
            answer = await here.form(**fields)
            assert said in answer.errors[field]
            view = here.house.playground.view(ADMIN)
            assert view is not None
            assert "breadth" in str(view.values)
            await here.house.close(ADMIN)


@postgres.BY_AND_BY
async def test_breadth_is_never_more_than_the_disciplines(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes={YOUTH: 6}, ideas=3) as here:
        card = await here.open_round()
        assert (await here.round()).breadth == 1
        for person in here.people[YOUTH]:
            await here.vote(person, card, [1])
        await here.house.advance(days=8)
        assert (await here.round()).outcome == kinds.Outcome.CHOSEN


@postgres.BY_AND_BY
async def test_ideas_are_found_by_words_and_stay_chosen(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes={YOUTH: 1}, ideas=25) as here:
        bot = here.house.playground
        async with here.house.store.begin() as session:
            theme = await themes.add(session, 1, "Søvn")
            for number in (1, 4):
                await themes.set_of(session, await here.idea_id(number), [theme])
        await bot.command(ADMIN, here.channel, "/round")
        async with here.house.store.begin() as session:
            await themes.set_of(session, await here.idea_id(4), [])
        answer = await here.house.fill(ADMIN, "round_form", scope=f"theme:{theme}")
        assert "ikke to åpne ideer igjen med det temaet" in answer.errors["scope"]
        async with here.house.store.begin() as session:
            for number in (4, 9):
                await themes.set_of(session, await here.idea_id(number), [theme])
        answer = await here.house.fill(ADMIN, "round_form", scope=f"theme:{theme}")
        assert answer.ok, answer
        await here.house.close(ADMIN)
        await here.house.settle()
        card = words(here.said()[-1])
        assert [number for number, title in enumerate(here.titles) if title in card] == [1, 4, 9]

        await bot.command(ADMIN, here.channel, "/round")
        await bot.click(
            ADMIN,
            None,
            None,
            "round_search",
            values={
                "search": {"value": here.titles[7].split()[1]},
                "ideas": {"value": [str(await here.idea_id(20))]},
            },
        )
        await bot.click(ADMIN, None, None, "round_more")
        view = bot.view(ADMIN)
        assert view is not None
        offered = next(b for b in view.definition["blocks"] if b["block_id"] == "ideas")["element"]["options"]
        assert [one["text"]["text"] for one in offered] == [here.titles[20], here.titles[7]]
        chosen = [str(await here.idea_id(number)) for number in (20, 7)]
        answer = await here.house.fill(ADMIN, "round_form", ideas=chosen, winners="1")
        assert answer.ok, answer
        await here.house.settle()
        assert here.titles[7] in words(here.said()[-1])
        assert here.titles[8] not in words(here.said()[-1])
