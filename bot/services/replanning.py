"""Moving what groups are planned to hear after the working year was changed: a quiet week, a closed day."""

from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import calendar as calendars
from bot.domain import schedule
from bot.services import briefs
from bot.services.installation import Rules
from storage import kinds, nudges, queues, rhythms
from storage.models import Project, Workspace

_log = structlog.get_logger(__name__)


async def replan(session: AsyncSession, rules: Rules, workspace: Workspace, *, now: datetime) -> int:
    """Plan each active group's next nudge anew by `rules`, and draw the cards that say when; how many moved.

    What is due already is left to itself. A group that rests goes on resting until its day.
    """
    found = await rhythms.planned(session, workspace.id, after=now)
    last = {
        one.project_id: one.at for one in await nudges.latest(session, [one.id for one in found], limit=1)
    }
    moved = {}
    for project in found:
        try:
            next_at = _next(project, rules, last.get(project.id), now=now)
        except (ValueError, KeyError):
            _log.exception("nudge.senseless", project=project.id)
            continue
        if next_at != project.next_nudge_at:
            moved[project.id] = next_at
    if moved:
        await rhythms.move(session, moved)
        await queues.add(session, [_redraw(workspace, one, now=now) for one in found if one.id in moved])
    return len(moved)


def _next(project: Project, rules: Rules, last: datetime | None, *, now: datetime) -> datetime:
    slot, calendar = briefs.slot(project), rules.calendar(project.zone)
    if project.snoozed_until is not None:
        return schedule.first_from(
            slot, calendar, day=calendars.local(project.snoozed_until, slot.zone).date()
        )
    return schedule.planned(slot, calendar, after=now, last=last)


def _redraw(workspace: Workspace, project: Project, *, now: datetime) -> dict[str, object]:
    return {
        **queues.NEW,
        "workspace_id": workspace.id,
        "locale": workspace.locale,
        "parcel": kinds.Parcel.UPDATE,
        "place": project.place,
        "message": None,
        "subject": kinds.Subject.PROJECT,
        "subject_id": project.id,
        "key": None,
        "not_before": now,
        "created_at": now,
    }
