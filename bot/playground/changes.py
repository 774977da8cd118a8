"""Change numbers: how a page learns that something happened."""

import asyncio
from collections.abc import AsyncIterator, Callable


class Changes:
    """Counts changes and wakes those who wait for one."""

    def __init__(self) -> None:
        self.number = 0
        self._waiting: set[asyncio.Event] = set()
        self._listeners: list[Callable[[], None]] = []

    def touch(self) -> None:
        """Something changed."""
        self.number += 1
        for event in self._waiting:
            event.set()
        for listener in self._listeners:
            listener()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` at every change; it must be quick and not raise."""
        self._listeners.append(listener)

    def subscribe(self) -> AsyncIterator[int]:
        """Changes from this call on; each item is the latest number: a slow reader misses only the middle."""
        event = asyncio.Event()
        self._waiting.add(event)
        return self._read(event)

    async def _read(self, event: asyncio.Event) -> AsyncIterator[int]:
        try:
            while True:
                await event.wait()
                event.clear()
                yield self.number
        finally:
            self._waiting.discard(event)
