"""Drawing what stands in a group's channel about its week: the nudge, and the question whether it goes on."""

from collections.abc import Sequence
from datetime import datetime

from bot import messages
from bot.domain import weeks
from bot.services.briefs import Brief
from storage import kinds
from storage.models import Asking, Nudge, Project
from storage.nudges import Answer


def fresh(brief: Brief, nudge_id: int, *, offers: bool) -> messages.NudgeCard:
    """A nudge that is about to be said."""
    return _card(brief, nudge_id, [], open_=True, offers=offers, snoozed_until=None)


def nudge(brief: Brief, row: Nudge, answers: Sequence[Answer], *, open_: bool) -> messages.NudgeCard:
    """A week's confidence is the median of its answers; who answered what is not in it."""
    snoozed_until = brief.project.snoozed_until
    card = _card(brief, row.id, answers, open_=open_, offers=row.offers, snoozed_until=snoozed_until)
    return card.model_copy(update={"picture": row.picture})


def _card(
    brief: Brief,
    nudge_id: int,
    answers: Sequence[Answer],
    *,
    open_: bool,
    offers: bool,
    snoozed_until: datetime | None,
) -> messages.NudgeCard:
    project = brief.project
    levels = [one.confidence for one in answers if one.confidence is not None]
    moves = [one.movement for one in answers]
    stuck_on = {one.obstacle for one in answers if one.obstacle and one.movement == kinds.Movement.STUCK}
    before = [week for one, week in zip(brief.nudges, brief.weeks, strict=True) if one.id < nudge_id]
    rests = open_ and not project.muted
    return messages.NudgeCard(
        nudge_id=nudge_id,
        project_id=project.id,
        title=brief.title,
        next_step=project.next_step,
        owner=brief.owner,
        answers=len(answers),
        confidence=weeks.confidence(levels),
        moving=moves.count(kinds.Movement.MOVING),
        stuck=moves.count(kinds.Movement.STUCK),
        done=moves.count(kinds.Movement.DONE),
        obstacles=tuple(one for one in kinds.Obstacle if one in stuck_on),
        open=open_,
        history=history(before),
        snoozed_until=snoozed_until if rests else None,
        zone=project.zone,
        muted=open_ and project.muted,
        offers=open_ and offers and project.every_weeks == 1,
    )


def asking(row: Asking, group: Project, *, title: str, owner: str) -> messages.AskingCard:
    return messages.AskingCard(
        asking_id=row.id,
        project_id=group.id,
        title=title,
        owner=owner,
        signals=tuple(messages.read_signal(one) for one in row.signals),
        answer=row.answer,
        open=group.state == kinds.ProjectState.ACTIVE and row.answer is None,
    )


def history(before: Sequence[weeks.Week], *, most: int = 7) -> tuple[float | None, ...]:
    """The confidence of the last `most` weeks before, from the first that tells any."""
    line = [weeks.confidence(week.levels) for week in before[-most:]]
    while line and line[0] is None:
        line.pop(0)
    return tuple(line)
