"""The outbox: what is to be said, claimed with a lease, in order for each place."""

import functools
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage import columns, inserting, kinds
from storage.models import OutboxRow

_PENDING = (kinds.ParcelState.WAITING, kinds.ParcelState.CLAIMED)


async def add(session: AsyncSession, row: OutboxRow) -> None:
    """Queue a post or a tell; a row whose key is there already is left as it is."""
    values = row.model_dump(exclude={"id"})
    await session.exec(inserting.into(session, OutboxRow).values(**values).on_conflict_do_nothing())


async def redraw(
    session: AsyncSession,
    workspace_id: int,
    subject: kinds.Subject,
    subject_id: int,
    *,
    place: str,
    locale: str,
    now: datetime,
) -> None:
    """Ask that the subject's card be drawn anew; any number of waiting asks is one."""
    row = OutboxRow(
        workspace_id=workspace_id,
        parcel=kinds.Parcel.UPDATE,
        place=place,
        locale=locale,
        subject=subject,
        subject_id=subject_id,
        not_before=now,
        created_at=now,
    )
    await add(session, row)


async def claim(
    session: AsyncSession, *, now: datetime, lease: timedelta, spacing: timedelta, limit: int
) -> list[OutboxRow]:
    """Take up to `limit` rows that may be sent now; nobody else gets them before the lease ends.

    A post or tell waits for the earlier ones of its place. An update waits for them too, for another update
    of its subject that is on its way, and until `spacing` has passed since the last one. A row whose lease
    ran out comes again with `tried_at` set: what became of that send is not known.
    """
    found = await session.exec(
        _sendable(), params={"now": now, "spaced_before": now - spacing, "most": limit}
    )
    rows = list(found.all())
    for row in rows:
        session.expunge(row)
    await session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.id).in_([row.id for row in rows]))
        .values(
            state=kinds.ParcelState.CLAIMED,
            attempts=col(OutboxRow.attempts) + 1,
            tried_at=now,
            lease_until=now + lease,
        )
    )
    return rows


@functools.cache
def _sendable() -> SelectOfScalar[OutboxRow]:
    """What `claim` looks for, made once: it is asked at every beat."""
    now = sa.bindparam("now", type_=columns.Instant)
    earlier, other = aliased(OutboxRow), aliased(OutboxRow)
    free = sa.or_(
        sa.and_(col(OutboxRow.state) == kinds.ParcelState.WAITING, col(OutboxRow.not_before) <= now),
        sa.and_(col(OutboxRow.state) == kinds.ParcelState.CLAIMED, col(OutboxRow.lease_until) <= now),
    )
    behind = sa.exists().where(
        col(earlier.workspace_id) == col(OutboxRow.workspace_id),
        col(earlier.place) == col(OutboxRow.place),
        col(earlier.id) < col(OutboxRow.id),
        col(earlier.parcel) != kinds.Parcel.UPDATE,
        col(earlier.state).in_(_PENDING),
    )
    on_its_way = sa.or_(
        col(other.state) == kinds.ParcelState.CLAIMED,
        sa.and_(
            col(other.state) == kinds.ParcelState.SENT,
            col(other.done_at) > sa.bindparam("spaced_before", type_=columns.Instant),
        ),
    )
    too_soon = sa.and_(
        col(OutboxRow.parcel) == kinds.Parcel.UPDATE,
        sa.exists().where(
            col(other.subject) == col(OutboxRow.subject),
            col(other.subject_id) == col(OutboxRow.subject_id),
            col(other.parcel) == kinds.Parcel.UPDATE,
            col(other.id) != col(OutboxRow.id),
            on_its_way,
        ),
    )
    return (
        select(OutboxRow)
        .where(free, ~behind, ~too_soon)
        .order_by(col(OutboxRow.id))
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=True, of=OutboxRow)
    )


async def settle(session: AsyncSession, row_id: int, **values: Any) -> None:
    """Write what became of a claimed row."""
    await session.exec(
        update(OutboxRow).where(col(OutboxRow.id) == row_id).values(lease_until=None, **values)
    )


async def put_back(
    session: AsyncSession, row: OutboxRow, *, not_before: datetime, problem: str, unclear: bool
) -> None:
    """Let a claimed row wait again. An update gives way to a newer ask of the same subject.

    A send that surely did not happen (not `unclear`) does not count as an attempt.
    """
    if row.parcel == kinds.Parcel.UPDATE:
        newer = await session.exec(
            select(OutboxRow.id).where(
                OutboxRow.subject == row.subject,
                OutboxRow.subject_id == row.subject_id,
                OutboxRow.parcel == kinds.Parcel.UPDATE,
                OutboxRow.state == kinds.ParcelState.WAITING,
            )
        )
        if newer.first() is not None:
            await settle(session, row.id, state=kinds.ParcelState.DROPPED, problem="superseded")
            return
    await settle(
        session,
        row.id,
        state=kinds.ParcelState.WAITING,
        not_before=not_before,
        problem=problem,
        **({} if unclear else {"tried_at": None, "attempts": row.attempts}),
    )


async def next_due(session: AsyncSession) -> datetime | None:
    """The earliest instant at which a waiting row may be sent."""
    found = await session.exec(
        select(sa.func.min(OutboxRow.not_before)).where(OutboxRow.state == kinds.ParcelState.WAITING)
    )
    return found.one()


async def waiting(session: AsyncSession) -> dict[kinds.ParcelState, int]:
    """How many rows wait, are held, or were set aside."""
    found = await session.exec(
        select(OutboxRow.state, sa.func.count())
        .where(col(OutboxRow.state).in_([*_PENDING, kinds.ParcelState.SET_ASIDE]))
        .group_by(col(OutboxRow.state))
    )
    return {kinds.ParcelState(state): count for state, count in found.all()}
