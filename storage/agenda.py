"""When something falls due: each noun says where its next time stands, and all are read at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

Soonest = SelectOfScalar[datetime] | SelectOfScalar[datetime | None]
"""A query for the earliest instant at which something of one kind falls due; NULL where nothing waits."""
Question = sa.Select[Any]
"""Several of them in one statement, by name."""


def question(wanted: Mapping[str, Soonest]) -> Question:
    """To be made once and asked at every look: making it takes longer than asking."""
    return sa.select(*(soonest.scalar_subquery().label(name) for name, soonest in wanted.items()))


async def read(session: AsyncSession, asked: Question) -> dict[str, datetime]:
    """The answers under the names of the question. What waits for nothing is left out."""
    found = (await (await session.connection()).execute(asked)).one()
    return {name: at for name, at in found._asdict().items() if at is not None}
