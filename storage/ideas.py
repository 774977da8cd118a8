"""Ideas, their history, and who supports them."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import idea_versions, kinds
from storage.models import (
    Discipline,
    Idea,
    IdeaArea,
    IdeaStep,
    IdeaTheme,
    Person,
    Support,
)


@dataclass(frozen=True, slots=True)
class Line:
    """An idea with what a list or a card shows beside it.

    `breadth` is the number of disciplines among its supporters.
    """

    idea: Idea
    discipline: str | None
    supporters: int
    breadth: int
    supported: bool


async def add(session: AsyncSession, idea: Idea) -> Idea:
    """Take in a draft. It has no version until it moves on: nobody can find it."""
    session.add(idea)
    await session.flush()
    return idea


async def drafts_of(session: AsyncSession, workspace_id: int, person_id: int) -> list[int]:
    """What the person has posted that waits unseen."""
    found = await session.exec(
        select(Idea.id).where(
            Idea.workspace_id == workspace_id,
            Idea.author_id == person_id,
            Idea.state == kinds.IdeaState.DRAFT,
        )
    )
    return list(found.all())


async def by_request(session: AsyncSession, workspace_id: int, request_key: str) -> Idea | None:
    found = await session.exec(
        select(Idea).where(Idea.workspace_id == workspace_id, Idea.request_key == request_key)
    )
    return found.one_or_none()


async def get(session: AsyncSession, workspace_id: int, idea_id: int) -> Idea | None:
    found = await session.exec(select(Idea).where(Idea.workspace_id == workspace_id, Idea.id == idea_id))
    return found.one_or_none()


async def get_to_change(session: AsyncSession, workspace_id: int, idea_id: int) -> Idea | None:
    """The same, held until the transaction ends."""
    found = await session.exec(
        select(Idea).where(Idea.workspace_id == workspace_id, Idea.id == idea_id).with_for_update()
    )
    return found.one_or_none()


async def lines(
    session: AsyncSession,
    workspace_id: int,
    *,
    viewer: int,
    states: Sequence[kinds.IdeaState],
    ids: Sequence[int] | None = None,
    author: int | None = None,
    theme: int | None = None,
    discipline: int | None = None,
    search: str = "",
    order: kinds.IdeaOrder = kinds.IdeaOrder.NEWEST,
    limit: int = 100,
    offset: int = 0,
) -> list[Line]:
    """Ideas in these states, with their support as `viewer` (a person's id) sees it.

    Of ideas that are equal in `order`, the newest comes first.

    `theme` and `discipline` are ids, `search` is words that all occur. An idea belongs to a discipline that
    it touches, and to its author's if it shows its author.
    """
    found = await session.exec(
        _listing(order)
        .where(
            *_chosen(
                workspace_id,
                states=states,
                ids=ids,
                author=author,
                theme=theme,
                discipline=discipline,
                search=search,
            )
        )
        .limit(limit)
        .offset(offset),
        params={"viewer": viewer, "workspace": workspace_id},
    )
    return [Line(idea, name, count, wide, bool(mine)) for idea, name, count, wide, mine in found.all()]


@functools.cache
def _listing(order: kinds.IdeaOrder) -> Any:
    """What all lists of ideas have in common, put together once; takes a `viewer` and a `workspace`."""
    supporters, breadth, tally = _alone() if order is kinds.IdeaOrder.NEWEST else _together()
    first = {
        kinds.IdeaOrder.NEWEST: [],
        kinds.IdeaOrder.SUPPORTED: [supporters],
        kinds.IdeaOrder.WIDEST: [breadth, supporters],
    }[order]
    supported = (
        select(Support.idea_id)
        .where(col(Support.idea_id) == col(Idea.id), col(Support.person_id) == sa.bindparam("viewer"))
        .correlate(Idea)
        .exists()
    )
    wanted = select(Idea, Discipline.name, supporters, breadth, supported)  # type: ignore[call-overload]
    wanted = wanted.outerjoin(Discipline, col(Discipline.id) == Idea.discipline_id)
    if tally is not None:
        wanted = wanted.outerjoin(tally, tally.c.idea_id == col(Idea.id))
    return wanted.order_by(*(key.desc() for key in first), col(Idea.id).desc())


_Tally = tuple[sa.ColumnElement[int], sa.ColumnElement[int], sa.Subquery | None]


def _alone() -> _Tally:
    """Support and breadth looked up for each idea that is returned: a page of them."""
    mine = col(Support.idea_id) == col(Idea.id)
    supporters = select(sa.func.count()).where(mine).correlate(Idea).scalar_subquery()
    wide = select(sa.func.count(sa.distinct(col(Person.discipline_id))))
    joined = wide.join(Support, col(Support.person_id) == col(Person.id)).where(mine)
    return supporters, joined.correlate(Idea).scalar_subquery(), None


def _together() -> _Tally:
    """The same counted for all ideas at once, to sort by: with many of them one by one takes seconds."""
    tally = (
        select(
            Support.idea_id,
            sa.func.count().label("supporters"),
            sa.func.count(sa.distinct(col(Person.discipline_id))).label("breadth"),
        )
        .join(Person, col(Person.id) == Support.person_id)
        .where(col(Person.workspace_id) == sa.bindparam("workspace"))
        .group_by(col(Support.idea_id))
        .subquery()
    )
    return sa.func.coalesce(tally.c.supporters, 0), sa.func.coalesce(tally.c.breadth, 0), tally


async def count(
    session: AsyncSession,
    workspace_id: int,
    *,
    states: Sequence[kinds.IdeaState],
    author: int | None = None,
    theme: int | None = None,
    discipline: int | None = None,
    search: str = "",
) -> int:
    """How many `lines` there are of the same."""
    chosen = _chosen(
        workspace_id, states=states, author=author, theme=theme, discipline=discipline, search=search
    )
    found = await session.exec(select(sa.func.count()).select_from(Idea).where(*chosen))
    return int(found.one())


def _chosen(
    workspace_id: int,
    *,
    states: Sequence[kinds.IdeaState],
    ids: Sequence[int] | None = None,
    author: int | None = None,
    theme: int | None = None,
    discipline: int | None = None,
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
    if theme is not None:
        conditions.append(
            sa.exists().where(col(IdeaTheme.idea_id) == col(Idea.id), col(IdeaTheme.theme_id) == theme)
        )
    if discipline is not None:
        touched = sa.exists().where(
            col(IdeaArea.idea_id) == col(Idea.id), col(IdeaArea.discipline_id) == discipline
        )
        shown = sa.and_(col(Idea.named), col(Idea.discipline_id) == discipline)
        conditions.append(sa.or_(touched, shown))
    searched = (Idea.title, Idea.who, Idea.frequency, Idea.evidence, Idea.cost)
    conditions.extend(
        sa.or_(*(col(part).icontains(word, autoescape=True) for part in searched)) for word in search.split()
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
    version = await idea_versions.raised(session, moved[0].workspace_id) if moved else 0
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
        idea.version = version
        session.add(idea)
    await session.flush()
    return moved


async def set_ref(session: AsyncSession, idea_id: int, ref: str) -> None:
    await session.exec(update(Idea).where(col(Idea.id) == idea_id).values(ref=ref))


async def areas(session: AsyncSession, idea_id: int) -> list[Discipline]:
    """The service areas the idea touches."""
    found = await session.exec(
        select(Discipline)
        .join(IdeaArea, col(IdeaArea.discipline_id) == col(Discipline.id))
        .where(IdeaArea.idea_id == idea_id)
        .order_by(col(Discipline.position), col(Discipline.id))
    )
    return list(found.all())


async def set_areas(session: AsyncSession, idea_id: int, discipline_ids: Sequence[int]) -> None:
    await session.exec(sa.delete(IdeaArea).where(col(IdeaArea.idea_id) == idea_id))
    session.add_all(IdeaArea(idea_id=idea_id, discipline_id=one) for one in dict.fromkeys(discipline_ids))
    await session.flush()
