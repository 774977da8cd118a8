"""The workspace itself: people, conversations, messages and ids, behind both sides of the playground."""

from collections.abc import Callable
from datetime import timedelta

from bot import clock as clocks
from bot.playground.changes import Changes
from bot.playground.pace import Pace
from bot.playground.registration import Registration
from bot.playground.state import Channel, Kind, Message, Person, ReplyAddress, State
from bot.playground.triggers import Triggers

REPLY_USES = 5
REPLY_LIFE = timedelta(minutes=30)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Workspace:
    """State with what is needed to change it. Look-ups raise LookupError for an unknown id."""

    def __init__(
        self,
        *,
        state: State,
        clock: clocks.Clock,
        registration: Registration,
        pace: Pace,
        monotonic: Callable[[], float],
        wall: clocks.Clock,
    ) -> None:
        self.state = state
        self.clock = clock
        self.registration = registration
        self.pace = pace
        self.monotonic = monotonic
        self.wall = wall
        self.changes = Changes()
        self.triggers = Triggers(monotonic=monotonic, seconds=lambda: self.pace.trigger)
        self.url = "http://127.0.0.1"
        self.revoked = False
        """Whether the bot's token was revoked; a restart gives it a new one."""
        bot = state.people.setdefault(
            state.bot_user_id,
            Person(id=state.bot_user_id, name="idejakt", display_name=registration.name, is_bot=True),
        )
        bot.display_name = registration.name

    # ids and times

    def fresh_id(self, prefix: str) -> str:
        """An id in Slack's form that was never given out before: the prefix and nine letters or digits."""
        self.state.counter += 1
        number, letters = self.state.counter, ""
        for _ in range(9):
            number, rest = divmod(number, len(ALPHABET))
            letters = ALPHABET[rest] + letters
        return prefix + letters

    def fresh_ts(self) -> str:
        """The workspace's time as a message timestamp, later than every one before."""
        now = self.clock()
        micros = int(now.timestamp()) * 1_000_000 + now.microsecond
        seconds, _, fraction = self.state.last_ts.partition(".")
        micros = max(micros, int(seconds) * 1_000_000 + int(fraction) + 1)
        self.state.last_ts = f"{micros // 1_000_000:010d}.{micros % 1_000_000:06d}"
        return self.state.last_ts

    def touch(self) -> None:
        self.changes.touch()

    # people

    def add_person(self, person: Person) -> Person:
        """Raises ValueError where the id is taken."""
        if person.id in self.state.people:
            raise ValueError(f"there already is a person {person.id}")
        self.state.people[person.id] = person
        self.touch()
        return person

    def person(self, person_id: str) -> Person:
        return self.state.people[person_id]

    def people(self) -> list[Person]:
        return [person for person in self.state.people.values() if not person.is_bot and not person.deleted]

    @property
    def bot(self) -> Person:
        return self.state.people[self.state.bot_user_id]

    # conversations

    def add_channel(self, *, name: str, kind: Kind, members: list[str], creator: str) -> Channel:
        prefix = "D" if kind is Kind.DIRECT else "C"
        channel = Channel(
            id=self.fresh_id(prefix),
            name=name,
            kind=kind,
            members=members,
            creator=creator,
            created=int(self.clock().timestamp()),
        )
        self.state.channels[channel.id] = channel
        self.state.messages[channel.id] = []
        self.touch()
        return channel

    def remove_channel(self, channel: Channel) -> None:
        del self.state.channels[channel.id]
        self.state.messages.pop(channel.id, None)
        self.touch()

    def channel(self, channel_id: str) -> Channel:
        return self.state.channels[channel_id]

    def direct(self, person_id: str) -> Channel:
        """The person's conversation with the bot, made when first asked for."""
        person, bot = self.person(person_id), self.state.bot_user_id
        for channel in self.state.channels.values():
            if channel.kind is Kind.DIRECT and channel.members == [person.id, bot]:
                return channel
        return self.add_channel(name="", kind=Kind.DIRECT, members=[person.id, bot], creator=bot)

    # messages

    def add_message(self, message: Message) -> Message:
        """Puts a message, already given its ts, at the end of its channel."""
        self.state.messages.setdefault(message.channel, []).append(message)
        self.touch()
        return message

    def message(self, channel_id: str, ts: str) -> Message:
        for message in reversed(self.state.messages.get(channel_id, [])):
            if message.ts == ts:
                return message
        raise LookupError(f"no message {ts} in {channel_id}")

    def remove_message(self, message: Message) -> None:
        self.state.messages[message.channel].remove(message)
        self.touch()

    def history(self, channel_id: str) -> list[Message]:
        """What everybody in the channel sees, replies included, oldest first."""
        return [one for one in self.state.messages.get(channel_id, []) if one.shown_to is None]

    def replies(self, channel_id: str, ts: str) -> list[Message]:
        """The replies of a thread without its first message."""
        return [one for one in self.history(channel_id) if one.thread_ts == ts and one.ts != ts]

    def timeline(self, channel_id: str, *, as_person: str | None) -> list[Message]:
        """Top-level messages and broadcast replies, with the private replies for one person."""
        self.channel(channel_id)
        return [
            message
            for message in self.state.messages.get(channel_id, [])
            if message.shown_to in (None, as_person)
            and (message.thread_ts is None or message.thread_ts == message.ts or message.reply_broadcast)
        ]

    def thread(self, channel_id: str, ts: str, *, as_person: str | None) -> list[Message]:
        parent = self.message(channel_id, ts)
        return [parent] + [
            message
            for message in self.state.messages[channel_id]
            if message.thread_ts == ts and message.ts != ts and message.shown_to in (None, as_person)
        ]

    def private_since(self, person_id: str, ts: str) -> list[Message]:
        """The private replies to a person that were written or changed after a timestamp, oldest first."""
        found = [
            message
            for messages in self.state.messages.values()
            for message in messages
            if message.shown_to == person_id and max(message.ts, message.edited or "") > ts
        ]
        return sorted(found, key=lambda message: message.ts)

    # response URLs

    def reply_address(
        self, *, person: str, channel: str, about: Message | None = None, thread_ts: str | None = None
    ) -> str:
        """A new `response_url`; `about` is the message that was acted on."""
        now = self.clock()
        addresses = self.state.reply_addresses
        for key in [key for key, old in addresses.items() if old.expires <= now]:
            del addresses[key]
        address = ReplyAddress(
            id=self.fresh_id("R"),
            person=person,
            channel=channel,
            message_ts=about.ts if about else None,
            is_ephemeral=about is None or about.shown_to is not None,
            thread_ts=about.thread_ts if about else thread_ts,
            expires=now + REPLY_LIFE,
        )
        addresses[address.id] = address
        return f"{self.url}/response/{address.id}"
