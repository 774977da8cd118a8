"""A town that votes: people of several disciplines, ideas to choose between, and the taps they make."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.playground.answers import Answer
from bot.playground.state import Message
from bot.services import people as cases
from bot.services import posting
from bot.services.actor import Actor
from bot.services.wordings import Wording
from storage import kinds, workspaces
from storage.models import Idea, Person, Round, Workspace
from tests import house, languages
from tests.house import House, words

ADMIN = "UADMIN1"
AT_ONCE = 8
"""People who tap at the same moment."""
YOUTH, CHILD, HEALTHY, STRATEGY = "Ungdomstjenesten", "Helsestasjonen", "Frisklivssentralen", "Strategi"


PLATFORM = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-US"}


@dataclass
class Town:
    """`people` are the member ids by discipline, `titles` those of the ideas.

    `locale` is the language of shared messages, `spoken` that of each person.
    """

    house: House
    channel: str
    people: dict[str, list[str]]
    titles: list[str]
    locale: str
    spoken: dict[str, str]

    @property
    def everybody(self) -> list[str]:
        return [one for members in self.people.values() for one in members]

    async def open_round(
        self, opener: str = ADMIN, *, ideas: Sequence[int] | None = None, **more: Any
    ) -> Message:
        """Through the form, with the settings few need where they are named; returns the round's card."""
        answer = await self.form(opener, ideas=ideas, **more)
        assert answer.ok, answer
        await self.house.close(opener)
        await self.house.settle()
        return next(
            one for one in reversed(self.house.cards(self.channel)) if "ballot_open" in str(one.blocks)
        )

    async def form(self, opener: str = ADMIN, *, ideas: Sequence[int] | None = None, **more: Any) -> Answer:
        answer = await self.house.playground.command(opener, self.channel, "/round")
        assert answer.ok, answer
        if set(more) & {"winners", "tap_limit", "breadth", "published"}:
            await self.house.playground.click(opener, None, None, "round_more")
        fields = dict(more)
        if ideas is None:
            fields["scope"] = "all"
        else:
            fields["ideas"] = [str(await self.idea_id(number)) for number in ideas]
        return await self.house.fill(opener, "round_form", **fields)

    async def idea_id(self, number: int) -> int:
        async with self.house.store.read() as session:
            found = await session.exec(select(Idea.id).where(Idea.title == self.titles[number]))
            return found.one()

    async def round(self, number: int = -1) -> Round:
        """The rounds there are, oldest first."""
        async with self.house.store.read() as session:
            found = await session.exec(select(Round).order_by(col(Round.id)))
            return list(found.all())[number]

    async def vote(self, person: str, card: Message, ideas: Iterable[int]) -> None:
        """Open the ballot and tap; no ideas means "none of these". Every word is in the person's language."""
        bot = self.house.playground
        answer = await bot.click(person, self.channel, card.ts, "ballot_open")
        assert answer.ok, answer
        assert bot.view(person) is not None, answer.texts
        wanted = list(ideas)
        if not wanted:
            await bot.click(person, None, None, "ballot_none")
        for number in wanted:
            self.read(person)
            answer = await self.tap(person, self.titles[number], "ballot_approve")
            assert answer.ok, answer
        self.read(person)
        await self.house.close(person)

    def read(self, person: str, *messages: Message) -> None:
        """What stands on the person's screen, or these messages to them: all of it is in their language."""
        view = self.house.playground.view(person)
        for found in messages or [view.definition if view else None]:
            self._speaks(words(found), self.spoken[person])

    def read_shared(self) -> None:
        """All that was said in the channel and in its threads, in the language of shared messages."""
        for message in self.house.playground.messages(self.channel):
            thread = self.house.playground.thread(self.channel, message.ts)
            for one in (message, *thread):
                self._speaks(words(one), self.locale)

    def _speaks(self, said: str, locale: str) -> None:
        strange = languages.strange(said, locale, known=(*self.titles, *self.people))
        assert not strange, (locale, strange)

    async def tap(self, person: str, title: str, action: str) -> Answer:
        """Press the button beside a title, turning pages to find it."""
        bot = self.house.playground
        while (view := bot.view(person)) is not None:
            for block in view.definition["blocks"]:
                button = block.get("accessory") or {}
                if title in words(block) and str(button.get("action_id", "")).startswith(action):
                    return await bot.click(
                        person, None, view.id, button["action_id"], block_id=block["block_id"]
                    )
            await bot.click(person, None, view.id, "ballot_page.after")
        raise AssertionError(f"{title} is not on the ballot")

    async def everybody_votes(self, card: Message, ballots: Mapping[str, Iterable[int]]) -> None:
        """As people do: several at once."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(person: str, ideas: Iterable[int]) -> None:
            async with turn:
                await self.vote(person, card, ideas)

        await asyncio.gather(*(one(person, ideas) for person, ideas in ballots.items()))

    def said(self) -> list[Message]:
        """What the bot said in the channel, oldest first."""
        return self.house.cards(self.channel)

    def told(self, person: str) -> list[Message]:
        """What the bot said to one person in private."""
        direct = self.house.playground.workspace.direct(person)
        return self.house.cards(direct.id)


@asynccontextmanager
async def standing(
    url: str,
    now: datetime,
    *,
    sizes: Mapping[str, int],
    ideas: int,
    locale: str = "nb",
    tongues: Sequence[str] = (),
    **settings: Any,
) -> AsyncIterator[Town]:
    """A town of disciplines of these sizes, and so many ideas.

    Its people speak the language of shared messages, or `tongues` in turn.
    """
    platform_locale = PLATFORM[locale]
    async with house.standing(url, now=now, locale=locale, **settings) as here:
        channel = here.channel("ideer")
        here.person(ADMIN, is_admin=True, locale=platform_locale)
        people = {
            name: [f"U{name[:3].upper()}{number}" for number in range(size)] for name, size in sizes.items()
        }
        spoken = {ADMIN: locale}
        for members in people.values():
            spoken |= dict(zip(members, itertools.cycle(tongues or (locale,)), strict=False))
        for person in itertools.chain.from_iterable(people.values()):
            here.person(person, locale=PLATFORM[spoken[person]])
        await here.set_up(ADMIN, channel, *sizes)
        await _join(here, people, spoken)
        titles = [unlike(number) for number in range(ideas)]
        author = await _author(here, next(iter(people.values()))[0])
        for title in titles:
            await posting.post(
                here.bot.installation,
                author,
                Wording(title=title),
                place=channel,
                request_key=title,
                now=here.time(),
            )
        await here.settle()
        yield Town(here, channel, people, titles, locale, spoken)


def unlike(number: int) -> str:
    """Words that are like no other's, so that nobody is asked whether they mean the same."""
    chance = random.Random(number)
    return " ".join("".join(chance.choices("abdefghiklmnoprstuvyæøå", k=7)) for _ in range(3)).capitalize()


async def _join(here: House, people: Mapping[str, Sequence[str]], spoken: Mapping[str, str]) -> None:
    """Everybody met, and in their discipline: as they would be after choosing it, one by one."""
    now = here.time()
    async with here.store.begin() as session:
        [workspace] = (await session.exec(select(Workspace))).all()
        listed = {one.name: one.id for one in await workspaces.disciplines(session, workspace.id)}
        session.add_all(
            Person(
                workspace_id=workspace.id,
                external_id=person,
                platform_locale=spoken[person],
                discipline_id=listed[name],
                discipline_set_at=now,
                met_at=now,
            )
            for name, members in people.items()
            for person in members
        )


async def _author(here: House, person: str) -> Actor:
    team = here.playground.workspace.state.team_id
    found = await cases.recall(
        here.bot.installation,
        platform=kinds.Platform.SLACK,
        team=team,
        external_id=person,
        met_after=here.time() - timedelta(hours=1),
    )
    assert found is not None
    return found
