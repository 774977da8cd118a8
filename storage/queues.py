"""How far ahead the outbox is booked, and many messages put in it in one statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import OutboxRow, Workspace

PACED = (kinds.Subject.NUDGE, kinds.Subject.ASKING)
"""What comes in waves, and is spread."""


NEW: Mapping[str, Any] = {
    "in_thread": False,
    "fleeting": False,
    "state": kinds.ParcelState.WAITING,
    "attempts": 0,
    "claims": 0,
}
"""What stands in every row of the outbox at first."""


async def add(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Queue them in this order, each with all its columns; one whose key is there already is left out."""
    if rows:
        statement = inserting.into(session, OutboxRow).on_conflict_do_nothing()
        await (await session.connection()).execute(statement, list(rows))


async def hold(session: AsyncSession, workspace_ids: Sequence[int]) -> None:
    """Keep others from booking in these workspaces until the transaction ends."""
    await session.exec(
        select(Workspace.id)
        .where(col(Workspace.id).in_(workspace_ids))
        .order_by(col(Workspace.id))
        .with_for_update(key_share=True)
    )


async def booked(
    session: AsyncSession, workspace_ids: Sequence[int]
) -> dict[tuple[int, kinds.Parcel], datetime]:
    """The instant up to which nudges of each kind wait in each workspace; what has none is not in it."""
    found = await session.exec(
        select(OutboxRow.workspace_id, OutboxRow.parcel, sa.func.max(OutboxRow.not_before))
        .where(
            col(OutboxRow.workspace_id).in_(workspace_ids),
            OutboxRow.state == kinds.ParcelState.WAITING,
            col(OutboxRow.subject).in_(PACED),
        )
        .group_by(col(OutboxRow.workspace_id), col(OutboxRow.parcel))
    )
    return {(workspace_id, kinds.Parcel(parcel)): until for workspace_id, parcel, until in found.all()}
