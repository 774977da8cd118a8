"""What the offices ask for: the register of what is stored, one person's data, an erasure, the archive."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sqlmodel import SQLModel

from bot import app, archive
from bot import register as registers
from bot.services import archive as archive_cases
from bot.services import privacy, restoring
from bot.services.installation import Installation
from bot.settings import Settings
from storage import database, models

assert models  # noqa: S101 - the tables stand in SQLModel.metadata by its import


def register(*, as_json: bool) -> str:
    """Every stored field with its purpose, who sees it and how long it is kept."""
    tables = {
        table.name: [column.name for column in table.columns] for table in SQLModel.metadata.sorted_tables
    }
    found = registers.fields(tables)
    return registers.as_json(found) + "\n" if as_json else registers.as_markdown(found)


async def about(settings: Settings, external_id: str) -> str:
    """Everything stored about a person, as JSON: a list with an entry for each workspace."""
    async with _installation(settings) as here:
        found = await privacy.export_of(here, external_id)
    return json.dumps(found, ensure_ascii=False, indent=2)


async def erase(settings: Settings, external_id: str, *, now: datetime) -> int:
    """Forget a person; returns in how many workspaces they were known."""
    async with _installation(settings) as here:
        return await privacy.erase_of(here, external_id, now=now)


async def export(settings: Settings, folder: Path, *, now: datetime) -> list[Path]:
    """Write the archive; OSError where the folder cannot be written."""
    async with _installation(settings) as here:
        found = await archive_cases.collect(here, now=now)
    return archive.write(found, folder)


async def restored(settings: Settings, *, now: datetime) -> restoring.Begun:
    """Begin anew what a backup that was put back cannot know."""
    async with _installation(settings) as here:
        return await restoring.begin_anew(here, now=now)


@asynccontextmanager
async def _installation(settings: Settings) -> AsyncIterator[Installation]:
    store = database.Database(settings.database_url.get_secret_value())
    try:
        yield Installation(store, app.rules(settings))
    finally:
        await store.close()
