"""Secrets stand in no log, no error, no repr, no address and no list of processes."""

import io
from datetime import datetime

import pytest
import typer.main

from bot import __main__ as command_line
from bot.playground.faults import Trouble
from bot.settings import Settings
from tests import house, postgres
from tests import test_road as road

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
    commands = typer.main.get_command(command_line.cli)
    names = {
        parameter.name
        for command in commands.commands.values()  # type: ignore[attr-defined]
        for parameter in command.params
    }
    assert names
    assert not any(
        word in str(name) for name in names for word in ("token", "secret", "password", "key", "url_")
    )


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
