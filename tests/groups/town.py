"""A small town for trying groups: four disciplines, seven people, and an idea that is chosen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.playground.answers import Answer
from bot.playground.state import Message
from bot.services import moves
from storage import ideas, kinds, workspaces
from tests import house
from tests.house import House, words

YOUTH, HEALTH, LIVING, CULTURE = "Ungdomstjenesten", "Helsestasjonen", "Frisklivssentralen", "Biblioteket"
PEOPLE = {
    "UYOUTH1": YOUTH,
    "UYOUTH2": YOUTH,
    "UYOUTH3": YOUTH,
    "UHEALTH1": HEALTH,
    "UHEALTH2": HEALTH,
    "ULIVING1": LIVING,
    "UCULTURE1": CULTURE,
}
TITLE = "Foreldre vet ikke hvem de skal ringe om skolefravær"


@dataclass
class Town:
    """`idea_id` is chosen and waits for its group; its card is in `ideas`."""

    here: House
    ideas: str
    wide: str
    idea_id: int

    @property
    def card(self) -> Message:
        """The card of the idea as it is now."""
        return next(one for one in self.here.cards(self.ideas) if TITLE in words(one))

    async def tap(
        self, person: str, action: str, *, channel: str | None = None, message: Any = None
    ) -> Answer:
        """Press a button on a message, the idea's card unless another is given."""
        found = message or self.card
        answer = await self.here.playground.click(person, channel or self.ideas, found.ts, action)
        assert answer.ok, answer
        return answer

    async def press(self, person: str, action: str) -> Answer:
        """Press a button in the modal that is open on top."""
        view = self.here.playground.view(person)
        assert view is not None, "no form is open"
        answer = await self.here.playground.click(person, None, view.id, action)
        assert answer.ok, answer
        return answer

    async def want(self, *people: str) -> None:
        for person in people:
            await self.tap(person, f"group_want.{self.idea_id}")

    def told(self, person: str) -> list[Message]:
        """What the bot has said to a person in private, oldest first."""
        state = self.here.playground.workspace.state
        direct = [
            channel.id
            for channel in state.channels.values()
            if not channel.name and person in channel.members
        ]
        return [one for channel in direct for one in self.here.cards(channel)]

    def last_told(self, person: str) -> str:
        """The words of the last of it; empty before the first."""
        said = self.told(person)
        return words(said[-1]) if said else ""

    def screen(self, person: str) -> str:
        """The words of what is open on top of a person's screen."""
        view = self.here.playground.view(person)
        return words(view.definition if view else None)

    def direct(self, person: str) -> str:
        state = self.here.playground.workspace.state
        return next(
            channel.id
            for channel in state.channels.values()
            if not channel.name and person in channel.members
        )

    async def tap_told(self, person: str, action: str) -> Answer:
        """Press the button whose action begins so, in the last private message that has it."""
        for message in reversed(self.told(person)):
            for block in message.blocks:
                for element in block.get("elements", []):
                    if str(element.get("action_id", "")).startswith(action):
                        channel = self.direct(person)
                        return await self.tap(person, element["action_id"], channel=channel, message=message)
        raise AssertionError(f"{person} was not told of {action}")

    async def start(self, owner: str = "UHEALTH1", *members: str, **fields: Any) -> str:
        """Start the group through `/project`; returns its channel."""
        channel = self.here.channel(fields.pop("name", "gruppe"))
        await self.here.playground.command(owner, self.ideas, "/project")
        answer = await self.here.start_group(
            owner, owner=owner, members=[owner, *members], place=channel, **fields
        )
        assert answer.ok, answer
        await self.here.close(owner)
        await self.here.settle()
        return channel


@asynccontextmanager
async def standing(url: str, now: datetime, **settings: Any) -> AsyncIterator[Town]:
    async with house.standing(url, now=now, **settings) as here:
        channel, wide = here.channel("ideer"), here.channel("alle")
        here.person("UADMIN1", is_admin=True, locale="nb-NO")
        for person in PEOPLE:
            here.person(person, locale="nb-NO")
        await here.set_up("UADMIN1", channel, YOUTH, HEALTH, LIVING, CULTURE, wide_place=wide)
        await here.join(PEOPLE)
        await here.playground.command("UYOUTH1", channel, "/idea", TITLE)
        await here.settle()
        idea_id = await choose(here)
        await here.settle()
        yield Town(here, channel, wide, idea_id)


async def choose(here: House) -> int:
    """Choose the newest idea, as the close of a round does."""
    async with here.store.begin() as session:
        workspace = await workspaces.get(session, 1)
        found = await ideas.lines(session, 1, viewer=0, states=[kinds.IdeaState.NEW])
        await moves.move(
            session,
            here.bot.installation.rules,
            workspace,
            [found[0].idea.id],
            from_states=[kinds.IdeaState.NEW],
            to_state=kinds.IdeaState.CHOSEN,
            key=f"chosen:{found[0].idea.id}",
            now=here.time(),
        )
        return int(found[0].idea.id)
