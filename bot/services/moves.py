"""Moving ideas along their road: the history, the card, its thread, and word to the author."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.services import bundles, outgoing
from bot.services.installation import Rules
from storage import gatherings, hunts, ideas, kinds, news
from storage.models import Idea, Workspace

PATIENCE = timedelta(days=7)
"""How long a chosen idea waits for its group before its channel is asked."""


async def move(
    session: AsyncSession,
    rules: Rules,
    workspace: Workspace,
    idea_ids: Sequence[int],
    *,
    from_states: Sequence[kinds.IdeaState],
    to_state: kinds.IdeaState,
    key: str,
    now: datetime,
    person_id: int | None = None,
    reason: str = "",
    why: str = "",
    other: str = "",
) -> list[Idea]:
    """Move those ideas that still are in one of `from_states`; returns them.

    `key` names the occasion, so that it is told once; `reason` is words of the person who decided, or a word
    of ours where the bot did. `why` is as in IdeaNote, `other` the title of the idea they become a part of.

    The author is told unless they did it, and those who support it hear of it as often as they want.
    """
    moved = await ideas.move(
        session,
        idea_ids,
        from_states=from_states,
        to_state=to_state,
        reason=reason,
        person_id=person_id,
        now=now,
    )
    for hunt in await hunts.of_ideas(session, [idea.id for idea in moved]):
        await outgoing.redraw_hunt(session, workspace, hunt, now=now)
    said = reason if person_id is not None else ""
    wanted: list[tuple[int, messages.Note]] = []
    silent = await news.muted(session, [idea.id for idea in moved])
    for idea in moved:
        await outgoing.redraw_idea(session, workspace, idea, now=now)
        note = messages.IdeaNote(
            idea_id=idea.id, title=idea.title, state=to_state, reason=said, why=why, other=other
        )
        await say(session, workspace, idea, note, key=f"{key}:idea:{idea.id}:{to_state}", now=now)
        if idea.author_id != person_id and (idea.id, idea.author_id) not in silent:
            told = messages.IdeaMoved(
                idea_id=idea.id, title=idea.title, state=to_state, reason=said, why=why, other=other
            )
            wanted.append((idea.author_id, told))
        if to_state == kinds.IdeaState.CHOSEN:
            ask_at = bundles.open_from(now + PATIENCE, rules, workspace)
            await gatherings.open_(session, idea.id, ask_at=ask_at, now=now)
        else:
            await gatherings.close(session, idea.id)
    by_id = {idea.id: idea for idea in moved}
    for idea_id, listener in await news.listeners(session, list(by_id)):
        if listener != person_id:
            heard = messages.IdeaNews(
                idea_id=idea_id,
                title=by_id[idea_id].title,
                change="moved",
                state=to_state,
                reason=said,
                other=other,
            )
            wanted.append((listener, heard))
    await bundles.add_all(session, rules, workspace, wanted, now=now)
    return moved


async def say(
    session: AsyncSession,
    workspace: Workspace,
    idea: Idea,
    message: messages.Message,
    *,
    key: str,
    now: datetime,
) -> None:
    """Say it in the thread of the idea's card, once for each `key`."""
    await outgoing.post(
        session,
        workspace,
        message,
        place=idea.place,
        now=now,
        key=key,
        subject=kinds.Subject.IDEA,
        subject_id=idea.id,
        in_thread=True,
    )
