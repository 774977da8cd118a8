"""Ideas, their history, and who supports them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Discipline, Idea, IdeaStep, Support


@dataclass(frozen=True, slots=True)
class Line:
    """An idea with what a list or a card shows beside it."""

    idea: Idea
    discipline: str | None
    supporters: int
    supported: bool


async def add(session: AsyncSession, idea: Idea) -> Idea:
    session.add(idea)
    await session.flush()
    return idea


async def by_request(session: AsyncSession, workspace_id: int, request_key: str) -> Idea | None:
    found = await session.exec(
        select(Idea).where(Idea.workspace_id == workspace_id, Idea.request_key == request_key)
    )
    return found.one_or_none()


async def get(session: AsyncSession, workspace_id: int, idea_id: int) -> Idea | None:
    found = await session.exec(select(Idea).where(Idea.workspace_id == workspace_id, Idea.id == idea_id))
    return found.one_or_none()


async def lines(
    session: AsyncSession,
    workspace_id: int,
    *,
    viewer: int,
    states: Sequence[kinds.IdeaState],
    ids: Sequence[int] | None = None,
    author: int | None = None,
    search: str = "",
    limit: int = 100,
    offset: int = 0,
) -> list[Line]:
    """Ideas in these states, newest first, with their support as `viewer` (a person's id) sees it."""
    supporters = (
        select(sa.func.count()).where(col(Support.idea_id) == col(Idea.id)).correlate(Idea).scalar_subquery()
    )
    supported = (
        select(Support.idea_id)
        .where(col(Support.idea_id) == col(Idea.id), Support.person_id == viewer)
        .correlate(Idea)
        .exists()
    )
    found = await session.exec(
        select(Idea, Discipline.name, supporters, supported)
        .outerjoin(Discipline, col(Discipline.id) == Idea.discipline_id)
        .where(*_chosen(workspace_id, states=states, ids=ids, author=author, search=search))
        .order_by(col(Idea.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [Line(idea, name, count, bool(mine)) for idea, name, count, mine in found.all()]


async def count(
    session: AsyncSession, workspace_id: int, *, states: Sequence[kinds.IdeaState], search: str = ""
) -> int:
    found = await session.exec(
        select(sa.func.count()).select_from(Idea).where(*_chosen(workspace_id, states=states, search=search))
    )
    return int(found.one())


def _chosen(
    workspace_id: int,
    *,
    states: Sequence[kinds.IdeaState],
    ids: Sequence[int] | None = None,
    author: int | None = None,
    search: str = "",
) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [
        col(Idea.workspace_id) == workspace_id,
        col(Idea.state).in_(states),
    ]
    if ids is not None:
        conditions.append(col(Idea.id).in_(ids))
    if author is not None:
        conditions.append(col(Idea.author_id) == author)
    conditions.extend(
        sa.or_(*(col(part).icontains(word, autoescape=True) for part in (Idea.title, Idea.who)))
        for word in search.split()
    )
    return conditions


async def move(
    session: AsyncSession,
    idea_ids: Sequence[int],
    *,
    from_states: Sequence[kinds.IdeaState],
    to_state: kinds.IdeaState,
    reason: str,
    person_id: int | None,
    now: datetime,
) -> list[Idea]:
    """Move ideas that still are in one of `from_states`, each with its step written; returns those moved."""
    found = await session.exec(
        select(Idea)
        .where(col(Idea.id).in_(idea_ids), col(Idea.state).in_(from_states))
        .order_by(col(Idea.id))
        .with_for_update()
    )
    moved = list(found.all())
    for idea in moved:
        session.add(
            IdeaStep(
                idea_id=idea.id,
                person_id=person_id,
                from_state=idea.state,
                to_state=to_state,
                reason=reason,
                at=now,
            )
        )
        idea.state = to_state
        session.add(idea)
    await session.flush()
    return moved


async def set_ref(session: AsyncSession, idea_id: int, ref: str) -> None:
    await session.exec(update(Idea).where(col(Idea.id) == idea_id).values(ref=ref))


async def support(session: AsyncSession, idea_id: int, person_id: int, *, now: datetime) -> bool:
    """Returns whether it is new."""
    done = await session.exec(
        inserting.into(session, Support)
        .values(idea_id=idea_id, person_id=person_id, at=now)
        .on_conflict_do_nothing()
    )
    return bool(done.rowcount)


async def unsupport(session: AsyncSession, idea_id: int, person_id: int) -> bool:
    """Returns whether there was any."""
    done = await session.exec(
        sa.delete(Support).where(col(Support.idea_id) == idea_id, col(Support.person_id) == person_id)
    )
    return bool(done.rowcount)


async def supporters(session: AsyncSession, idea_id: int) -> list[int]:
    """The people's ids, those who came first first."""
    found = await session.exec(
        select(Support.person_id)
        .where(Support.idea_id == idea_id)
        .order_by(col(Support.at), col(Support.person_id))
    )
    return list(found.all())


async def texts(session: AsyncSession, workspace_id: int) -> list[tuple[int, str]]:
    """Id and words of every idea that can be seen, for finding similar ones."""
    found = await session.exec(
        select(Idea.id, Idea.title).where(
            Idea.workspace_id == workspace_id,
            col(Idea.state).not_in(
                [kinds.IdeaState.DRAFT, kinds.IdeaState.WITHDRAWN, kinds.IdeaState.MERGED]
            ),
        )
    )
    return list(found.all())
