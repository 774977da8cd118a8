"""The schema's history: Alembic revisions that run on SQLite and PostgreSQL."""

import importlib.resources

import sqlalchemy as sa
from alembic import command, config, script
from alembic.runtime import migration
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

_LOCK = 0x1DE1A47  # any number of our own: two processes that migrate at once take turns


async def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest revision, from empty or from any earlier one."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


async def pending(url: str) -> list[str]:
    """The revisions that `upgrade` would run, oldest first; empty when the schema is at its newest."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            current = await connection.run_sync(_current)
    finally:
        await engine.dispose()
    scripts = script.ScriptDirectory.from_config(_config())
    return [step.revision for step in reversed(list(scripts.iterate_revisions("head", current or "base")))]


def _config() -> config.Config:
    settings = config.Config()
    settings.set_main_option("script_location", str(importlib.resources.files(__name__)))
    settings.set_main_option("path_separator", "os")
    return settings


def _current(connection: sa.Connection) -> str | None:
    return migration.MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    settings = _config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
