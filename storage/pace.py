"""Rate limits kept before they bite: budgets in the database, shared by every process.

Each budget is a "virtual scheduling" meter (ITU-T I.371, the generic cell rate algorithm): one instant says
how far what was sent reaches, and a send may begin while that is no more than the burst ahead of now.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting
from storage.models import PaceRow


class Budget(NamedTuple):
    """One send each `every`, of which `burst` may come at once."""

    scope: str
    every: timedelta
    burst: int = 1


FARTHEST = timedelta(days=1)
"""A meter that reaches farther ahead was used by a clock that was wrong."""

Meters = dict[tuple[int, str], datetime]
"""How far each (workspace, scope) is used."""


async def hold(session: AsyncSession, wanted: Iterable[tuple[int, str]], *, now: datetime) -> Meters:
    """The meters of `wanted`, held until the transaction ends; those never used stand at `now`.

    After a clock that ran ahead was set right, nobody waits for it longer than `FARTHEST`.
    """
    keys = sorted(set(wanted))
    if not keys:
        return {}
    rows = [{"workspace_id": workspace, "scope": scope, "used_until": now} for workspace, scope in keys]
    await session.exec(inserting.into(session, PaceRow).values(rows).on_conflict_do_nothing())
    found = await session.exec(
        select(PaceRow.workspace_id, PaceRow.scope, PaceRow.used_until)
        .where(sa.tuple_(col(PaceRow.workspace_id), col(PaceRow.scope)).in_(keys))
        .order_by(col(PaceRow.workspace_id), col(PaceRow.scope))
        .with_for_update()
    )
    return {(workspace, scope): min(used, now + FARTHEST) for workspace, scope, used in found.all()}


def free_at(meters: Meters, workspace: int, budgets: Sequence[Budget], *, now: datetime) -> datetime:
    """When a send within all `budgets` may begin: `now`, or later."""
    ends = [meters[workspace, one.scope] - (one.burst - 1) * one.every for one in budgets]
    return max([now, *ends])


def use(meters: Meters, workspace: int, budgets: Sequence[Budget], *, now: datetime) -> None:
    """Count one send that begins at `now`."""
    for one in budgets:
        meters[workspace, one.scope] = max(meters[workspace, one.scope], now) + one.every


async def keep(session: AsyncSession, meters: Mapping[tuple[int, str], datetime]) -> None:
    """Write meters that are held."""
    for (workspace, scope), used_until in meters.items():
        await session.exec(
            update(PaceRow)
            .where(col(PaceRow.workspace_id) == workspace, col(PaceRow.scope) == scope)
            .values(used_until=used_until)
        )


async def shut(
    session: AsyncSession, workspace: int, budgets: Sequence[Budget], *, until: datetime, now: datetime
) -> None:
    """Let nothing within any of `budgets` begin before `until`: the platform asked for it."""
    meters = await hold(session, [(workspace, one.scope) for one in budgets], now=now)
    for one in budgets:
        key = workspace, one.scope
        meters[key] = max(meters[key], until + (one.burst - 1) * one.every)
    await keep(session, meters)
