"""Whether a note that waited for its person is still true when its turn comes."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from storage import askings, kinds, nudges, projects

BEFORE_NEXT = timedelta(days=2)
"""A reminder that would come later than this before the next nudge is left out."""


async def holds(session: AsyncSession, workspace_id: int, note: messages.Note, *, now: datetime) -> bool:
    """Whether to tell it: a reminder of what was answered meanwhile, or of a finished group, is not told."""
    match note:
        case messages.CheckInReminder():
            return await _unanswered(session, workspace_id, note.nudge_id, now=now)
        case (
            messages.WeeksMissed()
            | messages.PlaceLost()
            | messages.NobodyReminded()
            | messages.NudgesMuted()
            | messages.OwnerGone()
            | messages.BecameOwner()
            | messages.VoiceQuestion()
        ):
            project = await projects.get(session, workspace_id, note.project_id)
            return project is not None and project.state == kinds.ProjectState.ACTIVE
        case _:
            return True


async def _unanswered(session: AsyncSession, workspace_id: int, nudge_id: int, *, now: datetime) -> bool:
    found = await nudges.get(session, workspace_id, nudge_id)
    if found is None:
        return False
    nudge, project = found
    if project.state != kinds.ProjectState.ACTIVE or project.muted or nudge.put_off:
        return False
    if project.next_nudge_at is not None and project.next_nudge_at - now < BEFORE_NEXT:
        return False
    if await askings.open_of(session, project.id):
        return False
    newest = await nudges.newest(session, project.id)
    return newest is not None and newest.id == nudge.id and not await nudges.answers(session, [nudge.id])
