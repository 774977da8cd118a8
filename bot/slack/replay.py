"""A signed request that comes again, word for word, gets the answer it got: the work is not done twice.

A proxy that lost an answer repeats the request, and somebody may have recorded one. Slack's signature is good
for five minutes, so that is how long an answer is remembered, in this process. A copy that reaches another
one, or this one after a restart, finds in the database that its work is done (`storage.once`).

These are two memories on purpose. This one holds answers, of what was only looked at too, which may tell a
person's own ballot and therefore go with the process. That one holds no answer, only that a change was made,
and stands or falls with the change.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus

KEPT = 330.0
"""Seconds; a little longer than a signature is good for."""
MOST = 20_000
"""Answers remembered at once; most are empty."""


@dataclass(frozen=True, slots=True)
class Said:
    """An HTTP answer."""

    status: int
    body: str = ""
    content_type: str = "text/plain"


SILENT = Said(HTTPStatus.OK)
"""What most requests are answered with."""


@dataclass(slots=True)
class Answers:
    """What was answered, by signature, oldest first. `monotonic` counts seconds."""

    monotonic: Callable[[], float] = time.monotonic
    _known: dict[bytes, tuple[float, asyncio.Future[Said] | Said]] = field(default_factory=dict)
    """By what tells the signature; twenty thousand of these are remembered, so each is kept small."""

    async def once(self, signature: str, work: Callable[[], Awaitable[Said]]) -> Said:
        """The answer of `work`, which is done for the first request with this signature only.

        A copy that comes while the first is under way waits for it. Work that failed may be tried again.
        """
        self._forget()
        key = hashlib.blake2b(signature.encode(), digest_size=16).digest()
        known = self._known.get(key)
        if known is not None:
            return known[1] if isinstance(known[1], Said) else await asyncio.shield(known[1])
        begun = self.monotonic()
        answer = asyncio.ensure_future(work())
        self._known[key] = (begun, answer)
        try:
            said = await asyncio.shield(answer)
        except Exception:
            self._known.pop(key, None)
            raise
        if said.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._known.pop(key, None)
        elif key in self._known:
            self._known[key] = (begun, SILENT if said == SILENT else said)
        return said

    def _forget(self) -> None:
        oldest = self.monotonic() - KEPT
        while self._known:
            key, (at, answer) = next(iter(self._known.items()))
            under_way = not isinstance(answer, Said) and not answer.done()
            if (at > oldest and len(self._known) < MOST) or under_way:
                return
            del self._known[key]
