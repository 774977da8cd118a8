"""Trouble on purpose: the next calls of a method go wrong."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    RATE_LIMIT = "rate_limit"
    """429 with Retry-After."""
    SERVER_ERROR = "server_error"
    """500 with a page that is not JSON."""
    ERROR = "error"
    """200 with `ok: false` and the given code."""
    HANG = "hang"
    """No answer for `seconds`, then the connection is closed; nothing is done."""
    CUT = "cut"
    """The call is carried out, then the connection is cut without an answer."""
    HALF = "half"
    """The call is carried out, then the connection is cut in the middle of the answer."""
    LATE = "late"
    """The call is carried out, and answered after `seconds`."""
    STALE = "stale"
    """Nobody gets an answer, and after `seconds` the call is carried out all the same."""


CARRIED_OUT = frozenset({Trouble.CUT, Trouble.HALF, Trouble.LATE, Trouble.STALE})


@dataclass(frozen=True, kw_only=True)
class Fault:
    trouble: Trouble
    code: str = "internal_error"
    seconds: float = 60.0
    """How long to hang or to be late, or the Retry-After of a rate limit."""


class Faults:
    """Faults wait in line for each method, "*" for any; each call takes one."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[Fault]] = {}

    def plan(
        self,
        method: str,
        trouble: Trouble,
        *,
        times: int = 1,
        code: str = "internal_error",
        seconds: float | None = None,
    ) -> None:
        """The next `times` calls of `method` (such as "chat.postMessage", or "*") meet this trouble.

        `seconds` defaults to 1 for a rate limit's Retry-After and 60 for a hang.
        """
        wait = seconds if seconds is not None else (1.0 if trouble is Trouble.RATE_LIMIT else 60.0)
        fault = Fault(trouble=trouble, code=code, seconds=wait)
        self._lines.setdefault(method, deque()).extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, used up."""
        for name in (method, "*"):
            line = self._lines.get(name)
            if line:
                return line.popleft()
        return None

    def waiting(self, method: str) -> int:
        """How many faults are still planned for `method` itself."""
        return len(self._lines.get(method, ()))

    def clear(self) -> None:
        self._lines.clear()
