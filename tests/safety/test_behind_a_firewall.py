"""Behind a firewall: everything outbound goes through the proxy, and trusts its authority when told to."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Literal

import aiohttp
import pydantic
import pytest

from bot import clock, doctor
from bot.slack import client, messenger
from tests import house
from tests.delivery import town
from tests.house import words
from tests.safety import firewall
from tests.safety.firewall import Firewall

SLACK = f"{firewall.SLACK}:443"


@pytest.fixture
async def wall(tmp_path: Path) -> AsyncIterator[Firewall]:
    async with firewall.standing(tmp_path) as made:
        yield made


def behind(
    wall: Firewall, url: str, now: datetime, transport: Literal["http", "socket"]
) -> AbstractAsyncContextManager[house.House]:
    """A house that the wall stands before, set up to get through it."""
    return house.standing(
        url,
        now=now,
        transport=transport,
        front=wall.stand_before,
        https_proxy=pydantic.SecretStr(wall.proxy),
        ca_file=wall.ca_file,
    )


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_everything_outbound_goes_through_the_proxy(
    sqlite_url: str, now: datetime, wall: Firewall, transport: Literal["http", "socket"]
) -> None:
    """Socket Mode, the Web API, an answer to a `response_url`, and a file; the name leads nowhere else."""
    async with behind(wall, sqlite_url, now, transport) as here:
        assert here.settings.slack_api_url == f"https://{firewall.SLACK}/api/"
        asker, ideas = "UASKER1", here.channel("ideas")
        await town.settle_in(here, [asker], ideas_place=ideas, now=now)
        answer = await here.playground.command(asker, ideas, "/idea", "Foreldre vet ikke hvem de skal ringe")
        assert answer.ok, answer
        await here.settle()
        (card,) = here.cards(ideas)
        before = len(wall.asked)
        answer = await here.playground.click(asker, ideas, card.ts, "idea_support")
        assert answer.ok, answer
        assert "Foreldre vet ikke" in words(answer.ephemeral[0])
        assert len(wall.asked) > before, "an answer to a response_url takes the same way"
        async with aiohttp.ClientSession() as session:
            port = messenger.SlackMessenger(client.build(here.settings, session=session))
            file = await port.upload("curve.png", b"a picture", about="A curve")
        assert here.playground.workspace.state.files[file].content == b"a picture"
        assert set(wall.asked) == {SLACK}


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_doctor_behind_the_firewall_finds_all_well_or_says_what_is_missing(
    sqlite_url: str, now: datetime, wall: Firewall, transport: Literal["http", "socket"]
) -> None:
    async with behind(wall, sqlite_url, now, transport) as here:
        findings = await doctor.check(here.settings, clock=clock.system)
        assert [(one.name, one.message) for one in findings if one.ok is not True] == []
        assert "reached through the proxy" in {one.message for one in findings}

        strange = here.settings.model_copy(update={"ca_file": None})
        (found,) = [one for one in await doctor.check(strange, clock=clock.system) if one.name == "Slack"]
        assert (found.ok, found.message) == (False, "its certificate is not trusted")
        assert "IDEJAKT_CA_FILE" in found.remedy

        unnamed = here.settings.model_copy(
            update={"https_proxy": pydantic.SecretStr(wall.proxy.replace("hush", "guess"))}
        )
        (found,) = [one for one in await doctor.check(unnamed, clock=clock.system) if one.name == "Slack"]
        assert (found.ok, found.message) == (False, "the proxy refuses (status 407)")
        assert "guess" not in found.message + found.remedy
