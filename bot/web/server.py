"""The HTTP server: the chat platform's endpoint, and whether the bot is well."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TypeVar

import structlog
from aiohttp import web

from bot.services import backlog
from bot.web import metrics

Route = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ready = Callable[[], Awaitable[bool]]
Told = TypeVar("Told")
Waiting = Callable[[], Awaitable[backlog.Backlog]]

MOST_BYTES = 1024 * 1024
"""The largest body taken; a filled-in form of Slack's is a tenth of it."""
IDLE = 75.0
"""Seconds a connection may stand without a whole head of a request on it."""
LINGER = 1.0
"""Seconds for the rest of a body that nobody waits for any more."""
BACKLOG = 128
"""Connections that may wait to be taken."""
GRACE = 4.0
"""Seconds that requests under way get at the end."""
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Server": "idejakt",
}
"""On every answer, whoever makes it: nothing here is for a browser to show, so it may load nothing."""

_log = structlog.get_logger(__name__)


def build(endpoints: Mapping[str, Route], *, ready: Ready, waiting: Waiting | None = None) -> web.Application:
    """`endpoints` take POST at their paths.

    `/healthz` says alive, `/readyz` whether work can be done, `/metrics` what waits to be said.
    """
    application = web.Application(client_max_size=MOST_BYTES)
    application.on_response_prepare.append(_make_safe)
    for path, route in endpoints.items():
        application.router.add_post(path, route)

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    ready = _together(ready)

    async def readiness(_request: web.Request) -> web.Response:
        if await ready():
            return web.json_response({"status": "ready"})
        return web.json_response({"status": "the database is away"}, status=503)

    application.router.add_get("/healthz", health)
    if waiting is not None:
        application.router.add_get("/metrics", _figures(ready, _together(waiting)))
    application.router.add_get("/readyz", readiness)
    return application


def _figures(ready: Ready, waiting: Waiting) -> Route:
    async def figures(_request: web.Request) -> web.Response:
        if not await ready():
            return web.Response(status=503)
        told = metrics.text(await waiting())
        return web.Response(text=told, headers={"Content-Type": metrics.CONTENT_TYPE})

    return figures


def _together(ask: Callable[[], Awaitable[Told]]) -> Callable[[], Awaitable[Told]]:
    """Who asks while an answer is on its way gets that one: anybody may ask, the database is asked once."""
    under_way: asyncio.Future[Told] | None = None

    async def asked() -> Told:
        nonlocal under_way
        if under_way is None or under_way.done():
            under_way = asyncio.ensure_future(ask())
        return await asyncio.shield(under_way)

    return asked


async def _make_safe(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(SAFE)


@asynccontextmanager
async def serving(
    application: web.Application, *, host: str, port: int, idle: float = IDLE
) -> AsyncIterator[str]:
    """Serve while the block runs; gives the address. Port 0 takes a free one.

    A connection on which no head of a request comes to its end within `idle` seconds is cut off.
    """
    runner = web.AppRunner(application, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        await _Site(runner, host, port, idle=idle).start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class _Site(web.TCPSite):
    """Listens, with connections of our own kind."""

    def __init__(self, runner: web.AppRunner, host: str, port: int, *, idle: float) -> None:
        super().__init__(runner, host, port)
        self._idle = idle

    async def start(self) -> None:
        await web.BaseSite.start(self)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, self._host, self._port, backlog=BACKLOG)

    def _connection(self) -> "_Connection":
        server = self._runner.server
        assert server is not None  # noqa: S101 - a site starts after its runner was set up
        return _Connection(
            server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type]  # none at all
            keepalive_timeout=self._idle,
            lingering_time=LINGER,
            auto_decompress=False,
        )


class _Connection(web.RequestHandler):
    """A connection on which what goes wrong is neither quoted back nor spelt out in the log.

    A body is taken as it comes: nothing of a stranger's is unpacked.
    """

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it repeats what came
    ) -> web.StreamResponse:
        if request.writer.output_size > 0:
            raise ConnectionError("half an answer is out already")
        said = HTTPStatus(status).phrase
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            incident = secrets.token_hex(4)
            _log.error("server.unexpected", incident=incident, exc_info=exc)
            said = f"{said} ({incident})"
        else:
            _log.debug("server.not_understood", status=int(status), error=type(exc).__name__)
        answer = web.Response(status=status, text=said, headers=SAFE)
        answer.force_close()
        return answer
