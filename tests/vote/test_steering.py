"""Opening, extending and cancelling a round: what is fixed, who may, and who is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from storage import kinds
from storage.models import Ballot
from tests.house import words
from tests.vote import town
from tests.vote.town import ADMIN, CHILD, STRATEGY, YOUTH

SIZES = {YOUTH: 6, CHILD: 5}


async def test_a_round_is_extended_and_everybody_told(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3) as here:
        card = await here.open_round("UUNG0")
        before = await here.round()
        await here.house.playground.click("UUNG0", here.channel, card.ts, "round_steer")
        answer = await here.house.fill("UUNG0", "steering_form", days="3", reason="Mange er på kurs")
        assert answer.ok, answer
        await here.house.settle()
        after = await here.round()
        assert after.closes_at - before.closes_at in (timedelta(days=3), timedelta(days=5))
        note = words(here.said()[-1])
        assert "Ny frist" in note
        assert "Mange er på kurs" in note
        assert "<@UUNG0>" in note
        drawn = here.house.playground.message(here.channel, card.ts)
        assert "Mange er på kurs" in words(drawn)


async def test_only_opener_facilitators_and_administrators_steer(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3) as here:
        card = await here.open_round("UUNG0")
        bot = here.house.playground
        answer = await bot.click("UHEL0", here.channel, card.ts, "round_steer")
        assert "prosessleder" in answer.texts[0]
        assert bot.view("UHEL0") is None
        await bot.click(ADMIN, here.channel, card.ts, "round_steer")
        answer = await here.house.fill(ADMIN, "steering_form", what="cancel", reason="Feil ideer")
        assert answer.ok, answer


async def test_a_cancelled_round_leaves_no_ballots_and_frees_its_ideas(
    migrated_url: str, now: datetime
) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3) as here:
        card = await here.open_round()
        await here.vote("UUNG1", card, [0])
        bot = here.house.playground
        await bot.click("UUNG2", here.channel, card.ts, "ballot_open")
        await bot.click(ADMIN, here.channel, card.ts, "round_steer")
        answer = await here.house.fill(ADMIN, "steering_form", what="cancel", reason=" ")
        assert not answer.ok
        answer = await here.house.fill(ADMIN, "steering_form", what="cancel", reason="Feil ideer")
        assert answer.ok, answer
        await here.house.close(ADMIN)
        await here.house.settle()
        assert (await here.round()).state == kinds.RoundState.CANCELLED
        assert (await here.round()).salt is None
        assert "avlyst" in words(here.said()[-1])
        await here.tap("UUNG2", here.titles[0], "ballot_approve")
        assert "Runden er avlyst" in words(bot.view("UUNG2").definition)  # type: ignore[union-attr]
        async with here.house.store.read() as session:
            assert (await session.exec(select(sa.func.count()).select_from(Ballot))).one() == 0
        again = await here.form(ADMIN)
        assert again.ok, again


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"winners": "3"}, "winners", "færre vinnere enn ideer"),
        ({"tap_limit": "9"}, "tap_limit", "fra 1 til 3"),
        ({"published": ["yes"]}, "published", "minst 5 som kan stemme"),
    ],
)
async def test_contradictory_settings_are_refused_with_the_reason(
    migrated_url: str, now: datetime, fields: dict[str, Any], field: str, said: str
) -> None:
    async with town.standing(migrated_url, now, sizes={YOUTH: 2, STRATEGY: 1}, ideas=3) as here:
        answer = await here.form(**fields)
        assert said in answer.errors[field]
        view = here.house.playground.view(ADMIN)
        assert view is not None
        assert "breadth" in str(view.values)


async def test_breadth_is_never_more_than_the_disciplines(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes={YOUTH: 6}, ideas=3) as here:
        card = await here.open_round()
        assert (await here.round()).breadth == 1
        for person in here.people[YOUTH]:
            await here.vote(person, card, [1])
        await here.house.advance(days=8)
        assert (await here.round()).outcome == kinds.Outcome.CHOSEN


async def test_ideas_are_found_by_words_and_stay_chosen(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes={YOUTH: 1}, ideas=25) as here:
        bot = here.house.playground
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
