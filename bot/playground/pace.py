"""How fast this Slack is, and how patient; Slack's own figures unless told otherwise."""

from dataclasses import dataclass, field

TIERS = {0: 600.0, 1: 1.0, 2: 20.0, 3: 50.0, 4: 100.0}
"""Calls a minute by tier; tier 0 stands for the methods with special, generous limits."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Times in seconds of the machine's monotonic clock.

    `loose()` is for tests that are not about limits and for planting the demo's first messages.
    """

    ack: float = 3.0
    """How long a bot may take to acknowledge."""
    trigger: float = 3.0
    """How long a trigger opens a modal."""
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    """The waits before an unacknowledged event comes again: nearly at once, a minute, five minutes."""
    file_ready: float = 1.0
    """How long an uploaded file takes until a message can show it."""
    save: float = 0.5
    """How long changes gather before they are written to the file."""
    posts_per_second: float = 1.0
    """chat.postMessage and chat.postEphemeral, for each channel."""
    post_burst: int = 5
    tiers: dict[int, float] = field(default_factory=lambda: dict(TIERS))
    """Calls a minute for each method, by its tier; a whole minute's calls may come at once."""
    limited: bool = True


def loose() -> Pace:
    """No rate limits, files ready at once."""
    return Pace(limited=False, file_ready=0.0)
