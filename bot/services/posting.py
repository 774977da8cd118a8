"""Posting an idea: taken in, and into its hunt, in one go."""

import dataclasses
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain.permissions import Action
from bot.services import hunt_ideas, ideas, people, permits, views, wordings
from bot.services.actor import Actor
from bot.services.installation import Installation
from bot.services.wordings import Wording
from storage import drafts, kinds, workspaces
from storage import ideas as rows
from storage.models import Idea


async def post(
    installation: Installation,
    actor: Actor,
    wording: Wording,
    *,
    place: str,
    request_key: str,
    now: datetime,
    discipline_id: int | None = None,
    draft_id: int | None = None,
    hunt_id: int | None = None,
    only_hunt: bool = False,
    confirmed: bool = False,
) -> views.Posted:
    """Take in an idea and post its card in the ideas channel, or in `place` where none is chosen yet.

    It belongs to the hunt of `hunt_id`; with `only_hunt`, to the one that collects, where that is the only
    one. The draft it was written in is thrown away.

    Without a discipline, chosen before or with `discipline_id`, it waits unseen until its author has one.
    The same `request_key` again changes nothing. Raises as `wordings.checked` does, NotFound for a hunt that
    is not there, and TooLate for one that collects no more: then the idea is posted all the same.
    """
    permits.require(actor, Action.POST_IDEA)
    wording = wordings.checked(wording, confirmed=confirmed)
    taken = Idea(
        workspace_id=actor.workspace_id,
        kind=wording.kind,
        state=kinds.IdeaState.DRAFT,
        author_id=actor.person_id,
        named=wording.named,
        title=wording.title,
        who=wording.who,
        frequency=wording.frequency,
        evidence=wording.evidence,
        cost=wording.cost,
        place=place,
        source=wording.source,
        request_key=request_key,
        created_at=now,
    )

    async def work(session: AsyncSession) -> tuple[views.Posted, bool]:
        workspace = await workspaces.get(session, actor.workspace_id)
        known = await rows.by_request(session, workspace.id, request_key)
        if known is not None:
            return ideas.posted(known), False
        if discipline_id is not None:
            await people.set_discipline(session, installation.rules, actor, discipline_id, now=now)
        discipline = discipline_id or actor.discipline_id
        if workspace.ideas_place is None:
            await workspaces.set_ideas_place_if_unset(session, workspace.id, place)
        taken.discipline_id, taken.place = discipline, workspace.ideas_place or place
        idea = await rows.add(session, taken)
        if wording.areas:
            await ideas.set_areas(session, idea, wording.areas)
        if draft_id is not None:
            await drafts.remove(session, actor.person_id, draft_id)
        hunt, late = None, False
        if hunt_id is not None:
            late = await hunt_ideas.join(session, actor, hunt_id, idea.id, now=now) is None
        elif only_hunt:
            hunt = await hunt_ideas.join_only(session, actor, idea.id, now=now)
        if discipline is not None:
            await ideas.post_drafts(session, actor, discipline, now=now)
        return dataclasses.replace(ideas.posted(idea), hunt=hunt), late

    posted, late = await installation.database.write(work)
    if late:
        raise errors.TooLate("error.hunt.collected", field="hunt")
    return posted
