"""What stands around every page: the rail of places, the clock, the notice, the open modal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from aiohttp import web
from babel import dates

from bot.playground import blocks, html
from bot.playground.desk import KEY, Desk
from bot.playground.reader import Reader
from bot.playground.state import Channel, Kind, Person, View

HUES = 8
"""How many colours of faces the style sheet knows."""


@dataclass(frozen=True)
class Entry:
    """A line of the rail."""

    label: str
    address: str
    is_current: bool
    unseen: int = 0
    is_private: bool = False


@dataclass(frozen=True)
class Moment:
    """The workspace's time in the reader's words; `value` as a date-and-time field writes it."""

    day: str
    time: str
    week: int
    value: str


def response(
    request: web.Request, person: Person, template: str, *, place: str, **more: object
) -> web.Response:
    """A page for a person. `place` is what follows `/as/{person}/` in its address, `more` the template's."""
    here = request.app[KEY]
    playground = here.playground
    reader = here.reader(person)
    environment = html.environment(reader.language)
    direct = _direct(here, person, place)  # made when first asked for, which is a change
    view = playground.view(person.id)
    modal = _modal(here, reader, view)
    text = environment.get_template(template).render(
        app=playground.workspace.registration,
        bot=playground.workspace.bot,
        change=playground.workspace.changes.number,
        elsewhere=_elsewhere(here, person, place),
        direct=direct,
        hue=hue,
        initials=initials,
        languages=html.LANGUAGES,
        drawn=blocks.rendered(environment, view.blocks, modal) if view and modal else "",
        modal=modal,
        moment=_moment(reader),
        notice=here.notices.get(request.query.get("notice", "")),
        people=_people(here, place),
        person=person,
        place=place,
        places=_places(here, person, place),
        reader=reader,
        root=f"/as/{quote(person.id, safe='')}",
        team=playground.workspace.state.team_name,
        view=view,
        **more,
    )
    return web.Response(text=text, content_type="text/html")


def hue(identity: str) -> int:
    """The colour of a person's face: always the same one."""
    return sum(identity.encode()) % HUES


def initials(name: str) -> str:
    """Two signs that stand for a name: "Helsesykepleier 2" is H2."""
    words = name.split()
    return "".join(word[0] for word in words[:1] + words[-1:] if words).upper()[: min(2, len(words)) or 1]


def _places(here: Desk, person: Person, place: str) -> list[Entry]:
    channels = [one for one in here.playground.channels(person.id) if one.kind is not Kind.DIRECT]
    return [_entry(here, person, channel, place) for channel in channels if not channel.is_archived]


def _elsewhere(here: Desk, person: Person, place: str) -> list[Entry]:
    """The public channels the person is not in."""
    return [
        Entry(channel.name, _address(person, channel), place.startswith(f"in/{channel.id}"))
        for channel in here.public()
        if person.id not in channel.members
    ]


def _direct(here: Desk, person: Person, place: str) -> Entry:
    return _entry(here, person, here.playground.direct(person.id), place)


def _entry(here: Desk, person: Person, channel: Channel, place: str) -> Entry:
    return Entry(
        label=channel.name or here.playground.workspace.bot.display_name,
        address=_address(person, channel),
        is_current=place.partition("?")[0] == f"in/{channel.id}",
        unseen=here.unseen(person.id, channel.id),
        is_private=channel.kind is Kind.PRIVATE,
    )


def _people(here: Desk, place: str) -> Sequence[tuple[Person, str]]:
    """Everybody one can act as, each with the address of the same place as they see it, where they may."""

    def address(person: Person) -> str:
        channel = here.playground.workspace.state.channels.get(place.removeprefix("in/").partition("?")[0])
        if (
            place == "home"
            or (channel and channel.kind is Kind.PUBLIC)
            or (channel and person.id in channel.members)
        ):
            return f"/as/{quote(person.id, safe='')}/{place.partition('?')[0]}"
        return f"/as/{quote(person.id, safe='')}"

    return [(person, address(person)) for person in here.playground.people()]


def _modal(here: Desk, reader: Reader, view: View | None) -> blocks.Pane | None:
    if view is None:
        return None
    return here.pane(f"v{view.id}", reader, values=view.values, errors=view.errors)


def _moment(reader: Reader) -> Moment:
    local: datetime = reader.now.astimezone(reader.zone)
    return Moment(
        day=dates.format_date(local.date(), "full", locale=reader.language),
        time=dates.format_time(local, "short", tzinfo=reader.zone, locale=reader.language),
        week=local.isocalendar().week,
        value=local.strftime("%Y-%m-%dT%H:%M"),
    )


def _address(person: Person, channel: Channel) -> str:
    return f"/as/{quote(person.id, safe='')}/in/{quote(channel.id, safe='')}"
