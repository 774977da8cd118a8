"""Inserts that SQLite and PostgreSQL share but SQLAlchemy spells per dialect, and those of very many rows."""

import functools
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


def into(session: AsyncSession, table: type[SQLModel]) -> Any:
    """An insert for `table` that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _dialect(session).insert(table)


def plain(session: AsyncSession, table: type[SQLModel]) -> Any:
    """The same past the ORM, for many rows at once."""
    return _dialect(session).insert(table.__table__)  # type: ignore[attr-defined]


async def many(session: AsyncSession, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the same columns, in this order; one that is there already is left out.

    Without a record for each. PostgreSQL gets them as one value and not one by one: each row of a statement
    that is run for many costs it as much as a small statement.
    """
    if not rows:
        return
    connection = await session.connection()
    if _dialect(session) is sqlite:
        await connection.execute(plain(session, table).on_conflict_do_nothing(), list(rows))
    else:
        given = json.dumps([dict(row) for row in rows], default=_written)
        await connection.execute(_from_json(table, tuple(rows[0])), {"rows": given})


@functools.cache
def _from_json(table: type[SQLModel], names: tuple[str, ...]) -> Any:
    """The insert of a JSON list of rows with the columns `names`."""
    columns = [table.__table__.c[name] for name in names]  # type: ignore[attr-defined]
    given = sa.func.jsonb_to_recordset(sa.cast(sa.bindparam("rows", type_=sa.Text), postgresql.JSONB))
    named = given.table_valued(*(sa.column(one.name, one.type) for one in columns)).render_derived(
        with_types=True
    )
    statement = postgresql.insert(table.__table__)  # type: ignore[attr-defined]
    return statement.from_select(list(names), sa.select(*named.c)).on_conflict_do_nothing()


def _written(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat()
    raise TypeError(f"not to be written in JSON: {type(value).__name__}")


def even(values: list[Any]) -> list[Any]:
    """The values, the last one again and again up to a power of two: few statements, so all stay prepared."""
    wanted = 1 << (len(values) - 1).bit_length() if values else 0
    return [*values, *values[-1:] * (wanted - len(values))]


def _dialect(session: AsyncSession) -> Any:
    return postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
