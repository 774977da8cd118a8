"""As much of Slack's Web API as a vote and its result need, answered at once: the bot alone is measured.

It lives in the load's process: what it costs is the load's, not the bot's.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

TEAM = "T0BENCH"
BOT = {
    "ok": True,
    "url": "https://bench.slack.com/",
    "team": "Bench",
    "user": "idejakt",
    "team_id": TEAM,
    "user_id": "U0BOT",
    "bot_id": "B0BOT",
}
FILE = {"id": "F0BENCH", "mimetype": "image/png"}


class Slack:
    """What was called, and when a message was first posted that is in no thread."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.posted: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.url = ""

    def answer(self, method: str, body: bytes) -> dict[str, Any]:
        method = method.partition("?")[0]
        self.calls[method] += 1
        if method == "chat.postMessage" and b'"thread_ts"' not in body and not self.posted.done():
            self.posted.set_result(time.perf_counter())
        if method == "auth.test":
            return BOT
        if method == "files.getUploadURLExternal":
            return {"ok": True, "upload_url": f"{self.url}upload", "file_id": FILE["id"]}
        if method == "files.completeUploadExternal":
            return {"ok": True, "files": [FILE]}
        if method == "files.info":
            return {"ok": True, "file": FILE}
        if method == "users.info":
            return {"ok": True, "user": {"id": "U0", "team_id": TEAM, "locale": "nb-NO"}}
        if method in {"chat.postMessage", "chat.update"}:
            return {"ok": True, "channel": "C0BENCH", "ts": f"{time.time():.6f}", "message": {}}
        return {"ok": True}


class _Answering(asyncio.Protocol):
    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while True:
            head, blank, rest = self._received.partition(b"\r\n\r\n")
            if not blank:
                return
            length = next(
                (
                    int(line.partition(b":")[2])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length:")
                ),
                0,
            )
            if len(rest) < length:
                return
            self._received = rest[length:]
            method = head.split(b" ", 2)[1].decode().rpartition("/")[2]
            body = json.dumps(self._slack.answer(method, rest[:length])).encode()
            assert self._transport is not None
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(body), body)
            )


@asynccontextmanager
async def answering() -> AsyncIterator[Slack]:
    """A Slack on a free port of the loopback while the block runs."""
    slack = Slack()
    server = await asyncio.get_running_loop().create_server(lambda: _Answering(slack), "127.0.0.1", 0)
    slack.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"
    try:
        yield slack
    finally:
        server.close()
