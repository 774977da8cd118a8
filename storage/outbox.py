"""The outbox: what is to be said, claimed with a lease, in order for each place."""

import functools
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage import columns, inserting, kinds, pace
from storage.agenda import Soonest
from storage.models import OutboxRow

PACED = "paced"
"""The problem of a row that only waits for its turn."""
_PENDING: tuple[sa.ColumnClause[str], ...] = tuple(
    sa.literal_column(f"'{one.value}'") for one in (kinds.ParcelState.WAITING, kinds.ParcelState.CLAIMED)
)
_UPDATE: sa.ColumnClause[str] = sa.literal_column(f"'{kinds.Parcel.UPDATE.value}'")
"""Written into the statements: an index of some rows is taken for no other words than its own."""


async def add(session: AsyncSession, row: OutboxRow) -> None:
    """Queue a post or a tell; a row whose key is there already is left as it is."""
    statement = inserting.plain(session, OutboxRow).on_conflict_do_nothing()
    await session.exec(statement, params=row.model_dump(exclude={"id"}))


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
    """Ask that the subject's card be drawn anew; any number of waiting asks is answered by one update.

    Each ask is a row of its own. One row for all of them would have to be locked by every voter until they
    commit, or else an update that is claimed in between would be drawn without the last voter.
    """
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


class Claim(NamedTuple):
    """What a claim took; `more` where it only put off what it found, and there may be other rows."""

    rows: list[OutboxRow]
    more: bool = False


async def claim(
    session: AsyncSession,
    *,
    now: datetime,
    lease: timedelta,
    spacing: timedelta,
    limit: int,
    budgets: Callable[[OutboxRow], Sequence[pace.Budget]] = lambda _: (),
) -> Claim:
    """Take up to `limit` rows that may be sent now; nobody else gets them before the lease ends.

    A post or tell waits for the earlier ones of its place. An update waits for them too, for another update
    of its subject that is on its way, and until `spacing` has passed since the last one; the other updates
    of its subject that wait are then done with as well. What a budget has no room for is put off until it
    has. A row comes with the `tried_at` and `attempts` it had before: where `tried_at` is set, a send began
    of which nobody knows what became. `claims` is the number of this claim.

    For once in a transaction: two who hold some meters and go on to others would wait for each other.
    """
    rows = list((await session.exec(_claimable(), params={"now": now, "most": limit})).all())
    if not rows:
        return Claim([])
    taken = await _within_budgets(session, rows, now=now, spacing=spacing, budgets=budgets)
    await _take(session, taken, now=now, lease=lease)
    return Claim(taken, more=not taken)


async def _within_budgets(
    session: AsyncSession,
    rows: list[OutboxRow],
    *,
    now: datetime,
    spacing: timedelta,
    budgets: Callable[[OutboxRow], Sequence[pace.Budget]],
) -> list[OutboxRow]:
    """Those of `rows` that there is room for; the others are put off."""
    for row in rows:
        session.expunge(row)
    within = {row.id: [*budgets(row), *_spaced(row, spacing)] for row in rows}
    meters = await pace.hold(
        session, [(row.workspace_id, one.scope) for row in rows for one in within[row.id]], now=now
    )
    taken = []
    for row in rows:
        free_at = pace.free_at(meters, row.workspace_id, within[row.id], now=now)
        if free_at > now:
            await _put_off(session, row, free_at)
            continue
        pace.use(meters, row.workspace_id, within[row.id], now=now)
        taken.append(row)
    await pace.keep(session, meters)
    return taken


def _spaced(row: OutboxRow, spacing: timedelta) -> list[pace.Budget]:
    if row.parcel != kinds.Parcel.UPDATE or row.subject is None:
        return []
    return [pace.Budget(f"card {row.subject.value} {row.subject_id}", spacing)]


async def _put_off(session: AsyncSession, row: OutboxRow, until: datetime) -> None:
    """Let it wait for its turn. A send whose lease ran out stays what it is: unclear."""
    await session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.id) == row.id)
        .values(state=kinds.ParcelState.WAITING, lease_until=None, not_before=until, problem=PACED)
    )


async def _take(session: AsyncSession, rows: list[OutboxRow], *, now: datetime, lease: timedelta) -> None:
    if not rows:
        return
    await session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.id).in_([row.id for row in rows]))
        .values(
            state=kinds.ParcelState.CLAIMED,
            attempts=col(OutboxRow.attempts) + 1,
            claims=col(OutboxRow.claims) + 1,
            tried_at=sa.func.coalesce(col(OutboxRow.tried_at), sa.literal(now, columns.Instant())),
            lease_until=now + lease,
        )
    )
    for row in rows:
        row.claims += 1
        if row.parcel == kinds.Parcel.UPDATE:
            # Committed before the card is drawn, so drawn with it.
            await session.exec(
                delete(OutboxRow).where(
                    col(OutboxRow.subject) == row.subject,
                    col(OutboxRow.subject_id) == row.subject_id,
                    col(OutboxRow.parcel) == kinds.Parcel.UPDATE,
                    col(OutboxRow.state) == kinds.ParcelState.WAITING,
                )
            )


def _behind() -> sa.ColumnElement[bool]:
    """Whether a row waits for an earlier one of its place, and is looked for again when that one is done."""
    earlier = aliased(OutboxRow)
    return sa.exists().where(
        col(earlier.workspace_id) == col(OutboxRow.workspace_id),
        col(earlier.place) == col(OutboxRow.place),
        col(earlier.id) < col(OutboxRow.id),
        col(earlier.parcel) != _UPDATE,
        col(earlier.state).in_(_PENDING),
    )


def _known() -> sa.ColumnElement[bool]:
    """What a later version says is left to its processes: reading it would fail, and hold up all the rest."""
    return sa.or_(col(OutboxRow.subject).is_(None), col(OutboxRow.subject).in_(list(kinds.Subject)))


@functools.cache
def _sendable() -> SelectOfScalar[OutboxRow]:
    """What `claim` looks for, made once: it is asked at every beat."""
    now = sa.bindparam("now", type_=columns.Instant)
    other, due = aliased(OutboxRow), col(OutboxRow.not_before) <= now
    free = sa.or_(
        col(OutboxRow.state) == kinds.ParcelState.WAITING,
        sa.and_(col(OutboxRow.state) == kinds.ParcelState.CLAIMED, col(OutboxRow.lease_until) <= now),
    )
    another = sa.and_(
        col(OutboxRow.parcel) == kinds.Parcel.UPDATE,
        sa.exists().where(
            col(other.subject) == col(OutboxRow.subject),
            col(other.subject_id) == col(OutboxRow.subject_id),
            col(other.parcel) == _UPDATE,
            col(other.state).in_(_PENDING),
            sa.or_(
                sa.and_(col(other.state) == kinds.ParcelState.CLAIMED, col(other.id) != col(OutboxRow.id)),
                col(other.id) < col(OutboxRow.id),
            ),
        ),
    )
    return (
        select(OutboxRow)
        .where(col(OutboxRow.state).in_(_PENDING), due, free, ~_behind(), ~another, _known())
        .order_by(col(OutboxRow.not_before), col(OutboxRow.id))
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


@functools.cache
def _claimable() -> SelectOfScalar[OutboxRow]:
    return _sendable().with_for_update(skip_locked=True, of=OutboxRow)


async def sendable(session: AsyncSession, *, now: datetime) -> bool:
    """Whether `claim` would find anything, without taking it."""
    found = await session.exec(_sendable(), params={"now": now, "most": 1})
    return found.first() is not None


async def settle(session: AsyncSession, row: OutboxRow, **values: Any) -> bool:
    """Write what became of a claimed row; False where the claim is not the one that holds any more."""
    done = await session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.id) == row.id,
            col(OutboxRow.claims) == row.claims,
            col(OutboxRow.state) == kinds.ParcelState.CLAIMED,
        )
        .values(lease_until=None, **values)
    )
    return done.rowcount > 0


async def forget_fleeting(session: AsyncSession, row: OutboxRow) -> None:
    """Delete a settled row that is to leave no trace; any other stays."""
    if row.fleeting:
        await session.exec(sa.delete(OutboxRow).where(col(OutboxRow.id) == row.id))


async def put_back(
    session: AsyncSession, row: OutboxRow, *, not_before: datetime, problem: str, unclear: bool
) -> bool:
    """Let a claimed row wait again; False as `settle`.

    A send that surely did not happen (not `unclear`) does not count as an attempt, and leaves the doubt
    about an earlier one as it was.
    """
    return await settle(
        session,
        row,
        state=kinds.ParcelState.WAITING,
        not_before=not_before,
        problem=problem,
        **({} if unclear else {"tried_at": row.tried_at, "attempts": row.attempts}),
    )


async def others_sent(session: AsyncSession, row: OutboxRow, *, since: datetime) -> bool:
    """Whether anything else of the row's workspace was sent since then."""
    found = await session.exec(
        select(OutboxRow.id)
        .where(
            OutboxRow.workspace_id == row.workspace_id,
            OutboxRow.state == kinds.ParcelState.SENT,
            col(OutboxRow.done_at) >= since,
            OutboxRow.id != row.id,
        )
        .limit(1)
    )
    return found.first() is not None


def next_sending() -> Soonest:
    """When a row that waits for no other may be sent, or a lease ends."""
    waiting = OutboxRow.state == kinds.ParcelState.WAITING, ~_behind(), _known()
    turn = select(OutboxRow.not_before).where(*waiting).order_by(col(OutboxRow.not_before)).limit(1)
    lease = select(sa.func.min(OutboxRow.lease_until)).where(OutboxRow.state == kinds.ParcelState.CLAIMED)
    both = sa.union_all(
        select(turn.scalar_subquery().label("at")), select(lease.scalar_subquery().label("at"))
    ).subquery()
    return select(sa.func.min(both.c.at))


def next_turn() -> Soonest:
    """When the next of those that only wait for their turn may be sent."""
    waiting = select(OutboxRow.not_before).where(
        OutboxRow.state == kinds.ParcelState.WAITING, OutboxRow.problem == PACED
    )
    return waiting.order_by(col(OutboxRow.not_before)).limit(1)
