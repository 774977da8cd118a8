"""Telling administrators what could not be said."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.services import bundles, losses
from bot.services.installation import Rules
from storage import kinds, notes, people, workspaces
from storage.models import OutboxRow


async def report(session: AsyncSession, rules: Rules, row: OutboxRow, problem: str, *, now: datetime) -> None:
    """Tell the administrators, in their weekly message, that `row` was set aside; a place and problem once.

    Of private messages only that there are some: to whom is nobody's business. What was for a group is told
    to somebody in it instead.
    """
    if await losses.tell(session, rules, row, problem, now=now):
        return
    place = None if row.parcel == kinds.Parcel.TELL else row.place
    note = messages.SetAside(place=place, problem=problem)
    written = note.model_dump(mode="json")
    workspace = await workspaces.get(session, row.workspace_id)
    for person in await people.administrators(session, workspace.id):
        if written not in await notes.waiting(session, person):
            await bundles.add(session, rules, workspace, person, note, now=now)
