"""Two workspaces in one database: whoever asks here sees, and changes, nothing of the other."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot import manifest
from bot.playground.state import Message
from bot.slack.views import ids
from storage import kinds
from tests import postgres
from tests import test_road as road
from tests.house import House
from tests.safety import knock, neighbour, rows

# The shapes of value a button of ours may have: an id, an id and a word, a page of a list, a record.
WORDS = ("2", kinds.Movement.STUCK, kinds.Obstacle.TIME)
SHAPES = (
    "{id}",
    *(f"{{id}}:{word}" for word in WORDS),
    '{{"page": {id}, "search": "idé"}}',
    '{{"id": {id}}}',
)
THEIRS = (1, 2)


def seen(here: House) -> str:
    """Everything that came out of the bot, to anybody."""
    state = here.playground.workspace.state
    shown = [one.blocks for channel in state.channels for one in _messages(here, channel)]
    said = [one.text for channel in state.channels for one in _messages(here, channel)]
    homes = [view.definition for view in state.homes.values()]
    return json.dumps([shown, said, homes], ensure_ascii=False)


def _messages(here: House, channel: str) -> list[Message]:
    return [
        one
        for person in here.playground.people()
        for one in here.playground.messages(channel, as_person=person.id)
    ]


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


@pytest.mark.early
@postgres.BY_AND_BY
async def test_nothing_of_the_neighbours_is_seen_or_changed(migrated_url: str, now: datetime) -> None:
    theirs = await neighbour.move_in(migrated_url, now)
    async with road.peopled(migrated_url, now) as (here, channel):
        for title in ("Vår egen idé", "Vår andre idé"):
            await here.playground.command("UYOUTH1", channel, "/idea", title)
        before = rows.of(await rows.all_rows(here.store), theirs)
        assert all(before[table] for table in ("idea", "round", "ballot", "project", "check_in", "note"))
        for payload in _everything(here, channel, now):
            ack = await knock.knock(here, payload)
            assert ack.status == 200, (payload, ack)
            assert neighbour.MARK not in str(ack.body), payload
            opened = here.playground.workspace.state.views.pop("UADMIN1", [])
            assert neighbour.MARK not in str([view.definition for view in opened]), payload
        await here.playground.open_home("UADMIN1")
        await here.advance(minutes=5)
        assert neighbour.MARK not in seen(here)
        after = await rows.all_rows(here.store)
        assert rows.of(after, theirs) == before
        for table, found in after.items():
            for row in found:
                assert len(rows.homes(after, table, row)) == 1, (table, "leads to two workspaces")


def _everything(here: House, channel: str, now: datetime) -> Iterator[knock.Json]:
    """Every command, button and form, with ids of the neighbour's in every place an id may stand."""
    person = "UADMIN1"
    moment = int((now + timedelta(days=7, hours=2)).timestamp())
    metadata = [
        json.dumps({"channel": neighbour.PLACE, "idea_id": number, "id": number, "source": ""})
        for number in THEIRS
    ]
    registered = manifest.manifest(transport="socket", url=None)
    for one in registered["features"]["slash_commands"]:
        for text in ("", "list", "liste", "1", "folk"):
            yield knock.command(here, person, channel, one["command"], text)
    for action in ids.Action:
        for shape in SHAPES:
            yield knock.click(here, person, action, shape.format(id=THEIRS[0]))
        yield knock.click(here, person, ids.tailed(action, THEIRS[1]), str(THEIRS[1]))
    for callback in ids.Callback:
        for number in THEIRS[:1]:
            for meta in (metadata[0], str(number), f"{number}:1"):
                values = knock.filled(str(number), person="UNEIGHBOUR0", place=neighbour.PLACE, moment=moment)
                yield knock.submission(
                    here, person, callback, values, metadata=meta, key=f"V{callback}{number}"
                )
                own = knock.filled(str(number), person=person, place=channel, moment=moment)
                yield knock.submission(here, person, callback, own, metadata=meta, key=f"W{callback}{number}")


async def test_a_person_of_another_workspace_is_refused_kindly(migrated_url: str, now: datetime) -> None:
    """Signed by Slack and yet not ours: the app may stand in several workspaces."""
    await neighbour.move_in(migrated_url, now)
    async with road.peopled(migrated_url, now) as (here, channel):
        await here.playground.command("UYOUTH1", channel, "/idea", "Vår egen idé")
        await here.settle()
        before = await rows.all_rows(here.store)
        for person, team in (("UNEIGHBOUR0", neighbour.TEAM), ("UADMIN1", neighbour.TEAM), ("UADMIN1", "")):
            said = knock.command(here, person, channel, "/ideas", "", team_id=team)
            ack = await knock.knock(here, said)
            assert ack.status == 200
            assert "Vår egen idé" not in str(ack.body)
            assert "arbeidsområde" in str(ack.body)
            for action in ids.Action if person == "UADMIN1" and team else ():
                over = {"team": {"id": team}, "user": {"id": person, "team_id": team}}
                ack = await knock.knock(here, knock.click(here, person, action, "1", **over))
                assert ack.status == 200
        assert await rows.all_rows(here.store) == before
