"""INSERT … ON CONFLICT, which SQLite and PostgreSQL share but SQLAlchemy spells per dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


def into(session: AsyncSession, table: type[SQLModel]) -> Any:
    """An insert for `table` that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _dialect(session).insert(table)


def plain(session: AsyncSession, table: type[SQLModel]) -> Any:
    """The same past the ORM, for many rows at once."""
    return _dialect(session).insert(table.__table__)  # type: ignore[attr-defined]


def _dialect(session: AsyncSession) -> Any:
    return postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
