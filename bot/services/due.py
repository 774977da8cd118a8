"""When the clock has something to do next."""

from datetime import datetime

from bot.services.installation import Installation
from storage import endings, gatherings, hunts, notes, nudges, outbox, ripples, rounds

NOUNS = (rounds, hunts, nudges, gatherings, endings, ripples, notes, outbox)
"""What has due times."""


async def next_due(installation: Installation) -> datetime | None:
    """The earliest instant at which a round closes, a nudge or a note is due, or a message may be sent."""
    async with installation.database.read() as session:
        found = [await noun.next_due(session) for noun in NOUNS]
    return min((one for one in found if one is not None), default=None)


async def next_turn(installation: Installation) -> datetime | None:
    """When the next message may be sent that only waits for its turn in a channel or a budget."""
    async with installation.database.read() as session:
        return await outbox.paced_until(session)
