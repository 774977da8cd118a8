"""From Bolt's listeners to our handlers and back: one function for each kind of request.

A handler takes a visit and returns what to answer with, or None; the acknowledgement follows its work.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Generic, TypeVar

import aiohttp
import structlog
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.errors import SlackApiError

from bot import errors, texts
from bot.domain.permissions import Action
from bot.services import permits, safeguard
from bot.services.actor import Actor
from bot.slack import door, forms, requests
from bot.slack.door import Door
from bot.slack.views import blocks, confirming, ids, replies
from storage import once

Request = TypeVar("Request")
Asking = TypeVar("Asking", requests.Closed, requests.HomeOpened)
Body = Mapping[str, Any]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Visit(Generic[Request]):
    """A request with who made it and their texts."""

    door: Door
    actor: Actor
    texts: texts.Texts
    request: Request


@dataclass(frozen=True, slots=True)
class Instead:
    """An answer that takes the place of the private message that was tapped."""

    drawn: blocks.Drawn


Answer = blocks.Drawn | Instead | None
CommandHandler = Callable[[Visit[requests.Command]], Awaitable[blocks.Drawn | None]]
ClickHandler = Callable[[Visit[requests.Click]], Awaitable[Answer]]
SubmissionHandler = Callable[[Visit[requests.Submission]], Awaitable[blocks.Json | None]]
ShortcutHandler = Callable[[Visit[requests.Shortcut]], Awaitable[None]]
EventHandler = Callable[[Door, Body], Awaitable[None]]
Listener = Callable[..., Awaitable[None]]


def command(here: Door, handler: CommandHandler) -> Listener:
    """The answer goes with the acknowledgement, seen by the person alone.

    Who may look gets to the handler: each command has its help, which is for everybody.
    """

    async def listen(ack: AsyncAck, body: Body) -> None:
        request = requests.command(body)
        try:
            drawn = await _visit(here, request, request.person, _guarded(handler), named=request.trigger)
        except errors.ClientData as error:
            drawn = replies.stopped(here.texts(request.person.user), error, given=request.text)
        except errors.UserError as error:
            spoken = here.texts(request.person.user)
            # One word asks for a part of the command, and is no loss.
            drawn = replies.error(spoken, error, given=request.text if " " in request.text else "")
        if drawn is None:
            await ack()
        else:
            await ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")

    return listen


def _guarded(handler: CommandHandler) -> CommandHandler:
    """No command gets to see client data, whatever it would do with its text."""

    async def guarded(visit: Visit[requests.Command]) -> blocks.Drawn | None:
        safeguard.require_clean({"": visit.request.text})
        return await handler(visit)

    return guarded


def click(here: Door, handler: ClickHandler, *, needs: Action = Action.TAKE_PART) -> Listener:
    """The answer is private, beside or instead of the message that was tapped; in a modal, on top of it.

    Who may not do what it `needs` does not get to the handler; so it is with the others too.
    """

    async def listen(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        request, title = requests.click(body), "notice.heading"
        try:
            answer = await _visit(here, request, request.person, handler, needs=needs, named=request.trigger)
        except errors.UserError as error:
            answer, title = replies.error(here.texts(request.person.user), error), "error.heading"
        if answer is not None:
            await _say(here, request, respond, answer, title=title)
        await ack()

    return listen


def submission(here: Door, handler: SubmissionHandler, *, needs: Action = Action.TAKE_PART) -> Listener:
    """A view in answer takes the form's place. On an error the form stays open with what was typed."""

    async def listen(ack: AsyncAck, body: Body) -> None:
        request = requests.submission(body)
        try:
            view = await _visit(here, request, request.person, handler, needs=needs, named=request.trigger)
        except errors.Unconfirmed as error:
            spoken = here.texts(request.person.user)
            await ack(response_action="update", view=confirming.form(body["view"], spoken, field=error.field))
            return
        except errors.UserError as error:
            spoken = here.texts(request.person.user)
            fields = [name for name in request.values if name in tuple(ids.Field)]
            if not fields or error.key == "error.form_old":
                typed = forms.typed(request.values)
                await ack(response_action="update", view=replies.error_modal(spoken, error, given=typed))
                return
            if error.field not in fields:
                error.field = fields[0]
            wrong = replies.error_fields(spoken, error, fallback=ids.Field(fields[0]))
            await ack(response_action="errors", errors=wrong)
            return
        if view is None:
            await ack()
        else:
            # What came from the Home tab tells when it is closed, in whatever shape it is by then.
            tells = body["view"].get("notify_on_close") is True
            await ack(response_action="update", view=view | {"notify_on_close": True} if tells else view)

    return listen


def shortcut(here: Door, handler: ShortcutHandler, *, needs: Action = Action.TAKE_PART) -> Listener:
    """An error opens as a modal: a shortcut has nowhere else to answer."""

    async def listen(ack: AsyncAck, body: Body) -> None:
        request = requests.shortcut(body)
        try:
            await _visit(here, request, request.person, handler, needs=needs, named=request.trigger)
        except errors.ClientData as error:
            view = replies.stopped_modal(here.texts(request.person.user), error, given=request.text)
            await _try(here.client.views_open(trigger_id=request.trigger, view=view))
        except errors.UserError as error:
            spoken = here.texts(request.person.user)
            view = replies.error_modal(spoken, error, given=request.text)
            await _try(here.client.views_open(trigger_id=request.trigger, view=view))
        await ack()

    return listen


def unasked(
    here: Door, read: Callable[[Body], Asking], handler: Callable[[Visit[Asking]], Awaitable[None]]
) -> Listener:
    """What somebody did without asking for anything: opened the Home tab, closed a modal.

    Nobody waits for an answer, so an error is logged.
    """

    async def listen(ack: AsyncAck, body: Body) -> None:
        request = read(body)
        try:
            await _visit(here, request, request.person, handler)
        except errors.UserError as error:
            _log.warning("unasked.failed", of=type(request).__name__, key=error.key)
        await ack()

    return listen


def event(here: Door, handler: EventHandler) -> Listener:
    """Something that happened in Slack. Where the database is away Slack is not told, and tells it again.

    What is told to another workspace's app is none of ours, though it may be about a person of the same id.
    """

    async def listen(ack: AsyncAck, body: Body) -> None:
        try:
            if requests.concerns(body, here.team.team_id):
                await handler(here, body)
        except once.AlreadyDoneError:
            _log.info("request.copied")
        finally:
            here.wake()
        await ack()

    return listen


async def _visit(
    here: Door,
    request: Request,
    person: requests.Person,
    handler: Callable[[Visit[Request]], Awaitable[door.Result]],
    *,
    needs: Action = Action.LOOK,
    named: str = "",
) -> door.Result | None:
    """What the handler answers; None for a copy of what is done already.

    `named` is Slack's name for a request that may change something.
    """

    async def work() -> door.Result | None:
        if person.team != here.team.team_id:
            raise errors.NotAllowed("error.stranger")
        actor = await here.actor(person.user, person.user_team)
        permits.require(actor, needs)
        try:
            known = here.once(named, actor.workspace_id)
            return await handler(Visit(known, actor, texts.load(actor.locale), request))
        except once.AlreadyDoneError:
            _log.info("request.copied")
            return None

    try:
        return await door.within_deadline(work(), seconds=here.deadline)
    finally:
        here.wake()


async def _say(
    here: Door, request: requests.Click, respond: AsyncRespond, answer: blocks.Drawn | Instead, *, title: str
) -> None:
    """What was asked is done by now: where only the word about it cannot be shown, that is logged.

    `title` is what stands over it where it is a modal.
    """
    instead = isinstance(answer, Instead)
    drawn = answer.drawn if isinstance(answer, Instead) else answer
    if request.view_id is not None:
        view = replies.as_modal(here.texts(request.person.user), drawn, title=title)
        if request.on_home:
            await _try(here.client.views_open(trigger_id=request.trigger, view=view))
        elif instead:
            await _try(here.client.views_update(view_id=request.view_id, view=view))
        else:
            await _try(here.client.views_push(trigger_id=request.trigger, view=view))
        return
    try:
        sent = await respond(
            text=drawn.text, blocks=drawn.blocks, response_type="ephemeral", replace_original=instead
        )
    except (TypeError, ValueError, OSError, TimeoutError, aiohttp.ClientError) as error:
        _log.warning("answer.not_shown", error=type(error).__name__)
        return
    if sent.status_code != HTTPStatus.OK:
        _log.warning("answer.not_shown", status=sent.status_code)


async def _try(asked: Awaitable[Any]) -> None:
    try:
        await asked
    except SlackApiError as error:
        _log.warning("answer.not_shown", code=str(error.response.get("error")))
