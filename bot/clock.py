"""The clock, read at the edges only; everything inside takes `now`."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the present instant, aware, in UTC."""

BLINK = timedelta(seconds=1)


def system() -> datetime:
    """The present instant by this machine's clock, aware, in UTC."""
    return datetime.now(UTC)


class MovableClock:
    """A clock that runs with the machine's own and can be moved forward, for trying the bot out."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def __call__(self) -> datetime:
        return system() + self.offset

    def move_to(self, instant: datetime) -> None:
        """Jump to `instant` (aware). Raises ValueError for an instant in this clock's past.

        The present is not past because it passed while it was asked for.
        """
        here = self()
        if instant < here - BLINK:
            raise ValueError("the clock only moves forward")
        self.offset += max(instant - here, timedelta())
