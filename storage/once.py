"""A request changes something once, whichever process it or a copy of it reaches.

Its mark is written in the transaction of its change: it is there if and only if the change is. A copy that
comes meanwhile waits at the mark's unique key until that transaction ends, and does the work itself where it
was undone.
"""

import hashlib
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting
from storage.crowd import Item, Outcome, Together
from storage.models import DoneRequest
from storage.writer import Result, Work

_MARK_BYTES = 16
_MINUTES = 5
"""Marks of so many minutes end together."""


class AlreadyDoneError(Exception):
    """Another request with this name changed what it asked for, and that is committed."""


@dataclass(slots=True)
class Request:
    """A request by its mark, kept until `until`. `done` once its one transaction is committed."""

    workspace_id: int
    mark: bytes
    until: datetime
    done: bool = False

    @property
    def key(self) -> tuple[int, bytes]:
        return self.workspace_id, self.mark


Asking = Request | None
"""For whom something is changed; None for what the clock does, or what is done alike for anybody."""


def request(workspace_id: int, name: str, *, until: datetime) -> Request:
    """The request that the platform calls `name` in a workspace."""
    whole = until.replace(second=0, microsecond=0)
    ends = whole + timedelta(minutes=_MINUTES - whole.minute % _MINUTES)
    mark = hashlib.blake2b(name.encode(), digest_size=_MARK_BYTES).digest()
    return Request(workspace_id, mark, ends)


async def claim(session: AsyncSession, asking: Asking) -> None:
    """Keep the mark. AlreadyDoneError where somebody else has, RuntimeError for a second transaction."""
    require_first(asking)
    if asking is not None and not await _kept(session, [asking]):
        raise AlreadyDoneError


def claiming(work: Work[Result], asking: Asking) -> Work[Result]:
    """`work` that keeps the mark first."""

    async def claimed(session: AsyncSession) -> Result:
        await claim(session, asking)
        return await work(session)

    return claimed


def settle(asking: Asking) -> None:
    """Its transaction is committed: there is no other one for it, which a crash could leave undone."""
    if asking is not None:
        asking.done = True


def require_first(asking: Asking) -> None:
    """Raises RuntimeError for a second transaction of a request."""
    if asking is not None and asking.done:
        raise RuntimeError("what a request changes, it changes in one transaction")


def together(work: Together[Item, Outcome]) -> Together[tuple[Item, Asking], Outcome]:
    """`work` for those of the items whose requests are new; the others' outcome is AlreadyDoneError."""

    def claiming(
        session: AsyncSession, asked: Sequence[tuple[Item, Asking]]
    ) -> Coroutine[Any, Any, Sequence[Outcome | Exception]]:
        return _together(session, work, asked)

    return claiming


async def _together(
    session: AsyncSession,
    work: Together[Item, Outcome],
    asked: Sequence[tuple[Item, Asking]],
) -> Sequence[Outcome | Exception]:
    new = {one.key: one for _, one in asked if one is not None}
    kept = await _kept(session, new.values()) if new else set()
    mine = [one is None or (one.key in kept and new[one.key] is one) for _, one in asked]
    outcomes = iter(await work(session, [item for (item, _), own in zip(asked, mine, strict=True) if own]))
    told = [next(outcomes) if own else AlreadyDoneError() for own in mine]
    for (_, one), own, outcome in zip(asked, mine, told, strict=True):
        if one is not None and own and isinstance(outcome, Exception):
            await session.exec(
                sa.delete(DoneRequest).where(
                    col(DoneRequest.workspace_id) == one.workspace_id, col(DoneRequest.mark) == one.mark
                )
            )
    return told


async def _kept(session: AsyncSession, new: Iterable[Request]) -> set[tuple[int, bytes]]:
    """The keys that this transaction keeps. In their order: nobody waits for each other in a circle."""
    rows = {one.key: {"workspace_id": one.workspace_id, "mark": one.mark, "until": one.until} for one in new}
    ordered = inserting.even([rows[key] for key in sorted(rows)])
    statement = inserting.plain(session, DoneRequest).on_conflict_do_nothing()
    key = col(DoneRequest.workspace_id), col(DoneRequest.mark)
    found = await session.exec(statement.returning(*key), params=ordered)
    return {(workspace_id, mark) for workspace_id, mark in found}


async def forget(session: AsyncSession, *, now: datetime) -> int:
    """Take out the marks that no copy can reach any more; returns how many there were."""
    done = await session.exec(sa.delete(DoneRequest).where(col(DoneRequest.until) < now))
    return int(done.rowcount)


async def outlived(session: AsyncSession, *, now: datetime) -> bool:
    """Whether there is anything to forget."""
    found = await session.exec(select(DoneRequest.mark).where(col(DoneRequest.until) < now).limit(1))
    return found.first() is not None
