"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect


class Instant(sa.TypeDecorator[datetime]):
    """A point in time: aware in Python (returned in UTC), `timestamptz` in PostgreSQL, UTC text in SQLite.

    A naive datetime is refused with ValueError: it would mean another instant on another machine.
    """

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def kind(values: type[StrEnum], *, name: str | None = None) -> sa.Enum:
    """A closed vocabulary: text with a check constraint, so that the database refuses other words too."""
    return sa.Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=name or values.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
