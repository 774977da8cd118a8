"""The port to a chat platform: one Protocol, and how a send can fail."""

from datetime import datetime
from typing import NewType, Protocol

from bot import messages

Place = NewType("Place", str)
"""Where a message stands: opaque outside the platform's own package (a channel in Slack)."""

Ref = NewType("Ref", str)
"""Which message it is in its place: opaque outside the platform's own package (a ts in Slack)."""


class Later(Exception):
    """The platform asks to wait `seconds`; nothing was sent."""

    def __init__(self, seconds: float, problem: str) -> None:
        super().__init__(problem)
        self.seconds = seconds
        self.problem = problem


class Unclear(Exception):
    """No answer came: the message may or may not have been sent."""


class Refused(Exception):
    """The platform said no, and will say so again. `problem` is its own code, never people's text."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Messenger(Protocol):
    """Says things on one platform. `parcel` is the outbox id a message carries, to be found again by.

    Every method raises Later, Unclear or Refused.
    """

    async def post(
        self, place: Place, message: messages.Message, *, locale: str, parcel: int, thread: Ref | None = None
    ) -> Ref:
        """Post a new message, in the thread of `thread` where given."""
        ...

    async def update(self, place: Place, ref: Ref, message: messages.Message, *, locale: str) -> None:
        """Draw a posted message anew."""
        ...

    async def tell(self, person: str, message: messages.Message, *, locale: str, parcel: int) -> Ref:
        """Say it to one person, privately, outside any request."""
        ...

    async def find(
        self, place: Place, *, parcel: int, since: datetime, thread: Ref | None = None, private: bool = False
    ) -> Ref | None:
        """Look for the message that carries `parcel`, among those said since `since`.

        With `private`, `place` is the person it was told to.
        """
        ...
