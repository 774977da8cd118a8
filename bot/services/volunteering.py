"""Saying that one wants to be in the group of a chosen idea, or rather later, or not any more."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain.permissions import Action
from bot.services import bundles, group_views, memberships, outgoing, permits
from bot.services import people as person_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import gatherings, ideas, kinds, projects, workspaces
from storage.kinds import Willingness
from storage.models import Idea, Project

LATER = timedelta(days=28)
"""When one who said "ask me later" is asked again."""


async def volunteer(
    installation: Installation, actor: Actor, idea_id: int, *, now: datetime
) -> group_views.Volunteered:
    """Say that one wants to be in the group; where there is one already, they join it.

    Raises NotFound, NotAllowed for guests, and TooLate for an idea that looks for no group.
    """
    person_cases.require_staff(actor)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        idea, project = await looking(session, actor, idea_id)
        if project is not None:
            await memberships.let_in(session, workspace, project, actor.person_id, now=now)
            return group_views.Volunteered(idea.id, idea.title, Willingness.WILLING, place=project.place)
        await gatherings.answer(session, idea.id, actor.person_id, Willingness.WILLING, ask_at=None, now=now)
        await outgoing.redraw_idea(session, workspace, idea, now=now)
        return group_views.Volunteered(idea.id, idea.title, Willingness.WILLING)


async def ask_later(
    installation: Installation, actor: Actor, idea_id: int, *, now: datetime
) -> group_views.Volunteered:
    """Say "not now, ask me later": the question comes once more, in four weeks. Raises as `volunteer`."""
    person_cases.require_staff(actor)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        idea, _ = await looking(session, actor, idea_id)
        ask_at = bundles.open_from(now + LATER, installation.rules, workspace)
        await gatherings.answer(session, idea.id, actor.person_id, Willingness.LATER, ask_at=ask_at, now=now)
        await outgoing.redraw_idea(session, workspace, idea, now=now)
        return group_views.Volunteered(
            idea.id, idea.title, Willingness.LATER, asked_again=ask_at, zone=actor.zone
        )


async def withdraw(
    installation: Installation, actor: Actor, idea_id: int, *, now: datetime
) -> group_views.Volunteered:
    """Take back what one said, whatever it was; saying it twice changes nothing. Raises NotFound."""
    permits.require(actor, Action.TEND_OWN)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        idea = await ideas.get(session, workspace.id, idea_id)
        if idea is None:
            raise errors.NotFound("error.idea.not_found")
        await gatherings.withdraw(session, idea.id, actor.person_id)
        await outgoing.redraw_idea(session, workspace, idea, now=now)
        return group_views.Volunteered(idea.id, idea.title, None)


async def waiting(installation: Installation, actor: Actor) -> tuple[group_views.Volunteered, ...]:
    """The chosen ideas that have no group yet, with what this person has said about each."""
    async with installation.database.read() as session:
        found = await ideas.lines(
            session, actor.workspace_id, viewer=actor.person_id, states=[kinds.IdeaState.CHOSEN]
        )
        return tuple(
            [
                group_views.Volunteered(
                    line.idea.id,
                    line.idea.title,
                    await gatherings.answer_of(session, line.idea.id, actor.person_id),
                )
                for line in found
            ]
        )


async def chosen(session: AsyncSession, actor: Actor, idea_id: int) -> Idea:
    """An idea whose group is being gathered. Raises NotFound, or TooLate where it is not (any more)."""
    idea = await ideas.get(session, actor.workspace_id, idea_id)
    if idea is None or idea.state == kinds.IdeaState.DRAFT:
        raise errors.NotFound("error.idea.not_found")
    if idea.state == kinds.IdeaState.PROJECT:
        raise errors.TooLate("error.project.exists")
    if idea.state != kinds.IdeaState.CHOSEN:
        raise errors.TooLate("error.project.not_chosen")
    return idea


async def looking(session: AsyncSession, actor: Actor, idea_id: int) -> tuple[Idea, Project | None]:
    """An idea that looks for people, and its group where it has begun. Raises NotFound or TooLate."""
    idea = await ideas.get(session, actor.workspace_id, idea_id)
    if idea is None or idea.state == kinds.IdeaState.DRAFT:
        raise errors.NotFound("error.idea.not_found")
    if idea.state == kinds.IdeaState.PROJECT:
        project = await projects.by_idea(session, actor.workspace_id, idea_id)
        if project is not None:
            return idea, project
    if idea.state != kinds.IdeaState.CHOSEN:
        raise errors.TooLate("error.gathering.over")
    return idea, None
