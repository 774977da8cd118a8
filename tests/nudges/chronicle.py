"""What the bot says in a long time, written down as it comes, and the short ways people have to act on it."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import select

from bot import texts
from bot.playground.state import Message
from bot.services import cards, outgoing
from storage import kinds, workspaces
from storage.models import Discipline, Idea, Person, Project, Workspace
from tests.house import House
from tests.nudges import groups
from tests.nudges.groups import OSLO

CHANNEL = re.compile("<#([A-Z0-9]+)>")

START = datetime(2026, 8, 31, 6, 0, tzinfo=UTC)
"""A Monday at eight in Oslo; the year has 53 weeks, and 17 May is also Whit Monday."""
PEOPLE = (
    *("UJEVN1", "UJEVN2", "UJEVN3", "USTILLE1", "USTILLE2", "UFAST1", "UFAST2", "UFAST3"),
    *("UFERIE1", "UFERIE2", "UOVER1", "UOVER2", "UOVER3", "UAVSLUTT1", "UAVSLUTT2", "UAVSLUTT3"),
    *("UUTLAND1", "UUTLAND2", "UALENE1", "UADMIN"),
)
SERVICES = ("Helsestasjonen", "Ungdomstjenesten", "Biblioteket")
TITLES = {
    "jevn": "Foreldre vet ikke hvem de skal ringe om skolefravær",
    "stille": "Ventetiden hos helsesykepleier er lang om høsten",
    "fast": "Rådene om søvn er ulike fra sted til sted",
    "ferie": "Ungdom på hytta mister fritidsklubben",
    "over": "Ingen vet når biblioteket er åpent om kvelden",
    "avslutt": "Skjemaet spør om det samme tre ganger",
    "dempet": "Bussen går ikke når møtet slutter",
    "utland": "Utflyttede får brevene våre for sent",
    "alene": "Bassenget er tomt på formiddagen",
}


@dataclass
class Chronicle:
    """`lines` is what was said so far; `places` has the channel of each group by its name."""

    here: House
    lines: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def news(self) -> list[Message]:
        """What the bot said since the last call, in order, written down as it stands now."""
        state = self.here.playground.workspace.state
        fresh = [
            one
            for place, messages in state.messages.items()
            for one in messages
            if one.user == state.bot_user_id and one.shown_to is None and (place, one.ts) not in self.seen
        ]
        fresh.sort(key=lambda one: (_at(one), self.line(one)))
        self.seen |= {(one.channel, one.ts) for one in fresh}
        self.lines += [self.line(one) for one in fresh]
        return fresh

    def line(self, message: Message) -> str:
        at = _at(message)
        thread = " (thread)" if message.thread_ts and message.thread_ts != message.ts else ""
        said = " | ".join(part for part in self.words(message) if part)
        return f"{at:%Y-%m-%d %a %H:%M}  {self.where(message.channel)}{thread}  {said}"

    def where(self, place: str) -> str:
        channel = self.here.playground.workspace.state.channels[place]
        if channel.name:
            return f"#{channel.name}"
        return "@" + next(one for one in channel.members if one in PEOPLE)

    def words(self, message: Message) -> Iterator[str]:
        """What it says, without what every nudge says."""
        spoken = texts.load(self.here.settings.locale)
        usual = {
            spoken(key)
            for key in (
                "nudge.ask_confidence",
                "nudge.ask_movement",
                "nudge.private",
                "asking.choose",
                "project.next_step",
            )
        }
        usual |= {spoken("nudge.group", title=title) for title in TITLES.values()}
        for block in message.blocks:
            for part in _texts(block):
                text = CHANNEL.sub(lambda found: self.where(found[1]), " ".join(part.split()))
                if text not in usual:
                    yield text

    async def tap(self, person: str, card: Message, action: str, value: str | None = None) -> Message | None:
        """Press the first button of the card whose action begins so; what is answered in private."""
        now = self.here.playground.message(card.channel, card.ts)
        found = next(one for one in actions(now.blocks) if one.startswith(action))
        answer = await self.here.playground.click(person, card.channel, card.ts, found, value=value)
        assert answer.ok, answer
        return answer.ephemeral[0] if answer.ephemeral else None

    async def press(self, person: str, action: str, value: str | None = None) -> None:
        view = self.here.playground.view(person)
        assert view is not None, "no form is open"
        answer = await self.here.playground.click(person, None, view.id, action, value=value)
        assert answer.ok, answer

    async def fill(self, person: str, form: str, **given: Any) -> None:
        answer = await self.here.fill(person, form, **given)
        assert answer.ok, answer
        await self.here.close(person)

    async def desk(self, person: str, name: str) -> None:
        """Open the group's desk from the list of groups."""
        place = self.places[name]
        await self.here.playground.command(person, place, "/project", "list")
        while not (found := self._way_in(person, name)):
            await self.press(person, "projects_page.after")
        await self.press(person, found)

    def _way_in(self, person: str, name: str) -> str | None:
        view = self.here.playground.view(person)
        assert view is not None
        reached = False
        for block in view.definition["blocks"]:
            reached = reached or TITLES[name] in str(block)
            for element in block.get("elements", []):
                action = str(element.get("action_id", ""))
                if reached and action.startswith("project_open"):
                    return action
        return None


def _at(message: Message) -> datetime:
    """When it was said in Oslo, to five minutes: what is due in one minute takes its turns."""
    said = datetime.fromtimestamp(float(message.ts), OSLO)
    return said.replace(minute=said.minute // 5 * 5, second=0, microsecond=0)


def _texts(block: Mapping[str, Any]) -> Iterator[str]:
    match block["type"]:
        case "section":
            yield from (one["text"] for one in [block.get("text"), *block.get("fields", [])] if one)
        case "context":
            yield from (one["text"] for one in block["elements"])
        case "header":
            yield str(block["text"]["text"])
        case "rich_text":
            for section in block["elements"]:
                yield from (one["text"] for one in section["elements"] if "text" in one)
        case "image":
            yield f"[{block['alt_text']}]"


def actions(blocks: list[dict[str, Any]]) -> list[str]:
    return [
        str(element["action_id"])
        for block in blocks
        for element in [block.get("accessory") or {}, *block.get("elements", [])]
        if "action_id" in element
    ]


@asynccontextmanager
async def standing(url: str, locale: str) -> AsyncIterator[Chronicle]:
    """The groups at their start, in the language `locale`."""
    async with groups.town(url, now=START, people=PEOPLE[:-1], locale=locale, work=False) as here:
        found = Chronicle(here)
        ideas, wide = here.channel("ideer"), here.channel("alle")
        async with here.store.begin() as session:
            workspace = (await session.exec(select(Workspace))).one()
            workspace.ideas_place, workspace.wide_place = ideas, wide
            services = [Discipline(workspace_id=workspace.id, name=name) for name in SERVICES]
            session.add_all([workspace, *services])
            await session.flush()
            for person in (await session.exec(select(Person))).all():
                number = 0 if "FAST" in str(person.external_id) else 1 + person.id % 2
                person.discipline_id = services[number].id
                session.add(person)
        slots: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
            "jevn": (("UJEVN1", "UJEVN2", "UJEVN3"), {"weekday": 2, "at": "09:00"}),
            "stille": (("USTILLE1", "USTILLE2"), {"weekday": 1, "at": "08:30"}),
            "fast": (("UFAST1", "UFAST2", "UFAST3"), {"weekday": 3, "at": "10:00"}),
            "ferie": (("UFERIE1", "UFERIE2"), {"weekday": 4, "at": "13:00"}),
            "over": (("UOVER1", "UOVER2", "UOVER3"), {"weekday": 5, "at": "09:15"}),
            "avslutt": (("UAVSLUTT1", "UAVSLUTT2", "UAVSLUTT3"), {"weekday": 2, "at": "14:00"}),
            "dempet": (
                ("USTILLE1", "UFERIE2"),
                {"weekday": 1, "at": "15:00", "criteria": [("Ruten er lagt ned", date(2027, 2, 10))]},
            ),
            "utland": (
                ("UUTLAND1", "UUTLAND2"),
                {"weekday": 2, "at": "09:00", "zone": "America/New_York", "every_weeks": 2},
            ),
            "alene": (("UALENE1",), {"weekday": 3, "at": "08:00"}),
        }
        for name, (members, slot) in slots.items():
            number, found.places[name] = await groups.plant(
                here, *members, name=name, title=TITLES[name], **slot
            )
            await _post_cards(here, number, ideas)
        await here.settle()
        yield found


async def _post_cards(here: House, project_id: int, ideas: str) -> None:
    """The cards of the group and of its idea."""
    async with here.store.begin() as session:
        project = (await session.exec(select(Project).where(Project.id == project_id))).one()
        idea = (await session.exec(select(Idea).where(Idea.id == project.idea_id))).one()
        idea.place = ideas
        session.add(idea)
        await session.flush()
        await outgoing.post(
            session,
            await workspaces.get(session, 1),
            await cards.idea(session, idea),
            place=ideas,
            now=here.time(),
            key=f"idea:{idea.id}",
            subject=kinds.Subject.IDEA,
            subject_id=idea.id,
        )
    await groups.post_card(here, project_id)
