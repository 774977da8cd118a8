"""The audit log: written with the change it tells of, and read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import AuditEntry


async def add(
    session: AsyncSession,
    workspace_id: int,
    action: kinds.Audited,
    *,
    actor_id: int | None,
    person_id: int | None = None,
    details: Mapping[str, Any],
    now: datetime,
) -> None:
    session.add(
        AuditEntry(
            workspace_id=workspace_id,
            at=now,
            actor_id=actor_id,
            action=action,
            person_id=person_id,
            details=dict(details),
        )
    )
    await session.flush()


async def entries(
    session: AsyncSession,
    workspace_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[AuditEntry]:
    """Those from `since` and before `until`, the oldest first; all of them where neither is given."""
    statement = select(AuditEntry).where(AuditEntry.workspace_id == workspace_id)
    if since is not None:
        statement = statement.where(col(AuditEntry.at) >= since)
    if until is not None:
        statement = statement.where(col(AuditEntry.at) < until)
    found = await session.exec(statement.order_by(col(AuditEntry.at), col(AuditEntry.id)))
    return list(found.all())
