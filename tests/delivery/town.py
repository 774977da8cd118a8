"""A workspace for delivery's tests: people with disciplines put straight into the database, and channels."""

import random
import string
from collections import Counter
from datetime import datetime
from typing import Protocol

from sqlmodel import select

from bot import clock, messages
from bot.playground.faults import Fault, Faults, Trouble
from bot.playground.slack import Playground
from bot.playground.state import Message
from bot.playground.state import Person as Someone
from bot.services import outgoing
from bot.slack.messenger import EVENT_TYPE
from storage import database, kinds, workspaces
from storage.models import Discipline, OutboxRow, Person, Workspace
from tests.house import House

KEEPER = "UKEEPER"
"""Somebody who owns what others come and go in."""
DISCIPLINES = ("Ungdomstjenesten", "Helsestasjonen", "Frisklivssentralen")


class Counting(Faults):
    """Counts the calls of each method on their way in, and the troubles that they met."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()
        self.met: Counter[Trouble] = Counter()

    def take(self, method: str) -> Fault | None:
        self.calls[method] += 1
        fault = super().take(method)
        if fault is not None:
            self.met[fault.trouble] += 1
        return fault


class Housed(Protocol):
    """Anything with a playground and a database."""

    @property
    def playground(self) -> Playground: ...
    @property
    def store(self) -> database.Database: ...


def counting(here: Housed) -> Counting:
    made = Counting()
    here.playground.faults = made
    return made


class Timed(Housed, Protocol):
    """With a clock of its own, too."""

    @property
    def time(self) -> clock.MovableClock: ...


async def settle_in(here: Housed, people: list[str], *, ideas_place: str, now: datetime) -> int:
    """Make the people known to bot and playground, each with a discipline in turn; the workspace's id."""
    for person in people:
        someone = Someone(id=person, name=person.lower(), display_name=person.title(), locale="nb-NO")
        here.playground.add_person(someone)
        for channel in here.playground.workspace.state.channels.values():
            if channel.name and person not in channel.members:
                channel.members.append(person)
    async with here.store.begin() as session:
        workspace = await workspaces.meet(
            session,
            kinds.Platform.SLACK,
            here.playground.workspace.state.team_id,
            locale="nb",
            zone="Europe/Oslo",
            now=now,
        )
        await workspaces.set_ideas_place_if_unset(session, workspace.id, ideas_place)
        disciplines = [Discipline(workspace_id=workspace.id, name=name) for name in DISCIPLINES]
        session.add_all(disciplines)
        await session.flush()
        for number, person in enumerate(people):
            discipline = disciplines[number % len(disciplines)]
            session.add(
                Person(
                    workspace_id=workspace.id,
                    external_id=person,
                    platform_locale="nb",
                    discipline_id=discipline.id,
                    discipline_set_at=now,
                    discipline_confirmed_at=now,
                    met_at=now,
                )
            )
        return workspace.id


def title(chance: random.Random) -> str:
    """Words that are like no other idea's."""
    return " ".join("".join(chance.choices(string.ascii_lowercase, k=9)) for _ in range(4)).capitalize()


async def say(here: Timed, key: str, place: str) -> None:
    """Put a message in the outbox as a use case would; `key` stands in its text."""
    async with here.store.begin() as session:
        workspace = (await session.exec(select(Workspace))).one()
        note = messages.IdeaNote(idea_id=1, title=key, state=kinds.IdeaState.PARKED, reason=key)
        await outgoing.post(session, workspace, note, place=place, now=here.time(), key=key)


async def rows(here: House) -> list[OutboxRow]:
    async with here.store.read() as session:
        return list((await session.exec(select(OutboxRow).order_by(OutboxRow.id))).all())  # type: ignore[arg-type]


def parcels(said: list[Message]) -> list[int]:
    """The outbox ids of posted messages, in the order in which they stand."""
    found = []
    for message in said:
        metadata = message.metadata or {}
        if metadata.get("event_type") == EVENT_TYPE:
            found.append(int(metadata["event_payload"]["id"]))
    return found
