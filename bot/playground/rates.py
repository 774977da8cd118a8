"""Rate limits: a bucket for each method, and one for each channel that is written to."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.pace import Pace

BURST = 10.0
"""Calls that even the slowest tier takes at once."""


@dataclass
class Bucket:
    level: float
    at: float


class Rates:
    """Counts calls against the current pace, on a monotonic clock."""

    def __init__(self, *, pace: Callable[[], Pace], monotonic: Callable[[], float]) -> None:
        self._pace = pace
        self._monotonic = monotonic
        self._buckets: dict[str, Bucket] = {}

    def over(self, method: str, *, tier: int, channel: str | None = None) -> int:
        """0 if this call may go on (it is then counted), else the seconds for `Retry-After`.

        `channel` is given by the methods that post a message.
        """
        pace = self._pace()
        if not pace.limited:
            return 0
        per_minute = pace.tiers[tier]
        waits = [self._wait(method, size=max(per_minute, BURST), per_second=per_minute / 60)]
        if channel is not None:
            key = f"post {channel}"
            waits.append(self._wait(key, size=float(pace.post_burst), per_second=pace.posts_per_second))
        if max(waits) > 0:
            return max(waits)
        for key in [method] + ([f"post {channel}"] if channel is not None else []):
            self._buckets[key].level -= 1
        return 0

    def _wait(self, key: str, *, size: float, per_second: float) -> int:
        now = self._monotonic()
        bucket = self._buckets.setdefault(key, Bucket(level=size, at=now))
        bucket.level = min(size, bucket.level + (now - bucket.at) * per_second)
        bucket.at = now
        return 0 if bucket.level >= 1 else max(1, math.ceil((1 - bucket.level) / per_second))
