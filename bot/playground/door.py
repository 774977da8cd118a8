"""The bot's door: payloads go out over HTTP or Socket Mode, acknowledgements come back."""

import asyncio
import hashlib
import hmac
import json
import time
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.playground import answers, payloads
from bot.playground.sockets import Sockets
from bot.playground.state import Json, Kind
from bot.playground.workspace import Workspace

KEPT = 500
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
CHANNEL_EVENTS = {Kind.PUBLIC: "message.channels", Kind.PRIVATE: "message.groups", Kind.DIRECT: "message.im"}


class Post(StrEnum):
    """The kinds of payload, by their names in Socket Mode."""

    COMMAND = "slash_commands"
    INTERACTION = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, kw_only=True)
class Ack:
    """What the bot answered. `error` is None for an answer with status 200 in time.

    `reason` is Slack's word for the failure, as in `X-Slack-Retry-Reason`; `final` that the bot asked for no
    retry.
    """

    status: int | None = None
    body: Json | str = ""
    error: str | None = None
    reason: str = ""
    final: bool = False


class Door:
    """Sends to the bot: through a Socket Mode connection where one is open, else to `bot_url`."""

    def __init__(self, workspace: Workspace, *, signing_secret: str) -> None:
        self.workspace = workspace
        self.signing_secret = signing_secret
        self.bot_url: str | None = None
        self.sockets = Sockets(workspace)
        self._log: deque[Json] = deque(maxlen=KEPT)
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def log(self) -> list[Json]:
        """The last payloads with what came of them, oldest first."""
        return list(self._log)

    async def close(self) -> None:
        """Give up retries and close all connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(
        self, post: Post, payload: Json, *, accepts_response: bool = False, attempt: int = 0, reason: str = ""
    ) -> Ack:
        """Deliver one payload and wait for its acknowledgement, at most `pace.ack` seconds."""
        started = time.monotonic()
        if self.sockets.open:
            ack = await self._by_socket(post, payload, accepts_response=accepts_response, attempt=attempt)
        elif self.bot_url is not None:
            ack = await self._by_http(post, payload, attempt=attempt, reason=reason)
        else:
            ack = Ack(error=answers.NOT_DELIVERED, reason="connection_failed")
        self._log.append(
            {
                "post": str(post),
                "payload": payload,
                "attempt": attempt,
                "status": ack.status,
                "error": ack.error,
                "body": ack.body,
                "seconds": time.monotonic() - started,
            }
        )
        return ack

    async def tell(self, inner: Json) -> Ack | None:
        """Deliver an event if the bot subscribed to it; None if it did not.

        Returns after the first attempt. Where that one failed, further attempts follow in the background, in
        the rhythm of `pace.retries`.
        """
        name = inner["type"]
        if name == "message":
            name = CHANNEL_EVENTS[self.workspace.channel(inner["channel"]).kind]
        if name not in self.workspace.registration.events or self.workspace.revoked:
            return None
        payload = payloads.event(self.workspace, inner)
        ack = await self.send(Post.EVENT, payload)
        if ack.error is not None and not ack.final:
            self._start(self._retry(payload, ack.reason))
        return ack

    def announce(self, inner: Json) -> None:
        """The same in the background, for what the bot's own calls set off."""
        self._start(self._tell_quietly(inner))

    async def idle(self) -> None:
        """Wait until nothing is being delivered or retried in the background."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def verify(self) -> bool:
        """Whether the request URL answers Slack's `url_verification` and `ssl_check` as it must."""
        challenge = {
            "type": "url_verification",
            "token": payloads.TOKEN,
            "challenge": hashlib.sha256().hexdigest(),
        }
        asked = await self._by_http(Post.EVENT, challenge, attempt=0, reason="")
        answered = asked.body.get("challenge") if isinstance(asked.body, dict) else asked.body
        checked = await self._by_http(
            Post.COMMAND, {"ssl_check": "1", "token": payloads.TOKEN}, attempt=0, reason=""
        )
        return asked.error is None and answered == challenge["challenge"] and checked.error is None

    async def _tell_quietly(self, inner: Json) -> None:
        await self.tell(inner)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _retry(self, payload: Json, reason: str) -> None:
        for attempt, wait in enumerate(self.workspace.pace.retries, start=1):
            await asyncio.sleep(wait)
            ack = await self.send(Post.EVENT, payload, attempt=attempt, reason=reason)
            if ack.error is None or ack.final:
                return
            reason = ack.reason

    async def _by_socket(self, post: Post, payload: Json, *, accepts_response: bool, attempt: int) -> Ack:
        envelope: Json = {"type": str(post), "payload": payload, "accepts_response_payload": accepts_response}
        if post is Post.EVENT:
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        body = await self.sockets.ask(envelope)
        if body is None:
            return Ack(error=answers.NO_ANSWER_IN_TIME, reason="timeout")
        return Ack(status=200, body=body)

    async def _by_http(self, post: Post, payload: Json, *, attempt: int, reason: str) -> Ack:
        if post is Post.EVENT:
            body, content_type = json.dumps(payload), "application/json"
        elif post is Post.COMMAND:
            body, content_type = urlencode(payload), "application/x-www-form-urlencoded"
        else:
            body = urlencode({"payload": json.dumps(payload)})
            content_type = "application/x-www-form-urlencoded"
        headers = self.signed(body) | {"Content-Type": content_type, "User-Agent": AGENT}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.workspace.pace.ack)
        try:
            async with self._session.post(
                str(self.bot_url), data=body.encode(), headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                text = await response.text()
                final = response.headers.get("X-Slack-No-Retry") == "1"
                if response.status != 200:
                    return Ack(
                        status=response.status,
                        body=text,
                        error=answers.NOT_DELIVERED,
                        reason="http_error",
                        final=final,
                    )
                is_json = response.content_type == "application/json" and text.strip()
                return Ack(status=200, body=_read(text) if is_json else text)
        except TimeoutError:
            return Ack(error=answers.NO_ANSWER_IN_TIME, reason="http_timeout")
        except aiohttp.ClientError:
            return Ack(error=answers.NOT_DELIVERED, reason="connection_failed")

    def signed(self, body: str, *, at: int | None = None) -> dict[str, str]:
        """The headers of Slack's signature v0 over a raw body, made now or `at` (seconds of the epoch)."""
        moment = str(at if at is not None else int(self.workspace.wall().timestamp()))
        basis = f"v0:{moment}:{body}".encode()
        digest = hmac.new(self.signing_secret.encode(), basis, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


def _read(text: str) -> Json | str:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, dict) else text
