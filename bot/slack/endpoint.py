"""Slack's two ways in: an HTTP endpoint, or Socket Mode's outbound connection."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def over_http(app: AsyncApp) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A route for everything Slack sends; Bolt checks the signature over the body as it came."""

    async def take(request: web.Request) -> web.StreamResponse:
        try:
            asked = await to_bolt_request(request)
        except UnicodeDecodeError:
            return web.Response(status=400, text="not UTF-8")
        return await to_aiohttp_response(await app.async_dispatch(asked))

    return take


@asynccontextmanager
async def over_socket(app: AsyncApp, client: AsyncWebClient, app_token: str) -> AsyncIterator[None]:
    """Stay connected to Slack while the block runs; requests come down the connection."""
    handler = AsyncSocketModeHandler(app, app_token, web_client=client, proxy=client.proxy)
    await handler.client.connect()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.client.close()  # type: ignore[no-untyped-call]
