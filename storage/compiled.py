"""Statements that were compiled once, for all engines of one kind in this process.

SQLAlchemy keeps them for each engine apart. On SQLite there are four, of two kinds, and compiling a statement
costs several times what running it does.
"""

from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy.engine import Compiled, Dialect
from sqlalchemy.util import LRUCache

CAPACITY = 1_000
"""Statements kept; all there are, and what people search for in different ways."""

Key = tuple[Any, ...]


class Statements(MutableMapping[Key, Compiled]):
    """What SQLAlchemy takes as `compiled_cache`: a dialect in a key stands for all of its name and driver.

    For engines that give their dialect the same options, and talk to servers of one version.
    """

    def __init__(self) -> None:
        self._kept: LRUCache[Key, Compiled] = LRUCache(CAPACITY)

    def get(self, key: Key, default: Any = None) -> Any:
        return self._kept.get(_alike(key), default)

    def __getitem__(self, key: Key) -> Compiled:
        return self._kept[_alike(key)]

    def __setitem__(self, key: Key, value: Compiled) -> None:
        self._kept[_alike(key)] = value

    def __delitem__(self, key: Key) -> None:
        del self._kept[_alike(key)]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _alike(key: Key) -> Key:
    return tuple(f"{part.name}+{part.driver}" if isinstance(part, Dialect) else part for part in key)


STATEMENTS = Statements()
"""Those of this process."""
