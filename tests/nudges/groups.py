"""Groups that stand already, in a house with a channel of their own, to see how their weeks go."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot import texts
from bot.domain import schedule
from bot.playground.answers import Answer
from bot.playground.state import Message
from bot.services import briefs, outgoing
from bot.services import cards as drawings
from bot.services import people as folk
from storage import kinds, projects, workspaces
from storage.models import Idea, Nudge, Person, Project, StopCriterion, Workspace
from tests import house
from tests.house import House

OSLO = ZoneInfo("Europe/Oslo")
MONDAY = datetime(2026, 8, 31, 8, 0, tzinfo=UTC)
"""Nothing is closed for many weeks from here: 10:00 in Oslo, week 36."""
TUESDAY_NINE = datetime(2026, 9, 1, 9, 0, tzinfo=OSLO)
TUESDAY_HOUR = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
"""An hour after the first nudge of a group on Tuesdays at nine."""
TITLE = "Foreldre vet ikke hvem de skal ringe om skolefravær"
STEP = "Ringe tre foreldre, fredag kl. 10 på helsestasjonen"
PEOPLE = ("UONE", "UTWO", "UTHREE", "UFOUR")
BOTH = pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"])
"""For what leans on the database: its statements, its locks."""


@asynccontextmanager
async def town(
    url: str, *, now: datetime = MONDAY, people: Sequence[str] = PEOPLE, locale: str = "nb", **settings: Any
) -> AsyncIterator[House]:
    """A house in which everybody is known; the first person is no administrator."""
    async with house.standing(url, now=now, locale=locale, **settings) as here:
        platform = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-US"}[locale]
        here.person("UADMIN", is_admin=True, locale=platform)
        for person in people:
            here.person(person, locale=platform)
        for person in ("UADMIN", *people):
            await folk.meet(
                here.bot.installation,
                platform=kinds.Platform.SLACK,
                team=here.playground.workspace.state.team_id,
                external_id=person,
                profile=folk.Profile(locale, kinds.Standing.STAFF, administrator=person == "UADMIN"),
                now=here.time(),
            )
        yield here


async def plant(
    here: House,
    *members: str,
    name: str = "gruppe",
    place: str | None = None,
    criteria: Sequence[tuple[str, date]] = (),
    title: str = TITLE,
    **values: Any,
) -> tuple[int, str]:
    """A group owned by the first of `members`, Tuesdays at nine; its id and its channel."""
    place = place or here.channel(name)
    async with here.store.begin() as session:
        workspace = (await session.exec(select(Workspace))).one()
        found = await session.exec(select(Person))
        known = {person.external_id: person.id for person in found.all()}
        now = here.time()
        idea = Idea(
            workspace_id=workspace.id,
            state=kinds.IdeaState.PROJECT,
            author_id=known[members[0]],
            title=title,
            place=place,
            created_at=now,
        )
        session.add(idea)
        await session.flush()
        project = Project(
            workspace_id=workspace.id,
            idea_id=idea.id,
            owner_id=known[members[0]],
            place=place,
            next_step=STEP,
            weekday=values.pop("weekday", 2),
            at=values.pop("at", "09:00"),
            zone=values.pop("zone", "Europe/Oslo"),
            started_at=now,
            stage_since=now,
            **values,
        )
        calendar = here.bot.installation.rules.calendar(project.zone)
        project.next_nudge_at = schedule.next_nudge(briefs.slot(project), calendar, after=now)
        await projects.add(session, project, [known[one] for one in members])
        session.add_all(StopCriterion(project_id=project.id, text=text, on_date=on) for text, on in criteria)
        return project.id, place


async def post_card(here: House, project_id: int) -> None:
    """The group's card in its channel, as where it is started; it stands after `settle`."""
    async with here.store.begin() as session:
        project = (await session.exec(select(Project).where(Project.id == project_id))).one()
        await outgoing.post(
            session,
            await workspaces.get(session, project.workspace_id),
            await drawings.project(session, project),
            place=project.place,
            now=here.time(),
            key=f"project:{project.id}",
            subject=kinds.Subject.PROJECT,
            subject_id=project.id,
        )


async def to_week(here: House, number: int) -> None:
    """To the nudge of the week, counted from 0, in one leap."""
    here.time.move_to((TUESDAY_NINE + timedelta(weeks=number)).astimezone(UTC))
    await here.settle()


def nudges(here: House, place: str) -> list[Message]:
    """The nudges in a channel, oldest first."""
    return [card for card in here.cards(place) if card.text == _said(here, "nudge.fallback", step=STEP)]


def askings(here: House, place: str) -> list[Message]:
    """The questions whether a group goes on, oldest first."""
    return [card for card in here.cards(place) if card.text == _said(here, "asking.question", title=TITLE)]


def told(here: House, person: str) -> list[Message]:
    """What the bot said to a person in private, oldest first."""
    return here.cards(here.playground.direct(person).id)


def days(cards: Sequence[Message]) -> list[str]:
    """When they were said, in Oslo."""
    return [f"{datetime.fromtimestamp(float(card.ts), OSLO):%F %H:%M}" for card in cards]


async def tap(here: House, person: str, card: Message, action: str, value: str | None = None) -> Answer:
    """Press a button of a card, or choose from its menu."""
    return await here.playground.click(person, card.channel, card.ts, action, value=value)


async def answer(here: House, person: str, card: Message, level: int, movement: str = "moving") -> None:
    for action in (f"nudge_confidence.{level}", f"nudge_movement.{movement}"):
        answered = await tap(here, person, card, action)
        assert answered.ok, answered
        assert answered.ephemeral


async def row(here: House, project_id: int) -> Project:
    async with here.store.read() as session:
        return (await session.exec(select(Project).where(Project.id == project_id))).one()


async def rows(here: House, project_id: int) -> list[Nudge]:
    async with here.store.read() as session:
        found = await session.exec(
            select(Nudge).where(Nudge.project_id == project_id).order_by(sa.text("id"))
        )
        return list(found.all())


def _said(here: House, key: str, **values: str) -> str:
    return texts.load(here.settings.locale)(key, **values)
