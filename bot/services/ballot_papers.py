"""An idea that leaves the paper of an open round: it was withdrawn, or became a part of another.

What that means for the votes is in `domain.merging`. Whoever has voted can change their ballot as before.
"""

from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import merging
from bot.services import outgoing
from bot.services.actor import Actor
from storage import ballot_papers, kinds
from storage.models import Idea, Round, Workspace


async def hold(session: AsyncSession, actor: Actor, idea_id: int) -> Round | None:
    """The open round the idea stands in, held until the transaction ends.

    To be asked for before the idea itself is held: a count takes them in that order too.
    """
    return await ballot_papers.hold_round_of(session, actor.workspace_id, idea_id)


async def take_off(session: AsyncSession, round_id: int, idea_id: int, into_id: int | None) -> int | None:
    """Take a standing idea off the paper; returns the idea that took over its votes, if any did."""
    kept = await ballot_papers.paper(session, round_id)
    before = merging.Paper(
        frozenset(one for one, (stands, _) in kept.items() if stands),
        {one: heir for one, (stands, heir) in kept.items() if not stands},
    )
    after = before.without(idea_id, into_id)
    heir = after.heirs[idea_id]
    left = {one for one, now in after.heirs.items() if one == idea_id or now != before.heirs[one]}
    await ballot_papers.set_left(session, round_id, left, heir)
    if heir is not None:
        there = await ballot_papers.voters(session, round_id, heir)
        coming = await ballot_papers.voters(session, round_id, idea_id)
        await ballot_papers.approve(session, round_id, heir, merging.newcomers(coming, there))
    return heir


async def leave(
    session: AsyncSession,
    workspace: Workspace,
    actor: Actor,
    round_: Round,
    idea: Idea,
    *,
    into: Idea | None = None,
    reason: str,
    now: datetime,
) -> None:
    """Take the idea off the paper, draw the round's card anew, and say in its thread what that means.

    Raises TooLate once the deadline has passed: what was voted on is then what is counted.
    """
    if round_.closes_at <= now:
        raise errors.TooLate("error.round.counting", field="reason")
    event: Literal["withdrawn", "joined", "merged"] = "withdrawn" if into is None else "merged"
    if await take_off(session, round_.id, idea.id, into.id if into is not None else None) is not None:
        event = "joined"
    await outgoing.redraw_round(session, workspace, round_, now=now)
    await outgoing.post(
        session,
        workspace,
        messages.RoundNote(
            round_id=round_.id,
            event=event,
            by=actor.external_id if idea.named or actor.person_id != idea.author_id else None,
            reason=reason,
            closes_at=round_.closes_at,
            zone=workspace.zone,
            title=idea.title,
            into=into.title if into is not None else "",
        ),
        place=round_.place,
        now=now,
        key=f"round:{round_.id}:left:{idea.id}",
        subject=kinds.Subject.ROUND,
        subject_id=round_.id,
        in_thread=True,
    )
