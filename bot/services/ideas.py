"""Ideas: those like one, and supporting."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain import lifecycle
from bot.domain.permissions import Action
from bot.services import cards, outgoing, people, permits, views, wordings
from bot.services.actor import Actor
from bot.services.installation import Installation
from bot.services.wordings import Wording
from storage import endings, ideas, kinds, merges, supports, workspaces
from storage.models import Ending, Idea

SEEN = (
    kinds.IdeaState.NEW,
    kinds.IdeaState.IN_ROUND,
    kinds.IdeaState.CHOSEN,
    kinds.IdeaState.PROJECT,
    kinds.IdeaState.COMPLETED,
    kinds.IdeaState.RETIRED,
    kinds.IdeaState.PARKED,
)
SUPPORTABLE = (
    kinds.IdeaState.NEW,
    kinds.IdeaState.IN_ROUND,
    kinds.IdeaState.CHOSEN,
    kinds.IdeaState.PROJECT,
    kinds.IdeaState.RETIRED,
    kinds.IdeaState.PARKED,
)
"""Support of a retired idea says that the problem is still there."""


async def preview(
    installation: Installation, actor: Actor, wording: Wording, *, confirmed: bool = False
) -> tuple[views.ListedIdea, ...]:
    """Earlier ideas like this one, open and retired, three at most. Raises as `post` would."""
    people.require_staff(actor)
    wording = wordings.checked(wording, confirmed=confirmed)
    found = await installation.memory.search(installation.database, actor.workspace_id, wording.title)
    return await listed(installation, actor, found)


async def listed(
    installation: Installation, actor: Actor, idea_ids: Sequence[int]
) -> tuple[views.ListedIdea, ...]:
    """These ideas in this order, as the person sees them, with what was learnt of those that were retired.

    Those that cannot be seen any more are left out.
    """
    if not idea_ids:
        return ()
    return await installation.database.look(lambda session: _found(session, actor, idea_ids))


async def _found(
    session: AsyncSession, actor: Actor, idea_ids: Sequence[int]
) -> tuple[views.ListedIdea, ...]:
    lines = await ideas.lines(session, actor.workspace_id, viewer=actor.person_id, states=SEEN, ids=idea_ids)
    retired = [line.idea.id for line in lines if line.idea.state == kinds.IdeaState.RETIRED]
    left: dict[int, Ending] = {}
    if retired:
        left = {
            idea.id: ending for ending, idea in await endings.retired(session, actor.workspace_id, retired)
        }
    by_id = {line.idea.id: _with_learning(line_view(line, actor), left.get(line.idea.id)) for line in lines}
    return tuple(by_id[one] for one in idea_ids if one in by_id)


async def set_areas(session: AsyncSession, idea: Idea, discipline_ids: Sequence[int]) -> None:
    """Set the service areas an idea touches. Raises NotFound for one that is not on the list."""
    known = {one.id for one in await workspaces.disciplines(session, idea.workspace_id)}
    if not known.issuperset(discipline_ids):
        raise errors.NotFound("error.discipline.not_found", field="areas")
    await ideas.set_areas(session, idea.id, discipline_ids)


async def post_drafts(
    session: AsyncSession, actor: Actor, discipline_id: int, *, now: datetime
) -> list[views.Posted]:
    """Post what the person has waiting, now that their discipline is known."""
    workspace = await workspaces.get(session, actor.workspace_id)
    moved = await ideas.move(
        session,
        await ideas.drafts_of(session, workspace.id, actor.person_id),
        from_states=[kinds.IdeaState.DRAFT],
        to_state=kinds.IdeaState.NEW,
        reason="",
        person_id=actor.person_id,
        now=now,
    )
    for idea in moved:
        idea.discipline_id = discipline_id
        session.add(idea)
        await session.flush()
        card = await cards.idea(session, idea)
        await outgoing.post(
            session,
            workspace,
            card,
            place=idea.place,
            now=now,
            key=f"idea:{idea.id}",
            subject=kinds.Subject.IDEA,
            subject_id=idea.id,
        )
    return [posted(idea) for idea in moved]


async def support(
    installation: Installation, actor: Actor, idea_id: int, *, wanted: bool, now: datetime
) -> views.ListedIdea:
    """Set whether the person supports an idea; setting it twice changes nothing.

    Raises NotFound for an idea of another workspace, TooLate for one that has moved past support.
    """
    permits.require(actor, Action.SUPPORT_IDEA)

    async def work(session: AsyncSession) -> views.ListedIdea:
        workspace = await workspaces.get(session, actor.workspace_id)
        idea = await ideas.get(session, workspace.id, idea_id)
        if idea is None or idea.state not in SEEN:
            raise errors.NotFound("error.idea.not_found")
        if idea.state not in SUPPORTABLE:
            raise errors.TooLate("error.idea.state")
        await merges.confirm(session, idea_id, actor.person_id)
        if wanted:
            changed = await supports.add(session, idea_id, actor.person_id, now=now)
        else:
            changed = await supports.remove(session, idea_id, actor.person_id)
        if changed:
            await outgoing.redraw_idea(session, workspace, idea, now=now)
        return await _listed(session, actor, idea_id)

    return await installation.database.write(work)


async def show(installation: Installation, actor: Actor, idea_id: int) -> views.ListedIdea:
    """One idea as this person sees it. Raises NotFound."""
    async with installation.database.read() as session:
        return await _listed(session, actor, idea_id)


def line_view(line: ideas.Line, actor: Actor) -> views.ListedIdea:
    """A stored line as the person sees it; an idea posted without the name tells no discipline either."""
    idea = line.idea
    own = idea.author_id == actor.person_id
    return views.ListedIdea(
        idea_id=idea.id,
        kind=idea.kind,
        state=idea.state,
        title=idea.title,
        discipline=line.discipline if idea.named else None,
        supporters=line.supporters,
        breadth=line.breadth,
        supported=line.supported,
        own=own,
        place=idea.place,
        ref=idea.ref,
        created_at=idea.created_at,
    )


def _with_learning(idea: views.ListedIdea, left: Ending | None) -> views.ListedIdea:
    return idea if left is None else dataclasses.replace(idea, tried=left.tried, learnt=left.learnt)


async def _listed(session: AsyncSession, actor: Actor, idea_id: int) -> views.ListedIdea:
    found = await ideas.lines(session, actor.workspace_id, viewer=actor.person_id, states=SEEN, ids=[idea_id])
    if not found:
        raise errors.NotFound("error.idea.not_found")
    return line_view(found[0], actor)


def posted(idea: Idea) -> views.Posted:
    return views.Posted(
        idea_id=idea.id,
        title=idea.title,
        place=idea.place,
        waiting=idea.state == kinds.IdeaState.DRAFT,
        disguise=lifecycle.hint(idea.title),
    )
