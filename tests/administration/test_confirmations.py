"""A discipline chosen after a round opened votes in it once an administrator has confirmed it."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.playground.state import Message
from tests import house, postgres
from tests.administration import test_setup as rooms
from tests.house import House, words

ADMIN, NEW, OTHER = "UADMIN1", "UHEALTH1", "UYOUTH1"


@pytest.fixture
async def here(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    """A round is open, and nobody but its author has a discipline."""
    async with house.standing(migrated_url, now=now) as standing:
        ideas = standing.channel("ideas")
        for person in (ADMIN, NEW, OTHER, rooms.AUTHOR):
            standing.person(person, is_admin=person == ADMIN)
        await standing.set_up(ADMIN, ideas, rooms.YOUTH, rooms.HEALTH)
        await rooms.open_round(standing, ideas)
        yield standing, ideas


def told(here: House, person: str) -> list[Message]:
    """The bot's private messages to a person."""
    channels = here.playground.workspace.state.channels.values()
    direct = [one.id for one in channels if not one.name and person in one.members]
    return [message for channel in direct for message in here.cards(channel)]


async def may_vote(here: House, ideas: str, person: str) -> bool:
    """Whether the card lets them in; closes the ballot again."""
    card = next(one for one in here.cards(ideas) if "ballot_open" in str(one.blocks))
    answer = await here.playground.click(person, ideas, card.ts, "ballot_open")
    if here.playground.view(person) is None:
        assert "bekrefte" in words(answer.ephemeral[0])
        return False
    await here.close(person)
    return True


@postgres.BY_AND_BY
async def test_a_late_choice_waits_for_one_tap(here: tuple[House, str]) -> None:
    standing, ideas = here
    answer = await standing.playground.command(NEW, ideas, "/idea", "Noe jeg så i går")
    option = next(
        option
        for block in answer.ephemeral[0].blocks
        for element in block.get("elements", [])
        for option in element.get("options", [])
        if option["text"]["text"] == rooms.HEALTH
    )
    chosen = await standing.playground.click(
        NEW, ideas, answer.ephemeral[0].ts, "discipline_choose", value=option["value"]
    )
    assert "En avstemningsrunde er åpen" in words(chosen.ephemeral[0])
    await standing.choose_discipline(OTHER, rooms.YOUTH)
    await standing.settle()
    assert not await may_vote(standing, ideas, NEW)

    (message,) = told(standing, ADMIN)
    assert "fagområde" in words(message)
    await standing.playground.click(ADMIN, message.channel, message.ts, "confirmations_open")
    view = standing.playground.view(ADMIN)
    assert view is not None
    waiting = [block["block_id"] for block in view.definition["blocks"] if "person_confirm" in str(block)]
    assert len(waiting) == 2
    await standing.playground.click(ADMIN, None, view.id, "person_confirm", block_id=waiting[0])
    await standing.settle()
    assert await may_vote(standing, ideas, NEW)
    assert not await may_vote(standing, ideas, OTHER)
    assert "er bekreftet" in words(told(standing, NEW)[-1])
    action, _, _ = (await rooms.log(standing))[-1]
    assert action == "person_confirmed"

    view = standing.playground.view(ADMIN)
    assert view is not None
    await standing.playground.click(ADMIN, None, view.id, "person_decline")
    await standing.settle()
    assert (await rooms.person(standing, OTHER)).discipline_id is None
    assert "Velg på nytt" in words(told(standing, OTHER)[-1])
    assert "Ingen venter" in words(standing.playground.view(ADMIN).definition)  # type: ignore[union-attr]


async def test_two_administrators_confirm_once(here: tuple[House, str]) -> None:
    standing, _ = here
    standing.person("UADMIN2", is_admin=True)
    await standing.playground.open_home("UADMIN2")
    await standing.choose_discipline(OTHER, rooms.YOUTH)
    await standing.settle()
    for administrator in (ADMIN, "UADMIN2"):
        (message,) = told(standing, administrator)
        await standing.playground.click(administrator, message.channel, message.ts, "confirmations_open")
    for administrator in (ADMIN, "UADMIN2"):
        view = standing.playground.view(administrator)
        assert view is not None
        await standing.playground.click(administrator, None, view.id, "person_confirm")
    await standing.settle()
    actions = [action for action, _, _ in await rooms.log(standing)]
    assert actions.count("person_confirmed") == 1
    assert len(told(standing, OTHER)) == 1


@postgres.BY_AND_BY
async def test_nobody_else_confirms(here: tuple[House, str]) -> None:
    standing, _ = here
    await standing.choose_discipline(OTHER, rooms.YOUTH)
    await standing.settle()
    (message,) = told(standing, ADMIN)
    state = standing.playground.workspace.state
    state.channels[message.channel].members.append(NEW)
    answer = await standing.playground.click(NEW, message.channel, message.ts, "confirmations_open")
    assert "Bare administratorer" in words(answer.ephemeral[0])
