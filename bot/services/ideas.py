"""Ideas: posting, supporting, listing."""

import math
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.services import cards, outgoing, people, safeguard, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas, kinds, workspaces
from storage.models import Idea

TITLE_LIMIT = 150
TEXT_LIMIT = 2_000
PAGE = 8

SEEN = (
    kinds.IdeaState.NEW,
    kinds.IdeaState.IN_ROUND,
    kinds.IdeaState.CHOSEN,
    kinds.IdeaState.PROJECT,
    kinds.IdeaState.COMPLETED,
    kinds.IdeaState.RETIRED,
    kinds.IdeaState.PARKED,
)
SUPPORTABLE = (kinds.IdeaState.NEW, kinds.IdeaState.IN_ROUND, kinds.IdeaState.CHOSEN, kinds.IdeaState.PARKED)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person typed. `source` links to the message it was saved from."""

    title: str
    who: str = ""
    evidence: str = ""
    kind: kinds.IdeaKind = kinds.IdeaKind.PROBLEM
    named: bool = True
    source: str | None = None


async def post(
    installation: Installation,
    actor: Actor,
    wording: Wording,
    *,
    place: str,
    request_key: str,
    now: datetime,
    discipline_id: int | None = None,
    confirmed: bool = False,
) -> views.Posted:
    """Take in an idea and post its card in the ideas channel, or in `place` where none is chosen yet.

    Without a discipline, chosen before or with `discipline_id`, it waits unseen until its author has one.
    The same `request_key` again changes nothing. Raises Invalid for an empty or over-long text, and as
    `safeguard.require_clean` does; `confirmed` is its.
    """
    people.require_staff(actor)
    wording = _checked(wording)
    safeguard.require_clean(_free_text(wording), confirmed=confirmed)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        known = await ideas.by_request(session, workspace.id, request_key)
        if known is not None:
            return _posted(known)
        if discipline_id is not None:
            await people.set_discipline(session, actor, discipline_id, now=now)
        discipline_id = discipline_id or actor.discipline_id
        if workspace.ideas_place is None:
            await workspaces.set_ideas_place_if_unset(session, workspace.id, place)
        idea = await ideas.add(
            session,
            Idea(
                workspace_id=workspace.id,
                kind=wording.kind,
                state=kinds.IdeaState.DRAFT,
                author_id=actor.person_id,
                discipline_id=discipline_id,
                named=wording.named,
                title=wording.title,
                who=wording.who,
                evidence=wording.evidence,
                place=workspace.ideas_place or place,
                source=wording.source,
                request_key=request_key,
                created_at=now,
            ),
        )
        if discipline_id is not None:
            await post_drafts(session, actor, discipline_id, now=now)
    return _posted(idea)


async def post_drafts(
    session: AsyncSession, actor: Actor, discipline_id: int, *, now: datetime
) -> list[views.Posted]:
    """Post what the person has waiting, now that their discipline is known."""
    workspace = await workspaces.get(session, actor.workspace_id)
    waiting = await ideas.lines(
        session,
        workspace.id,
        viewer=actor.person_id,
        states=[kinds.IdeaState.DRAFT],
        author=actor.person_id,
    )
    moved = await ideas.move(
        session,
        [line.idea.id for line in waiting],
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
    return [_posted(idea) for idea in moved]


async def support(
    installation: Installation, actor: Actor, idea_id: int, *, wanted: bool, now: datetime
) -> views.ListedIdea:
    """Set whether the person supports an idea; setting it twice changes nothing.

    Raises NotFound for an idea of another workspace, TooLate for one that has moved past support.
    """
    people.require_staff(actor)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        idea = await ideas.get(session, workspace.id, idea_id)
        if idea is None or idea.state not in SEEN:
            raise errors.NotFound("error.idea.not_found")
        if idea.state not in SUPPORTABLE:
            raise errors.TooLate("error.idea.state")
        if wanted:
            changed = await ideas.support(session, idea_id, actor.person_id, now=now)
        else:
            changed = await ideas.unsupport(session, idea_id, actor.person_id)
        if changed:
            await outgoing.redraw_idea(session, workspace, idea, now=now)
        return await _listed(session, actor, idea_id)


async def show(installation: Installation, actor: Actor, idea_id: int) -> views.ListedIdea:
    """One idea as this person sees it. Raises NotFound."""
    async with installation.database.read() as session:
        return await _listed(session, actor, idea_id)


async def browse(
    installation: Installation, actor: Actor, *, search: str = "", page: int = 1
) -> views.IdeaPage:
    """A page of the ideas that can be seen, newest first; `page` beyond the last one is the last one."""
    search = " ".join(search.split())[:TITLE_LIMIT]
    async with installation.database.read() as session:
        total = await ideas.count(session, actor.workspace_id, states=SEEN, search=search)
        pages = max(1, math.ceil(total / PAGE))
        page = min(max(page, 1), pages)
        found = await ideas.lines(
            session,
            actor.workspace_id,
            viewer=actor.person_id,
            states=SEEN,
            search=search,
            limit=PAGE,
            offset=(page - 1) * PAGE,
        )
    return views.IdeaPage(
        ideas=tuple(line_view(line, actor) for line in found),
        page=page,
        pages=pages,
        total=total,
        search=search,
    )


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
        supported=line.supported,
        own=own,
        place=idea.place,
        ref=idea.ref,
        created_at=idea.created_at,
    )


async def _listed(session: AsyncSession, actor: Actor, idea_id: int) -> views.ListedIdea:
    found = await ideas.lines(session, actor.workspace_id, viewer=actor.person_id, states=SEEN, ids=[idea_id])
    if not found:
        raise errors.NotFound("error.idea.not_found")
    return line_view(found[0], actor)


def _checked(wording: Wording) -> Wording:
    title = " ".join(wording.title.split())
    if not title:
        raise errors.Invalid("error.idea.title_empty", field="title")
    if len(title) > TITLE_LIMIT:
        raise errors.Invalid("error.idea.title_long", field="title", limit=TITLE_LIMIT)
    for field, text in (("who", wording.who), ("evidence", wording.evidence)):
        if len(text) > TEXT_LIMIT:
            raise errors.Invalid("error.idea.text_long", field=field, limit=TEXT_LIMIT)
    return Wording(
        title=title,
        who=wording.who.strip(),
        evidence=wording.evidence.strip(),
        kind=wording.kind,
        named=wording.named,
        source=wording.source,
    )


def _free_text(wording: Wording) -> dict[str, str]:
    return {"title": wording.title, "who": wording.who, "evidence": wording.evidence}


def _posted(idea: Idea) -> views.Posted:
    return views.Posted(
        idea_id=idea.id,
        title=idea.title,
        place=idea.place,
        waiting=idea.state == kinds.IdeaState.DRAFT,
    )
