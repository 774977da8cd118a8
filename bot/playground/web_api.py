"""The Web API's front: faults, limits, tokens, scopes, arguments; then the method itself."""

import asyncio
import json
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground import arguments
from bot.playground.faults import CARRIED_OUT, Fault, Trouble
from bot.playground.methods import METHODS
from bot.playground.methods.call import Call, Method, Token
from bot.playground.refusal import Refusal
from bot.playground.state import Json

if TYPE_CHECKING:
    from bot.playground.slack import Playground


async def answer(playground: "Playground", request: web.Request) -> web.StreamResponse:
    """Carry out one call of `/api/{method}`, with Slack's statuses and bodies."""
    name = request.match_info["method"]
    fault = playground.faults.take(name)
    if fault is not None and fault.trouble not in CARRIED_OUT:
        return await _fail(request, fault)
    if fault is not None and fault.trouble is Trouble.STALE:
        await request.read()  # who hung up can be asked no more
        await asyncio.sleep(fault.seconds)
    headers: dict[str, str] = {}
    try:
        body = await _call(playground, request, name, headers)
    except Refusal as refusal:
        body = refusal.body()
    except RateLimited as limited:
        return _rate_limited(limited.seconds)
    if fault is None:
        return web.json_response(body, headers=headers)
    if fault.trouble is Trouble.LATE:
        await asyncio.sleep(fault.seconds)
        return web.json_response(body, headers=headers)
    if fault.trouble is Trouble.HALF:
        return await _half(request, json.dumps(body).encode())
    return _cut(request)


async def _call(playground: "Playground", request: web.Request, name: str, headers: dict[str, str]) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise Refusal("unknown_method", req_method=name)
    given = await arguments.gather(request)
    channel = str(given.get("channel")) if method.posts else None
    seconds = playground.rates.over(name, tier=method.tier, channel=channel)
    if seconds:
        raise RateLimited(seconds)
    token = _token(request, given)
    _admit(playground, method, token)
    scopes = playground.workspace.registration.scopes
    if token == playground.bot_token:
        headers["X-OAuth-Scopes"] = ",".join(sorted(scopes))
        headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
    call = Call(
        workspace=playground.workspace,
        door=playground.door,
        arguments={} if method.open_ended else arguments.read(given, method.takes),
        given=given,
        is_app=token == playground.app_token,
    )
    return {"ok": True} | await method.run(call)


class RateLimited(Exception):
    """429, with `Retry-After` in seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def _token(request: web.Request, given: Json) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return str(given["token"]) if given.get("token") else None


def _admit(playground: "Playground", method: Method, token: str | None) -> None:
    """Refuses calls without a token, with a wrong one, with one of the other kind, or beyond its scopes."""
    if method.token is Token.NONE:
        return
    if token is None:
        raise Refusal("not_authed")
    if token not in (playground.bot_token, playground.app_token):
        raise Refusal("invalid_auth")
    is_app = token == playground.app_token
    if (method.token is Token.APP and not is_app) or (method.token is Token.BOT and is_app):
        raise Refusal("not_allowed_token_type")
    workspace = playground.workspace
    if not is_app and workspace.revoked:
        raise Refusal("token_revoked")
    if not is_app and method.scopes and not workspace.registration.scopes.intersection(method.scopes):
        raise Refusal(
            "missing_scope",
            needed=method.scopes[0],
            provided=",".join(sorted(workspace.registration.scopes)),
        )


def _rate_limited(seconds: float) -> web.Response:
    wait = str(max(1, round(seconds)))
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": wait})


async def _fail(request: web.Request, fault: Fault) -> web.StreamResponse:
    match fault.trouble:
        case Trouble.RATE_LIMIT:
            return _rate_limited(fault.seconds)
        case Trouble.SERVER_ERROR:
            page = "<html><body>Server Error</body></html>"
            return web.Response(status=500, text=page, content_type="text/html")
        case Trouble.ERROR:
            return web.Response(
                text=json.dumps({"ok": False, "error": fault.code}), content_type="application/json"
            )
        case _:
            await asyncio.sleep(fault.seconds)
            return _cut(request)


def _cut(request: web.Request) -> web.StreamResponse:
    """Close the connection; the response that is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def _half(request: web.Request, body: bytes) -> web.StreamResponse:
    """Half of the answer, then nothing."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.abort()
    return response
