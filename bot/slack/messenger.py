"""Says things in Slack: the Messenger port over the Web API."""

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import messages, messenger, texts
from bot.messenger import Place, Ref
from bot.slack.views import messages as views

EVENT_TYPE = "idejakt_parcel"
"""The type of the metadata by which a message is found again."""
_PAGE = 100
_RETRY_SOON = 5.0
_TRANSIENT = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
"""Errors after which Slack may have done what was asked all the same."""


class SlackMessenger:
    """Sends through `client`, which must not retry by itself: a retried post can be a post too many."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def post(
        self,
        place: Place,
        message: messages.Message,
        *,
        locale: str,
        parcel: int,
        thread: Ref | None = None,
    ) -> Ref:
        drawn = views.draw(message, texts.load(locale))
        answer = await _call(
            self._client.chat_postMessage(
                channel=place,
                text=drawn.text,
                blocks=drawn.blocks,
                thread_ts=thread,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"id": parcel}},
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return Ref(str(answer["ts"]))

    async def update(self, place: Place, ref: Ref, message: messages.Message, *, locale: str) -> None:
        drawn = views.draw(message, texts.load(locale))
        try:
            await _call(self._client.chat_update(channel=place, ts=ref, text=drawn.text, blocks=drawn.blocks))
        except messenger.Unclear as unclear:  # drawn twice is drawn once
            raise messenger.Later(_RETRY_SOON, str(unclear)) from unclear

    async def tell(self, person: str, message: messages.Message, *, locale: str, parcel: int) -> Ref:
        return await self.post(await self._direct(person), message, locale=locale, parcel=parcel)

    async def find(
        self,
        place: Place,
        *,
        parcel: int,
        since: datetime,
        thread: Ref | None = None,
        private: bool = False,
    ) -> Ref | None:
        channel = await self._direct(place) if private else place
        cursor: str | None = None
        while True:
            asked: dict[str, Any] = {
                "channel": channel,
                "oldest": f"{since.timestamp():.6f}",
                "limit": _PAGE,
                "include_all_metadata": True,
                "cursor": cursor,
            }
            if thread is None:
                answer = await _call(self._client.conversations_history(**asked))
            else:
                answer = await _call(self._client.conversations_replies(ts=thread, **asked))
            for said in answer.get("messages", []):
                metadata = said.get("metadata") or {}
                payload = metadata.get("event_payload") or {}
                if metadata.get("event_type") == EVENT_TYPE and payload.get("id") == parcel:
                    return Ref(str(said["ts"]))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    async def _direct(self, person: str) -> Place:
        try:
            answer = await _call(self._client.conversations_open(users=person))
        except messenger.Unclear as unclear:  # opening it again gives the same conversation
            raise messenger.Later(_RETRY_SOON, str(unclear)) from unclear
        return Place(str(answer["channel"]["id"]))


async def _call(asked: Awaitable[Any]) -> Mapping[str, Any]:
    """The answer's data; every failure as one of the port's three."""
    try:
        answer = await asked
    except SlackApiError as error:
        raise _translated(error) from error
    except aiohttp.ClientConnectorError as error:  # no connection, so nothing was sent
        raise messenger.Later(_RETRY_SOON, type(error).__name__) from error
    except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
        raise messenger.Unclear(type(error).__name__) from error
    data: Mapping[str, Any] = answer.data
    return data


def _translated(error: SlackApiError) -> Exception:
    response = error.response
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, Mapping) else None
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        wait = float(response.headers.get("Retry-After", "1"))
        return messenger.Later(wait, "ratelimited")
    if status >= 500 or code is None or code in _TRANSIENT:
        return messenger.Unclear(code or f"http_{status}")
    return messenger.Refused(str(code))
