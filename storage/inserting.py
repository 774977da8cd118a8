"""INSERT … ON CONFLICT, which SQLite and PostgreSQL share but SQLAlchemy spells per dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


def into(session: AsyncSession, table: type[SQLModel]) -> Any:
    """An insert for `table` that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
