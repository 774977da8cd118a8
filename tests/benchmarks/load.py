"""The load: so many connections, each of which asks again as soon as it is answered."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 20.0
"""Seconds to wait at the end for answers still under way."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its bytes, ready to send, and what to remember where it is acknowledged."""

    data: bytes
    mark: object = None


@dataclass(slots=True)
class Seen:
    """What became of the requests. Latencies are in seconds, in the order of the answers."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    acknowledged: list[object] = field(default_factory=list)
    failures: int = 0
    processor: float = 0.0
    """Seconds of processor time that the server used meanwhile, where that was asked."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that `share` (0 to 1) of the requests stay within."""
        ranked = sorted(self.latencies)
        return ranked[min(int(len(ranked) * share), len(ranked) - 1)] * 1000 if ranked else float("nan")


class _Connection(asyncio.Protocol):
    """A kept-alive HTTP/1.1 connection that knows no more of HTTP than these servers need."""

    def __init__(self, ask: Callable[[], Asked | None], seen: Seen, ended: asyncio.Event) -> None:
        self._ask = ask
        self._seen = seen
        self._ended = ended
        self._received = b""
        self._asked: Asked | None = None
        self._began = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, blank, body = self._received.partition(b"\r\n\r\n")
        if not blank or len(body) < _length(head):
            return
        self._received = b""
        assert self._asked is not None
        if head.startswith(b"HTTP/1.1 200"):
            self._seen.latencies.append(time.perf_counter() - self._began)
            if self._asked.mark is not None:
                self._seen.acknowledged.append(self._asked.mark)
        else:
            self._seen.failures += 1
        self._asked = None
        self._next()

    def connection_lost(self, _error: Exception | None) -> None:
        if self._asked is not None:
            self._seen.failures += 1
        self._ended.set()

    def _next(self) -> None:
        assert self._transport is not None
        self._asked = self._ask()
        if self._asked is None:
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(self._asked.data)


async def drive(
    url: str, ask: Callable[[], Asked], *, connections: int, seconds: float, most: int | None = None
) -> Seen:
    """Ask the server at `url` until `seconds` have passed or `most` requests were sent."""
    parts = urlsplit(url)
    seen = Seen()
    sent = 0
    start = time.perf_counter()

    def next_one() -> Asked | None:
        nonlocal sent
        if time.perf_counter() - start >= seconds or (most is not None and sent >= most):
            return None
        sent += 1
        return ask()

    loop = asyncio.get_running_loop()
    ends = [asyncio.Event() for _ in range(connections)]

    async def connect(ended: asyncio.Event) -> None:
        await loop.create_connection(
            lambda: _Connection(next_one, seen, ended), host=parts.hostname or "", port=parts.port or 0
        )

    await asyncio.gather(*(connect(ended) for ended in ends))
    async with asyncio.timeout(seconds + PATIENCE):
        for ended in ends:
            await ended.wait()
    seen.seconds = time.perf_counter() - start
    return seen


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
