"""A round keeps the rules it opened with, whatever an administrator chooses meanwhile."""

from datetime import datetime, timedelta
from typing import Any

from storage import kinds, rounds
from tests import postgres
from tests.house import words
from tests.vote import town
from tests.vote.town import ADMIN, CHILD, YOUTH, Town

SIZES = {YOUTH: 8, CHILD: 8}


async def choose(here: Town, **settings: str) -> None:
    """In the form, as an administrator does."""
    answer = await here.house.choose(ADMIN, here.channel, **settings)
    assert answer.ok, answer


async def closed(here: Town, *, number: int = -1) -> dict[str, Any]:
    """What was published once the round has closed, which it is made to."""
    ends = (await here.round(number)).closes_at
    await here.house.advance_to(ends + timedelta(minutes=3))
    round_ = await here.round(number)
    assert round_.state == kinds.RoundState.CLOSED
    assert round_.result is not None
    return round_.result


@postgres.BY_AND_BY
async def test_what_is_chosen_later_holds_for_the_next_round_alone(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=5) as here:
        bot = here.house.playground
        card = await here.open_round(ideas=[0, 1])
        assert "5 tomme stoler" in words(card)
        few = [*here.people[YOUTH][:2], *here.people[CHILD][:3]]
        await here.everybody_votes(card, {person: [1] for person in few})
        # Without a target the round would end on its day, with two voters of eight.
        await choose(here, empty_chairs="20", turnout="0", complaint_days="3")
        before = await here.round()
        await here.house.advance_to(before.closes_at + timedelta(minutes=3))
        assert (await here.round()).extended
        assert "5 tomme stoler" in words(bot.message(here.channel, card.ts))
        result = await closed(here)
        assert result["barely"] == [YOUTH]
        ends = datetime.fromisoformat(result["complaint_until"])
        assert ends - datetime.fromisoformat(result["closed_at"]) == timedelta(days=14)
        receipt = (await here.round()).receipt

        # A closed round does too: it is counted again by its own rules, and as long as it was promised.
        await choose(here, empty_chairs="1", breadth="1")
        answer = await bot.command(few[0], here.channel, "/round", "recount")
        assert "Resultatet er det samme" in answer.texts[0]
        await choose(here, empty_chairs="20")
        await here.house.advance(days=10)
        answer = await bot.command(few[0], here.channel, "/round", "recount")
        assert "Kvitteringen er lik" in words(answer.ephemeral[0])
        assert (await here.round()).receipt == receipt

        card = await here.open_round(ideas=[2, 3])
        assert "20 tomme stoler" in words(card)
        await here.everybody_votes(card, {person: [2] for person in few})
        result = await closed(here)
        assert not (await here.round()).extended
        ends = datetime.fromisoformat(result["complaint_until"])
        assert ends - datetime.fromisoformat(result["closed_at"]) == timedelta(days=3)
        answer = await bot.command(few[0], here.channel, "/round", "recount")
        assert "Resultatet er det samme" in answer.texts[0]
        await here.house.advance(days=3, hours=1)
        answer = await bot.command(few[0], here.channel, "/round", "recount")
        assert "Klagefristen er ute" in answer.texts[0]


async def test_a_round_that_older_code_opened_goes_by_the_settings_of_its_close(
    migrated_url: str, now: datetime
) -> None:
    """Beside a newer schema older code leaves empty what it does not know."""
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=2) as here:
        card = await here.open_round()
        await here.vote(here.people[YOUTH][0], card, [1])
        async with here.house.store.begin() as session:
            opened = (await here.round()).id
            await rounds.set_values(session, opened, turnout=None, complaint_days=None)
        await choose(here, turnout="0", complaint_days="3")
        result = await closed(here)
        assert not (await here.round()).extended
        ends = datetime.fromisoformat(result["complaint_until"])
        assert ends - datetime.fromisoformat(result["closed_at"]) == timedelta(days=3)
