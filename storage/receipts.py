"""What is left of a closed round's ballots, until the complaint window ends."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.agenda import Soonest
from storage.models import Ballot, CountedBallot, Round, RoundIdea, Tap
from storage.rounds import Cast

TABLES = ("round", "ballot", "tap", "counted_ballot", "outbox")
"""Where a secret round leaves something behind when its rows go."""


async def counted(session: AsyncSession, round_: Round) -> list[Cast]:
    """The ballots of a closed round, as they were counted; empty once they are deleted."""
    if not round_.secret:
        return await _kept_open(session, round_.id)
    found = await session.exec(
        select(CountedBallot.discipline_id, CountedBallot.approvals).where(
            CountedBallot.round_id == round_.id
        )
    )
    return [Cast(discipline_id, frozenset(approvals), None) for discipline_id, approvals in found.all()]


async def _kept_open(session: AsyncSession, round_id: int) -> list[Cast]:
    papers = await session.exec(
        select(Ballot.voter, Ballot.discipline_id, Ballot.person_id).where(Ballot.round_id == round_id)
    )
    taps = await session.exec(
        select(Tap.voter, Tap.idea_id)
        .join(
            RoundIdea,
            sa.and_(col(RoundIdea.round_id) == Tap.round_id, col(RoundIdea.idea_id) == Tap.idea_id),
        )
        .where(Tap.round_id == round_id, col(RoundIdea.counted).is_(True))
    )
    chosen: dict[str, set[int]] = {}
    for voter, idea_id in taps.all():
        chosen.setdefault(voter, set()).add(idea_id)
    return [
        Cast(discipline_id, frozenset(chosen.get(voter, ())), person_id)
        for voter, discipline_id, person_id in papers.all()
    ]


async def counted_ideas(session: AsyncSession, round_id: int) -> list[int]:
    """The ideas the count was held among, in the order of the ballot paper."""
    found = await session.exec(
        select(RoundIdea.idea_id)
        .where(RoundIdea.round_id == round_id, col(RoundIdea.counted).is_(True))
        .order_by(col(RoundIdea.position))
    )
    return list(found.all())


async def set_uncounted(session: AsyncSession, round_id: int, idea_ids: list[int]) -> None:
    """Note that these were withdrawn or merged before the count."""
    await session.exec(
        update(RoundIdea)
        .where(col(RoundIdea.round_id) == round_id, col(RoundIdea.idea_id).in_(idea_ids))
        .values(counted=False)
    )


async def expired(session: AsyncSession, *, now: datetime) -> list[int]:
    """The rounds whose ballots are to be deleted now."""
    found = await session.exec(
        select(Round.id).where(col(Round.ballots_until) <= now).order_by(col(Round.id))
    )
    return list(found.all())


async def forget(session: AsyncSession, round_id: int, *, now: datetime) -> bool:
    """Delete the ballots of a round whose window has ended; returns whether this process did it."""
    done = await session.exec(
        update(Round)
        .where(col(Round.id) == round_id, col(Round.ballots_until) <= now)
        .values(ballots_until=None, receipt_salt=None, traces=col(Round.secret))
    )
    if not done.rowcount:
        return False
    await clear(session, round_id)
    return True


async def clear(session: AsyncSession, round_id: int) -> None:
    """Delete every ballot of a round, counted or not."""
    for table in (Tap, Ballot, CountedBallot):
        await session.exec(sa.delete(table).where(col(table.round_id) == round_id))


def next_forgetting() -> Soonest:
    """When the complaint window of a round ends."""
    return select(sa.func.min(Round.ballots_until))


def next_wiping() -> Soonest:
    """Since when deleted secrets may lie in free space."""
    return select(sa.func.min(Round.opened_at)).where(
        col(Round.traces).is_(True), Round.state != kinds.RoundState.OPEN
    )


async def with_traces(session: AsyncSession) -> list[int]:
    """The rounds whose deleted secrets may still lie in free space."""
    found = await session.exec(
        select(Round.id).where(col(Round.traces).is_(True), Round.state != kinds.RoundState.OPEN)
    )
    return list(found.all())


async def set_traceless(session: AsyncSession, round_ids: list[int]) -> None:
    await session.exec(update(Round).where(col(Round.id).in_(round_ids)).values(traces=False))


async def latest_closed(session: AsyncSession, workspace_id: int, place: str) -> Round | None:
    """The round that was closed last in `place`."""
    found = await session.exec(
        select(Round)
        .where(
            Round.workspace_id == workspace_id,
            Round.place == place,
            Round.state == kinds.RoundState.CLOSED,
        )
        .order_by(col(Round.closed_at).desc(), col(Round.id).desc())
        .limit(1)
    )
    return found.one_or_none()
