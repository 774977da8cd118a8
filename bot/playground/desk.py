"""What the pages share: the playground behind them, the way to move its clock, and what was seen."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.playground import html, payloads
from bot.playground.blocks import Pane
from bot.playground.notices import Notices
from bot.playground.reader import Reader
from bot.playground.slack import Playground
from bot.playground.state import Channel, Json, Kind, Message, Person, Values

Advance = Callable[[datetime], Awaitable[None]]
"""Moves the workspace to an instant (aware, not in its past), with everything that falls due until then."""


@dataclass(kw_only=True)
class Desk:
    """`seen` holds the newest message that a person saw in a channel; what was there at the start counts."""

    playground: Playground
    advance: Advance
    notices: Notices = field(default_factory=Notices)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    seen_from: str

    def person(self, identity: str) -> Person:
        """Raises a 404 for somebody that nobody can act as."""
        for person in self.playground.people():
            if person.id == identity:
                return person
        raise web.HTTPNotFound(text="no such person")

    def channel(self, identity: str, person: Person) -> Channel:
        """A channel the person may look into: public, or one they are in. Raises a 404 for any other."""
        channel = self.playground.workspace.state.channels.get(identity)
        if channel is None or not (channel.kind is Kind.PUBLIC or person.id in channel.members):
            raise web.HTTPNotFound(text="no such channel")
        return channel

    def public(self) -> list[Channel]:
        """Every public channel that is not archived, by name."""
        channels = self.playground.workspace.state.channels.values()
        open_ones = (one for one in channels if one.kind is Kind.PUBLIC and not one.is_archived)
        return sorted(open_ones, key=lambda channel: channel.name)

    def now(self) -> datetime:
        return self.playground.workspace.clock()

    def reader(self, person: Person) -> Reader:
        language = html.language(person.locale)
        gettext = html.translations(language).gettext
        known = {one.id: one for one in [*self.public(), *self.playground.channels(person.id)]}
        return Reader(
            person=person.id,
            language=language,
            zone=ZoneInfo(person.tz),
            now=self.now(),
            people={one.id: one.display_name for one in self._everybody()},
            channels={one.id: one.name for one in known.values() if one.kind is not Kind.DIRECT},
            near_days={-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")},
        )

    def pane(
        self,
        key: str,
        reader: Reader,
        *,
        values: Values | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Pane:
        """What blocks stand in, with the files that this workspace can show."""

        def file(identity: str) -> str | None:
            workspace = self.playground.workspace
            known = workspace.state.files.get(identity)
            return f"/files/{known.id}" if known and payloads.usable(workspace, known) else None

        return Pane(key=key, reader=reader, values=values or {}, errors=errors or {}, file=file)

    def look(self, person: str, channel: str, messages: list[Message]) -> None:
        """Remember that the person saw these."""
        if messages:
            self.seen[person, channel] = max(message.ts for message in messages)

    def unseen(self, person: str, channel: str) -> int:
        """How many messages of others came since the person last looked."""
        start = self.seen.get((person, channel), self.seen_from)
        messages = self.playground.workspace.state.messages.get(channel, [])
        return sum(
            message.ts > start and message.user != person and message.shown_to in (None, person)
            for message in messages
        )

    def _everybody(self) -> list[Person]:
        return [one for one in self.playground.workspace.state.people.values() if not one.deleted]


KEY = web.AppKey("desk", Desk)


def blocks_of(message: Message) -> list[Json]:
    """A message's own blocks and those of its attachments."""
    return [*message.blocks, *(block for one in message.attachments for block in one.get("blocks", []))]
