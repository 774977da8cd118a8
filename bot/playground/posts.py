"""What a person does on the pages: each form is one act in the playground, then the page again."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.playground import desk, forms, guard, html, notices
from bot.playground.desk import KEY, Desk
from bot.playground.forms import Posted
from bot.playground.notices import Notice
from bot.playground.state import Json, Person

_PLACE = re.compile(r"(?:home|in/[A-Z0-9]{1,40})(?:\?thread=\d{1,12}\.\d{6})?")
_COMMAND = re.compile(r"(?P<name>/\S+)(?:\s+(?P<text>.*))?", re.DOTALL)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}

_Act = Callable[[Desk, Person, Posted], Awaitable[Notice | None]]


def add(application: web.Application) -> None:
    """Put a route for each form into the application."""
    acts: dict[str, _Act] = {
        "say": _say,
        "act": _act,
        "submit": _submit,
        "close": _close,
        "shortcut": _shortcut,
        "join": _join,
        "invite": _invite,
        "language": _language,
        "clock": _clock,
    }
    for name, act in acts.items():
        application.router.add_post(f"/as/{{person}}/{name}", guard.guarded(_handler(act)))


def _handler(act: _Act) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        here = request.app[KEY]
        person = here.person(request.match_info["person"])
        data = await request.post()
        posted = {name: [str(value) for value in data.getall(name)] for name in data}
        place = _one(posted, "place")
        if not _PLACE.fullmatch(place):
            raise web.HTTPBadRequest(text="a form without its place")
        try:
            notice = await act(here, person, posted)
        except forms.BrokenForm as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        except LookupError:
            notice = Notice(kind="gone")
        address = f"/as/{quote(person.id, safe='')}/{place}"
        if notice is not None:
            address += ("&" if "?" in place else "?") + f"notice={here.notices.keep(notice)}"
        raise web.HTTPSeeOther(address)

    return handle


async def _say(here: Desk, person: Person, posted: Posted) -> Notice | None:
    channel, thread = _one(posted, "channel"), _one(posted, "thread") or None
    text = _one(posted, "text").replace("\r\n", "\n").strip()
    if not text:
        return None
    command = _COMMAND.fullmatch(text)
    if command is None:
        return notices.of(await here.playground.say(person.id, channel, text, thread_ts=thread), draft=text)
    if thread is not None:
        return Notice(kind="command_in_thread", subject=command["name"], draft=text)
    if command["name"] == "/invite" and _names_bot(here, command["text"] or ""):
        await here.playground.invite_bot(person.id, channel)
        return None
    answer = await here.playground.command(person.id, channel, command["name"], command["text"] or "")
    return notices.of(answer, subject=command["name"], draft=text)


async def _act(here: Desk, person: Person, posted: Posted) -> Notice | None:
    """Use an element of a message, of the open modal or of the Home tab."""
    used = forms.act(_one(posted, forms.ACT))
    channel, ts = _one(posted, "channel") or None, _one(posted, "ts")
    shown = _blocks(here, person, channel, ts)
    zone = ZoneInfo(person.tz)
    answer = await here.playground.click(
        person.id,
        channel,
        ts,
        used.action_id,
        block_id=used.block_id,
        value=forms.chosen(shown, used, posted, zone),
        values=forms.values(shown, posted, zone),
    )
    return notices.of(answer)


async def _submit(here: Desk, person: Person, posted: Posted) -> Notice | None:
    """Submit the open modal; or use one of its elements, where a button other than its own was pressed."""
    if forms.ACT in posted:
        return await _act(here, person, posted)
    view = _one(posted, "ts")
    values = forms.values(_blocks(here, person, None, view), posted, ZoneInfo(person.tz))
    return notices.of(await here.playground.submit(person.id, view, values))


async def _close(here: Desk, person: Person, posted: Posted) -> Notice | None:
    """Close the modal on top, or with `all` the ones below it too."""
    everything = bool(_one(posted, "all"))
    return notices.of(await here.playground.dismiss(person.id, _one(posted, "ts"), everything=everything))


async def _shortcut(here: Desk, person: Person, posted: Posted) -> Notice | None:
    answer = await here.playground.shortcut(
        person.id,
        _one(posted, "callback"),
        channel=_one(posted, "channel") or None,
        ts=_one(posted, "ts") or None,
    )
    return notices.of(answer)


async def _join(here: Desk, person: Person, posted: Posted) -> Notice | None:
    await here.playground.join(person.id, here.channel(_one(posted, "channel"), person).id)
    return None


async def _invite(here: Desk, person: Person, posted: Posted) -> Notice | None:
    await here.playground.invite_bot(person.id, here.channel(_one(posted, "channel"), person).id)
    return None


async def _language(here: Desk, person: Person, posted: Posted) -> Notice | None:
    locale = html.LANGUAGES.get(_one(posted, "language"))
    if locale is None:
        raise forms.BrokenForm("no such language")
    await here.playground.set_locale(person.id, locale)
    return None


async def _clock(here: Desk, person: Person, posted: Posted) -> Notice | None:
    """Move the clock by a step of the wall's clock (a day is a day, daylight saving or not) or to a time."""
    zone = ZoneInfo(person.tz)
    step, now = _one(posted, "step"), here.now()
    if step == "hour":
        target = now + STEPS[step]
    elif step in STEPS:
        target = now.astimezone(zone) + STEPS[step]
    else:
        try:
            target = datetime.strptime(_one(posted, "to"), "%Y-%m-%dT%H:%M").replace(tzinfo=zone)
        except ValueError:
            return Notice(kind="no_such_time")
    target = datetime.fromtimestamp(target.timestamp(), now.tzinfo)
    if target <= now:
        return Notice(kind="past")
    await here.advance(target)
    here.playground.workspace.touch()
    return None


def _blocks(here: Desk, person: Person, channel: str | None, ts: str) -> list[Json]:
    """The blocks of what a form was drawn from. Raises LookupError where it is not shown any more."""
    if channel is not None:
        message = here.playground.message(channel, ts)
        if message.shown_to not in (None, person.id):
            raise LookupError(ts)
        return desk.blocks_of(message)
    for view in (here.playground.view(person.id), here.playground.home(person.id)):
        if view is not None and view.id == ts:
            return view.blocks
    raise LookupError(ts)


def _names_bot(here: Desk, text: str) -> bool:
    bot = here.playground.workspace.bot
    return text.strip().removeprefix("@").casefold() in {bot.name.casefold(), bot.display_name.casefold()}


def _one(posted: Posted, name: str) -> str:
    return posted[name][-1] if posted.get(name) else ""
