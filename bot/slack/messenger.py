"""Says things in Slack: the Messenger port over the Web API."""

from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot import messages, messenger, texts
from bot.messenger import Budget, Place, Ref
from bot.slack.views import messages as views
from storage import kinds

EVENT_TYPE = "idejakt_parcel"
"""The type of the metadata by which a message is found again."""
_PAGE = 100
_RETRY_SOON = 5.0
_TITLE = 150
_ALT = 1000
_TRANSIENT = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
"""Errors after which Slack may have done what was asked all the same."""
_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "access_denied"}
)
"""Errors of the installation rather than the message: it can be sent once somebody has mended that."""
_MEND_WAIT = 120.0

_CHANNEL = timedelta(seconds=1)
_CHANNEL_BURST = 3
_METHODS = {
    "chat.postMessage": Budget("chat.postMessage", timedelta(seconds=0.25), 10),  # several hundred a minute
    "chat.update": Budget("chat.update", timedelta(seconds=1.2), 10),  # tier 3: 50 and more a minute
    "conversations.open": Budget("conversations.open", timedelta(seconds=1.2), 10),  # tier 3
    "conversations.history": Budget("conversations.history", timedelta(seconds=1.2), 5),  # tier 3
    "files": Budget("files", timedelta(seconds=0.75), 20),  # an upload is a call of each of two, tier 4
}
"""What Slack takes a minute, by method. https://docs.slack.dev/apis/web-api/rate-limits"""


class SlackMessenger:
    """Sends through `client`, which must not retry by itself: a retried post can be a post too many."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    def budgets(self, parcel: kinds.Parcel, place: Place, *, looking: bool, pictured: bool) -> list[Budget]:
        """A channel takes a message a second, and a few at once; each method has its own figure."""
        files = [_METHODS["files"]] if pictured else []
        if parcel == kinds.Parcel.UPDATE:
            return [_METHODS["chat.update"], *files]
        wanted = [*files, Budget(f"post {place}", _CHANNEL, _CHANNEL_BURST), _METHODS["chat.postMessage"]]
        if parcel == kinds.Parcel.TELL:
            wanted.append(_METHODS["conversations.open"])
        if looking:
            wanted.append(_METHODS["conversations.history"])
        return wanted

    async def post(
        self,
        place: Place,
        message: messages.Message,
        *,
        locale: str,
        parcel: int,
        thread: Ref | None = None,
    ) -> Ref:
        if isinstance(message, messages.BallotFile):
            return await self._share(place, message, locale=locale, thread=thread)
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

    async def upload(self, name: str, content: bytes, *, about: str) -> str:
        answer = await _call(
            self._client.files_upload_v2(
                filename=name, content=content, title=about[:_TITLE], alt_txt=about[:_ALT]
            )
        )
        return str(answer["file"]["id"])

    async def ready(self, file: str) -> bool:
        answer = await _call(self._client.files_info(file=file))
        return bool(answer["file"].get("mimetype"))

    async def _share(
        self, place: Place, message: messages.BallotFile, *, locale: str, thread: Ref | None
    ) -> Ref:
        """A file is found again by no mark of ours: where the answer is lost it may come twice."""
        answer = await _call(
            self._client.files_upload_v2(
                filename=message.name,
                content=message.content,
                channel=place,
                thread_ts=thread,
                initial_comment=views.draw(message, texts.load(locale)).text,
            )
        )
        return Ref(str(answer["file"]["id"]))

    async def update(self, place: Place, ref: Ref, message: messages.Message, *, locale: str) -> None:
        drawn = views.draw(message, texts.load(locale))
        await _call(self._client.chat_update(channel=place, ts=ref, text=drawn.text, blocks=drawn.blocks))

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
    except SlackRequestError as error:  # an upload that was not taken; its message may quote
        raise messenger.Refused("upload_failed") from error
    except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError) as error:  # nothing was sent
        raise messenger.Later(_RETRY_SOON, type(error).__name__) from error
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: half an answer
        raise messenger.Unclear(type(error).__name__) from error
    data: Mapping[str, Any] = answer.data
    return data


def _translated(error: SlackApiError) -> Exception:
    response = error.response
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, Mapping) else None
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return messenger.Later(_retry_after(response.headers), "ratelimited", limited=True)
    if code in _TOKEN:
        return messenger.Later(_MEND_WAIT, str(code))
    if status >= 500 or code is None or code in _TRANSIENT:
        return messenger.Unclear(code or f"http_{status}")
    return messenger.Refused(str(code))


def _retry_after(headers: Mapping[str, str]) -> float:
    written = headers.get("Retry-After", "")
    return max(1.0, float(written)) if written.isdecimal() else _RETRY_SOON
