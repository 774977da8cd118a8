"""Forms drawn anew after what was tapped in them is kept: the answer to the tap does not wait for it.

Of a form that changes several times in a row only the newest state is drawn. Under load the acknowledgements
go first and the drawings follow; Slack's own pace for them is kept where it asks for it.
"""

import asyncio
from collections.abc import Callable

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.views import blocks

AT_ONCE = 4
PATIENCE = 2.0
"""Seconds that drawings still wanted get at the end."""
LONGEST_WAIT = 60.0
TRIES = 3

Draw = Callable[[], blocks.Json]

_log = structlog.get_logger(__name__)


class Redraws:
    """Draws open forms anew, each at most once at a time."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._wanted: dict[str, Draw] = {}
        self._drawing: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy = 0
        """How many of them take what is wanted; one that ends says so before anybody else has a turn."""

    def ask(self, view_id: str, draw: Draw) -> None:
        """Have the form show what `draw` makes, instead of anything asked for earlier and not yet shown."""
        self._wanted[view_id] = draw
        if self._busy < AT_ONCE:
            self._busy += 1
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Wait until everything asked for is shown."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Show what is still wanted, within a moment."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work(self) -> None:
        try:
            while (view_id := self._next()) is not None:
                self._drawing.add(view_id)
                try:
                    await self._show(view_id)
                finally:
                    self._drawing.discard(view_id)
        finally:
            self._busy -= 1

    def _next(self) -> str | None:
        """One that waits and is not being drawn: whoever draws it comes back to it."""
        return next((one for one in self._wanted if one not in self._drawing), None)

    async def _show(self, view_id: str) -> None:
        for _ in range(TRIES):
            draw = self._wanted.pop(view_id)
            try:
                await self._client.views_update(view_id=view_id, view=draw())
            except SlackApiError as error:
                wait = _asked_to_wait(error)
                if wait is None:
                    _log.warning("redraw.not_shown", code=str(error.response.get("error")))
                    return
                self._wanted.setdefault(view_id, draw)
                await asyncio.sleep(wait)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                _log.warning("redraw.not_shown", error=type(error).__name__)
                return
            except Exception:
                _log.exception("redraw.failed")
                return
            else:
                return
        self._wanted.pop(view_id, None)
        _log.warning("redraw.not_shown", code="ratelimited")


def _asked_to_wait(error: SlackApiError) -> float | None:
    """The seconds Slack wants to be left alone, if that is what it says."""
    if error.response.status_code != 429:
        return None
    try:
        return min(float(error.response.headers.get("Retry-After", 1)), LONGEST_WAIT)
    except ValueError:
        return 1.0
