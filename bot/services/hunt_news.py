"""What changes in a hunt, written and said in one step: its plan, its news, its end."""

from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import hunting
from bot.services import hunt_cards, outgoing
from storage import hunts, kinds
from storage.models import Hunt, Workspace


def plan(hunt: Hunt) -> hunting.Plan:
    return hunting.Plan(hunt.collect_until, hunt.vote_until, hunt.group_by)


def set_plan(hunt: Hunt, wanted: hunting.Plan) -> None:
    hunt.collect_until, hunt.vote_until, hunt.group_by = (
        wanted.collect_until,
        wanted.vote_until,
        wanted.group_by,
    )


async def redraw(session: AsyncSession, workspace: Workspace, hunt: Hunt, *, now: datetime) -> None:
    """Write the row, and draw its card anew."""
    session.add(hunt)
    await session.flush()
    await outgoing.redraw_hunt(session, workspace, hunt, now=now)


async def say(
    session: AsyncSession,
    workspace: Workspace,
    hunt: Hunt,
    news: Literal["moved", "more_time", "cancelled", "too_few"],
    *,
    by: str | None = None,
    reason: str = "",
    now: datetime,
) -> None:
    """Write the row, draw its card anew, and say in its thread what happened and why."""
    await redraw(session, workspace, hunt, now=now)
    message = messages.HuntNews(
        hunt_id=hunt.id,
        news=news,
        collect_until=hunt.collect_until,
        vote_until=hunt.vote_until,
        group_by=hunt.group_by,
        zone=workspace.zone,
        by=by,
        reason=reason,
    )
    await outgoing.post(
        session,
        workspace,
        message,
        place=hunt.place,
        now=now,
        key=f"hunt:{hunt.id}:{news}:{now.isoformat()}",
        subject=kinds.Subject.HUNT,
        subject_id=hunt.id,
        in_thread=True,
    )


async def end(session: AsyncSession, workspace: Workspace, hunt: Hunt, *, now: datetime) -> None:
    """Finish the hunt: its people become ambassadors, and its case goes to the wide channel."""
    hunt.state, hunt.next_at, hunt.ended_at = kinds.HuntState.FINISHED, None, now
    await redraw(session, workspace, hunt, now=now)
    await hunts.keep_members(session, hunt.id)
    await outgoing.post(
        session,
        workspace,
        await hunt_cards.case(session, hunt),
        place=workspace.wide_place or hunt.place,
        now=now,
        key=f"hunt:{hunt.id}:case",
    )
