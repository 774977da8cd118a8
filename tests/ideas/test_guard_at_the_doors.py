"""Client data goes no further than the person's own screen, whatever door it comes to."""

import json
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.services import safeguard
from tests import test_road
from tests.house import House, words

NUMBER = "15858000006"
"""A synthetic identity number."""
PHONE = "911 22 333"


@pytest.fixture
async def there(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    async with test_road.peopled(migrated_url, now) as found:
        yield found


async def stored(here: House) -> str:
    """Everything in the database, as text."""
    found = []
    async with here.store.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            rows = await (await session.connection()).execute(sa.select(table))
            found.append(json.dumps([list(map(str, row)) for row in rows]))
    return "\n".join(found)


def said(here: House) -> str:
    """Everything the bot has posted anywhere, private answers and open forms included."""
    state = here.playground.workspace.state
    return "\n".join(words(message) for channel in state.messages.values() for message in channel)


async def test_a_command_is_stopped_with_nothing_kept(
    there: tuple[House, str], capsys: pytest.CaptureFixture[str]
) -> None:
    here, ideas = there
    for command in ("/idea", "/ideas", "/round", "/project"):
        for text in (f"Kari {NUMBER} får ikke time", f"Ring {PHONE}", "skriv til kari@example.no"):
            answer = await here.playground.command("UYOUTH1", ideas, command, text)
            assert answer.ok
            shown = words(answer.ephemeral[0])
            assert "Jeg har ikke lagret noe" in shown
            assert "Slack har allerede sett" in shown
            assert safeguard.masked(text) in shown
            assert here.playground.view("UYOUTH1") is None
    await here.settle()
    logged = "".join(capsys.readouterr())
    kept = await stored(here)
    for secret in (NUMBER, PHONE, "kari@example.no"):
        assert secret not in kept + said(here) + logged


async def test_an_identity_number_stays_in_the_open_form_and_nowhere_else(there: tuple[House, str]) -> None:
    here, ideas = there
    await here.playground.command("UYOUTH1", ideas, "/idea")
    for field in ("title", "who", "frequency", "evidence", "cost"):
        empty = dict.fromkeys(("who", "frequency", "evidence", "cost"), "")
        typed = {"title": "Ungdom får ikke time", **empty, field: f"Ungdom {NUMBER}"}
        answer = await here.fill("UYOUTH1", "idea_form", **typed)
        assert "fødselsnummer" in answer.errors[field]
        view = here.playground.view("UYOUTH1")
        assert view is not None
        assert view.values[field]["value"]["value"] == f"Ungdom {NUMBER}"
    await here.settle()
    assert here.cards(ideas) == []
    assert NUMBER not in await stored(here)


async def test_a_helpline_is_taken_once_it_is_confirmed(there: tuple[House, str]) -> None:
    here, ideas = there
    await here.playground.command("UYOUTH1", ideas, "/idea")
    await here.fill(
        "UYOUTH1",
        "idea_form",
        title="Ingen vet om hjelpetelefonen",
        who=f"Ungdom som burde ringe {PHONE}",
        kind="dead_horse",
        named=[],
    )
    view = here.playground.view("UYOUTH1")
    assert view is not None
    first, last = view.definition["blocks"][0], view.definition["blocks"][-1]
    assert "Hvem har problemet" in words(first)
    assert "Ingenting er lagret ennå" in words(first)
    assert last["block_id"] == "confirmed"
    assert PHONE not in await stored(here)
    # Sent again without a tick, it asks again; everything that was filled in still stands there.
    await here.fill("UYOUTH1", "idea_form")
    view = here.playground.view("UYOUTH1")
    assert view is not None
    assert [one["block_id"] for one in view.definition["blocks"]].count("confirmed") == 1
    assert PHONE not in await stored(here)
    await here.fill("UYOUTH1", "idea_form", confirmed=["confirmed"])
    await here.settle()
    card = here.cards(ideas)[-1]
    assert f"Ungdom som burde ringe {PHONE}" in words(card)
    assert "Noe vi kan slutte med" in words(card)
    assert "uten navn" in words(card)


async def test_an_identity_number_cannot_be_confirmed(there: tuple[House, str]) -> None:
    here, ideas = there
    await here.playground.command("UYOUTH1", ideas, "/idea")
    await here.fill("UYOUTH1", "idea_form", title="Noe", who=PHONE)
    answer = await here.fill("UYOUTH1", "idea_form", evidence=NUMBER, confirmed=["confirmed"])
    assert "fødselsnummer" in answer.errors["evidence"]
    assert NUMBER not in await stored(here)


async def test_a_message_with_client_data_is_not_saved(there: tuple[House, str]) -> None:
    here, ideas = there
    await here.playground.say("UYOUTH1", ideas, f"Kan noen følge opp {NUMBER}?")
    message = here.playground.messages(ideas)[-1]
    await here.playground.shortcut("UYOUTH1", "save_idea", ideas, message.ts)
    view = here.playground.view("UYOUTH1")
    assert view is not None
    assert "Meldingen står fortsatt i kanalen" in words(view.definition)
    assert NUMBER not in words(view.definition)
    assert "•••••••••••" in words(view.definition)
    assert NUMBER not in await stored(here)


async def test_the_other_forms_ask_too(there: tuple[House, str]) -> None:
    here, ideas = there
    await here.playground.command("UADMIN1", ideas, "/idea", "setup")
    for button in ("setup_part.disciplines", "discipline_edit.new"):
        view = here.playground.view("UADMIN1")
        assert view is not None
        await here.playground.click("UADMIN1", None, view.id, button)
    answer = await here.fill("UADMIN1", "discipline_form", discipline_name=f"Ungdom {NUMBER}")
    assert "fødselsnummer" in answer.errors["discipline_name"]
    assert NUMBER not in await stored(here)


def test_what_is_given_back_has_dots_where_something_was_found() -> None:
    text = f"Kari {NUMBER[:6]} {NUMBER[6:]}, +47 {PHONE}, kari@example.no, uke 12, 12 000 kr"
    given = safeguard.masked(text)
    assert given == "Kari •••••• •••••, +•• ••• •• •••, ••••@•••••••.••, uke 12, 12 000 kr"
