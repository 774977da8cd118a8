"""Every tap, form, shortcut and command of everybody who may not: refused, at the door of Socket Mode."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from bot import app as wiring
from bot.domain import permissions
from bot.domain.permissions import Action, Rank
from bot.playground.door import Post
from bot.slack import gates
from bot.slack.views import ids
from storage import kinds
from storage.models import Person, Workspace
from tests import house
from tests.administration import test_permissions as cells
from tests.house import House, words
from tests.safety import acts, furniture, knock, rows
from tests.safety.furniture import Things

ADMIN, MEMBER, FACILITATOR, CONNECTED, STRANGER = "UADMIN1", "UMEMBER1", "UFACIL1", "UCONN1", "UNOBODY1"
OTHERS = ("UOWN0", "UGUEST1", "UOWN2", "UOWN3")
GUEST = OTHERS[1]
"""In the group, asked and willing, a facilitator even: and then made a guest."""
PEOPLE = {
    Rank.MEMBER: MEMBER,
    Rank.FACILITATOR: FACILITATOR,
    Rank.GUEST: GUEST,
    Rank.CONNECTED: CONNECTED,
}
COMMANDS = {
    ("/idea", ""): Action.POST_IDEA,
    ("/idea", "Køen foran skranken er lang"): Action.POST_IDEA,
    ("/idea", "hjelp"): Action.LOOK,
    ("/idea", "oppsett"): Action.SET_UP,
    ("/idea", "personvern"): Action.TEND_OWN,
    ("/ideas", ""): Action.LOOK,
    ("/round", ""): Action.OPEN_ROUND,
    ("/round", "hjelp"): Action.LOOK,
    ("/round", "omtelling"): Action.LOOK,
    ("/project", ""): Action.START_GROUP,
    ("/project", "liste"): Action.LOOK,
    ("/hunt", ""): Action.LOOK,
    ("/hunt", "ny"): Action.RUN_HUNT,
}
AUTHOR_ALONE = {'"edit"', '"withdraw"'}
"""Deeds that nobody does to somebody else's idea, whatever their role."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with what it takes, and whose it is to do whatever their role."""

    name: str
    needs: Action
    payload: knock.Json
    author_alone: bool = False


@asynccontextmanager
async def standing(url: str, now: datetime) -> AsyncIterator[tuple[House, Things]]:
    """A furnished house in which facilitators open rounds, and everybody of whom the table speaks."""
    async with house.standing(url, now=now, work=False, transport="socket") as here:
        place = here.channel("ideas")
        for person in (ADMIN, MEMBER, FACILITATOR, *OTHERS):
            here.person(person, is_admin=person == ADMIN, is_restricted=person == GUEST)
        here.person(CONNECTED, is_stranger=True, team_id="TOTHER")
        home = furniture.Household(knock.team(here), ADMIN, OTHERS, "Vår", place)
        things = await furniture.furnish(here.bot.installation, home, now=now)
        for person in PEOPLE.values():
            await knock.knock(here, knock.command(here, person, place, "/idea", "hjelp"))
        async with here.store.begin() as session:
            await session.exec(sa.update(Workspace).values(rounds_by_all=False))
            made: dict[str, dict[str, Any]] = {
                FACILITATOR: {"role": kinds.Role.FACILITATOR},
                GUEST: {"role": kinds.Role.FACILITATOR, "standing": kinds.Standing.GUEST},
            }
            for person, values in made.items():
                await session.exec(
                    sa.update(Person).where(col(Person.external_id) == person).values(**values)
                )
        yield here, things


def everything(here: House, person: str, things: Things) -> Iterator[Asked]:
    """Whatever Slack can be made to send by somebody, whether they were offered it or not."""
    for (name, text), needs in COMMANDS.items():
        yield Asked(f"{name} {text}", needs, knock.command(here, person, things.place, name, text))
    for shortcut in acts.shortcuts(here, person, things):
        yield Asked(str(shortcut["callback_id"]), Action.POST_IDEA, shortcut)
    for action, tap in acts.taps():
        payload = knock.click(here, person, action, acts.about(tap.value, things))
        if tap.on_home:
            payload |= {"view": cells.HOME}
        yield Asked(action, tap.needs, payload)
    for number, (callback, form) in enumerate(acts.forms()):
        payload = acts.sent(here, person, callback, form, things, key=f"V{person}{number}")
        alone = any(deed in form.notes for deed in AUTHOR_ALONE)
        yield Asked(callback, form.needs, payload, author_alone=alone)


async def seen(here: House, person: str, payload: knock.Json) -> str:
    """All that a person sees of the answer."""
    before = here.playground.workspace.state.last_ts
    ack = await knock.knock(here, payload)
    assert ack.error is None, (payload, ack)
    told = [words(one) for one in here.playground.workspace.private_since(person, before)]
    view = here.playground.view(person)
    here.playground.workspace.state.views.pop(person, None)
    return "\n".join(
        [json.dumps(ack.body, ensure_ascii=False), *told, words(view.definition if view else None)]
    )


REFUSALS = [*cells.REFUSED.values(), *cells.NOT_HERE.values()]


async def test_everybody_who_may_not_is_refused_everywhere(sqlite_url: str, now: datetime) -> None:
    async with standing(sqlite_url, now) as (here, things):
        before = await cells.kept(here)
        for rank, person in PEOPLE.items():
            for asked in everything(here, person, things):
                own_no_more = rank is Rank.GUEST and asked.needs is Action.TEND_OWN
                if (
                    own_no_more
                    or permissions.may(rank, asked.needs, rounds_by_all=False) > asked.author_alone
                ):
                    continue
                said = await seen(here, person, asked.payload)
                wanted = cells.REFUSED.get(rank) or cells.NOT_HERE[asked.needs]
                assert [text for text in REFUSALS if text in said] == [wanted], (rank, asked.name, said)
        for asked in everything(here, STRANGER, things):
            ack = await knock.knock(here, asked.payload)
            assert not ack.body or cells.REFUSED[Rank.STRANGER] in str(ack.body), (asked.name, ack)
        assert await cells.kept(here) == before


async def test_who_may_only_look_looks_and_keeps_what_is_theirs(sqlite_url: str, now: datetime) -> None:
    """Whoever has become a guest can take back what they said, and see and delete what is stored."""
    async with standing(sqlite_url, now) as (here, things):
        for rank in (Rank.GUEST, Rank.CONNECTED):
            person = PEOPLE[rank]
            for asked in everything(here, person, things):
                if permissions.may(rank, asked.needs, rounds_by_all=False):
                    said = await seen(here, person, asked.payload)
                    assert not [text for text in REFUSALS if text in said], (rank, asked.name, said)
            offered = _offered(here.playground.home(person))
            assert offered <= {*gates.LOOKING, *gates.OWN}
        found = await rows.all_rows(here.store)
        assert GUEST not in str(found["person"]), "they were erased at the end, as they asked"
        assert not [row for row in found["project_member"] if row["person_id"] == things.people[2]]


def _offered(home: Any) -> set[str]:
    """The actions on somebody's Home tab."""
    found = json.dumps(home.definition) if home is not None else ""
    return {action for action in ids.Action if f'"{action}' in found}


async def test_who_becomes_a_guest_is_one_in_every_process_at_once(sqlite_url: str, now: datetime) -> None:
    async with standing(sqlite_url, now) as (here, _), wiring.at_desk(here.settings, now=here.time) as other:
        assert (await other.actor(MEMBER)).standing is kinds.Standing.STAFF
        here.playground.workspace.person(MEMBER).is_restricted = True
        await here.playground.set_locale(MEMBER, "nb-NO")  # Slack tells of it with the whole record
        assert (await other.actor(MEMBER)).standing is kinds.Standing.GUEST


async def test_what_slack_asks_on_its_own_tells_strangers_nothing(sqlite_url: str, now: datetime) -> None:
    """Options for a select, links that unfurl, mentions: we answer to none of them."""
    async with standing(sqlite_url, now) as (here, _):
        before = await rows.all_rows(here.store)
        for person in (STRANGER, CONNECTED, MEMBER):
            options = knock.click(here, person, "ideas", "Vår")
            options |= {"type": "block_suggestion", "action_id": "ideas", "block_id": "b", "value": "Vår"}
            ack = await knock.knock(here, options)
            assert "Vår" not in str(ack.body)
            for inner in (
                {"type": "link_shared", "links": [{"url": "https://bot.example.org/ideas/1"}]},
                {"type": "app_mention", "text": "Vår"},
                {"type": "message", "channel_type": "im", "text": "/ideas"},
            ):
                event = {
                    "type": "event_callback",
                    "team_id": knock.team(here),
                    "event": inner | {"user": person},
                }
                ack = await here.playground.door.send(Post.EVENT, event)
                assert not ack.body
        assert await rows.all_rows(here.store) == before
        assert here.playground.home(STRANGER) is None
