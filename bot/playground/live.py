"""Server-sent events: a page hears that something changed, and asks for itself again."""

import asyncio
from typing import Any

from aiohttp import web

from bot.playground import guard
from bot.playground.desk import KEY

BEAT = 20.0
"""Seconds of silence after which an empty line finds out whether the reader is still there."""

_OPEN: web.AppKey[set[asyncio.Task[Any]]] = web.AppKey("open_streams", set)


def add(application: web.Application) -> None:
    """Serve `/changes`, and end every stream when the server stops."""
    application[_OPEN] = set()
    application.router.add_get("/changes", guard.guarded(_changes))
    application.on_shutdown.append(_end)


async def _changes(request: web.Request) -> web.StreamResponse:
    """The number of the latest change, at once and then whenever there is a newer one."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101
    streams = request.app[_OPEN]
    streams.add(task)
    playground = request.app[KEY].playground
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **guard.HEADERS})
    changes = aiter(playground.subscribe())
    coming = asyncio.ensure_future(anext(changes))
    try:
        await response.prepare(request)
        await response.write(_event(playground.workspace.changes.number))
        while True:
            done, _ = await asyncio.wait({coming}, timeout=BEAT)
            if done:
                await response.write(_event(coming.result()))
                coming = asyncio.ensure_future(anext(changes))
            else:
                await response.write(b":\n\n")
    except (ConnectionResetError, asyncio.CancelledError):
        # The reader left, or the server stops: either is how a stream ends.
        return response
    finally:
        coming.cancel()
        streams.discard(task)


def _event(number: int) -> bytes:
    return f"data: {number}\n\n".encode()


async def _end(application: web.Application) -> None:
    streams = application[_OPEN]
    for task in list(streams):
        task.cancel()
