"""The one private message of a person's week: everything unasked that concerns them, together."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import calendar as calendars
from bot.services import freshness, outgoing
from bot.services.installation import Installation, Rules
from storage import kinds, news, notes
from storage.models import NoteRow, Person, Workspace

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
NEWS = "idea_news"
"""The type of the notes that a person may ask to hear of daily."""


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
    await add_all(session, rules, workspace, [(person_id, note)], now=now)


async def add_all(
    session: AsyncSession,
    rules: Rules,
    workspace: Workspace,
    wanted: Sequence[tuple[int, messages.Note]],
    *,
    now: datetime,
) -> None:
    """The same for any number of people.

    Who asked for daily news of ideas gets those in a message of their own; all else still comes once a week.
    """
    people = list(dict.fromkeys(person_id for person_id, _ in wanted))
    if not people:
        return
    told = await notes.last_told_of(session, people)
    told_else = await notes.last_told_of(session, people, but=NEWS)
    digests = await news.digests(session, people)

    def due(person_id: int, note: messages.Note) -> datetime:
        daily = digests[person_id] == kinds.Digest.DAILY
        pauses = [(told, DAY if daily else WEEK)]
        if note.type != NEWS:
            pauses.append((told_else, WEEK))
        ends = [last[person_id] + pause for last, pause in pauses if person_id in last]
        return open_from(max([now, *ends]), rules, workspace)

    await notes.add_all(
        session,
        [
            NoteRow(
                person_id=person_id,
                note=note.model_dump(mode="json"),
                created_at=now,
                not_before=due(person_id, note),
            )
            for person_id, note in wanted
        ],
    )


def open_from(moment: datetime, rules: Rules, workspace: Workspace) -> datetime:
    """`moment` (aware) itself where the bot may speak unasked then, else the next opening of a day."""
    return calendars.next_open_at(
        moment, rules.of(workspace).calendar(workspace.zone), zone=ZoneInfo(workspace.zone)
    )


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
    open_at = calendars.next_open_at(
        now, installation.rules.of(workspace).calendar(workspace.zone), zone=zone
    )
    async with installation.database.begin() as session:
        if open_at > now:
            await notes.postpone(session, person.id, to=open_at)
            return False
        waiting = await notes.take(session, person.id)
        due = [row for row in waiting if row.not_before <= now]
        if all(row.note["type"] == NEWS for row in due):
            rest = [row.not_before for row in waiting if row not in due]
            if rest and min(rest) <= now + DAY:  # so that they come together
                await notes.postpone(session, person.id, to=min(rest))
                return False
            waiting = due
        kept = []
        for row in waiting:
            note = messages.read_note(row.note)
            if await freshness.holds(session, workspace.id, note, now=now):
                kept.append((row.id, note))
        told = [row_id for row_id, _ in kept]
        await notes.forget(session, [row.id for row in waiting if row.id not in told])
        if not kept or person.external_id is None:
            return False
        await notes.told(session, told, now=now)
        await outgoing.tell(
            session,
            workspace,
            messages.Bundle(notes=_latest([note for _, note in kept])),
            person=person.external_id,
            locale=person.locale or person.platform_locale or workspace.locale,
            now=now,
            key=f"bundle:{person.id}:{now.isoformat()}",
        )
    return True


def _latest(waiting: Sequence[messages.Note]) -> tuple[messages.Note, ...]:
    """What waits, with the newest only of several pieces of the same news of one idea."""
    newest = {
        (one.idea_id, one.change, one.other): number
        for number, one in enumerate(waiting)
        if isinstance(one, messages.IdeaNews)
    }
    return tuple(
        one
        for number, one in enumerate(waiting)
        if not isinstance(one, messages.IdeaNews) or newest[one.idea_id, one.change, one.other] == number
    )
