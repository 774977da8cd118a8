"""What waits to be said, for those who run the bot: numbers and reasons, nothing of what is in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import backlog, database


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
