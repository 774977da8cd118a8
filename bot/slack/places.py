"""Slack's channels: whether the bot can speak there, and making one for a group."""

import re
import unicodedata
from collections.abc import Sequence

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors

_log = structlog.get_logger(__name__)

NAME_LIMIT = 70
"""Slack allows 80 signs; the rest is for telling apart channels of one name."""
_TRIES = 5
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


async def require_member(client: AsyncWebClient, channel: str, *, field: str | None = None) -> None:
    """Raises Invalid where the bot cannot post: it is not in the channel, or that is gone, closed or none."""
    if not channel:
        raise errors.Invalid("error.place.missing", field=field)
    try:
        answer = await client.conversations_info(channel=channel)
    except SlackApiError as error:
        if error.response.get("error") == "channel_not_found":  # so Slack calls a private one, too
            raise errors.Invalid("error.place.not_in", field=field, channel=channel) from error
        raise
    found = answer["channel"]
    if found.get("is_im") or found.get("is_mpim"):
        raise errors.Invalid("error.place.missing", field=field)
    if found.get("is_archived"):
        raise errors.Invalid("error.place.archived", field=field, channel=channel)
    if not found.get("is_member"):
        raise errors.Invalid("error.place.not_in", field=field, channel=channel)


async def make(client: AsyncWebClient, title: str, *, prefix: str, people: Sequence[str]) -> str:
    """A new public channel named after `title`, with `people` (member ids) invited; returns its id."""
    name = channel_name(title, prefix=prefix)
    for attempt in range(_TRIES):
        wanted = name if attempt == 0 else f"{name}-{attempt + 1}"
        try:
            answer = await client.conversations_create(name=wanted)
        except SlackApiError as error:
            if error.response.get("error") != "name_taken":
                raise
        else:
            channel = str(answer["channel"]["id"])
            await client.conversations_invite(channel=channel, users=",".join(people))
            return channel
    raise errors.Invalid("error.place.name_taken", field="new_channel")


async def invite(client: AsyncWebClient, channel: str, people: Sequence[str]) -> tuple[str, ...]:
    """Invite those (member ids) who are not in the channel; returns those it could not invite.

    The group is theirs whether or not Slack lets the bot invite them, so nothing is raised.
    """
    failed = []
    for person in people:
        try:
            await client.conversations_invite(channel=channel, users=person)
        except SlackApiError as error:
            code = str(error.response.get("error"))
            if code != "already_in_channel":
                _log.warning("place.not_invited", code=code)
                failed.append(person)
    return tuple(failed)


def channel_name(title: str, *, prefix: str) -> str:
    """A name Slack takes: small letters without accents, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    words = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    return f"{prefix}-{words}"[:NAME_LIMIT].strip("-")
