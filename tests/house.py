"""The whole house for a test: the real bot on a real database, and the playground as its Slack."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import pydantic

from bot import app as wiring
from bot import clock, manifest
from bot.playground import pace, registration
from bot.playground.answers import Answer
from bot.playground.slack import Playground
from bot.playground.state import Channel, Message, Person
from bot.services import people
from bot.settings import Settings
from bot.slack import door
from bot.slack.views import choices
from bot.slack.views.ids import VALUE
from storage import database, kinds

SECRET = "a secret of this test only, 0123456789"
SIGNING_SECRET = "0123456789abcdef0123456789abcdef"
BOT_TOKEN = "xoxb-of-this-test-only"
APP_TOKEN = "xapp-of-this-test-only"
PATIENCE = 20.0
UNHURRIED = dataclasses.replace(pace.loose(), ack=20.0, trigger=20.0)


class Watched(Playground):
    """A playground whose people look at the screen before they act again."""

    settle: Callable[[], Awaitable[None]] | None = None

    async def click(self, *given: Any, **named: Any) -> Answer:
        answer = await super().click(*given, **named)
        if self.settle is not None:
            await self.settle()
        return answer


@dataclass
class House:
    """What a test works with: acts through `playground`, looks in `store`, moves `time`."""

    playground: Playground
    bot: wiring.Running
    time: clock.MovableClock
    settings: Settings

    @property
    def store(self) -> database.Database:
        return self.bot.installation.database

    async def settle(self) -> None:
        """Let everything that is due at this moment happen."""
        await self.bot.ticker.settle(self.time)

    async def advance(self, **span: float) -> None:
        """Let time pass, with all that falls due on the way; `span` as for timedelta."""
        await self.bot.ticker.advance(self.time, self.time() + timedelta(**span))

    async def advance_to(self, instant: datetime) -> None:
        await self.bot.ticker.advance(self.time, instant)

    def person(self, id_: str, **known: Any) -> str:
        """Somebody in the workspace and in every channel there is; returns their id."""
        person = Person(id=id_, name=id_.lower(), display_name=id_.title(), **known)
        self.playground.add_person(person)
        for channel in self.playground.workspace.state.channels.values():
            if channel.name and id_ not in channel.members:
                channel.members.append(id_)
        return id_

    def channel(self, name: str, **known: Any) -> str:
        """A channel with everybody in it; returns its id."""
        everybody = [one.id for one in self.playground.people()]
        made: Channel = self.playground.add_channel(name, members=everybody, **known)
        return made.id

    async def fill(self, person: str, callback: str, **fields: Any) -> Answer:
        """Fill in the form on top and send it. Fields left out keep what stands in them."""
        view = self.playground.view(person)
        assert view is not None, "no form is open"
        assert view.definition["callback_id"] == callback
        values: Mapping[str, Mapping[str, Any]] = {name: {VALUE: value} for name, value in fields.items()}
        return await self.playground.submit(person, view.id, values)

    async def start_group(self, person: str, **fields: Any) -> Answer:
        """Fill in the form for a new group that is open, with what every group needs; `fields` go before."""
        given = {
            "leader": "Enhetsleder",
            "next_step": "Ringe tre foreldre, fredag kl. 10 på helsestasjonen",
            "pre_mortem": "Ingen fikk tid til det.",
            "criterion": "Færre enn fem familier har prøvd det",
            "criterion_on": (self.time() + timedelta(days=120)).date().isoformat(),
        }
        return await self.fill(person, "project_form", **(given | fields))

    async def close(self, person: str) -> None:
        """Close whatever is open on top of the person's screen."""
        view = self.playground.view(person)
        if view is not None:
            await self.playground.dismiss(person, view.id, everything=True)

    async def listed(self, person: str, channel: str, search: str = "") -> str:
        """The words of the list that `/ideas` opens for a person."""
        answer = await self.playground.command(person, channel, "/ideas", search)
        assert answer.ok, answer
        view = self.playground.view(person)
        assert view is not None
        read = words(view.definition)
        await self.close(person)
        return read

    async def choose(self, administrator: str, place: str, **settings: Any) -> Answer:
        """Choose settings of the workspace in the forms that ask for them; without any, send all as they are.

        Returns the last answer, the first that is not well; the screen is empty then.
        """
        for part in choices.PARTS:
            await self.playground.command(administrator, place, "/idea", "setup")
            for name in ("choices", part):
                answer = await self.playground.click(administrator, None, None, f"setup_part.{name}")
                assert answer.ok, answer
            view = self.playground.view(administrator)
            assert view is not None
            asked = {one.get("block_id") for one in view.definition["blocks"]}
            mine = {field: value for field, value in settings.items() if field in asked}
            if mine or not settings:
                answer = await self.fill(administrator, "choices_form", **mine)
            await self.close(administrator)
            if not answer.ok:
                break
        return answer

    async def set_up(self, administrator: str, ideas_place: str, *disciplines: str, **more: Any) -> None:
        answer = await self.playground.command(administrator, ideas_place, "/idea", "setup")
        assert answer.ok, answer
        answer = await self.fill(
            administrator, "setup_form", ideas_place=ideas_place, disciplines="\n".join(disciplines), **more
        )
        assert answer.ok, answer
        await self.close(administrator)

    async def join(self, disciplines: Mapping[str, str]) -> None:
        """Plant people who have been here before and chosen their discipline; by their ids."""
        here, now = self.bot.installation, self.time()
        team = self.playground.workspace.state.team_id
        for person, name in disciplines.items():
            locale = (self.playground.workspace.state.people[person].locale or "nb").partition("-")[0]
            profile = people.Profile(locale, kinds.Standing.STAFF, administrator=False)
            actor = await people.meet(
                here, platform=kinds.Platform.SLACK, team=team, external_id=person, profile=profile, now=now
            )
            (chosen,) = [one for one in await people.disciplines(here, actor) if one.name == name]
            await people.choose_discipline(here, actor, chosen.discipline_id, now=now)

    async def choose_discipline(self, person: str, name: str) -> None:
        """On the Home tab, as a person does."""
        await self.playground.open_home(person)
        home = self.playground.home(person)
        assert home is not None
        for option in _options(home.definition, "discipline_choose"):
            if option["text"]["text"] == name:
                answer = await self.playground.click(
                    person, None, None, "discipline_choose", value=option["value"]
                )
                assert answer.ok, answer
                return
        raise AssertionError(f"{name} cannot be chosen")

    def cards(self, channel: str) -> list[Message]:
        """The bot's own messages in a channel, oldest first."""
        bot = self.playground.workspace.state.bot_user_id
        return [one for one in self.playground.messages(channel) if one.user == bot]


def words(found: Message | Mapping[str, Any] | None) -> str:
    """Every piece of text in a message or a view, one a line, for reading."""
    if found is None:
        return ""
    if isinstance(found, Message):
        return "\n".join([found.text, *_texts(found.blocks)])
    return "\n".join(_texts([found]))


def _texts(found: object) -> list[str]:
    if isinstance(found, Mapping):
        here = [found["text"]] if isinstance(found.get("text"), str) else []
        return here + [text for value in found.values() for text in _texts(value)]
    if isinstance(found, list):
        return [text for value in found for text in _texts(value)]
    return []


def _options(definition: Mapping[str, Any], action: str) -> list[dict[str, Any]]:
    for block in definition["blocks"]:
        for element in [block.get("accessory") or {}, *block.get("elements", [])]:
            if element.get("action_id") == action:
                found: list[dict[str, Any]] = element["options"]
                return found
    return []


async def until(condition: Callable[[], bool | Awaitable[bool]], *, patience: float = PATIENCE) -> None:
    """Wait for something that happens in the background; fails where it does not."""
    async with asyncio.timeout(patience):
        while True:
            found = condition()
            if found is True or (not isinstance(found, bool) and await found):
                return
            await asyncio.sleep(0.02)


@asynccontextmanager
async def standing(
    url: str,
    *,
    now: datetime,
    transport: Literal["http", "socket"] = "http",
    work: bool = True,
    impatient: bool = False,
    front: Callable[[str], str] | None = None,
    **settings: Any,
) -> AsyncIterator[House]:
    """A house on the migrated database at `url`, its clock starting at `now`.

    Without `work` nothing happens by itself: what is due waits for `settle` and `advance`. Slack waits longer
    than the real one, and handlers have longer than an installation's unless it is `impatient`: a busy
    machine is no fault of the bot. `front` is told where the playground is, and tells where the bot is to
    look for it.
    """
    time = clock.MovableClock(now - clock.system())
    public = None if transport == "socket" else "https://bot.example.invalid"
    playground = Watched(
        clock=time,
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=registration.read(manifest.manifest(transport=transport, url=public)),
        pace=UNHURRIED,
    )
    await playground.start()
    if front is not None:
        playground.url = front(playground.url)
    chosen = Settings(
        database_url=pydantic.SecretStr(url),
        secret=pydantic.SecretStr(SECRET),
        slack_transport=transport,
        slack_bot_token=pydantic.SecretStr(BOT_TOKEN),
        slack_app_token=pydantic.SecretStr(APP_TOKEN),
        slack_signing_secret=pydantic.SecretStr(SIGNING_SECRET),
        slack_api_url=playground.api_url,
        port=0,
        **settings,
    )
    try:
        async with wiring.running(
            chosen, now=time, work=work, deadline=door.DEADLINE if impatient else UNHURRIED.ack - 2
        ) as bot:
            playground.settle = bot.redraws.settle
            if transport == "http":
                playground.connect(f"{bot.url}{manifest.PATH}")
            yield House(playground, bot, time, chosen)
    finally:
        await playground.stop()
