"""What is opened from the Home tab leaves the tab true when it is closed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.slack.views.ids import Action
from storage.models import Idea
from tests import postgres
from tests.house import words
from tests.vote import town
from tests.vote.town import CHILD, YOUTH, Town

SIZES = {YOUTH: 2, CHILD: 1}
PERSON = "UUNG0"
NOT_YET, CHOSEN = "Du har ikke stemt ennå", "Du har valgt 2"


def home(here: Town) -> str:
    view = here.house.playground.home(PERSON)
    assert view is not None
    return words(view.definition)


def block_of(here: Town, said: str) -> dict[str, Any]:
    """The block of the tab with these words in it, and a button."""
    view = here.house.playground.home(PERSON)
    assert view is not None
    return next(
        one for one in view.definition["blocks"] if said in words(one) and one.get("accessory") is not None
    )


@postgres.BY_AND_BY
async def test_the_tab_tells_of_the_ballot_once_it_is_closed(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=25) as here:
        bot = here.house.playground
        await here.open_round()
        await bot.open_home(PERSON)
        assert NOT_YET in home(here)
        answer = await bot.click(PERSON, None, None, Action.BALLOT_OPEN)
        assert answer.ok, answer
        # On both pages, and after the ballot was drawn anew by each tap.
        for number in (24, 0):
            answer = await here.tap(PERSON, here.titles[number], Action.BALLOT_APPROVE)
            assert answer.ok, answer
        assert NOT_YET in home(here)
        await here.house.close(PERSON)
        assert CHOSEN in home(here)
        assert NOT_YET not in home(here)

        # Looking at an idea in full on top of it, and leaving all at once.
        async with here.house.store.begin() as session:
            await session.exec(sa.update(Idea).values(evidence="Telt i høst"))
        await bot.click(PERSON, None, None, Action.BALLOT_OPEN)
        await bot.click(PERSON, None, None, Action.BALLOT_NONE)
        view = bot.view(PERSON)
        assert view is not None
        block = next(one for one in view.definition["blocks"] if Action.BALLOT_READ in str(one))
        [read] = block["elements"]
        await bot.click(PERSON, None, view.id, read["action_id"], block_id=block["block_id"])
        view = bot.view(PERSON)
        assert view is not None
        assert view.definition["title"]["text"] == "Ideen"
        assert "Telt i høst" in words(view.definition)
        assert "elements" not in str([one for one in view.definition["blocks"] if one["type"] == "actions"])
        await here.house.close(PERSON)
        assert "ingen av disse" in home(here).lower()


@postgres.BY_AND_BY
async def test_a_ballot_from_the_card_leaves_the_tab_alone(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=2) as here:
        bot = here.house.playground
        card = await here.open_round()
        await bot.open_home(PERSON)
        await here.vote(PERSON, card, [0, 1])
        assert NOT_YET in home(here)
        await bot.open_home(PERSON)
        assert CHOSEN in home(here)


@postgres.BY_AND_BY
async def test_the_tab_tells_of_an_idea_that_was_withdrawn_from_it(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=2) as here:
        bot = here.house.playground
        await bot.open_home(PERSON)
        more = block_of(here, here.titles[0])["accessory"]
        await bot.click(PERSON, None, None, more["action_id"])
        await bot.click(PERSON, None, None, "idea_deed.withdraw")
        answer = await here.house.fill(PERSON, "idea_deed_form", reason="Er løst")
        assert answer.ok, answer
        await here.house.close(PERSON)
        assert here.titles[0] not in home(here)
        assert here.titles[1] in home(here)
