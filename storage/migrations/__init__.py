"""The schema's history: Alembic revisions that run on SQLite and PostgreSQL."""

from __future__ import annotations

import importlib.resources
import re
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from alembic import config

_NAMED = re.compile(r'^(revision|down_revision) = (?:"([^"]*)"|None)$', re.MULTILINE)
_LOCK = 0x1DE1A47  # any number of our own: two processes that migrate at once take turns


async def upgrade(url: str, *, to: str = "head") -> None:
    """Bring the database at `url` to the newest revision, or to an earlier one, from any before it."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, to)
    finally:
        await engine.dispose()


async def pending(url: str) -> list[str]:
    """The revisions that `upgrade` would run, oldest first; empty when the schema is at its newest.

    Empty too where the schema is newer than this code: an upgrade is under way, and what was here before it
    goes on until it is replaced.
    """
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            current = await connection.run_sync(_current)
    finally:
        await engine.dispose()
    known = history()
    if current is None:
        return known
    return known[known.index(current) + 1 :] if current in known else []


def history() -> list[str]:
    """The names of all revisions, oldest first: read, not loaded, since every start asks for them."""
    after: dict[str | None, str] = {}
    for file in (importlib.resources.files(__name__) / "versions").iterdir():
        if file.name.endswith(".py"):
            named = dict(_NAMED.findall(file.read_text("utf-8")))
            after[named["down_revision"] or None] = named["revision"]
    known: list[str] = []
    while (following := after.get(known[-1] if known else None)) is not None:
        known.append(following)
    return known


def _config() -> config.Config:
    from alembic import config

    settings = config.Config()
    settings.set_main_option("script_location", str(importlib.resources.files(__name__)))
    settings.set_main_option("path_separator", "os")
    return settings


def _current(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _upgrade(connection: sa.Connection, to: str) -> None:
    from alembic import command  # it takes a while to load, and is needed once

    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    settings = _config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, to)
