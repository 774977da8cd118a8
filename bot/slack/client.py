"""The way out to Slack's Web API: through the installation's proxy, trusting its certificate authorities."""

import functools
import logging
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings

TIMEOUT_SECONDS = 10
HERE = {"127.0.0.1", "localhost", "::1"}

_log = logging.getLogger(__name__)
# A logger without a level of its own has the client spell out every call, for nobody.
_log.setLevel(logging.INFO)


def build(
    settings: Settings, *, session: aiohttp.ClientSession | None = None, waits: int = 0
) -> AsyncWebClient:
    """A client with the bot's token.

    It never repeats a call whose answer was lost: whether to say a thing twice is not for a client to decide.
    `waits` says how often it sits out a 429 by itself, for work that nobody is waiting for; the outbox takes
    the answer instead and comes back later. A `session` spares every call a new connection; it stays the
    caller's to close, and its own timeout applies instead of ten seconds. The proxy is the settings' one and
    no other, and none on the way to this machine itself. OSError where `ca_file` cannot be read.
    """
    handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=waits)] if waits else []
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=TIMEOUT_SECONDS,
        ssl=trust(settings.ca_file),
        session=session,
        retry_handlers=list(handlers),
        logger=_log,
    )
    client.proxy = proxy(settings)  # the client would otherwise take one from the environment
    return client


@functools.cache
def trust(ca_file: Path | None) -> ssl.SSLContext:
    """What to trust: the system's certificate authorities, and those of `ca_file` beside them."""
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


def proxy(settings: Settings) -> str | None:
    """The proxy on the way to Slack's address."""
    if settings.https_proxy is None or urlsplit(settings.slack_api_url).hostname in HERE:
        return None
    return settings.https_proxy.get_secret_value()
