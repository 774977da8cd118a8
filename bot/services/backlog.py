"""What waits to be said, for those who run the bot: numbers and reasons, nothing of what is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services import audit
from bot.services.audit import Administrator
from bot.services.installation import Installation
from storage import backlog, database, kinds


@dataclass(frozen=True, slots=True)
class Backlog:
    """`waiting` includes what is on its way. `oldest` is how long the oldest of it has been due."""

    waiting: int
    oldest: timedelta
    unclear: int
    """Sends of which nobody knows yet what became."""
    set_aside: dict[str, int]
    """By problem: what was given up, ever."""


async def look(store: database.Database, *, now: datetime) -> Backlog:
    async with store.read() as session:
        found = await backlog.count(session, now=now)
        aside = await backlog.set_aside(session)
    oldest = max(timedelta(), now - found.oldest) if found.oldest is not None else timedelta()
    return Backlog(waiting=found.waiting, oldest=oldest, unclear=found.unclear, set_aside=aside)


@dataclass(frozen=True, slots=True)
class Aside:
    """One message that could not be sent. `place` is None for a private one: to whom is nobody's business."""

    number: int
    place: str | None
    problem: str
    at: datetime | None


async def aside(installation: Installation, who: Administrator) -> list[Aside]:
    """What was set aside in the administrator's workspace, the oldest first."""
    async with installation.database.read() as session:
        return [
            Aside(
                number=row.id,
                place=None if row.parcel == kinds.Parcel.TELL else row.place,
                problem=row.problem or "",
                at=row.done_at,
            )
            for row in await backlog.aside(session, who.workspace_id)
        ]


async def take_up(
    installation: Installation, who: Administrator, numbers: Sequence[int] | None, *, now: datetime
) -> int:
    """Have it sent again, all of it or these; returns how much that is. What may have been sent already is
    looked for first.
    """
    async with installation.database.begin() as session:
        taken = await backlog.take_up(session, who.workspace_id, now=now, ids=numbers)
        if taken:
            details = {"count": taken}
            await audit.write(session, who, kinds.Audited.OUTBOX_TAKEN_UP, now=now, details=details)
        return taken
