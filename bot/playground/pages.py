"""The playground in a browser: a small workspace, with an address for each person and place."""

import re
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from markupsafe import Markup

from bot.playground import blocks, desk, guard, html, live, mrkdwn, posts, screen
from bot.playground.desk import KEY, Advance, Desk
from bot.playground.slack import Playground
from bot.playground.state import Channel, Kind, Message, Person

STATIC = Path(__file__).parent / "static"
SHOWN = 60
"""How many of a channel's messages a page shows before it is asked for all."""

TS = re.compile(r"\d{1,12}\.\d{6}")
REFRESH = "Playground-Refresh"
"""The header with which the page's script asks for what a page shows, without having opened it anew."""


@dataclass(frozen=True)
class Post:
    """A message as one person sees it."""

    message: Message
    author: Person | None
    body: Markup
    day: str
    time: str
    iso: str
    replies: int
    is_action: bool
    """Whether it holds something to press, and so is drawn as a form."""


def add(application: web.Application, playground: Playground, *, advance: Advance) -> None:
    """Put the pages' routes into a playground's application, before it starts.

    `advance` is called with the instant to which a person moves the workspace's clock.
    """
    state = playground.workspace.state
    application[KEY] = Desk(playground=playground, advance=advance, seen_from=state.last_ts)
    router = application.router
    router.add_get("/", guard.guarded(_start))
    router.add_get("/static/{name}", guard.guarded(_static))
    router.add_get("/as/{person}", guard.guarded(_start))
    router.add_get("/as/{person}/in/{channel}", guard.guarded(_channel))
    router.add_get("/as/{person}/home", guard.guarded(_home))
    live.add(application)
    posts.add(application)


async def _start(request: web.Request) -> web.StreamResponse:
    """To the liveliest channel of the person named, or of the first person there is."""
    here = request.app[KEY]
    people = here.playground.people()
    if not people:
        raise web.HTTPNotFound(text="nobody is in this workspace")
    person = here.person(request.match_info.get("person", people[0].id))
    channels = [one for one in here.playground.channels(person.id) if not one.is_archived]
    messages = here.playground.workspace.state.messages
    channels.sort(key=lambda one: max((message.ts for message in messages.get(one.id, [])), default=""))
    place = f"in/{channels[-1].id}" if channels else "home"
    raise web.HTTPSeeOther(f"/as/{person.id}/{place}")


async def _channel(request: web.Request) -> web.StreamResponse:
    here = request.app[KEY]
    person = here.person(request.match_info["person"])
    channel = here.channel(request.match_info["channel"], person)
    messages = here.playground.messages(channel.id, person.id)
    here.look(person.id, channel.id, here.playground.workspace.state.messages.get(channel.id, []))
    shown = messages if "all" in request.query else messages[-SHOWN:]
    thread = _thread(here, person, channel, request.query.get("thread"))
    place = f"in/{channel.id}" + (f"?thread={thread[0].message.ts}" if thread else "")
    return screen.response(
        request,
        person,
        "channel.html",
        place=place,
        channel=channel,
        posts=_posts(here, person, shown, "m"),
        earlier=len(messages) - len(shown),
        thread=thread,
        is_member=person.id in channel.members,
        is_direct=channel.kind is Kind.DIRECT,
        has_bot=here.playground.workspace.state.bot_user_id in channel.members,
    )


async def _home(request: web.Request) -> web.StreamResponse:
    here = request.app[KEY]
    person = here.person(request.match_info["person"])
    if REFRESH not in request.headers:
        await here.playground.open_home(person.id)
    home = here.playground.home(person.id)
    body = None
    if home is not None:
        pane = here.pane(f"h{home.id}", here.reader(person), values=home.values)
        body = blocks.rendered(html.environment(pane.reader.language), home.blocks, pane)
    return screen.response(request, person, "home.html", place="home", home=home, body=body)


async def _static(request: web.Request) -> web.StreamResponse:
    path = STATIC / Path(request.match_info["name"]).name
    if not path.is_file():
        raise web.HTTPNotFound(text="no such file")
    return web.FileResponse(path)


def _thread(here: Desk, person: Person, channel: Channel, ts: str | None) -> list[Post]:
    """The open thread, its first message in front; none for a message that is gone."""
    if ts is None or not TS.fullmatch(ts):
        return []
    try:
        messages = here.playground.thread(channel.id, ts, person.id)
    except LookupError:
        return []
    return _posts(here, person, messages, "t") if messages[0].shown_to in (None, person.id) else []


def _posts(here: Desk, person: Person, messages: list[Message], prefix: str) -> list[Post]:
    reader = here.reader(person)
    environment = html.environment(reader.language)
    workspace = here.playground.workspace
    posts_ = []
    for message in messages:
        # What people type is drawn from its text: there mentions and emphasis are marked up.
        drawn = [] if message.client_msg_id else desk.blocks_of(message)
        pane = here.pane(f"{prefix}{message.ts}", reader, values=message.values if message.shown_to else None)
        seconds = float(message.ts)
        posts_.append(
            Post(
                message=message,
                author=workspace.state.people.get(message.user),
                body=blocks.rendered(environment, drawn, pane)
                if drawn
                else Markup('<div class="block prose">{}</div>').format(
                    mrkdwn.rendered(message.text, reader)
                ),
                day=reader.day(seconds),
                time=reader.moment(seconds),
                iso=reader.local(seconds).isoformat(timespec="seconds"),
                replies=len(workspace.replies(message.channel, message.ts)),
                is_action=bool(drawn) and blocks.has_elements(drawn),
            )
        )
    return posts_
