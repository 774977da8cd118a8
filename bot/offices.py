"""What the offices ask for: the register of what is stored, one person's data, an erasure, the archive."""

import json
from datetime import datetime

from sqlmodel import SQLModel

from bot import desk
from bot import register as registers
from bot.services import archive, privacy, restoring
from bot.services.archived import Archive
from storage import models

assert models  # noqa: S101 - the tables stand in SQLModel.metadata by its import


def register(*, as_json: bool) -> str:
    """Every stored field with its purpose, who sees it and how long it is kept."""
    tables = {
        table.name: [column.name for column in table.columns] for table in SQLModel.metadata.sorted_tables
    }
    found = registers.fields(tables)
    return registers.as_json(found) + "\n" if as_json else registers.as_markdown(found)


async def about(external_id: str, *, now: datetime, team: str | None = None) -> str:
    """Everything stored about a person, as JSON: a list with an entry for each workspace, or for that of
    `team` alone; so it is with the others here.
    """
    async with desk.installation(secret=True) as here:  # which ballots are theirs takes the secret
        found = await privacy.export_of(here, external_id, now=now, team=team)
    return json.dumps(found, ensure_ascii=False, indent=2)


async def erase(external_id: str, *, now: datetime, team: str | None = None) -> int:
    """Forget a person; returns in how many workspaces they were known."""
    async with desk.installation() as here:
        return await privacy.erase_of(here, external_id, now=now, team=team)


async def archived(*, now: datetime, team: str | None = None) -> Archive:
    """What is kept for the archive."""
    async with desk.installation() as here:
        found = await archive.collect(here, now=now, team=team)
    if team is not None and not found.workspaces:
        desk.fail("There is no such workspace.")
    return found


async def restored(*, now: datetime) -> restoring.Begun:
    """Begin anew what a backup that was put back cannot know."""
    async with desk.installation() as here:
        return await restoring.begin_anew(here, now=now)
