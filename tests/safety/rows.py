"""Every row there is, and the workspaces it belongs to by its foreign keys."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from storage import database, models

Row = dict[str, Any]
Rows = dict[str, list[Row]]
assert models  # the tables stand in SQLModel.metadata by its import


def tables() -> dict[str, sa.Table]:
    return dict(SQLModel.metadata.tables)


async def all_rows(store: database.Database) -> Rows:
    async with store.read() as session:
        connection = await session.connection()
        return {
            name: [dict(row._mapping) for row in await connection.execute(sa.select(table))]
            for name, table in tables().items()
        }


def homes(rows: Rows, table: str, row: Row) -> set[int]:
    """The ids of the workspaces that a row leads to, by every one of its foreign keys."""
    if table == "workspace":
        return {row["id"]}
    found: set[int] = set()
    for constraint in tables()[table].foreign_key_constraints:
        pairs = [(key.parent.name, key.column.name) for key in constraint.elements]
        if any(row[here] is None for here, _ in pairs):
            continue
        other = constraint.referred_table.name
        if other == table:
            continue
        for parent in rows[other]:
            if all(parent[there] == row[here] for here, there in pairs):
                found |= homes(rows, other, parent)
    return found


def of(rows: Rows, workspace_id: int) -> Rows:
    """The rows of one workspace."""
    return {
        table: [row for row in found if workspace_id in homes(rows, table, row)]
        for table, found in rows.items()
    }
