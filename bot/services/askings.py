"""Asking a group whether it goes on, with the signals that were seen; it is asked, never closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import signals
from bot.messages import nudges as words
from bot.services import nudge_cards, outgoing, waves
from bot.services.briefs import Brief
from storage import askings, kinds
from storage.models import Asking, Workspace


async def ask(
    session: AsyncSession, found: Sequence[tuple[Brief, tuple[signals.Signal, ...]]], *, now: datetime
) -> None:
    """Ask these groups, each in its channel and about all its signals together."""
    if not found:
        return
    rows = [
        Asking(
            project_id=brief.project.id,
            at=now,
            signals=[said(one).model_dump(mode="json") for one in seen],
            place=brief.project.place,
        )
        for brief, seen in found
    ]
    await askings.add(session, rows)
    reached = [one for _, seen in found for one in seen if isinstance(one, signals.CriterionReached)]
    await askings.asked_about(session, [one.criterion_id for one in reached], now=now)
    stayed = [b.project.id for b, seen in found if any(isinstance(one, signals.LongStage) for one in seen)]
    await askings.asked_about_stage(session, stayed, now=now)
    wave = await waves.begin(session, [brief.workspace for brief, _ in found], now=now)
    for (brief, _), row in zip(found, rows, strict=True):
        wave.post(
            brief.workspace,
            nudge_cards.asking(row, brief.project, title=brief.title, owner=brief.owner),
            place=row.place,
            key=f"asking:{row.id}",
            subject=kinds.Subject.ASKING,
            subject_id=row.id,
        )
    await wave.queue(session)


async def settle(
    session: AsyncSession, workspace: Workspace, project_id: int, way: kinds.Way, *, now: datetime
) -> None:
    """Note what the group chose, in every question it has not answered, and draw them anew.

    For the use cases that carry out the choice, in their own transaction.
    """
    for row in await askings.open_of(session, project_id):
        await askings.answer(session, row.id, way, now=now)
        await outgoing.redraw_asking(session, workspace, row, now=now)


def said(signal: signals.Signal) -> messages.Signal:
    """The signal as it is put to people."""
    match signal:
        case signals.Missed():
            return words.MissedSignal(count=signal.count, since=signal.since)
        case signals.LowConfidence():
            return words.LowSignal(levels=signal.levels)
        case signals.SameObstacle():
            return words.ObstacleSignal(obstacle=signal.obstacle, count=signal.count)
        case signals.CriterionReached():
            return words.CriterionSignal(text=signal.text, on=signal.on, met=signal.met)
        case signals.LongStage():
            return words.StageSignal(days=signal.days)
        case _:
            assert_never(signal)
