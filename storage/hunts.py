"""Hunts, their ideas, and the people of those that are finished."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.agenda import Soonest
from storage.models import (
    Ending,
    Hunt,
    HuntIdea,
    HuntMember,
    HuntStep,
    Idea,
    Person,
    Project,
    ProjectMember,
    Round,
    RoundIdea,
    Support,
)

RUNNING = (kinds.HuntState.COLLECTING, kinds.HuntState.VOTING, kinds.HuntState.GROUPING)


async def add(session: AsyncSession, hunt: Hunt) -> Hunt:
    session.add(hunt)
    await session.flush()
    return hunt


async def by_request(session: AsyncSession, workspace_id: int, request_key: str) -> Hunt | None:
    found = await session.exec(
        select(Hunt).where(Hunt.workspace_id == workspace_id, Hunt.request_key == request_key)
    )
    return found.one_or_none()


async def get(session: AsyncSession, workspace_id: int, hunt_id: int) -> Hunt | None:
    found = await session.exec(select(Hunt).where(Hunt.workspace_id == workspace_id, Hunt.id == hunt_id))
    return found.one_or_none()


async def hold(session: AsyncSession, workspace_id: int, hunt_id: int) -> Hunt | None:
    """The hunt, held until the transaction ends: two facilitators, or a person and the clock, take turns."""
    found = await session.exec(
        select(Hunt)
        .where(Hunt.workspace_id == workspace_id, Hunt.id == hunt_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def listed(
    session: AsyncSession, workspace_id: int, *, states: Sequence[kinds.HuntState], limit: int
) -> list[Hunt]:
    """The newest first."""
    found = await session.exec(
        select(Hunt)
        .where(Hunt.workspace_id == workspace_id, col(Hunt.state).in_(states))
        .order_by(col(Hunt.id).desc())
        .limit(limit)
    )
    return list(found.all())


async def due(session: AsyncSession, *, now: datetime) -> list[Hunt]:
    found = await session.exec(select(Hunt).where(col(Hunt.next_at) <= now).order_by(col(Hunt.next_at)))
    return list(found.all())


def next_step() -> Soonest:
    return select(sa.func.min(Hunt.next_at))


async def attach(session: AsyncSession, hunt_id: int, idea_id: int) -> None:
    """Let the idea belong to the hunt, unless it belongs to one already."""
    await session.exec(
        inserting.into(session, HuntIdea).values(hunt_id=hunt_id, idea_id=idea_id).on_conflict_do_nothing()
    )


async def detach(session: AsyncSession, hunt_id: int, idea_id: int) -> None:
    await session.exec(
        sa.delete(HuntIdea).where(col(HuntIdea.hunt_id) == hunt_id, col(HuntIdea.idea_id) == idea_id)
    )


async def of_round(session: AsyncSession, round_id: int) -> Hunt | None:
    """The hunt whose vote the round is."""
    found = await session.exec(select(Hunt).where(Hunt.round_id == round_id))
    return found.one_or_none()


async def decided_by(session: AsyncSession, hunt: Hunt) -> Round | None:
    """The closed round in which an idea of the hunt was chosen first, or else the last that it was voted in.

    That is the hunt's own vote, or one that took it up again: a final, or a round that somebody opened.
    """
    of_hunt = (
        select(Round)
        .join(RoundIdea, col(RoundIdea.round_id) == col(Round.id))
        .join(HuntIdea, col(HuntIdea.idea_id) == col(RoundIdea.idea_id))
        .where(
            HuntIdea.hunt_id == hunt.id,
            Round.state == kinds.RoundState.CLOSED,
            Round.opened_at >= hunt.opened_at,
        )
        .limit(1)
    )
    first = await session.exec(
        of_hunt.where(col(RoundIdea.chosen).is_not(None)).order_by(col(Round.closed_at), col(Round.id))
    )
    chosen = first.first()
    if chosen is not None:
        return chosen
    last = await session.exec(of_hunt.order_by(col(Round.closed_at).desc(), col(Round.id).desc()))
    return last.first()


async def of_ideas(session: AsyncSession, idea_ids: Sequence[int]) -> list[Hunt]:
    """The hunts these ideas belong to, each once."""
    found = await session.exec(
        select(Hunt)
        .where(col(Hunt.id).in_(select(HuntIdea.hunt_id).where(col(HuntIdea.idea_id).in_(idea_ids))))
        .order_by(col(Hunt.id))
    )
    return list(found.all())


async def ideas(session: AsyncSession, hunt_id: int) -> list[Idea]:
    """Those that can be seen, the most supported first."""
    supporters = (
        select(sa.func.count()).where(col(Support.idea_id) == col(Idea.id)).correlate(Idea).scalar_subquery()
    )
    found = await session.exec(
        select(Idea)
        .join(HuntIdea, col(HuntIdea.idea_id) == Idea.id)
        .where(
            HuntIdea.hunt_id == hunt_id,
            col(Idea.state).not_in(
                [kinds.IdeaState.DRAFT, kinds.IdeaState.WITHDRAWN, kinds.IdeaState.MERGED]
            ),
        )
        .order_by(supporters.desc(), col(Idea.id))
    )
    return list(found.all())


async def learnings(session: AsyncSession, hunt_id: int) -> list[str]:
    """What the groups of the hunt's ideas learnt, in the order they ended."""
    found = await session.exec(
        select(Ending.learnt)
        .join(Project, col(Project.id) == Ending.project_id)
        .join(HuntIdea, col(HuntIdea.idea_id) == Project.idea_id)
        .where(HuntIdea.hunt_id == hunt_id, Ending.learnt != "")
        .order_by(col(Ending.at))
    )
    return list(found.all())


async def set_values(session: AsyncSession, hunt_id: int, **values: Any) -> None:
    await session.exec(update(Hunt).where(col(Hunt.id) == hunt_id).values(**values))


async def set_ref(session: AsyncSession, hunt_id: int, ref: str) -> None:
    await set_values(session, hunt_id, ref=ref)


async def keep_step(session: AsyncSession, step: HuntStep) -> None:
    session.add(step)
    await session.flush()


async def was_moved_by_bot(session: AsyncSession, hunt_id: int) -> bool:
    found = await session.exec(
        select(HuntStep.id).where(HuntStep.hunt_id == hunt_id, col(HuntStep.person_id).is_(None))
    )
    return found.first() is not None


async def keep_members(session: AsyncSession, hunt_id: int) -> None:
    """Remember who posted an idea in the hunt, supported one, or joined a group of one."""
    own = select(HuntIdea.idea_id).where(HuntIdea.hunt_id == hunt_id)
    people = sa.union(
        select(col(Idea.author_id)).where(col(Idea.id).in_(own)),
        select(col(Support.person_id)).where(col(Support.idea_id).in_(own)),
        select(col(ProjectMember.person_id))
        .join(Project, col(Project.id) == ProjectMember.project_id)
        .where(col(Project.idea_id).in_(own)),
    )
    found = await session.exec(people)  # type: ignore[call-overload]
    for (person_id,) in found.all():
        await session.exec(
            inserting.into(session, HuntMember)
            .values(hunt_id=hunt_id, person_id=person_id)
            .on_conflict_do_nothing()
        )


async def ambassadors(session: AsyncSession, workspace_id: int) -> set[int]:
    """The people of finished hunts who are still on the staff: the first to be asked as an outside voice."""
    found = await session.exec(
        select(HuntMember.person_id)
        .join(Hunt, col(Hunt.id) == HuntMember.hunt_id)
        .join(Person, col(Person.id) == HuntMember.person_id)
        .where(
            Hunt.workspace_id == workspace_id,
            Hunt.state == kinds.HuntState.FINISHED,
            Person.standing == kinds.Standing.STAFF,
            col(Person.external_id).is_not(None),
        )
    )
    return set(found.all())
