"""Merging an idea into another, and taking that back."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import deeds
from bot.domain import merging as rules
from bot.domain.deeds import Deed
from bot.services import ballot_papers, bundles, idea_life, ideas, moves, outgoing, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas as rows
from storage import kinds, merges, news, supports, workspaces
from storage.models import Idea, Workspace

MOST = 100
_FROM = (kinds.IdeaState.NEW, kinds.IdeaState.PARKED, kinds.IdeaState.IN_ROUND)


async def candidates(
    installation: Installation, actor: Actor, idea_id: int, *, search: str = ""
) -> tuple[views.ListedIdea, ...]:
    """What the idea can be merged into: those like it first, then the newest; `search` narrows them."""
    async with installation.database.read() as session:
        found = await rows.get(session, actor.workspace_id, idea_id)
        title = idea_life.reachable(found, actor, Deed.MERGE).title
    like = await installation.memory.search(installation.database, actor.workspace_id, title)
    async with installation.database.read() as session:
        lines = await rows.lines(
            session,
            actor.workspace_id,
            viewer=actor.person_id,
            states=tuple(deeds.MERGED_INTO),
            search=search,
            limit=MOST + 1,
        )
        if not search:
            near = await rows.lines(
                session, actor.workspace_id, viewer=0, states=tuple(deeds.MERGED_INTO), ids=like
            )
            lines = [*sorted(near, key=lambda one: like.index(one.idea.id)), *lines]
    listed = {line.idea.id: ideas.line_view(line, actor) for line in lines if line.idea.id != idea_id}
    return tuple(listed.values())[:MOST]


async def merge(
    installation: Installation,
    actor: Actor,
    idea_id: int,
    into_id: int,
    *,
    reason: str,
    now: datetime,
    confirmed: bool = False,
) -> None:
    """Make the idea a part of another. Its support goes with it, counted once for each person.

    In an open round its votes go too, as `ballot_papers` says. Raises as that and as `idea_life.reach`, and
    Invalid for an idea that cannot take it.
    """
    reason = idea_life.written(reason, field="reason", limit=idea_life.REASON_LIMIT, confirmed=confirmed)
    async with installation.database.begin() as session:
        round_ = await ballot_papers.hold(session, actor, idea_id)
        idea = await idea_life.reach(session, actor, idea_id, Deed.MERGE)
        into = await rows.get_to_change(session, actor.workspace_id, into_id)
        if into is None or into.id == idea.id or into.state not in deeds.MERGED_INTO:
            raise errors.Invalid("error.idea.merge_into", field="idea")
        workspace = await workspaces.get(session, actor.workspace_id)
        was = idea.state
        if round_ is not None:
            await ballot_papers.leave(
                session, workspace, actor, round_, idea, into=into, reason=reason, now=now
            )
        await moves.move(
            session,
            installation.rules,
            workspace,
            [idea.id],
            from_states=_FROM,
            to_state=kinds.IdeaState.MERGED,
            key=f"merge:{now.isoformat()}",
            person_id=actor.person_id,
            reason=reason,
            other=into.title,
            now=now,
        )
        before = await news.listeners(session, [into.id])
        coming, there = [set(await supports.of(session, one)) for one in (idea.id, into.id)]
        hanging = rules.hanging(coming, there, await merges.lent(session, into.id))
        new = rules.newcomers(coming, there)
        await merges.note(session, idea.id, into.id, was=was, new=new, hanging=hanging, now=now)
        change = messages.IdeaChanged(
            idea_id=into.id, title=into.title, change="joined", other=idea.title, reason=reason
        )
        await _tell(
            session, installation, workspace, into, change, listeners=before, teller=actor.person_id, now=now
        )


async def part(
    installation: Installation,
    actor: Actor,
    idea_id: int,
    *,
    reason: str,
    now: datetime,
    confirmed: bool = False,
) -> None:
    """Undo a merge, while no round has used it: both are as they were, and so is their support."""
    reason = idea_life.written(reason, field="reason", limit=idea_life.REASON_LIMIT, confirmed=confirmed)
    async with installation.database.begin() as session:
        idea = await idea_life.reach(session, actor, idea_id, Deed.PART)
        found = await merges.standing(session, idea.id)
        if found is None or await merges.is_used(session, found[0]):
            raise errors.TooLate("error.idea.merge_used", field="reason")
        row, into = found
        workspace = await workspaces.get(session, actor.workspace_id)
        came, others = await merges.came(session, row.id), merges.lent(session, into.id, apart_from=row.id)
        await merges.undo(session, row, going=rules.going(came, await others), now=now)
        back = kinds.IdeaState.PARKED if row.was == kinds.IdeaState.PARKED else kinds.IdeaState.NEW
        await moves.move(
            session,
            installation.rules,
            workspace,
            [idea.id],
            from_states=[kinds.IdeaState.MERGED],
            to_state=back,
            key=f"part:{row.id}",
            person_id=actor.person_id,
            reason=reason,
            now=now,
        )
        change = messages.IdeaChanged(
            idea_id=into.id, title=into.title, change="parted", other=idea.title, reason=reason
        )
        listeners = await news.listeners(session, [into.id])
        await _tell(
            session,
            installation,
            workspace,
            into,
            change,
            listeners=listeners,
            teller=actor.person_id,
            now=now,
        )


async def _tell(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    into: Idea,
    change: messages.IdeaChanged,
    *,
    listeners: list[tuple[int, int]],
    teller: int,
    now: datetime,
) -> None:
    """Tell the thread, the author and the supporters of the idea that another was merged into."""
    await outgoing.redraw_idea(session, workspace, into, now=now)
    await moves.say(
        session, workspace, into, change, key=f"{change.change}:{into.id}:{now.isoformat()}", now=now
    )
    heard = messages.IdeaNews(
        idea_id=into.id,
        title=into.title,
        change="joined" if change.change == "joined" else "parted",
        state=into.state,
        other=change.other,
        reason=change.reason,
    )
    people = {person_id for _, person_id in listeners}
    if not await news.muted(session, [into.id]) & {(into.id, into.author_id)}:
        people.add(into.author_id)
    wanted: list[tuple[int, messages.Note]] = [(one, heard) for one in sorted(people - {teller})]
    await bundles.add_all(session, installation.rules, workspace, wanted, now=now)
