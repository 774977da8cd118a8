"""The audit log only grows: the database itself sees to it."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from storage import audit, database, kinds, workspaces

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CHANGES = {
    "update": "UPDATE audit_entry SET actor_id = 7",
    "delete": "DELETE FROM audit_entry",
}


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


@pytest.mark.parametrize("change", [*CHANGES, "replace or truncate"])
async def test_nothing_is_taken_back(store: database.Database, change: str) -> None:
    workspace_id = await logged(store)
    statement = CHANGES.get(change, "TRUNCATE audit_entry")
    if store.sqlite and change not in CHANGES:
        statement = (
            "INSERT OR REPLACE INTO audit_entry (id, workspace_id, at, action, details) "
            f"SELECT id, {workspace_id}, at, 'nothing', '{{}}' FROM audit_entry"
        )
    with pytest.raises(DBAPIError, match="only grows"):
        await _run(store, statement)
    async with store.read() as session:
        (entry,) = await audit.entries(session, workspace_id)
    assert (entry.actor_id, entry.action, entry.details) == (3, "setting_changed", {"a": 1})
    await store.close()


async def _run(store: database.Database, statement: str) -> None:
    async with store.begin() as session:
        await (await session.connection()).execute(sa.text(statement))
