"""What the tables share: names of constraints, and columns that stand in many of them."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import columns

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def instant(*, null: bool = False) -> Any:
    """A point in time, UTC."""
    if null:
        return Field(default=None, sa_type=columns.Instant, nullable=True)
    return Field(sa_type=columns.Instant)


def kind(values: type[StrEnum], *, name: str | None = None, **more: Any) -> Any:
    """A closed vocabulary; `name` tells its check constraint from another of the same table."""
    return Field(sa_type=columns.kind(values, name=name), **more)


def words() -> Any:
    """Text of people that was asked for later than the rest: empty where nobody was asked."""
    return Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})


def workspace() -> Any:
    return Field(foreign_key="workspace.id", index=True)


def flag(on: bool) -> Any:
    """A yes or no that rows written by older code have too: it stands in the database as the default."""
    return Field(default=on, sa_column_kwargs={"server_default": sa.true() if on else sa.false()})
