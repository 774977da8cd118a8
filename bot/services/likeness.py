"""Earlier ideas that are like a new one, found in a memory of titles that follows the database.

Every process has its own. Before it is searched it reads what has changed since it last looked, so all of
them answer alike, however many there are and whichever took the change in.
"""

import asyncio
import functools
from dataclasses import dataclass, field

import structlog

from bot.domain import similarity
from storage import idea_versions, kinds, workspaces
from storage.database import Database

PATIENCE = 1.0
"""Seconds a search waits for the memory to be ready; only the first after a start can take that long."""
CHUNK = 250

_log = structlog.get_logger(__name__)

FINDABLE = frozenset(
    {
        kinds.IdeaState.NEW,
        kinds.IdeaState.IN_ROUND,
        kinds.IdeaState.CHOSEN,
        kinds.IdeaState.PROJECT,
        kinds.IdeaState.COMPLETED,
        kinds.IdeaState.RETIRED,
        kinds.IdeaState.PARKED,
    }
)


@dataclass(slots=True)
class _Shelf:
    """The titles of one workspace, up to a change (its version, and the idea's id)."""

    index: similarity.Index = field(default_factory=similarity.Index)
    seen: tuple[int, int] = (0, 0)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    next: asyncio.Task[None] | None = None
    """A catching up that has not begun yet: everybody who asks until then can wait for it."""


class Memory:
    """What this process remembers of every workspace's ideas."""

    def __init__(self) -> None:
        self._shelves: dict[int, _Shelf] = {}
        self._reading: set[asyncio.Task[None]] = set()

    async def search(self, database: Database, workspace_id: int, title: str) -> list[int]:
        """The ids of ideas like `title`, the most similar first; three at most.

        Nothing, where the memory cannot be made ready in time: it goes on reading for the next who asks.
        """
        shelf = self._shelves.setdefault(workspace_id, _Shelf())
        reading = self._caught_up(database, workspace_id, shelf)
        done, _ = await asyncio.wait([reading], timeout=PATIENCE)
        if not done:
            return []
        reading.result()
        return [match.id for match in shelf.index.search(title)]

    async def warm(self, database: Database) -> None:
        """Read everything there is, so that nobody has to wait for it."""
        async with database.read() as session:
            known = await workspaces.ids(session)
        for workspace_id in known:
            await self._caught_up(database, workspace_id, self._shelves.setdefault(workspace_id, _Shelf()))

    async def close(self) -> None:
        """Stop reading."""
        for reading in self._reading:
            reading.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)

    def _caught_up(self, database: Database, workspace_id: int, shelf: _Shelf) -> asyncio.Task[None]:
        """Reads everything that is committed by now."""
        if shelf.next is None:
            shelf.next = asyncio.create_task(_catch_up(database, workspace_id, shelf))
            self._reading.add(shelf.next)
            shelf.next.add_done_callback(self._done)
        return shelf.next

    def _done(self, reading: asyncio.Task[None]) -> None:
        self._reading.discard(reading)
        if not reading.cancelled() and reading.exception() is not None:
            _log.warning("likeness.not_read", error=type(reading.exception()).__name__)


async def _catch_up(database: Database, workspace_id: int, shelf: _Shelf) -> None:
    async with shelf.lock:
        shelf.next = None
        while True:
            found = await database.look(
                functools.partial(
                    idea_versions.changes, workspace_id=workspace_id, after=shelf.seen, limit=CHUNK
                )
            )
            for _, idea_id, title, state in found:
                if state in FINDABLE:
                    shelf.index.add(idea_id, title)
                else:
                    shelf.index.remove(idea_id)
            if found:
                shelf.seen = found[-1][:2]
            if len(found) < CHUNK:
                return
            await asyncio.sleep(0)  # let others be served between two chunks
