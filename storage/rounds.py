"""Rounds and the ballots in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.agenda import Soonest
from storage.models import (
    Ballot,
    CountedBallot,
    Discipline,
    Idea,
    Round,
    RoundIdea,
    RoundStep,
    Tap,
)


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot as it is counted: no voter, but a person's id where the round is open."""

    discipline_id: int
    approvals: frozenset[int]
    person_id: int | None


async def add(session: AsyncSession, round_: Round, idea_ids: Sequence[int]) -> Round:
    session.add(round_)
    await session.flush()
    session.add_all(
        RoundIdea(round_id=round_.id, idea_id=idea_id, position=position)
        for position, idea_id in enumerate(idea_ids)
    )
    await session.flush()
    return round_


async def by_request(session: AsyncSession, workspace_id: int, request_key: str) -> Round | None:
    found = await session.exec(
        select(Round).where(Round.workspace_id == workspace_id, Round.request_key == request_key)
    )
    return found.one_or_none()


async def get(session: AsyncSession, workspace_id: int, round_id: int) -> Round | None:
    found = await session.exec(select(Round).where(Round.workspace_id == workspace_id, Round.id == round_id))
    return found.one_or_none()


async def get_to_vote(session: AsyncSession, workspace_id: int, round_id: int) -> Round | None:
    """The round, held against its close until the transaction ends; voters do not wait for one another."""
    found = await session.exec(
        select(Round)
        .where(Round.workspace_id == workspace_id, Round.id == round_id)
        .with_for_update(read=True)
    )
    return found.one_or_none()


async def get_to_steer(session: AsyncSession, workspace_id: int, round_id: int) -> Round | None:
    """The round, held until the transaction ends: two people who decide at once take turns."""
    found = await session.exec(
        select(Round).where(Round.workspace_id == workspace_id, Round.id == round_id).with_for_update()
    )
    return found.one_or_none()


async def set_values(session: AsyncSession, round_id: int, **values: Any) -> None:
    await session.exec(update(Round).where(col(Round.id) == round_id).values(**values))


async def add_step(session: AsyncSession, step: RoundStep) -> None:
    session.add(step)
    await session.flush()


async def steps(session: AsyncSession, round_id: int) -> list[RoundStep]:
    """What befell the round, oldest first."""
    found = await session.exec(
        select(RoundStep).where(RoundStep.round_id == round_id).order_by(col(RoundStep.id))
    )
    return list(found.all())


async def get_to_close(session: AsyncSession, round_id: int, *, now: datetime) -> Round | None:
    """The round if it is open and due, held until the transaction ends; None if another process was first."""
    found = await session.exec(
        select(Round)
        .where(Round.id == round_id, Round.state == kinds.RoundState.OPEN, Round.closes_at <= now)
        .with_for_update()
    )
    return found.one_or_none()


async def due(session: AsyncSession, *, now: datetime) -> list[int]:
    found = await session.exec(
        select(Round.id)
        .where(Round.state == kinds.RoundState.OPEN, Round.closes_at <= now)
        .order_by(col(Round.closes_at))
    )
    return list(found.all())


def next_closing() -> Soonest:
    return select(sa.func.min(Round.closes_at)).where(Round.state == kinds.RoundState.OPEN)


async def open_ones(session: AsyncSession, workspace_id: int) -> list[Round]:
    found = await session.exec(
        select(Round)
        .where(Round.workspace_id == workspace_id, Round.state == kinds.RoundState.OPEN)
        .order_by(col(Round.closes_at), col(Round.id))
    )
    return list(found.all())


async def ideas(session: AsyncSession, round_id: int) -> list[Idea]:
    """In the order of the ballot paper."""
    found = await session.exec(
        select(Idea)
        .join(RoundIdea, col(RoundIdea.idea_id) == Idea.id)
        .where(RoundIdea.round_id == round_id)
        .order_by(col(RoundIdea.position))
    )
    return list(found.all())


async def hand_in(
    session: AsyncSession, round_id: int, voter: str, *, discipline_id: int, person_id: int | None
) -> bool:
    """Make sure the ballot exists; returns whether it is new."""
    done = await session.exec(
        inserting.into(session, Ballot)
        .values(round_id=round_id, voter=voter, discipline_id=discipline_id, person_id=person_id)
        .on_conflict_do_nothing()
    )
    return bool(done.rowcount)


async def is_on_paper(session: AsyncSession, round_id: int, idea_id: int) -> bool:
    found = await session.exec(
        select(RoundIdea.idea_id).where(RoundIdea.round_id == round_id, RoundIdea.idea_id == idea_id)
    )
    return found.first() is not None


async def has_ballot(session: AsyncSession, round_id: int, voter: str) -> bool:
    found = await session.exec(
        select(Ballot.round_id).where(Ballot.round_id == round_id, Ballot.voter == voter)
    )
    return found.first() is not None


async def withdraw(session: AsyncSession, round_id: int, voter: str, idea_id: int | None = None) -> None:
    """Take back one approval, or with no idea named all of them."""
    statement = sa.delete(Tap).where(col(Tap.round_id) == round_id, col(Tap.voter) == voter)
    if idea_id is not None:
        statement = statement.where(col(Tap.idea_id) == idea_id)
    await session.exec(statement)


async def approvals(session: AsyncSession, round_id: int, voter: str) -> set[int]:
    found = await session.exec(select(Tap.idea_id).where(Tap.round_id == round_id, Tap.voter == voter))
    return set(found.all())


async def ballots_count(session: AsyncSession, round_id: int) -> int:
    found = await session.exec(
        select(sa.func.count()).select_from(Ballot).where(col(Ballot.round_id) == round_id)
    )
    return int(found.one())


async def cast(session: AsyncSession, round_id: int) -> list[Cast]:
    """All ballots, in no particular order."""
    papers = await session.exec(
        select(Ballot.voter, Ballot.discipline_id, Ballot.person_id).where(Ballot.round_id == round_id)
    )
    taps = await session.exec(select(Tap.voter, Tap.idea_id).where(Tap.round_id == round_id))
    chosen: dict[str, set[int]] = {}
    for voter, idea_id in taps.all():
        chosen.setdefault(voter, set()).add(idea_id)
    return [
        Cast(discipline_id, frozenset(chosen.get(voter, ())), person_id)
        for voter, discipline_id, person_id in papers.all()
    ]


async def unlink(session: AsyncSession, round_id: int, ballots: Sequence[Cast]) -> None:
    """Replace the ballots of a secret round by what was counted, sorted by content, linked to nobody."""
    await session.exec(sa.delete(Tap).where(col(Tap.round_id) == round_id))
    await session.exec(sa.delete(Ballot).where(col(Ballot.round_id) == round_id))
    rows = sorted((ballot.discipline_id, sorted(ballot.approvals)) for ballot in ballots)
    counted = [
        {"round_id": round_id, "discipline_id": discipline_id, "approvals": approved}
        for discipline_id, approved in rows
    ]
    if counted:  # one after another, so that their numbers follow this order
        await session.exec(inserting.plain(session, CountedBallot), params=counted)


async def close(session: AsyncSession, round_: Round, **values: Any) -> None:
    """Write the end of a round that `get_to_close` holds; the salt goes with it."""
    await session.exec(update(Round).where(col(Round.id) == round_.id).values(salt=None, **values))


async def set_chosen(session: AsyncSession, round_id: int, winners: Sequence[int]) -> None:
    for place, idea_id in enumerate(winners, start=1):
        await session.exec(
            update(RoundIdea)
            .where(col(RoundIdea.round_id) == round_id, col(RoundIdea.idea_id) == idea_id)
            .values(chosen=place)
        )


async def set_ref(session: AsyncSession, round_id: int, ref: str) -> None:
    await session.exec(update(Round).where(col(Round.id) == round_id).values(ref=ref))


async def discipline_names(session: AsyncSession, discipline_ids: Sequence[int]) -> dict[int, str]:
    found = await session.exec(
        select(Discipline.id, Discipline.name).where(col(Discipline.id).in_(discipline_ids))
    )
    return dict(found.all())
