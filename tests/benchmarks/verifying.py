"""Whether what was acknowledged is in the database."""

from collections.abc import Sequence

from sqlmodel import select

from bot.services import secrecy
from storage import database
from storage.models import Tap
from tests.benchmarks.load import Seen
from tests.benchmarks.planting import Town
from tests.benchmarks.servers import SECRET


async def lost(url: str, town: Town, seen: Sequence[Seen], *, told: int) -> int:
    """How many acknowledged votes are not stored; the bot must be still.

    `told` people were told that it failed, and are not counted: their request was answered, not their vote.
    """
    store = database.Database(url)
    try:
        async with store.read() as session:
            connection = await session.connection()
            rows = await connection.execute(
                select(Tap.voter, Tap.idea_id).where(Tap.round_id == town.round_.id)
            )
            stored = {(voter, idea_id) for voter, idea_id in rows.all()}
    finally:
        await store.close()
    voters = {
        person: secrecy.voter(SECRET.encode(), town.round_, person_id)
        for person, person_id in town.people.items()
    }
    acknowledged = {mark for one in seen for mark in one.acknowledged}
    missing = 0
    for mark in acknowledged:
        assert isinstance(mark, tuple)
        person, idea = mark
        missing += (voters[person], idea) not in stored
    return max(0, missing - told)
