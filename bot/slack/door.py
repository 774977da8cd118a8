"""The door of Slack's requests: who asks, how long it may take, and how a failure is told.

A handler does its work first and the acknowledgement follows, so that whoever saw no error has lost nothing.
Every failure becomes a private answer in the person's language.
"""

import asyncio
import dataclasses
import secrets
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock, errors, texts
from bot.services import people
from bot.services.actor import Actor
from bot.services.installation import Installation
from bot.slack import redraws
from storage import database, kinds, once

DEADLINE = 2.5
"""Seconds a handler may take; Slack waits for 3."""
EXPIRED = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})
"""What Slack says where a modal comes too late."""
COPIES_FOR = timedelta(minutes=6)
"""How long a copy of a request may still be let in: a signature is good for five minutes."""
SAID = 120
"""Characters of what a driver says that go into the log: they name what is wrong, and nobody."""
MET_FOR = timedelta(days=1)
"""How long what Slack said of a person is believed."""

Result = TypeVar("Result")

_late: set[asyncio.Task[None]] = set()
"""What is winding down, kept from the garbage collector."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Team:
    """The workspace the bot lives in, as `auth.test` tells: its id, and its web address."""

    team_id: str
    url: str


@dataclass(frozen=True, slots=True)
class Door:
    """What handlers need. `wake` is called after each request: the outbox may have got something."""

    installation: Installation
    client: AsyncWebClient
    team: Team
    now: clock.Clock
    redraws: redraws.Redraws
    wake: Callable[[], None]
    administrators: frozenset[str] = frozenset()
    deadline: float = DEADLINE
    locales: dict[str, str] = field(default_factory=dict)
    """The languages of people met, so that an error can be told in them when the database is away."""

    changed: set[str] = field(default_factory=set)
    """People of whom Slack said that something changed since they were last asked about."""

    def forget(self, user: str) -> None:
        """Ask Slack about this person when they next come, if they ever came here."""
        if user in self.locales:
            self.changed.add(user)

    def once(self, request: str, workspace_id: int) -> "Door":
        """The door for one request by Slack's name for it: what it changes, a copy does not change again.

        Out of the copy's use case comes once.AlreadyDoneError. A request without a name passes as new.
        """
        if not request:
            return self
        named = once.request(workspace_id, request, until=self.now() + COPIES_FOR)
        guarded = self.installation.database.once(named)
        return dataclasses.replace(
            self, installation=dataclasses.replace(self.installation, database=guarded)
        )

    def texts(self, user: str) -> texts.Texts:
        """The person's texts as far as they are remembered, else the installation's."""
        return texts.load(self.locales.get(user, self.installation.rules.locale))

    async def actor(self, user: str, user_team: str | None = None) -> Actor:
        """The person, asked of Slack on first sight and once a day.

        Raises NotFound for one Slack does not know.
        """
        if not user:
            raise errors.NotFound("error.person")
        actor = await self._actor(user, user_team)
        self.locales[user] = actor.locale
        return actor

    async def _actor(self, user: str, user_team: str | None) -> Actor:
        now = self.now()
        known = await people.recall(
            self.installation,
            platform=kinds.Platform.SLACK,
            team=self.team.team_id,
            external_id=user,
            met_after=now - MET_FOR,
        )
        if known is not None and user not in self.changed:
            return known
        try:
            answer = await self.client.users_info(user=user, include_locale=True)
        except SlackApiError as error:
            if error.response.get("error") in {"user_not_found", "user_not_visible"}:
                raise errors.NotFound("error.person") from error
            raise
        met = await people.meet(
            dataclasses.replace(self.installation, database=self.installation.database.unasked),
            platform=kinds.Platform.SLACK,
            team=self.team.team_id,
            external_id=user,
            profile=self.profile(answer["user"], user, user_team),
            now=now,
        )
        self.changed.discard(user)
        return met

    def profile(self, known: Mapping[str, Any], user: str, user_team: str | None = None) -> people.Profile:
        """What Slack says of a person, from its record of them."""
        home = user_team or known.get("team_id") or self.team.team_id
        if home != self.team.team_id or known.get("is_stranger"):
            standing = kinds.Standing.CONNECTED
        elif known.get("is_restricted") or known.get("is_ultra_restricted") or known.get("is_bot"):
            standing = kinds.Standing.GUEST
        else:
            standing = kinds.Standing.STAFF
        locale = known.get("locale")
        return people.Profile(
            locale=texts.supported(locale, default="en") if locale else None,
            standing=standing,
            administrator=bool(known.get("is_admin") or known.get("is_owner")) or user in self.administrators,
        )


async def within_deadline(work: Coroutine[Any, Any, Result], *, seconds: float = DEADLINE) -> Result:
    """Do `work` in time. Every failure comes out as a UserError, unexpected ones with an incident id.

    What is late is called off, and the person hears of it without waiting until it has wound down: a
    connection that hangs in a lock takes its time to let go.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        await _call_off(task)
        raise
    if not task.done():
        _log.error("door.too_slow")
        winding_down = asyncio.create_task(_call_off(task))
        _late.add(winding_down)
        winding_down.add_done_callback(_late.discard)
        raise errors.UserError("error.too_slow")
    return _result(task)


def _result(task: asyncio.Task[Result]) -> Result:
    try:
        return task.result()
    except errors.UserError:
        raise
    except TimeoutError as error:
        _log.error("door.too_slow")
        raise errors.UserError("error.too_slow") from error
    except SlackApiError as error:
        raise _slack_said(error) from error
    except Exception as error:
        if database.away(error) and not isinstance(error, aiohttp.ClientError):
            said = str(getattr(error, "orig", ""))[:SAID]
            _log.error("door.database_away", error=type(error).__name__, said=said)
            raise errors.UserError("error.database_away") from error
        raise _unexpected(error) from error


async def _call_off(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _slack_said(error: SlackApiError) -> errors.UserError:
    code = str(error.response.get("error", ""))
    _log.warning("door.slack_refused", code=code)
    if code in EXPIRED:
        return errors.UserError("error.trigger")
    return _unexpected(error)


def _unexpected(error: Exception) -> errors.UserError:
    incident = secrets.token_hex(4)
    _log.error("door.unexpected", incident=incident, exc_info=error)
    return errors.UserError("error.unexpected", incident=incident)
