"""Who may do what: the table itself, and each cell of it tried through the doors."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.domain import permissions
from bot.domain.permissions import Action, Leave, Rank
from bot.services import permits
from storage.kinds import Role, Standing
from tests import house
from tests.administration import test_setup as rooms
from tests.house import House, words

PEOPLE = {
    Rank.MEMBER: "UMEMBER1",
    Rank.FACILITATOR: "UFACIL1",
    Rank.ADMINISTRATOR: "UADMIN1",
    Rank.GUEST: "UGUEST1",
    Rank.CONNECTED: "UCONN1",
    Rank.STRANGER: "UNOBODY1",
}
REFUSED = {
    Rank.GUEST: "Gjester kan lese",
    Rank.CONNECTED: "et annet arbeidsområde",
    Rank.STRANGER: "ikke den personen",
}
NOT_HERE = {
    Action.OPEN_ROUND: "prosessledere og administratorer som åpner runder",
    Action.RUN_HUNT: "administratorer som leder jakter",
    Action.SET_UP: "Bare administratorer",
}


def test_the_table_is_whole() -> None:
    for action in Action:
        assert set(permissions.TABLE[action]) == set(Rank), action
        for rank in (Rank.GUEST, Rank.CONNECTED):
            assert (permissions.TABLE[action][rank] is Leave.YES) is (action is Action.LOOK)
        assert permissions.TABLE[action][Rank.STRANGER] is Leave.NO
        assert permissions.TABLE[action][Rank.ADMINISTRATOR] is Leave.YES
        for rank in (Rank.MEMBER, Rank.FACILITATOR):
            allowed = permissions.TABLE[action][rank] is Leave.YES
            assert allowed or action in permits.REFUSALS or action in permits.UNASKED


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.CONNECTED])
@pytest.mark.parametrize("role", Role)
def test_a_role_counts_for_nothing_outside_the_staff(role: Role, standing: Standing) -> None:
    assert permissions.rank(role, standing).value == standing.value


@pytest.fixture
async def here(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    """Everybody, a round open, and rounds opened by facilitators."""
    async with house.standing(migrated_url, now=now) as standing:
        ideas = standing.channel("ideas")
        standing.person("UADMIN1", is_admin=True)
        standing.person("UMEMBER1")
        standing.person("UFACIL1")
        standing.person("UGUEST1", is_restricted=True)
        standing.person("UCONN1", is_stranger=True, team_id="TOTHER")
        for person in (rooms.YOUTH1, rooms.AUTHOR):
            standing.person(person)
        await standing.set_up("UADMIN1", ideas, rooms.YOUTH, rooms.HEALTH)
        await rooms.part(standing, ideas, "facilitators")
        await standing.fill("UADMIN1", "facilitators_form", facilitators=["UFACIL1"])
        await standing.close("UADMIN1")
        for person in ("UADMIN1", "UMEMBER1", "UFACIL1"):
            await standing.choose_discipline(person, rooms.YOUTH)
        await rooms.open_round(standing, ideas)
        await standing.playground.command("UADMIN1", ideas, "/idea", "setup")
        await standing.fill("UADMIN1", "setup_form", rounds_by="facilitators")
        await standing.close("UADMIN1")
        for title in ("Bussen går ikke når møtet slutter", "Skjemaet spør om det samme to ganger"):
            await standing.playground.command(rooms.AUTHOR, ideas, "/idea", title)
        await standing.settle()
        yield standing, ideas


async def attempt(here: House, ideas: str, person: str, action: Action) -> str:
    """Do it as a person would; returns all that they then see."""
    card = next(one for one in here.cards(ideas) if "idea_support" in str(one.blocks))
    vote = next(one for one in here.cards(ideas) if "ballot_open" in str(one.blocks))
    play = here.playground
    match action:
        case Action.LOOK:
            answer = await play.command(person, ideas, "/ideas")
        case Action.POST_IDEA:
            answer = await play.command(person, ideas, "/idea", "Køen foran skranken er lang")
        case Action.SUPPORT_IDEA:
            answer = await play.click(person, ideas, card.ts, "idea_support")
        case Action.VOTE:
            answer = await play.click(person, ideas, vote.ts, "ballot_open")
        case Action.OPEN_ROUND:
            answer = await play.command(person, ideas, "/round")
        case Action.START_GROUP:
            answer = await play.command(person, ideas, "/project")
        case Action.RUN_HUNT:
            answer = await play.command(person, ideas, "/hunt", "ny")
        case Action.SET_UP:
            answer = await play.command(person, ideas, "/idea", "setup")
        case _:
            raise AssertionError(action)
    view = play.view(person)
    seen = "\n".join([*(words(one) for one in answer.ephemeral), words(view.definition if view else None)])
    await here.close(person)
    return seen


async def test_every_cell_through_the_doors(here: tuple[House, str]) -> None:
    standing, ideas = here
    tried = [
        Action.LOOK,
        Action.POST_IDEA,
        Action.SUPPORT_IDEA,
        Action.VOTE,
        Action.OPEN_ROUND,
        Action.START_GROUP,
        Action.RUN_HUNT,
        Action.SET_UP,
    ]
    for rank, person in PEOPLE.items():
        if rank is Rank.STRANGER:
            continue
        for action in tried:
            seen = await attempt(standing, ideas, person, action)
            refusals = [text for text in [*REFUSED.values(), *NOT_HERE.values()] if text in seen]
            allowed = permissions.may(rank, action, rounds_by_all=False)
            if allowed:
                assert not refusals, (rank, action, seen)
                assert seen.strip(), (rank, action)
            else:
                assert refusals == [REFUSED.get(rank) or NOT_HERE[action]], (rank, action, seen)
