"""Socket Mode: the bot opens a WebSocket and payloads travel through it in envelopes."""

import asyncio
import itertools
import json
import secrets
import uuid

from aiohttp import WSMsgType, web

from bot.playground.state import Json
from bot.playground.workspace import Workspace

TICKET_LIFE = 30.0
"""Seconds in which a URL from `apps.connections.open` has to be used."""

MOST = 10
"""Connections an app may hold at once."""


class Sockets:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tickets: dict[str, float] = {}
        self._open: list[web.WebSocketResponse] = []
        self._turn = itertools.count()
        self.connected = asyncio.Event()
        """Set while at least one connection is open."""
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    @property
    def open(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def ticket(self) -> str:
        """A WebSocket URL that opens one connection, soon."""
        now = self._workspace.monotonic()
        self._tickets = {key: given for key, given in self._tickets.items() if now - given < TICKET_LIFE}
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = now
        address = self._workspace.url.replace("http", "ws", 1)
        return f"{address}/socket?ticket={ticket}&app_id={self._workspace.state.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The endpoint behind such a URL: says hello, then reads acknowledgements until a side closes."""
        given = self._tickets.pop(request.query.get("ticket", ""), None)
        if given is None or self._workspace.monotonic() - given >= TICKET_LIFE:
            return web.Response(status=403, text="invalid_ticket")
        if len(self._open) >= MOST:
            return web.Response(status=403, text="too_many_websockets")
        socket = web.WebSocketResponse(heartbeat=10.0)
        await socket.prepare(request)
        self._open.append(socket)
        self.connected.set()
        try:
            await socket.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self._open),
                    "debug_info": {
                        "host": "applink-playground",
                        "build_number": 1,
                        "approximate_connection_time": 18060,
                    },
                    "connection_info": {"app_id": self._workspace.state.app_id},
                }
            )
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            self._gone(socket)
        return socket

    async def ask(self, envelope: Json) -> Json | None:
        """Send an envelope through one connection; the payload of its ack, empty where it had none.

        None if no ack came within `pace.ack` seconds. A payload is dropped where the envelope accepts none.
        """
        if not self._open:
            return None
        socket = self._open[next(self._turn) % len(self._open)]
        envelope_id = str(uuid.uuid4())
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = future
        try:
            async with asyncio.timeout(self._workspace.pace.ack):
                await socket.send_json({"envelope_id": envelope_id} | envelope)
                answer = await future
        except (TimeoutError, ConnectionError):
            return None
        finally:
            del self._waiting[envelope_id]
        return answer if envelope["accepts_response_payload"] else {}

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to go, as Slack does from time to time, and close it.

        `reason` is `warning` (closes a little later), `refresh_requested` or `link_disabled`.
        """
        for socket in list(self._open):
            await socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-playground"}}
            )
            if reason != "warning":
                self._gone(socket)
                await socket.close()

    async def close(self) -> None:
        for socket in list(self._open):
            self._gone(socket)
            await socket.close()

    def _gone(self, socket: web.WebSocketResponse) -> None:
        if socket in self._open:
            self._open.remove(socket)
        if not self._open:
            self.connected.clear()

    def _acknowledged(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        if not isinstance(answer, dict):
            return
        future = self._waiting.get(str(answer.get("envelope_id")))
        if future is not None and not future.done():
            payload = answer.get("payload")
            future.set_result(payload if isinstance(payload, dict) else {})
