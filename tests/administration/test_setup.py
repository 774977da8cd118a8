"""Administrators set the workspace up, from modals; what they do is in the log, by numbers alone."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from storage import audit, kinds, people, workspaces
from tests import house
from tests.house import House, words

ADMIN, YOUTH1, HEALTH1, GUEST = "UADMIN1", "UYOUTH1", "UHEALTH1", "UGUEST1"
AUTHOR = "UHEALTH2"
YOUTH, HEALTH = "Ungdomstjenesten", "Helsestasjonen"


@pytest.fixture
async def here(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    async with house.standing(migrated_url, now=now) as standing:
        ideas = standing.channel("ideas")
        standing.person(ADMIN, is_admin=True, email="admin@example.invalid")
        standing.person(YOUTH1, email="youth1@example.invalid")
        standing.person(AUTHOR)
        standing.person(HEALTH1, email="health1@example.invalid")
        standing.person(GUEST, is_restricted=True, email="guest1@example.invalid")
        await standing.set_up(ADMIN, ideas, YOUTH, HEALTH)
        yield standing, ideas


async def log(here: House) -> list[tuple[str, int | None, dict[str, Any]]]:
    async with here.store.read() as session:
        (workspace,) = await workspaces.every(session)
        return [
            (one.action, one.person_id, one.details) for one in await audit.entries(session, workspace.id)
        ]


async def person(here: House, id_: str) -> Any:
    async with here.store.read() as session:
        (workspace,) = await workspaces.every(session)
        found = await people.with_workspace(session, kinds.Platform.SLACK, workspace.external_id, id_)
    return found[0] if found else None


async def part(here: House, ideas: str, name: str) -> None:
    """Open a part of the setup, as an administrator does."""
    await here.playground.command(ADMIN, ideas, "/idea", "setup")
    view = here.playground.view(ADMIN)
    assert view is not None
    answer = await here.playground.click(ADMIN, None, view.id, f"setup_part.{name}")
    assert answer.ok, answer


async def edit(here: House, name: str) -> None:
    """Press «Endre» beside a discipline in the list on top."""
    view = here.playground.view(ADMIN)
    assert view is not None
    for block in view.definition["blocks"]:
        button = block.get("accessory") or {}
        if name in words(block) and button.get("action_id") == "discipline_edit":
            answer = await here.playground.click(
                ADMIN, None, view.id, button["action_id"], block_id=block["block_id"]
            )
            assert answer.ok, answer
            return
    raise AssertionError(f"{name} is not on the list")


def chosen(value: str) -> dict[str, Any]:
    return {"value": value}


async def test_a_discipline_is_renamed_with_its_people(here: tuple[House, str]) -> None:
    standing, ideas = here
    await standing.choose_discipline(YOUTH1, YOUTH)
    await part(standing, ideas, "disciplines")
    await edit(standing, YOUTH)
    answer = await standing.fill(ADMIN, "discipline_form", discipline_name="Ung  i byen")
    assert answer.ok, answer
    assert "Ung i byen" in words(standing.playground.view(ADMIN).definition)  # type: ignore[union-attr]
    async with standing.store.read() as session:
        listed = await workspaces.disciplines(session, (await person(standing, YOUTH1)).workspace_id)
    assert [one.name for one in listed] == ["Ung i byen", HEALTH]
    assert (await person(standing, YOUTH1)).discipline_id == listed[0].id
    action, _, details = (await log(standing))[-1]
    assert (action, details["before"], details["after"]) == ("discipline_renamed", YOUTH, "Ung i byen")


async def test_a_retired_discipline_gives_its_people_to_another(here: tuple[House, str]) -> None:
    standing, ideas = here
    await standing.choose_discipline(YOUTH1, YOUTH)
    other = (await person(standing, YOUTH1)).discipline_id + 1
    await part(standing, ideas, "disciplines")
    await edit(standing, YOUTH)
    answer = await standing.fill(
        ADMIN, "discipline_form", discipline_retire=["retire"], discipline_into=str(other)
    )
    assert answer.ok, answer
    moved = await person(standing, YOUTH1)
    assert moved.discipline_id == other
    assert moved.discipline_confirmed_at is not None
    assert (await log(standing))[-1][2]["people"] == 1


async def test_a_name_that_is_there_is_refused_in_its_field(here: tuple[House, str]) -> None:
    standing, ideas = here
    await part(standing, ideas, "disciplines")
    view = standing.playground.view(ADMIN)
    assert view is not None
    await standing.playground.click(ADMIN, None, view.id, "discipline_edit.new")
    before = await log(standing)
    answer = await standing.fill(ADMIN, "discipline_form", discipline_name=HEALTH.upper())
    assert "alt på listen" in answer.errors["discipline_name"]
    assert await log(standing) == before


async def test_the_list_is_locked_while_a_round_is_open(here: tuple[House, str]) -> None:
    standing, ideas = here
    await part(standing, ideas, "disciplines")
    view = standing.playground.view(ADMIN)
    assert view is not None
    await standing.playground.click(ADMIN, None, view.id, "discipline_edit.new")
    await open_round(standing, ideas)
    answer = await standing.fill(ADMIN, "discipline_form", discipline_name="Kultur")
    assert "låst" in answer.errors["discipline_name"]
    await standing.close(ADMIN)
    await part(standing, ideas, "disciplines")
    shown = standing.playground.view(ADMIN)
    assert shown is not None
    assert "låst" in words(shown.definition)
    assert "discipline_edit" not in str(shown.definition)


async def test_facilitators_open_rounds_where_not_everybody_may(here: tuple[House, str]) -> None:
    standing, ideas = here
    await standing.playground.command(ADMIN, ideas, "/idea", "setup")
    await standing.fill(ADMIN, "setup_form", rounds_by="facilitators")
    await standing.close(ADMIN)
    await two_ideas(standing, ideas)
    refused = await standing.playground.command(YOUTH1, ideas, "/round")
    assert "prosessledere" in words(refused.ephemeral[0])
    await part(standing, ideas, "facilitators")
    answer = await standing.fill(ADMIN, "facilitators_form", facilitators=[YOUTH1])
    assert answer.ok, answer
    await standing.close(ADMIN)
    await standing.playground.command(YOUTH1, ideas, "/round")
    assert standing.playground.view(YOUTH1) is not None
    await part(standing, ideas, "facilitators")
    answer = await standing.fill(ADMIN, "facilitators_form", facilitators=[])
    assert answer.ok, answer
    assert (await person(standing, YOUTH1)).role == kinds.Role.MEMBER
    assert [one for one, _, _ in await log(standing)][-3:] == [
        "setting_changed",
        "facilitator_added",
        "facilitator_removed",
    ]


async def test_a_guest_is_no_facilitator(here: tuple[House, str]) -> None:
    standing, ideas = here
    await part(standing, ideas, "facilitators")
    answer = await standing.fill(ADMIN, "facilitators_form", facilitators=[YOUTH1, GUEST])
    assert "ansatte" in answer.errors["facilitators"]
    assert (await person(standing, YOUTH1)).role == kinds.Role.MEMBER


async def test_an_import_reports_every_line(here: tuple[House, str]) -> None:
    standing, ideas = here
    await part(standing, ideas, "import")
    wrong = (
        f"youth1@example.invalid;{YOUTH}\nnobody@example.invalid;{HEALTH}\nguest1@example.invalid;{YOUTH}\n"
        f"health1@example.invalid;Flyvesenet\nyouth1@example.invalid;{HEALTH}\nrot"
    )
    answer = await standing.fill(ADMIN, "import_form", roster=wrong)
    said = answer.errors["roster"]
    for line in (
        "Linje 2: ingen",
        "Linje 3: personen er gjest",
        "Linje 4: «Flyvesenet»",
        "Linje 5",
        "Linje 6",
    ):
        assert line in said
    assert (await person(standing, YOUTH1)) is None or (await person(standing, YOUTH1)).discipline_id is None
    answer = await standing.fill(ADMIN, "import_form", roster=wrong, leave_out=["leave_out"])
    assert answer.ok, answer
    report = words(standing.playground.view(ADMIN).definition)  # type: ignore[union-attr]
    assert "1 av 6 linjer er i orden." in report
    assert f"Linje 1: hører nå til {YOUTH}." in report
    placed = await person(standing, YOUTH1)
    assert placed.discipline_id is not None
    assert placed.discipline_confirmed_at is not None
    assert (await log(standing))[-1][:2] == ("person_placed", placed.id)


async def test_no_address_is_kept_anywhere(here: tuple[House, str]) -> None:
    standing, ideas = here
    await part(standing, ideas, "import")
    answer = await standing.fill(
        ADMIN, "import_form", roster=f"youth1@example.invalid;{YOUTH}\nhealth1@example.invalid;{HEALTH}"
    )
    assert answer.ok, answer
    await standing.settle()
    async with standing.store.read() as session:
        connection = await session.connection()
        tables = await connection.run_sync(_tables)
        for table in tables:
            rows = (await connection.exec_driver_sql(f'SELECT * FROM "{table}"')).all()
            assert "example.invalid" not in str(rows), table
    assert len(tables) > 10


def _tables(connection: Any) -> list[str]:
    import sqlalchemy as sa

    return list(sa.inspect(connection).get_table_names())


async def test_an_import_moves_nobody_while_a_round_is_open(here: tuple[House, str]) -> None:
    standing, ideas = here
    await standing.choose_discipline(YOUTH1, YOUTH)
    await open_round(standing, ideas)
    await part(standing, ideas, "import")
    moving = f"youth1@example.invalid,{HEALTH}\nhealth1@example.invalid,{HEALTH}"
    answer = await standing.fill(ADMIN, "import_form", roster=moving)
    assert "Linje 1: fagområdet kan ikke byttes" in answer.errors["roster"]
    answer = await standing.fill(ADMIN, "import_form", roster=moving, leave_out=["leave_out"])
    assert answer.ok, answer
    assert (await person(standing, HEALTH1)).discipline_confirmed_at is not None


@pytest.mark.parametrize(
    ("pasted", "said"), [("E-post;Fagområde", "ingen linjer"), ("a@b.no;A\n" * 31, "Høyst 30")]
)
async def test_a_list_that_is_none_is_refused(here: tuple[House, str], pasted: str, said: str) -> None:
    standing, ideas = here
    await part(standing, ideas, "import")
    answer = await standing.fill(ADMIN, "import_form", roster=pasted)
    assert said in answer.errors["roster"]


async def two_ideas(standing: House, ideas: str) -> None:
    await standing.playground.command(AUTHOR, ideas, "/idea", "Foreldre vet ikke hvem de skal ringe")
    await standing.playground.command(AUTHOR, ideas, "/idea", "Rådene om søvn er ulike")
    if (await person(standing, AUTHOR)).discipline_id is None:
        await standing.choose_discipline(AUTHOR, HEALTH)
    await standing.settle()


async def open_round(standing: House, ideas: str) -> None:
    """A round opened by the youth worker, whatever the administrator is doing."""
    await two_ideas(standing, ideas)
    await standing.playground.command(YOUTH1, ideas, "/round")
    answer = await standing.fill(YOUTH1, "round_form")
    assert answer.ok, answer
    await standing.close(YOUTH1)
    await standing.settle()
