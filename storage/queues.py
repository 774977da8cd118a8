"""Many messages put in the outbox in one statement."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import OutboxRow

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
    await inserting.many(session, OutboxRow, rows)
