"""One idea, whole, as one person sees it: its words, its road, and what they may do with it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.services import idea_life, ideas, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import edits, kinds, merges, news, themes
from storage import ideas as rows


async def show(installation: Installation, actor: Actor, idea_id: int) -> views.Paper:
    """Raises NotFound, for another person's draft too."""
    async with installation.database.read() as session:
        found = await rows.lines(
            session,
            actor.workspace_id,
            viewer=actor.person_id,
            states=list(kinds.IdeaState),
            ids=[idea_id],
        )
        if not found:
            raise errors.NotFound("error.idea.not_found")
        idea = found[0].idea
        if idea.state == kinds.IdeaState.DRAFT and idea.author_id != actor.person_id:
            raise errors.NotFound("error.idea.not_found")
        return views.Paper(
            line=ideas.line_view(found[0], actor),
            words=edits.of(idea),
            named=idea.named,
            areas=tuple(views.Discipline(one.id, one.name) for one in await rows.areas(session, idea.id)),
            themes=tuple(views.Theme(one.id, one.name) for one in await themes.of(session, idea.id)),
            listed_themes=tuple(
                views.Theme(one.id, one.name) for one in await themes.listed(session, actor.workspace_id)
            ),
            into=await _into(session, idea.id),
            muted=(idea.id, actor.person_id) in await news.muted(session, [idea.id]),
            deeds=idea_life.may(actor, idea),
            road=await _road(session, idea.id),
        )


async def _into(session: AsyncSession, idea_id: int) -> str:
    found = await merges.standing(session, idea_id)
    return found[1].title if found is not None else ""


async def _road(session: AsyncSession, idea_id: int) -> tuple[views.Step, ...]:
    """What happened, newest first, without anybody's name: who posted it may be nobody's business.

    Where the bot itself decided, the reason is a word of its own, and is not for reading.
    """
    moved = [
        views.Step(step.at, step.to_state, step.reason if step.person_id is not None else "", None)
        for step in await edits.steps(session, idea_id)
    ]
    changed = [views.Step(edit.at, None, "", edits.of(edit)) for edit in await edits.former(session, idea_id)]
    return tuple(sorted([*moved, *changed], key=lambda step: step.at, reverse=True))
