"""Two workspaces in one database: whoever asks here sees, and changes, nothing of the other."""

import asyncio
import dataclasses
import functools
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import typer.main
from typer.testing import CliRunner

from bot import __main__ as command_line
from bot import app as wiring
from bot import manifest
from bot.playground.door import Post
from bot.slack import app as registered
from bot.slack.views import ids
from tests import house, postgres
from tests.house import House
from tests.safety import acts, furniture, knock, neighbour, rows, wiretap
from tests.safety.furniture import Things

C = ids.Callback
ADMIN = "UADMIN1"
OPERATOR: dict[str, list[str]] = {
    "discipline list": [],
    "discipline add": ["Vår fjerde tjeneste"],
    "discipline rename": ["Naboens andre tjeneste", "Vår tredje tjeneste"],
    "discipline retire": ["Naboens tjeneste"],
    "facilitator list": [],
    "workspace show": [],
    "outbox list": [],
    "outbox again": ["--all"],
    "audit": ["--json"],
    "export": ["{folder}/out"],
    "privacy": ["--person", ADMIN],
    "erase": [ADMIN, "--yes"],
}
"""The commands that take a workspace, asked for what is the neighbour's where that can be."""
FAR = 1_000_000
READ = re.compile(r'"text": ?"((?:[^"\\]|\\.)*)"|"errors": ?({[^}]*})')
INCIDENT = re.compile(r"\b[0-9a-f]{8}\b")
CLOSED = 1
"""Listeners for modals that are closed."""
REST = 6
"""Listeners for what no other one knows, one for each kind of request."""
UNUSED = {
    "asking",
    "done_request",
    "gathering",
    "hunt_member",
    "hunt_step",
    "idea_edit",
    "idea_mute",
    "news_choice",
    "pace",
}
"""Tables without anything of the neighbours'."""
OTHERS = ("UOWN0", "UOWN1", "UOWN2", "UOWN3")


@dataclass(slots=True)
class Street:
    """Our house beside the neighbour's, and all that our bot says to Slack."""

    here: House
    ours: Things
    theirs: Things
    ear: wiretap.Ear
    turns: int = 0

    nowhere: Things = field(init=False)
    """Ids of things that are nobody's."""

    def __post_init__(self) -> None:
        far: dict[str, Any] = {
            name: found + FAR
            for name, found in dataclasses.asdict(self.theirs).items()
            if isinstance(found, int)
        }
        self.nowhere = dataclasses.replace(self.theirs, place="C0NOWHERE", member="U0NOWHERE", **far)

    async def knock(self, payload: knock.Json) -> str:
        """What comes out of the bot for one request: its answer, and what it says to Slack meanwhile."""
        ack = await knock.knock(self.here, payload)
        assert ack.status == 200, (payload, ack)
        await self.here.bot.redraws.settle()
        said = "\n".join([json.dumps(ack.body, ensure_ascii=False), *self.ear.heard])
        self.ear.heard.clear()
        return said

    def words(self, said: str) -> list[str]:
        """What can be read in it, whatever it is about."""
        for things in (self.theirs, self.nowhere):
            said = said.replace(things.place, "C").replace(things.member, "U")
        return [INCIDENT.sub("", "".join(found)) for found in READ.findall(said)]

    async def modal(self) -> str:
        """The id of a modal of ours on top of an empty screen, for the next tap to stand in."""
        state = self.here.playground.workspace.state
        state.views.pop(ADMIN, None)
        await self.here.playground.command(ADMIN, self.ours.place, "/ideas")
        self.ear.heard.clear()
        return state.views[ADMIN][-1].id

    def key(self) -> str:
        """The id of one more form."""
        self.turns += 1
        return f"V{self.turns:04}"


@asynccontextmanager
async def street(url: str, now: datetime) -> AsyncIterator[Street]:
    theirs = await neighbour.move_in(url, now)
    async with (
        wiretap.listening() as ear,
        house.standing(url, now=now, work=False, front=ear.stand_before) as here,
    ):
        place = here.channel("ideas")
        here.person(ADMIN, is_admin=True)
        for person in OTHERS:
            here.person(person)
        home = furniture.Household(knock.team(here), ADMIN, OTHERS, "Vår", place)
        ours = await furniture.furnish(here.bot.installation, home, now=now)
        yield Street(here, ours, theirs, ear)


def test_every_table_belongs_to_a_workspace() -> None:
    """By a chain of foreign keys that are always set."""
    known = {"workspace"}
    while True:
        more = {
            name
            for name, table in rows.tables().items()
            for constraint in table.foreign_key_constraints
            if constraint.referred_table.name in known
            and not any(column.nullable for column in constraint.columns)
        }
        if more <= known:
            break
        known |= more
    assert known == set(rows.tables())


def test_every_tap_and_form_is_walked() -> None:
    """What is new says in `acts` what it carries, and what it takes to be let in with it."""
    assert acts.TAPS.keys() == set(ids.Action)
    assert acts.FORMS.keys() == set(ids.Callback)


def _within(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    for part, inner in getattr(command, "commands", {}).items():
        yield from _within(f"{name} {part}".strip(), inner)
    if not hasattr(command, "commands"):
        yield name, command


def test_every_command_for_a_workspace_is_walked() -> None:
    of_one = {
        name
        for name, command in _within("", typer.main.get_command(command_line.cli))
        if any(parameter.name == "team" for parameter in command.params)
    }
    assert of_one == OPERATOR.keys()


async def test_the_operator_gets_what_a_workspace_has_and_no_other(
    sqlite_url: str, now: datetime, tmp_path: Path
) -> None:
    async with street(sqlite_url, now) as way:
        team = knock.team(way.here)
        environ = {"DATABASE_URL": sqlite_url, "IDEJAKT_SECRET": house.SECRET}
        before = rows.of(await rows.all_rows(way.here.store), way.theirs.workspace)
        for command, arguments in OPERATOR.items():
            given = [
                *command.split(),
                *(one.format(folder=tmp_path) for one in arguments),
                "--workspace",
                team,
            ]
            done = await asyncio.to_thread(CliRunner().invoke, command_line.cli, given, env=environ)
            assert not isinstance(done.exception, Exception), (command, done.exception)
            said = functools.reduce(lambda text, one: text.replace(one, ""), arguments, done.output)
            assert neighbour.MARK not in said, command
            assert "UNEIGHBOUR" not in said, command
        written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
        assert "V\u00e5r" in written or "Vår" in written
        assert neighbour.MARK not in written
        assert rows.of(await rows.all_rows(way.here.store), way.theirs.workspace) == before


async def test_every_listener_is_walked(sqlite_house: House) -> None:
    """Whatever else Bolt is told to listen for has to find its way into the walks below."""
    async with wiring.at_desk(sqlite_house.settings) as door:
        listeners = registered.build(door)._async_listeners
    made = manifest.manifest(transport="socket", url=None)
    known = len(ids.Action) + len(set(ids.Callback) - acts.UNHEARD)
    known += len(made["features"]["slash_commands"]) + len(made["features"]["shortcuts"])
    known += len(manifest.EVENTS) + CLOSED + REST
    assert len(listeners) == known


@pytest.mark.early
@postgres.BY_AND_BY
async def test_nothing_of_the_neighbours_is_seen_or_changed(migrated_url: str, now: datetime) -> None:
    async with street(migrated_url, now) as way:
        here, theirs = way.here, way.theirs
        before = rows.of(await rows.all_rows(here.store), theirs.workspace)
        assert {table for table, found in before.items() if not found} == UNUSED
        async for payload, unknown in _everything(way):
            said = await way.knock(payload)
            assert neighbour.MARK not in said, payload
            if unknown is not None:
                assert way.words(said) == way.words(await way.knock(unknown)), (payload, said)
        for event in _events(way):
            await here.playground.door.send(Post.EVENT, event)
        await here.playground.open_home(ADMIN)
        for page in ("/healthz", "/readyz", "/metrics", manifest.PATH):
            async with aiohttp.ClientSession() as session, session.get(f"{here.bot.url}{page}") as answer:
                assert neighbour.MARK not in await answer.text()
        after = await rows.all_rows(here.store)
        assert rows.of(after, theirs.workspace) == before
        assert not [row for row in after["person"] if row["gone_at"] is not None]
        assert neighbour.MARK not in "\n".join(way.ear.heard)
        way.ear.heard.clear()
        await here.settle()  # their nudge is due as well, and is not ours to say
        said = "\n".join(way.ear.heard)
        assert neighbour.MARK not in said
        assert "UNEIGHBOUR" not in said
        assert "chat.postMessage" in said
        later = rows.of(await rows.all_rows(here.store), theirs.workspace)
        assert "other_workspace" in {row["problem"] for row in later["outbox"]}
        assert not [row for row in later["outbox"] if row["state"] == "set_aside"]
        same = acts.Form(
            acts.DEED % ("themes", "idea"), chosen={ids.Field.THEME_NEW: furniture.theme_of(neighbour.HOME)}
        )
        said = await way.knock(acts.sent(here, ADMIN, C.IDEA_DEED, same, way.ours, key=way.key()))
        assert "Temaene er lagret" in said
        after = await rows.all_rows(here.store)
        for table, found in after.items():
            for row in found:
                assert len(rows.homes(after, table, row)) == 1, (table, "leads to two workspaces")


async def _everything(way: Street) -> AsyncIterator[tuple[knock.Json, knock.Json | None]]:
    """Every command, button and form, with ids of the neighbour's in every place an id may stand.

    And beside it the same with ids that are nobody's: that there is something must not be told either.
    """
    here, ours = way.here, way.ours
    made = manifest.manifest(transport="socket", url=None)
    for one in made["features"]["slash_commands"]:
        for text in ("", "liste", "omtelling", "oppsett", "personvern", str(way.theirs.idea)):
            asked = [
                knock.command(here, ADMIN, things.place, one["command"], text)
                for things in (way.theirs, way.nowhere)
            ]
            posts = one["command"] == "/idea" and text in {"", "liste", "omtelling", str(way.theirs.idea)}
            yield asked[0], None if posts else asked[1]
    for pair in zip(
        *(acts.shortcuts(here, ADMIN, things) for things in (way.theirs, way.nowhere)), strict=True
    ):
        yield pair
    view = await way.modal()
    for action, tap in acts.taps():
        theirs, nobodys = [
            acts.tapped(here, ADMIN, action, tap, things, view=view) for things in (way.theirs, way.nowhere)
        ]
        yield theirs, nobodys
        del here.playground.workspace.state.views[ADMIN][1:]
    for callback, form in acts.forms():
        for one, other in [(None, ours), (ours, None)] if form.foreign else [(None, ours)]:
            theirs, nobodys = [
                acts.sent(here, ADMIN, callback, form, one or things, fields=other or things, key=way.key())
                for things in (way.theirs, way.nowhere)
            ]
            # A draft that is not there is written anew, and an erasure cannot be done twice.
            done = callback is C.PRIVACY_ERASE or (callback is C.IDEA and one is None)
            yield theirs, None if done else nobodys
    closed = knock.click(here, ADMIN, "x", "1")
    yield closed | {"type": "view_closed", "view": {"callback_id": "ideas_list"}}, None
    yield knock.command(here, ADMIN, ours.place, "/idea", "personvern"), None


def _events(way: Street) -> list[knock.Json]:
    """What Slack may tell of the neighbours, or ask about them."""
    team = knock.team(way.here)
    wrapped = {"type": "event_callback", "team_id": team, "event_id": "Ev1"}
    closed = {"type": "user_change", "user": {"id": ADMIN, "deleted": True}}
    return [
        wrapped | {"event": closed, "team_id": neighbour.TEAM},
        wrapped | {"event": {"type": "app_home_opened", "user": neighbour.HOME.others[0], "tab": "home"}},
        wrapped
        | {"event": {"type": "user_change", "user": {"id": neighbour.HOME.others[0], "deleted": True}}},
        wrapped
        | {"event": {"type": "link_shared", "user": ADMIN, "links": [{"url": "https://bot.example.org/1"}]}},
        wrapped | {"event": {"type": "message", "user": ADMIN, "text": "1", "channel": neighbour.PLACE}},
    ]


async def test_a_person_of_another_workspace_is_refused_kindly(sqlite_url: str, now: datetime) -> None:
    """Signed by Slack and yet not ours: the app may stand in several workspaces."""
    async with street(sqlite_url, now) as way:
        here, ours = way.here, way.ours
        before = await rows.all_rows(here.store)
        for person, team in (("UNEIGHBOUR0", neighbour.TEAM), (ADMIN, neighbour.TEAM), (ADMIN, "")):
            said = await way.knock(knock.command(here, person, ours.place, "/ideas", "", team_id=team))
            assert "Vår" not in said
            assert "arbeidsområde" in said
            for action, tap in acts.taps() if person == ADMIN and team else ():
                over = {"team": {"id": team}, "user": {"id": person, "team_id": team}}
                tapped = acts.tapped(here, person, action, tap, ours, view="V0NONE") | over
                assert "Vår" not in await way.knock(tapped)
        assert await rows.all_rows(here.store) == before
