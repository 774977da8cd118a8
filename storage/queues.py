"""How far ahead the outbox is booked, and many messages put in it in one statement."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import OutboxRow, Workspace

PACED = (kinds.Subject.NUDGE, kinds.Subject.ASKING)
"""What comes in waves, and is spread."""


async def add(session: AsyncSession, rows: Sequence[OutboxRow]) -> None:
    """Queue them in this order; one whose key is there already, or asks for a waiting redraw, is left out."""
    if rows:
        values = [row.model_dump(exclude={"id"}) for row in rows]
        statement = inserting.into(session, OutboxRow).on_conflict_do_nothing()
        await (await session.connection()).execute(statement, values)


async def hold(session: AsyncSession, workspace_ids: Sequence[int]) -> None:
    """Keep others from booking in these workspaces until the transaction ends."""
    await session.exec(
        select(Workspace.id)
        .where(col(Workspace.id).in_(workspace_ids))
        .order_by(col(Workspace.id))
        .with_for_update(key_share=True)
    )


async def booked(
    session: AsyncSession, workspace_ids: Sequence[int], parcel: kinds.Parcel
) -> dict[int, datetime]:
    """The instant up to which each workspace has nudges of this kind waiting; who has none is not in it."""
    found = await session.exec(
        select(OutboxRow.workspace_id, sa.func.max(OutboxRow.not_before))
        .where(
            col(OutboxRow.workspace_id).in_(workspace_ids),
            OutboxRow.state == kinds.ParcelState.WAITING,
            OutboxRow.parcel == parcel,
            col(OutboxRow.subject).in_(PACED),
        )
        .group_by(col(OutboxRow.workspace_id))
    )
    return dict(found.all())
