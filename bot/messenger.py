"""The port to a chat platform: one Protocol, and how a send can fail."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, NewType, Protocol

from bot import messages
from storage import kinds

Place = NewType("Place", str)
"""Where a message stands: opaque outside the platform's own package (a channel in Slack)."""

Ref = NewType("Ref", str)
"""Which message it is in its place: opaque outside the platform's own package (a ts in Slack)."""


class Budget(NamedTuple):
    """What a platform takes: one call each `every`, of which `burst` may come at once.

    `scope` says of what: a method, a place. All processes of a workspace share it.
    """

    scope: str
    every: timedelta
    burst: int = 1


class Later(Exception):
    """Wait `seconds`; nothing was sent. `limited` where the platform said that it was asked too often."""

    def __init__(self, seconds: float, problem: str, *, limited: bool = False) -> None:
        super().__init__(problem)
        self.seconds = seconds
        self.problem = problem
        self.limited = limited


class Unclear(Exception):
    """No answer came: the message may or may not have been sent."""


class Refused(Exception):
    """The platform said no, and will say so again. `problem` is its own code, never people's text."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Messenger(Protocol):
    """Says things on one platform. `parcel` is the outbox id a message carries, to be found again by.

    Every method that awaits raises Later, Unclear or Refused.
    """

    def budgets(
        self, parcel: kinds.Parcel, place: Place, *, looking: bool, pictured: bool
    ) -> Sequence[Budget]:
        """The budgets that one send falls under; `looking` where it is looked for first, `pictured` where a
        picture is taken to the platform before it."""
        ...

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

    async def upload(self, name: str, content: bytes, *, about: str) -> str:
        """Take a picture to the platform, seen by nobody yet; returns the file's id there.

        `about` is said to those who do not see it.
        """
        ...

    async def ready(self, file: str) -> bool:
        """Whether a message can show the file by now."""
        ...

    async def find(
        self, place: Place, *, parcel: int, since: datetime, thread: Ref | None = None, private: bool = False
    ) -> Ref | None:
        """Look for the message that carries `parcel`, among those said since `since`.

        With `private`, `place` is the person it was told to.
        """
        ...
