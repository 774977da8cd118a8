"""The one private message of a person's week: everything unasked that concerns them, together."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import calendar as calendars
from bot.services import outgoing
from bot.services.installation import Installation, Rules
from storage import notes
from storage.models import Person, Workspace

WEEK = timedelta(days=7)


async def add(
    session: AsyncSession,
    rules: Rules,
    workspace: Workspace,
    person_id: int,
    note: messages.Note,
    *,
    now: datetime,
) -> None:
    """Keep `note` for the person's next message: at once where a week has passed, within open hours."""
    told = await notes.last_told(session, person_id)
    soonest = now if told is None else max(now, told + WEEK)
    not_before = open_from(soonest, rules, workspace)
    await notes.add(session, person_id, note.model_dump(mode="json"), not_before=not_before, now=now)


def open_from(moment: datetime, rules: Rules, workspace: Workspace) -> datetime:
    """`moment` (aware) itself where the bot may speak unasked then, else the next opening of a day."""
    return calendars.next_open_at(moment, rules.calendar(workspace.zone), zone=ZoneInfo(workspace.zone))


async def tell_due(installation: Installation, *, now: datetime) -> int:
    """Tell people what waits for them; returns how many were told. A late message waits for open hours."""
    async with installation.database.read() as session:
        due = await notes.due(session, now=now)
    told = 0
    for person, workspace in due:
        told += await _tell(installation, person, workspace, now=now)
    return told


async def _tell(installation: Installation, person: Person, workspace: Workspace, *, now: datetime) -> bool:
    zone = ZoneInfo(workspace.zone)
    open_at = calendars.next_open_at(now, installation.rules.calendar(workspace.zone), zone=zone)
    async with installation.database.begin() as session:
        if open_at > now:
            await notes.postpone(session, person.id, to=open_at)
            return False
        waiting = await notes.take(session, person.id, now=now)
        if not waiting or person.external_id is None:
            return False
        await outgoing.tell(
            session,
            workspace,
            messages.Bundle(notes=tuple(messages.read_note(one) for one in waiting)),
            person=person.external_id,
            locale=person.locale or person.platform_locale or workspace.locale,
            now=now,
            key=f"bundle:{person.id}:{now.isoformat()}",
        )
    return True
