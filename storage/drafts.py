"""Drafts of ideas: a person's own, seen by nobody else."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Draft


async def of(session: AsyncSession, person_id: int) -> list[Draft]:
    """The newest first."""
    found = await session.exec(
        select(Draft).where(Draft.person_id == person_id).order_by(col(Draft.at).desc(), col(Draft.id).desc())
    )
    return list(found.all())


async def get(session: AsyncSession, person_id: int, draft_id: int) -> Draft | None:
    found = await session.exec(select(Draft).where(Draft.id == draft_id, Draft.person_id == person_id))
    return found.one_or_none()


async def by_request(session: AsyncSession, person_id: int, request_key: str) -> Draft | None:
    found = await session.exec(
        select(Draft).where(Draft.person_id == person_id, Draft.request_key == request_key)
    )
    return found.one_or_none()


async def keep(
    session: AsyncSession,
    person_id: int,
    words: dict[str, Any],
    *,
    draft: Draft | None,
    request_key: str,
    now: datetime,
) -> int:
    """Put the words down, in the place of `draft` where there is one; returns its id."""
    row = draft or Draft(person_id=person_id, words={}, request_key=request_key, at=now)
    row.words, row.at = words, now
    session.add(row)
    await session.flush()
    return row.id


async def remove(session: AsyncSession, person_id: int, draft_id: int) -> None:
    await session.exec(sa.delete(Draft).where(col(Draft.id) == draft_id, col(Draft.person_id) == person_id))
