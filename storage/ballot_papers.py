"""Ballot papers of open rounds, and the ideas that leave them."""

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


async def stands(session: AsyncSession, round_id: int, idea_id: int) -> bool:
    """Whether the idea is on the paper, and can be voted for."""
    found = await session.exec(
        select(RoundIdea.idea_id)
        .join(Idea, col(Idea.id) == col(RoundIdea.idea_id))
        .where(
            RoundIdea.round_id == round_id,
            RoundIdea.idea_id == idea_id,
            col(RoundIdea.counted).is_(True),
            Idea.state == kinds.IdeaState.IN_ROUND,
        )
    )
    return found.first() is not None


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


async def strike(session: AsyncSession, round_id: int, idea_id: int) -> None:
    """Take the idea off the paper: its votes count for nothing from now on, and the ballots stay."""
    await session.exec(
        update(RoundIdea)
        .where(col(RoundIdea.round_id) == round_id, col(RoundIdea.idea_id) == idea_id)
        .values(counted=False)
    )


async def hand_over(session: AsyncSession, round_id: int, idea_id: int, into_id: int) -> None:
    """Take the idea off the paper, and let its votes count for another on it, once for each voter."""
    moved = select(Tap.round_id, Tap.voter, sa.literal(into_id)).where(
        Tap.round_id == round_id, Tap.idea_id == idea_id
    )
    await session.exec(
        inserting.into(session, Tap)
        .from_select(["round_id", "voter", "idea_id"], moved)
        .on_conflict_do_nothing()
    )
    await strike(session, round_id, idea_id)
    theirs = sa.or_(col(RoundIdea.idea_id) == idea_id, col(RoundIdea.into_id) == idea_id)
    await session.exec(
        update(RoundIdea).where(col(RoundIdea.round_id) == round_id, theirs).values(into_id=into_id)
    )


async def gone(session: AsyncSession, round_id: int) -> dict[int, str]:
    """The ideas that left the paper, each with the title of the one its votes count for, or nothing."""
    heir = aliased(Idea)
    found = await session.exec(
        select(RoundIdea.idea_id, heir.title)
        .outerjoin(heir, col(heir.id) == col(RoundIdea.into_id))
        .where(RoundIdea.round_id == round_id, col(RoundIdea.counted).is_(False))
    )
    return {idea_id: title or "" for idea_id, title in found.all()}
