"""What people tried and what they were told is done, by the kind of act.

An act is in flight while the request that changes something is under way: whoever kills a bot can wait for so
many acts of a kind, and strike inside the last of them.
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests import house


@dataclass
class Book:
    """What people were told is done, and what they tried."""

    tried: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By the kind of act, the words of each: no two are the same."""
    said: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Those of them that were acknowledged."""
    states: dict[tuple[str, ...], set[Hashable]] = field(default_factory=dict)
    """The kind of act and what it is about, to the states that it may be in: one, once acknowledged."""
    authors: dict[str, str] = field(default_factory=dict)
    """Whose the ideas are that may still be merged."""
    done: Counter[str] = field(default_factory=Counter)
    undone: Counter[str] = field(default_factory=Counter)
    begun: Counter[str] = field(default_factory=Counter)
    in_flight: Counter[str] = field(default_factory=Counter)
    usual: dict[str, float] = field(default_factory=lambda: defaultdict(lambda: 0.1))
    """Seconds an act of a kind takes here and now, about."""
    _awaited: list[tuple[str, int, asyncio.Future[None]]] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        return self.done.total()

    @contextmanager
    def flight(self, kind: str) -> Iterator[None]:
        """The request that changes something is under way."""
        self.begun[kind] += 1
        self.in_flight[kind] += 1
        for one, number, come in list(self._awaited):
            if one == kind and self.begun[kind] >= number and not come.done():
                come.set_result(None)
        begun = time.monotonic()
        try:
            yield
            self.usual[kind] = 0.7 * self.usual[kind] + 0.3 * (time.monotonic() - begun)
        finally:
            self.in_flight[kind] -= 1

    async def begins(self, kind: str, count: int) -> None:
        """Until so many more acts of this kind have begun."""
        come = asyncio.get_running_loop().create_future()
        awaited = (kind, self.begun[kind] + count, come)
        self._awaited.append(awaited)
        try:
            async with asyncio.timeout(120):
                await come
        finally:
            self._awaited.remove(awaited)

    async def more(self, count: int) -> None:
        """Until so many more acts have been acknowledged."""
        wanted = self.acknowledged + count
        await house.until(lambda: self.acknowledged >= wanted, patience=120.0)

    @contextmanager
    def setting(self, *about: str, to: Hashable, before: Hashable) -> Iterator[None]:
        """Set something to a state; whether it got there is known once `settled` says so."""
        self.states.setdefault(about, {before}).add(to)
        with self.flight(about[0]):
            yield

    def settled(self, *about: str, at: Hashable) -> bool:
        self.states[about] = {at}
        return True
