"""A strict Slack on this machine: the server a bot talks to, and the people who use it."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

from aiohttp import web

from bot import clock as clocks
from bot.playground import acts, door, modals, records, rooms, server, workspace
from bot.playground.answers import Answer
from bot.playground.faults import Faults
from bot.playground.pace import Pace
from bot.playground.rates import Rates
from bot.playground.registration import Registration
from bot.playground.state import Channel, Json, Kind, Message, Person, State, View


class Playground:
    """One workspace with one bot installed in it.

    The bot's side is `application()`: the Web API, response URLs, file uploads and Socket Mode. The people's
    side are the acts below; each sends the genuine payload to the bot and returns what the person then sees.
    Acts name people and channels by id and raise LookupError for an id that does not exist. `clock` gives the
    workspace's time (message timestamps, response URLs); limits and triggers run on `monotonic`.
    """

    def __init__(
        self,
        *,
        clock: clocks.Clock,
        signing_secret: str,
        bot_token: str,
        app_token: str,
        registration: Registration,
        path: Path | None = None,
        pace: Pace | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wall: clocks.Clock = clocks.system,
    ) -> None:
        """State is read from `path` where it exists; without a path it lives in memory.

        `wall` is the machine's clock, which signatures carry: a bot compares them with its own. Raises
        ValueError for a file that is not a playground's.
        """
        self.workspace = workspace.Workspace(
            state=records.load(path) if path else State(),
            clock=clock,
            registration=registration,
            pace=pace or Pace(),
            monotonic=monotonic,
            wall=wall,
        )
        self.bot_token = bot_token
        self.app_token = app_token
        self.faults = Faults()
        self.rates = Rates(pace=lambda: self.workspace.pace, monotonic=monotonic)
        self.door = door.Door(self.workspace, signing_secret=signing_secret)
        self._keeper = records.Keeper(self.workspace, path)
        self._runner: web.AppRunner | None = None

    # running

    def application(self) -> web.Application:
        """The server: `/api/{method}`, `/response/{id}`, `/upload/{id}`, `/files/{id}`, `/socket`.

        Pages may add routes to it before it starts. Set `url` once its address is known, or use `start`.
        """
        return server.build(self)

    async def start(
        self, application: web.Application | None = None, *, host: str = "127.0.0.1", port: int = 0
    ) -> str:
        """Serve `application` (by default `application()`); the address, without a closing slash."""
        self._runner = web.AppRunner(application or self.application(), shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0][1]
        self.url = f"http://{host}:{bound}"
        return self.url

    async def stop(self) -> None:
        """Stop serving, close sockets and pending retries, and save. Safe to call twice."""
        await self.door.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self.door.close()
        self._keeper.save()

    @property
    def url(self) -> str:
        """Where bots and browsers reach this server, without a closing slash."""
        return self.workspace.url

    @url.setter
    def url(self, value: str) -> None:
        self.workspace.url = value.rstrip("/")

    @property
    def pace(self) -> Pace:
        """Limits and patience; may be replaced at any time."""
        return self.workspace.pace

    @pace.setter
    def pace(self, value: Pace) -> None:
        self.workspace.pace = value

    @property
    def api_url(self) -> str:
        """What a client takes as its `base_url`."""
        return f"{self.url}/api/"

    def connect(self, bot_url: str) -> None:
        """Send everything to the bot's request URL. A bot in Socket Mode needs no such call."""
        self.door.bot_url = bot_url

    async def connected(self) -> None:
        """Return as soon as a bot holds a Socket Mode connection."""
        await self.door.sockets.connected.wait()

    async def verify(self) -> bool:
        """Whether the bot's request URL answers Slack's `url_verification` and `ssl_check` as it must."""
        return await self.door.verify()

    # the workspace

    def add_person(self, person: Person) -> Person:
        return self.workspace.add_person(person)

    def add_channel(
        self, name: str, *, kind: Kind = Kind.PUBLIC, members: list[str] | None = None, with_bot: bool = True
    ) -> Channel:
        """A new channel, made without any event. Raises ValueError for a name that Slack refuses."""
        return rooms.add(self.workspace, name, kind=kind, members=members or [], with_bot=with_bot)

    def people(self) -> list[Person]:
        """Everybody but the bot and the deleted, in the order they were added."""
        return self.workspace.people()

    def channels(self, person: str) -> list[Channel]:
        """The public and private channels the person is in, by name, archived ones included."""
        return rooms.of(self.workspace, person)

    def direct(self, person: str) -> Channel:
        """The person's direct conversation with the bot; made when first asked for."""
        return self.workspace.direct(person)

    async def set_locale(self, person: str, locale: str) -> None:
        """`nb-NO`, `nn-NO`, `en-US` …; the bot hears `user_change` if it subscribed to it."""
        await rooms.set_locale(self.door, person, locale)

    async def deactivate(self, person: str) -> None:
        """The person's account is closed; the bot hears `user_change` if it subscribed to it."""
        await rooms.deactivate(self.door, person)

    async def join(self, person: str, channel: str) -> None:
        await rooms.join(self.door, person, channel)

    async def leave(self, person: str, channel: str) -> None:
        await rooms.leave(self.door, person, channel)

    async def invite_bot(self, person: str, channel: str) -> None:
        """The person adds the bot to a channel; it hears `member_joined_channel`."""
        await rooms.invite_bot(self.door, person, channel)

    async def remove_bot(self, person: str, channel: str) -> None:
        await rooms.remove_bot(self.door, person, channel)

    async def archive(self, person: str, channel: str, *, archived: bool = True) -> None:
        await rooms.archive(self.door, person, channel, archived=archived)

    async def delete(self, person: str, channel: str) -> None:
        """An administrator of the workspace deletes the channel; the bot hears `channel_deleted`."""
        await rooms.delete(self.door, person, channel)

    # what a person does

    async def command(self, person: str, channel: str, name: str, text: str = "") -> Answer:
        """Type a slash command (`name` with the slash) into a channel."""
        return await acts.command(self.door, person, channel, name=name, text=text)

    async def say(self, person: str, channel: str, text: str, *, thread_ts: str | None = None) -> Answer:
        """Write a message, as plain text; the bot hears of it if it subscribed and is in the channel."""
        return await acts.say(self.door, person, channel, text=text, thread_ts=thread_ts)

    async def click(
        self,
        person: str,
        channel: str | None,
        ts: str | None,
        action_id: str,
        *,
        block_id: str | None = None,
        value: object = None,
        values: Mapping[str, Mapping[str, object]] | None = None,
    ) -> Answer:
        """Use an interactive element of a message, a private reply, the modal on top or the Home tab.

        With `channel` and `ts` the message is meant; `channel=None, ts=<view id>` means that view, and
        `channel=None, ts=None` the modal on top, else the Home tab. `value` is what was chosen: for a button
        None; for selects, radio buttons and overflow menus the option's value (a user or channel id for those
        selects); for multi-selects and checkboxes a list of values; for pickers `YYYY-MM-DD`, `HH:MM` or
        seconds of the epoch; for text the text. `values` is what stands in the other fields at that moment.
        Raises LookupError where no such element or option is shown to the person.
        """
        return await acts.click(
            self.door, person, channel, ts, action_id=action_id, block_id=block_id, value=value, values=values
        )

    async def submit(
        self, person: str, view_id: str, values: Mapping[str, Mapping[str, object]] | None = None
    ) -> Answer:
        """Press a modal's submit button.

        `values` is `state.values`, or the same with bare values (`{"title": {"input": "text"}}`), as `click`
        takes them. Fields left out keep what stands in them. Slack itself refuses empty required fields and
        values out of bounds (`Answer.errors`, the bot is not asked). Without an acknowledgement the modal
        stays, as typed.
        """
        return await modals.submit(self.door, person, view_id, values or {})

    async def dismiss(self, person: str, view_id: str, *, everything: bool = False) -> Answer:
        """Close the modal on top, or the whole stack with `everything`; `view_closed` where a view asks."""
        return await modals.dismiss(self.door, person, view_id, everything=everything)

    async def shortcut(
        self, person: str, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> Answer:
        """Choose a global shortcut, or a message shortcut on a message."""
        return await acts.shortcut(self.door, person, callback_id, channel=channel, ts=ts)

    async def open_home(self, person: str) -> View | None:
        """Open the bot's Home tab: `app_home_opened`, then what is published once that is acknowledged."""
        return await acts.open_home(self.door, person)

    # what a person sees

    def messages(self, channel: str, as_person: str | None = None) -> list[Message]:
        """A channel's messages outside threads, oldest first, with the person's own private replies."""
        return self.workspace.timeline(channel, as_person=as_person)

    def thread(self, channel: str, ts: str, as_person: str | None = None) -> list[Message]:
        """A message and its replies, oldest first, with the person's own private replies in that thread."""
        return self.workspace.thread(channel, ts, as_person=as_person)

    def message(self, channel: str, ts: str) -> Message:
        """Raises LookupError where there is none."""
        return self.workspace.message(channel, ts)

    def view(self, person: str) -> View | None:
        """The modal on top of the person's stack."""
        stack = self.workspace.state.views.get(person)
        return stack[-1] if stack else None

    def home(self, person: str) -> View | None:
        """The Home tab as last published for the person."""
        return self.workspace.state.homes.get(person)

    def subscribe(self) -> AsyncIterator[int]:
        """The number of every change from now on; a slow reader gets only the latest."""
        return self.workspace.changes.subscribe()

    @property
    def deliveries(self) -> list[Json]:
        """The last 500 payloads sent to the bot with what came of them, oldest first."""
        return self.door.log
