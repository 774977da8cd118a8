"""Moving ideas along their road: the history, the card, its thread, and word to the author."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.services import bundles, outgoing
from bot.services.installation import Rules
from storage import (
    gatherings,
    hunts,
    ideas,
    kinds,
)
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
) -> list[Idea]:
    """Move those ideas that still are in one of `from_states`; returns them.

    `key` names the occasion, so that it is told once; `reason` is words of the person who decided, or a word
    of ours where the bot did. `why` is as in IdeaNote.
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
    for idea in moved:
        await outgoing.redraw_idea(session, workspace, idea, now=now)
        await outgoing.post(
            session,
            workspace,
            messages.IdeaNote(idea_id=idea.id, title=idea.title, state=to_state, reason=said, why=why),
            place=idea.place,
            now=now,
            key=f"{key}:idea:{idea.id}:{to_state}",
            subject=kinds.Subject.IDEA,
            subject_id=idea.id,
            in_thread=True,
        )
        note = messages.IdeaMoved(idea_id=idea.id, title=idea.title, state=to_state, reason=said, why=why)
        await bundles.add(session, rules, workspace, idea.author_id, note, now=now)
        if to_state == kinds.IdeaState.CHOSEN:
            ask_at = bundles.open_from(now + PATIENCE, rules, workspace)
            await gatherings.open_(session, idea.id, ask_at=ask_at, now=now)
        else:
            await gatherings.close(session, idea.id)
    return moved
