"""Somebody between Slack and the bot who keeps a copy of every request, and sends it again later."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot import manifest
from bot.playground.slack import Playground


@dataclass
class Copy:
    """A signed request, word for word."""

    body: bytes
    headers: dict[str, str]

    async def send(self, port: int) -> int:
        """Send it to the bot that listens at `port`; the status of its answer."""
        address = f"http://127.0.0.1:{port}{manifest.PATH}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(address, data=self.body, headers=self.headers) as answer,
        ):
            await answer.read()
            return answer.status


@dataclass
class Wiretap:
    """Passes on to the bot at `port`, and keeps what passes."""

    port: int
    copies: list[Copy] = field(default_factory=list)

    async def pass_on(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        kept = {name: value for name, value in request.headers.items() if name.lower() not in _HOPS}
        self.copies.append(Copy(body, kept))
        address = f"http://127.0.0.1:{self.port}{request.path_qs}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(address, data=body, headers=kept) as answer,
        ):
            said = await answer.read()
            return web.Response(status=answer.status, body=said, content_type=answer.content_type)


_HOPS = {"host", "content-length", "connection", "accept-encoding"}


@asynccontextmanager
async def tapped(playground: Playground, port: int) -> AsyncIterator[Wiretap]:
    """What the playground sends goes through a wiretap to the bot at `port` while the block runs."""
    tap = Wiretap(port)
    runner = web.ServerRunner(web.Server(tap.pass_on))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        playground.connect(f"http://127.0.0.1:{runner.addresses[0][1]}{manifest.PATH}")
        yield tap
    finally:
        await asyncio.shield(runner.cleanup())
