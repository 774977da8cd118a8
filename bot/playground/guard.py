"""What keeps other sites out of the pages, and scripts out of what they show."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names under which the playground is asked for; another name means another site's address leads here."""

HEADERS = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' https:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def guarded(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Handler:
    """The handler behind the checks: 403 for a foreign host name, and for a post from another origin.

    A browser names the origin with every post; a post that names none is refused too.
    """

    async def checked(request: web.Request) -> web.StreamResponse:
        try:
            _refuse_others(request)
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(HEADERS)
            raise
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return checked


def _refuse_others(request: web.Request) -> None:
    if urlsplit(f"//{request.host}").hostname not in HOSTS:
        raise web.HTTPForbidden(text="the playground answers to its own address only")
    if request.method == "POST" and request.headers.get("Origin") != f"{request.scheme}://{request.host}":
        raise web.HTTPForbidden(text="a form of another site")
