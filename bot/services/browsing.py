"""Looking through the ideas: filters, orders, pages."""

import math
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.services import ideas as cases
from bot.services import views
from bot.services.actor import Actor
from bot.services.installation import Installation
from bot.services.wordings import TITLE_LIMIT
from storage import ideas, kinds, themes, workspaces

PAGE = 6


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for; `theme` and `discipline` are ids, `search` is words that all occur.

    `mine` keeps to what the person posted.
    """

    search: str = ""
    theme: int | None = None
    discipline: int | None = None
    state: kinds.IdeaState | None = None
    mine: bool = False
    order: kinds.IdeaOrder = kinds.IdeaOrder.NEWEST
    page: int = 1


async def browse(installation: Installation, actor: Actor, query: Query) -> views.IdeaPage:
    """A page of the ideas that can be seen; a page beyond the last one is the last one."""
    return await installation.database.look(lambda session: _page(session, actor, query))


async def _page(session: AsyncSession, actor: Actor, query: Query) -> views.IdeaPage:
    search = " ".join(query.search.split())[:TITLE_LIMIT]
    states = cases.SEEN if query.state is None else (query.state,) if query.state in cases.SEEN else ()
    author = actor.person_id if query.mine else None
    total = await ideas.count(
        session,
        actor.workspace_id,
        states=states,
        author=author,
        theme=query.theme,
        discipline=query.discipline,
        search=search,
    )
    pages = max(1, math.ceil(total / PAGE))
    page = min(max(query.page, 1), pages)
    found = await ideas.lines(
        session,
        actor.workspace_id,
        viewer=actor.person_id,
        states=states,
        author=author,
        theme=query.theme,
        discipline=query.discipline,
        search=search,
        order=query.order,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    listed = await workspaces.disciplines(session, actor.workspace_id)
    known = await themes.listed(session, actor.workspace_id)
    return views.IdeaPage(
        ideas=tuple(cases.line_view(line, actor) for line in found),
        page=page,
        pages=pages,
        total=total,
        search=search,
        theme=query.theme,
        discipline=query.discipline,
        state=query.state,
        mine=query.mine,
        order=query.order,
        themes=tuple(views.Theme(one.id, one.name) for one in known),
        disciplines=tuple(views.Discipline(one.id, one.name) for one in listed),
        states=cases.SEEN,
    )
