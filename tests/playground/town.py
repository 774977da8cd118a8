"""A small workspace to test in: its people and channels, a Bolt app, a modal and a card."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import registration
from bot.playground.slack import Playground
from bot.playground.state import Json, Kind, Person

SIGNING_SECRET = "a" * 32
BOT_TOKEN = "xoxb-playground"
APP_TOKEN = "xapp-playground"

SCOPES = frozenset(
    {
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:read",
        "im:write",
        "metadata.message:read",
        "team:read",
        "users:read",
        "users:read.email",
    }
)
EVENTS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "channel_archive",
        "member_joined_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "user_change",
    }
)


class Hand:
    """A monotonic clock moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass(frozen=True)
class Town:
    """A workspace with three channels: the bot is in `ideas` and `closed`, and not in `elsewhere`."""

    slack: Playground
    hand: Hand
    ideas: str
    closed: str
    elsewhere: str
    youth: str = "U0YOUTH1"
    nurse: str = "U0NURSE1"
    stranger: str = "U0STRANGER"

    def client(self, token: str | None = BOT_TOKEN) -> AsyncWebClient:
        """A client as the bot has it, without any retries of its own."""
        return AsyncWebClient(token=token, base_url=self.slack.api_url, retry_handlers=[])


def registered(
    *, scopes: frozenset[str] = SCOPES, events: frozenset[str] = EVENTS
) -> registration.Registration:
    return registration.Registration(
        commands=(registration.Command(name="/idea", description="Ny idé", usage_hint="[tekst]"),),
        shortcuts=(
            registration.Shortcut(callback_id="new_idea", name="Ny problemidé", kind="global"),
            registration.Shortcut(callback_id="save_idea", name="Lagre som problemidé", kind="message"),
        ),
        scopes=scopes,
        events=events,
    )


def settle(slack: Playground, hand: Hand) -> Town:
    """People and channels for an empty playground."""
    slack.add_person(
        Person(
            id="U0YOUTH1",
            name="ungdom1",
            display_name="Ungdomsarbeider 1",
            title="Ungdomstjenesten",
            email="ungdom1@example.invalid",
            is_admin=True,
        )
    )
    slack.add_person(
        Person(
            id="U0NURSE1",
            name="nurse2",
            display_name="Health nurse 2",
            locale="en-US",
            email="nurse2@example.invalid",
        )
    )
    slack.add_person(
        Person(
            id="U0STRANGER",
            name="guest",
            display_name="Visitor",
            team_id="T0OTHER",
            is_stranger=True,
            email="visitor@example.invalid",
        )
    )
    ideas = slack.add_channel("ideer", members=["U0YOUTH1", "U0NURSE1"])
    closed = slack.add_channel("prosjekt", kind=Kind.PRIVATE, members=["U0YOUTH1"])
    elsewhere = slack.add_channel("kantina", members=["U0NURSE1"], with_bot=False)
    return Town(slack=slack, hand=hand, ideas=ideas.id, closed=closed.id, elsewhere=elsewhere.id)


MODAL: Json = {
    "type": "modal",
    "callback_id": "idea",
    "private_metadata": "ideer",
    "title": {"type": "plain_text", "text": "Ny idé"},
    "submit": {"type": "plain_text", "text": "Send"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Tittel"},
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "area",
            "optional": True,
            "dispatch_action": True,
            "label": {"type": "plain_text", "text": "Område"},
            "element": {
                "type": "static_select",
                "action_id": "pick",
                "options": [
                    {"text": {"type": "plain_text", "text": "Ungdom"}, "value": "youth"},
                    {"text": {"type": "plain_text", "text": "Helse"}, "value": "health"},
                ],
                "initial_option": {"text": {"type": "plain_text", "text": "Ungdom"}, "value": "youth"},
            },
        },
    ],
}

CARD: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Venterom*"}},
    {
        "type": "actions",
        "block_id": "vote",
        "elements": [
            {
                "type": "button",
                "action_id": "support",
                "value": "7",
                "style": "primary",
                "text": {"type": "plain_text", "text": "Støtt"},
            },
            {
                "type": "overflow",
                "action_id": "more",
                "options": [{"text": {"type": "plain_text", "text": "Historikk"}, "value": "history"}],
            },
        ],
    },
]


def bolt(town: Town) -> AsyncApp:
    """A Bolt app as the bot builds its own: acknowledged after the handler, aimed at the playground."""
    return AsyncApp(
        client=town.client(),
        signing_secret=SIGNING_SECRET,
        process_before_response=True,
    )


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait, at most five seconds, until something holds."""
    for _ in range(500):
        if await holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


Serve = Callable[[AsyncApp], Awaitable[str]]
