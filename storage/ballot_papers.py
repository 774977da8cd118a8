"""Ballot papers of open rounds, and the ideas that leave them."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Idea, Round, RoundIdea, Tap


async def hold_round_of(session: AsyncSession, workspace_id: int, idea_id: int) -> Round | None:
    """The open round the idea stands in, held until the transaction ends: nobody votes or counts then."""
    found = await session.exec(
        select(Round)
        .join(RoundIdea, col(RoundIdea.round_id) == col(Round.id))
        .where(
            Round.workspace_id == workspace_id,
            Round.state == kinds.RoundState.OPEN,
            RoundIdea.idea_id == idea_id,
            col(RoundIdea.counted).is_(True),
        )
        .with_for_update(of=Round)
    )
    return found.one_or_none()


async def count(session: AsyncSession, round_id: int) -> int:
    """How many ideas can be voted for."""
    found = await session.exec(
        select(sa.func.count())
        .select_from(RoundIdea)
        .join(Idea, col(Idea.id) == col(RoundIdea.idea_id))
        .where(
            RoundIdea.round_id == round_id,
            col(RoundIdea.counted).is_(True),
            Idea.state == kinds.IdeaState.IN_ROUND,
        )
    )
    return int(found.one())


async def paper(session: AsyncSession, round_id: int) -> dict[int, tuple[bool, int | None]]:
    """Every idea on it: whether it can be voted for, and the idea its votes count for instead."""
    stands = sa.and_(col(RoundIdea.counted), col(Idea.state) == kinds.IdeaState.IN_ROUND)
    found = await session.exec(
        select(RoundIdea.idea_id, stands, RoundIdea.into_id)
        .join(Idea, col(Idea.id) == col(RoundIdea.idea_id))
        .where(RoundIdea.round_id == round_id)
    )
    return {idea_id: (bool(standing), into_id) for idea_id, standing, into_id in found.all()}


async def set_left(session: AsyncSession, round_id: int, idea_ids: Collection[int], heir: int | None) -> None:
    """These are off the paper; their votes count for `heir`, or for nothing. The ballots stay."""
    await session.exec(
        update(RoundIdea)
        .where(col(RoundIdea.round_id) == round_id, col(RoundIdea.idea_id).in_(idea_ids))
        .values(counted=False, into_id=heir)
    )


async def voters(session: AsyncSession, round_id: int, idea_id: int) -> set[str]:
    """The names of the ballots that approve the idea."""
    found = await session.exec(select(Tap.voter).where(Tap.round_id == round_id, Tap.idea_id == idea_id))
    return set(found.all())


async def approve(session: AsyncSession, round_id: int, idea_id: int, voters: Collection[str]) -> None:
    """Let these ballots approve the idea; none of them does yet."""
    rows = [{"round_id": round_id, "voter": voter, "idea_id": idea_id} for voter in sorted(voters)]
    if rows:
        await session.exec(inserting.plain(session, Tap), params=rows)


async def gone(session: AsyncSession, round_id: int) -> dict[int, str]:
    """The ideas that left the paper, each with the title of the one its votes count for, or nothing."""
    heir = aliased(Idea)
    found = await session.exec(
        select(RoundIdea.idea_id, heir.title)
        .outerjoin(heir, col(heir.id) == col(RoundIdea.into_id))
        .where(RoundIdea.round_id == round_id, col(RoundIdea.counted).is_(False))
    )
    return {idea_id: title or "" for idea_id, title in found.all()}
