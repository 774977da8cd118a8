"""Who may do what: the table itself, and each cell of it tried through the doors."""

import json
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.domain import permissions
from bot.domain.permissions import Action, Leave, Rank
from bot.services import permits
from bot.slack.views import ids
from storage.kinds import Role, Standing
from tests import house, postgres
from tests.administration import test_setup as rooms
from tests.groups import town as groups
from tests.house import House, words
from tests.safety import knock, rows

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
    Action.STEER_ROUND: "Det kan bare den som åpnet runden",
    Action.TEND_IDEA: "Det kan bare den som la ut ideen",
    Action.TEND_GROUP: "gruppens egne medlemmer",
    Action.OPEN_ROUND: "prosessledere og administratorer som åpner runder",
    Action.RUN_HUNT: "administratorer som leder jakter",
    Action.SET_UP: "Bare administratorer",
}


def test_the_table_is_whole() -> None:
    for action in Action:
        assert set(permissions.TABLE[action]) == set(Rank), action
        for rank in (Rank.GUEST, Rank.CONNECTED):
            mere = action in {Action.LOOK, Action.TEND_OWN}
            assert (permissions.TABLE[action][rank] is Leave.YES) is mere
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
        await groups.choose(standing)
        await standing.playground.command(rooms.AUTHOR, ideas, "/project")
        answer = await standing.start_group(
            rooms.AUTHOR, owner=rooms.AUTHOR, members=[rooms.AUTHOR], place=standing.channel("gruppe")
        )
        assert answer.ok, answer
        await standing.close(rooms.AUTHOR)
        await standing.settle()
        yield standing, ideas


COMMANDS = {
    Action.LOOK: ("/ideas", ""),
    Action.TAKE_PART: ("/idea", ""),
    Action.POST_IDEA: ("/idea", "Køen foran skranken er lang"),
    Action.OPEN_ROUND: ("/round", ""),
    Action.START_GROUP: ("/project", ""),
    Action.RUN_HUNT: ("/hunt", "ny"),
    Action.SET_UP: ("/idea", "setup"),
}
TAPS = {
    Action.TEND_OWN: ("idea_mute", "3"),
    Action.CHOOSE_DISCIPLINE: ("discipline_choose", "1"),
    Action.SUPPORT_IDEA: ("idea_support", "3"),
    Action.VOTE: ("ballot_open", "1"),
    Action.STEER_ROUND: ("round_steer", "1"),
    Action.TEND_GROUP: ("nudge_slot", "1"),
}
HOME = {"id": "V0HOME", "type": "home", "private_metadata": ""}


def request(here: House, ideas: str, person: str, action: Action) -> knock.Json:
    """What Slack sends when somebody tries it, whether they were offered it or not."""
    if action in COMMANDS:
        return knock.command(here, person, ideas, *COMMANDS[action])
    if action in TAPS:
        name, value = TAPS[action]
        tapped = knock.click(here, person, name, value)
        return tapped | {"view": HOME} if action is Action.CHOOSE_DISCIPLINE else tapped
    theme = {str(ids.Field.THEME_NEW): {ids.VALUE: {"value": "tid"}}}
    sort = json.dumps({"deed": "themes", "idea": 3})
    return knock.submission(here, person, ids.Callback.IDEA_DEED, theme, metadata=sort)


async def attempt(here: House, ideas: str, person: str, action: Action) -> str:
    """Do it as a person would; returns all that they then see."""
    before = here.playground.workspace.state.last_ts
    ack = await knock.knock(here, request(here, ideas, person, action))
    told = [words(one) for one in here.playground.workspace.private_since(person, before)]
    view = here.playground.view(person)
    seen = "\n".join(
        [json.dumps(ack.body, ensure_ascii=False), *told, words(view.definition if view else None)]
    )
    await here.close(person)
    return seen


@postgres.BY_AND_BY
async def test_every_cell_through_the_doors(here: tuple[House, str]) -> None:
    standing, ideas = here
    for rank, person in PEOPLE.items():
        if rank is Rank.STRANGER:
            continue
        for action in sorted(set(Action) - permits.UNASKED):
            seen = await attempt(standing, ideas, person, action)
            refusals = [text for text in [*REFUSED.values(), *NOT_HERE.values()] if text in seen]
            allowed = permissions.may(rank, action, rounds_by_all=False)
            if allowed:
                assert not refusals, (rank, action, seen)
                assert "error" not in seen, (rank, action, seen)
            else:
                assert refusals == [REFUSED.get(rank) or NOT_HERE[action]], (rank, action, seen)
    # The one who opened the round steers it, and the one in the group tends it, without any rank.
    for person, action in ((rooms.YOUTH1, Action.STEER_ROUND), (rooms.AUTHOR, Action.TEND_GROUP)):
        seen = await attempt(standing, ideas, person, action)
        assert not [text for text in NOT_HERE.values() if text in seen], seen

    await standing.settle()
    stranger, before = PEOPLE[Rank.STRANGER], await kept(standing)
    for action in set(Action) - permits.UNASKED:
        ack = await knock.knock(standing, request(standing, ideas, stranger, action))
        assert action in TAPS or REFUSED[Rank.STRANGER] in str(ack.body), (action, ack)
    assert await kept(standing) == before


async def kept(here: House) -> rows.Rows:
    """Every row, without what the delivery of messages changes by itself."""
    found = await rows.all_rows(here.store)
    return {table: those for table, those in found.items() if table not in {"outbox", "pace"}}
