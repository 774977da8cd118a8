"""When something falls due: each noun says where its next time stands, and all are read at once."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

Soonest = SelectOfScalar[datetime] | SelectOfScalar[datetime | None]
"""A query for the earliest instant at which something of one kind falls due; NULL where nothing waits."""


async def read(session: AsyncSession, wanted: Mapping[str, Soonest]) -> dict[str, datetime]:
    """The answers under the same names, in one statement. What waits for nothing is left out."""
    columns = [soonest.scalar_subquery().label(name) for name, soonest in wanted.items()]
    found = (await (await session.connection()).execute(sa.select(*columns))).one()
    return {name: at for name, at in found._asdict().items() if at is not None}
