"""Slack's two ways in: an HTTP endpoint, or Socket Mode's outbound connection."""

import asyncio
import binascii
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import replay, wire

READ_SECONDS = 5.0
"""How long a body may take to arrive; Slack itself gives up after three."""
SIGNATURE, TIMESTAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"

_log = structlog.get_logger(__name__)


def over_http(
    app: AsyncApp, *, signing_secret: str, read_seconds: float = READ_SECONDS
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A route for everything Slack sends.

    The signature is checked over the body as it came, before anything tries to read it: a stranger reaches
    no parser. 401 without a good signature, 413 for a body that is too large, 408 for one that does not
    arrive, 400 for one that is broken or not what Slack sends. A request that comes again within its five
    minutes gets the answer it got.
    """
    verifier = SignatureVerifier(signing_secret)
    answers = replay.Answers()

    async def take(request: web.Request) -> web.StreamResponse:
        if (request.content_length or 0) > request.client_max_size:
            return _last(413, "the body is too large")
        try:
            async with asyncio.timeout(read_seconds):
                body = await request.read()
        except TimeoutError:
            return _last(408, "the body did not arrive in time")
        except (ConnectionError, web.RequestPayloadError):
            return _last(400, "the body is broken")
        if not signed(verifier, body, request.headers):
            certificate = b"ssl_check=1" in body.split(b"&")  # Slack asks so whether HTTPS works
            return web.Response(status=200) if certificate else web.Response(status=401, text="not signed")
        said = await answers.once(
            request.headers[SIGNATURE], lambda: _dispatched(app, body, request.query_string, request.headers)
        )
        return web.Response(status=said.status, text=said.body, content_type=said.content_type)

    return take


def _last(status: int, text: str) -> web.Response:
    """An answer after which the connection is closed, whatever else comes on it."""
    answer = web.Response(status=status, text=text)
    answer.force_close()
    return answer


def signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether Slack signed `body` within the last five minutes."""
    signature, timestamp = headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, "")
    if not (signature.isascii() and timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12):
        return False
    try:
        return verifier.is_valid(body, timestamp, signature)
    except UnicodeDecodeError:
        return False


def _read(body: bytes) -> str:
    """The body as Bolt takes it: the JSON of a click bare, since unquoting it would cost more than its vote.

    Quoted-printable is percent-encoding with another sign, and is read in C. Each sign it stands for takes
    two bytes less; where the sum is another one, this was no such field, and Bolt reads it by itself.
    """
    name, _, payload = body.partition(b"=")
    if name == b"payload" and not any(sign in payload for sign in (b"=", b"&", b"\r", b"\n")):
        bare = binascii.a2b_qp(payload.replace(b"+", b" ").replace(b"%", b"="))
        if bare.startswith(b"{") and len(bare) == len(payload) - 2 * payload.count(b"%"):
            return bare.decode()
    return body.decode()


def _request(content: str, query: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """For Bolt: a click read already, as Socket Mode hands it over, since Bolt would read it in Python."""
    if content.startswith("{"):
        return AsyncBoltRequest(
            body=wire.read(content), query=query, headers=dict(headers), mode="socket_mode"
        )
    return AsyncBoltRequest(body=content, query=query, headers=dict(headers))


async def _dispatched(app: AsyncApp, body: bytes, query: str, headers: Mapping[str, str]) -> replay.Said:
    try:
        asked = _request(_read(body), query, headers)
        answer = await app.async_dispatch(asked)
    except Exception as error:  # whatever a body that is not Slack's makes of its reader
        incident = secrets.token_hex(4)
        _log.warning("endpoint.not_understood", incident=incident, exc_info=error)
        return replay.Said(400, f"not understood ({incident})")
    given = answer.headers.get("content-type", [""])[0].split(";")[0]
    fitting = "application/json" if answer.body.startswith("{") else "text/plain"
    return replay.Said(answer.status, answer.body, given or fitting)


@asynccontextmanager
async def over_socket(app: AsyncApp, client: AsyncWebClient, app_token: str) -> AsyncIterator[None]:
    """Stay connected to Slack while the block runs; requests come down the connection."""
    handler = AsyncSocketModeHandler(app, app_token, web_client=client, proxy=client.proxy)
    await handler.client.connect()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.client.close()  # type: ignore[no-untyped-call]
