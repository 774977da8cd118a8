"""Logs as an installation writes them, caught for reading."""

import io
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot import logs
from tests import house
from tests import test_road as road


@pytest.fixture(autouse=True)
def log() -> Iterator[io.StringIO]:
    """What the bot logs, a line of JSON an event; the machine's logging is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    ours = {name: logging.getLogger(name).level for name in logs.OURS}
    written = io.StringIO()
    secrets = [house.SECRET, house.SIGNING_SECRET, house.BOT_TOKEN, house.APP_TOKEN]
    logs.configure(form="json", level="DEBUG", secrets=secrets, stream=written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, former in ours.items():
        logging.getLogger(name).setLevel(former)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh migrated database, for what is the same on both kinds."""
    shutil.copyfile(sqlite_template, tmp_path / "safety.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'safety.db'}"


@pytest.fixture
async def sqlite_house(sqlite_url: str, now: datetime) -> AsyncIterator[house.House]:
    """A peopled house in bokmål, with an ideas channel, and nothing left to be said."""
    async with road.peopled(sqlite_url, now) as (here, _):
        await here.settle()
        yield here
