"""The audit log only grows: the database itself sees to it."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from storage import audit, database, kinds, workspaces

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAME = "SELECT id, workspace_id, at, 'nothing', '{}' FROM audit_entry"
INTO = "INTO audit_entry (id, workspace_id, at, action, details)"
ANYWHERE = (
    "UPDATE audit_entry SET actor_id = 7",
    "UPDATE audit_entry SET id = id + 100",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_entry WHERE actor_id = 3",
    f"INSERT {INTO} {SAME} WHERE true ON CONFLICT (id) DO UPDATE SET actor_id = 7",
)
CHANGES = {
    "sqlite": (
        *ANYWHERE,
        f"INSERT OR REPLACE {INTO} {SAME}",
        f"REPLACE {INTO} {SAME}",
        f"REPLACE {INTO.replace('(id', '(rowid')} {SAME}",
        f"REPLACE {INTO} {SAME.replace('SELECT id', 'SELECT CAST(id AS TEXT)')}",
        f"REPLACE {INTO} {SAME.replace('SELECT id', 'SELECT id * 1.0')}",
        "UPDATE OR REPLACE audit_entry SET actor_id = 7",
    ),
    "postgresql": (
        *ANYWHERE,
        "TRUNCATE audit_entry",
        "TRUNCATE workspace CASCADE",
        f"MERGE INTO audit_entry old USING ({SAME}) new ON old.id = new.id WHEN MATCHED THEN DELETE",
    ),
}
"""Every way that is known to take back a line, or to put another one in its place."""


@pytest.fixture
async def store(migrated_url: str) -> database.Database:
    return database.Database(migrated_url)


async def logged(store: database.Database) -> int:
    async with store.begin() as session:
        workspace = await workspaces.meet(
            session, kinds.Platform.SLACK, "T1", locale="nb", zone="Europe/Oslo", now=NOW
        )
        await audit.add(
            session, workspace.id, kinds.Audited.SETTING_CHANGED, actor_id=3, details={"a": 1}, now=NOW
        )
    return workspace.id


async def test_nothing_is_taken_back(store: database.Database) -> None:
    workspace_id = await logged(store)
    for change in CHANGES["sqlite" if store.sqlite else "postgresql"]:
        with pytest.raises(DBAPIError, match="only grows"):
            await _run(store, change)
        async with store.read() as session:
            (entry,) = await audit.entries(session, workspace_id)
        assert (entry.actor_id, entry.action, entry.details) == (3, "setting_changed", {"a": 1}), change
    await store.close()


async def _run(store: database.Database, statement: str) -> None:
    async with store.begin() as session:
        await (await session.connection()).execute(sa.text(statement))
