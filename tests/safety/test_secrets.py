"""Secrets stand in no log, no error, no repr, no address and no list of processes."""

import io
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
import typer.main

from bot import __main__ as command_line
from bot import desk
from bot.playground.faults import Trouble
from bot.settings import Settings
from tests import house, postgres
from tests import test_road as road

ROOT = Path(__file__).parents[2]
SECRETS = (house.SECRET, house.SIGNING_SECRET, house.BOT_TOKEN)


@postgres.BY_AND_BY
async def test_a_whole_road_leaves_no_secret_and_no_words_in_the_log(
    migrated_url: str, now: datetime, log: io.StringIO
) -> None:
    async with road.peopled(migrated_url, now) as (here, ideas):
        await road.walk(here, ideas)
        here.playground.faults.plan("users.info", Trouble.ERROR, code="enigma")
        here.person("UNEW1")
        await here.playground.command("UNEW1", ideas, "/idea", "Noe ingen skal lese i loggen")
        for shown in (repr(here.settings), str(here.settings), repr(here.bot), repr(here.bot.installation)):
            assert not any(secret in shown for secret in SECRETS)
    written = log.getvalue()
    assert "door.unexpected" in written
    for secret in SECRETS:
        assert secret not in written
    for words in ("ingen skal lese", "Foreldre vet ikke", "Ringe tre foreldre", "Ungdom som slutter"):
        assert words not in written
    for person in (*road.PEOPLE, "UADMIN1"):
        assert person not in written, "who did what is nobody's business"


def test_no_command_takes_a_secret_as_an_argument() -> None:
    """What stands in an argument stands in the list of processes, for every user of the machine to read."""
    names = {
        parameter.name
        for command in _commands(typer.main.get_command(command_line.cli))
        for parameter in command.params
    }
    assert {"person", "language", "member"} <= names, "those of commands within commands too"
    assert not any(
        word in str(name) for name in names for word in ("token", "secret", "password", "key", "url_")
    )


def _commands(command: Any) -> Iterator[Any]:
    """A command with all that are within it."""
    yield command
    for part in getattr(command, "commands", {}).values():
        yield from _commands(part)


STARTS = re.compile(
    r"\b(subprocess|multiprocessing|pty|ProcessPoolExecutor|create_subprocess_(exec|shell)"
    r"|os\.(system|popen|fork|forkpty|posix_spawnp?|exec[lv]\w*|spawn\w+))\b"
)


@pytest.mark.parametrize("room", ["bot", "storage"])
def test_no_other_process_is_started(room: str) -> None:
    """Secrets come in the environment, and every process that is started would be handed it."""
    for path in (ROOT / room).rglob("*.py"):
        assert not STARTS.search(path.read_text(encoding="utf-8")), path


def test_whatever_may_hold_a_secret_is_a_setting_that_shows_in_no_repr() -> None:
    for name, field in Settings.model_fields.items():
        hidden = "SecretStr" in str(field.annotation)
        wanted = any(word in name for word in ("secret", "token", "password", "key", "database", "proxy"))
        assert hidden is wanted, name


def test_a_running_bot_watches_for_every_secret_of_its_settings(capsys: pytest.CaptureFixture[str]) -> None:
    words = {"IDEJAKT_SECRET": house.SECRET, "IDEJAKT_SLACK_SIGNING_SECRET": house.SIGNING_SECRET}
    words |= {"IDEJAKT_SLACK_BOT_TOKEN": house.BOT_TOKEN, "IDEJAKT_SLACK_APP_TOKEN": house.APP_TOKEN}
    addresses = {
        "IDEJAKT_DATABASE_URL": "postgresql://somebody:hush-of-base@127.0.0.1/idejakt",
        "IDEJAKT_HTTPS_PROXY": "http://somebody:hush-of-proxy@127.0.0.1:3128",
    }
    before = dict(os.environ)
    os.environ.update(words | addresses)
    try:
        desk.settings()
    finally:
        os.environ.clear()
        os.environ.update(before)
    hushed = [*words.values(), "hush-of-base", "hush-of-proxy"]
    for secret in hushed:
        structlog.get_logger("bot.app").error(f"said {secret}", deep=[{secret: secret}])
    written = capsys.readouterr().err
    assert written.count("said") == len(hushed)
    assert not any(secret in written for secret in hushed)


@pytest.mark.parametrize("field", ["secret", "slack_bot_token", "slack_signing_secret", "database_url"])
def test_a_wrong_setting_is_named_and_not_shown(field: str) -> None:
    wrong = {
        "IDEJAKT_SECRET": "hush",
        "IDEJAKT_SLACK_BOT_TOKEN": "hush",
        "IDEJAKT_DATABASE_URL": "hush://hush",
    }
    with pytest.raises(Exception, match="IDEJAKT") as raised:
        Settings.load(wrong)
    assert "hush" not in str(raised.value)
    assert f"IDEJAKT_{field.upper()}" in str(raised.value)
