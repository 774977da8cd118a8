"""Somebody between Slack and the bot who keeps a copy of every request, and sends it again later."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

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


@dataclass
class Ear:
    """Stands between the bot and its Slack: passes on whatever the bot says, and keeps it."""

    url: str = ""
    slack: str = ""
    heard: list[str] = field(default_factory=list)

    def stand_before(self, slack: str) -> str:
        """Listen in on what is said to `slack`; where the bot is to say it instead."""
        self.slack = slack
        return self.url

    async def pass_on(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        self.heard.append(f"{request.path_qs} {unquote_plus(body.decode(errors='replace'))}")
        kept = {name: value for name, value in request.headers.items() if name.lower() not in _HOPS}
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(
                request.method, f"{self.slack}{request.path_qs}", data=body, headers=kept
            ) as answer,
        ):
            said = await answer.read()
            shown = {
                name: value for name, value in answer.headers.items() if name.lower() not in _HOPS | _OURS
            }
            return web.Response(status=answer.status, body=said, headers=shown)


_OURS = {"transfer-encoding", "date", "server"}


@asynccontextmanager
async def listening() -> AsyncIterator[Ear]:
    """An ear, for `front` of a house that stands while the block runs."""
    ear = Ear()
    runner = web.ServerRunner(web.Server(ear.pass_on))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ear.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield ear
    finally:
        await asyncio.shield(runner.cleanup())
