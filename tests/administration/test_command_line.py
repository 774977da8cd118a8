"""The administrator's command line, beside the running bot."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import __main__ as main
from bot import clock
from storage import workspaces
from tests import house, postgres
from tests.administration import test_setup as rooms
from tests.delivery import town
from tests.house import House, words

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def here(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    async with house.standing(migrated_url, now=now) as standing:
        ideas = standing.channel("ideas")
        for person in (rooms.ADMIN, rooms.YOUTH1, rooms.AUTHOR):
            standing.person(person, is_admin=person == rooms.ADMIN, email=f"{person.lower()}@example.invalid")
        await standing.set_up(rooms.ADMIN, ideas, rooms.YOUTH, rooms.HEALTH)
        yield standing, ideas


async def run(here: House, *arguments: str) -> tuple[int, str, str]:
    """Status, standard output and standard error of `idejakt`, on a thread beside the running bot."""
    done = await asyncio.to_thread(CliRunner().invoke, main.cli, list(arguments), env=environ(here))
    return done.exit_code, done.stdout, done.stderr


def environ(here: House) -> dict[str, str]:
    return {
        "DATABASE_URL": here.settings.database_url.get_secret_value(),
        "IDEJAKT_SECRET": here.settings.secret.get_secret_value(),
        "IDEJAKT_SLACK_BOT_TOKEN": here.settings.slack_bot_token.get_secret_value(),
        "IDEJAKT_SLACK_SIGNING_SECRET": house.SIGNING_SECRET,
        "IDEJAKT_SLACK_API_URL": here.settings.slack_api_url,
    }


async def process(here: House, *arguments: str) -> str:
    """What `idejakt` prints as a process of its own."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environ(here)},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await started.communicate()
    assert started.returncode == 0
    return out.decode()


@postgres.BY_AND_BY
async def test_a_morning_at_the_command_line(here: tuple[House, str], tmp_path: Path) -> None:
    standing, _ = here
    file = tmp_path / "people.csv"
    file.write_bytes(
        "e-post;fagområde\nuyouth1@example.invalid;Øving\nuhealth2@example.invalid;X".encode("cp1252")
    )
    assert (await run(standing, "discipline", "add", "Kultur"))[0] == 0
    assert (await run(standing, "discipline", "rename", "kultur", "Øving"))[0] == 0
    status, out, wrong = await run(standing, "people", "import", str(file))
    assert (status, "Nothing has changed" in wrong) == (2, True)
    assert "! Line 3: “X” is not on the list of disciplines." in out
    status, out, _ = await run(standing, "people", "import", str(file), "--leave-out-wrong")
    assert (status, "1 of 2 lines are in order." in out) == (0, True)
    assert (await run(standing, "discipline", "retire", rooms.HEALTH, "--into", "Øving"))[0] == 0
    _, out, _ = await run(standing, "discipline", "list")
    assert [line.split(maxsplit=1) for line in out.splitlines()] == [["0", rooms.YOUTH], ["1", "Øving"]]
    assert (await run(standing, "facilitator", "add", rooms.YOUTH1))[0] == 0
    assert (await run(standing, "facilitator", "list"))[1] == f"{rooms.YOUTH1}\n"
    status, out, _ = await run(
        standing, "workspace", "set", "--language", "nn", "--rounds-by", "facilitators"
    )
    assert (status, out) == (0, "Changed: locale, rounds_by_all\n")
    async with standing.store.read() as session:
        (workspace,) = await workspaces.every(session)
    assert (workspace.locale, workspace.rounds_by_all) == ("nn", False)
    out = await process(standing, "audit", "--json")
    found = [json.loads(line) for line in out.splitlines()]
    assert [one["action"] for one in found if one["actor"] is None] == [
        "discipline_added",
        "discipline_renamed",
        "person_placed",
        "discipline_retired",
        "facilitator_added",
        "setting_changed",
        "setting_changed",
    ]
    assert "example.invalid" not in out
    assert rooms.YOUTH1 not in out
    _, table, _ = await run(standing, "audit", "--until", "2020-01-01")
    assert table == ""


async def test_what_was_set_aside_is_sent_again(migrated_url: str, now: datetime) -> None:
    async with house.standing(migrated_url, now=now, work=False) as standing:
        closed = standing.channel("closed")
        await town.settle_in(standing, [rooms.ADMIN], ideas_place=closed, now=now)
        await standing.playground.archive(rooms.ADMIN, closed)
        for number in range(3):
            await town.say(standing, f"m{number}", closed)
        await standing.settle()
        assert standing.cards(closed) == []
        _, out, _ = await run(standing, "outbox", "list")
        numbers = [line.split()[0] for line in out.splitlines()]
        assert len(numbers) == 3
        assert "is_archived" in out
        assert (await run(standing, "outbox", "again"))[0] == 2
        await standing.playground.archive(rooms.ADMIN, closed, archived=False)
        assert (await run(standing, "outbox", "again", numbers[0]))[1].endswith(": 1\n")
        assert (await run(standing, "outbox", "again", "--all"))[1].endswith(": 2\n")
        assert (await run(standing, "outbox", "again", "--all"))[1].endswith(": 0\n")
        # The command reads this machine's clock, the house its own: go on where both have passed.
        standing.time.move_to(max(standing.time(), clock.system()) + timedelta(minutes=1))
        await standing.settle()
        assert [f"m{number}" in words(card) for number, card in enumerate(standing.cards(closed))] == [
            True
        ] * 3
        _, out, _ = await run(standing, "audit", "--json")
        assert [json.loads(line)["action"] for line in out.splitlines()] == ["outbox_taken_up"] * 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("discipline", "add", "ungdomstjenesten"), "is on the list already"),
        (("discipline", "rename", "Luft", "Vann"), "No discipline in use is called"),
        (("people", "import", "nowhere.csv"), "cannot be read"),
        (("facilitator", "add", "UNOBODY1"), "cannot find that person"),
        (("workspace", "set", "--ideas-channel", "CNOWHERE1"), "/invite"),
        (("audit", "--workspace", "TOTHER"), "no such workspace"),
    ],
)
async def test_what_is_wrong_is_said(here: tuple[House, str], arguments: tuple[str, ...], said: str) -> None:
    standing, _ = here
    before = await rooms.log(standing)
    status, _, wrong = await run(standing, *arguments)
    assert status == 2
    assert said in wrong
    assert await rooms.log(standing) == before
