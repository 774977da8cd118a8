"""The HTTP server: the chat platform's endpoint, and whether the bot is well."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.services import backlog
from bot.web import metrics

Route = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ready = Callable[[], Awaitable[bool]]
Waiting = Callable[[], Awaitable[backlog.Backlog]]

MOST_BYTES = 1024 * 1024
"""The largest body taken; a filled-in form of Slack's is a tenth of it."""
IDLE = 75.0
"""Seconds a connection may stand without a whole request on it, headers included."""
LINGER = 1.0
"""Seconds for the rest of a body that nobody waits for any more."""
GRACE = 4.0
"""Seconds that requests under way get at the end."""
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def build(endpoints: Mapping[str, Route], *, ready: Ready, waiting: Waiting | None = None) -> web.Application:
    """`endpoints` take POST at their paths.

    `/healthz` says alive, `/readyz` whether work can be done, `/metrics` what waits to be said.
    """
    application = web.Application(client_max_size=MOST_BYTES, middlewares=[_safe])
    for path, route in endpoints.items():
        application.router.add_post(path, route)

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readiness(_request: web.Request) -> web.Response:
        if await ready():
            return web.json_response({"status": "ready"})
        return web.json_response({"status": "the database is away"}, status=503)

    application.router.add_get("/healthz", health)
    if waiting is not None:
        application.router.add_get("/metrics", _figures(ready, waiting))
    application.router.add_get("/readyz", readiness)
    return application


def _figures(ready: Ready, waiting: Waiting) -> Route:
    async def figures(_request: web.Request) -> web.Response:
        if not await ready():
            return web.Response(status=503)
        told = metrics.text(await waiting())
        return web.Response(text=told, headers={"Content-Type": metrics.CONTENT_TYPE})

    return figures


@web.middleware
async def _safe(request: web.Request, handler: Route) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(SAFE)
        raise
    response.headers.update(SAFE)
    return response


@asynccontextmanager
async def serving(application: web.Application, *, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the block runs; gives the address. Port 0 takes a free one."""
    runner = web.AppRunner(
        application,
        access_log=None,
        shutdown_timeout=GRACE,
        keepalive_timeout=IDLE,
        lingering_time=LINGER,
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
