"""A browser without a script, the workspace's clock, and what reached the bot."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import ClientSession

from bot.playground import forms
from bot.playground.state import Json
from tests.playground.seen import Page
from tests.playground.town import Town


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


ASKING: Json = {
    "type": "modal",
    "callback_id": "idea",
    "title": plain("Ny idé"),
    "submit": plain("Del"),
    "close": plain("La være"),
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": plain("Tittel"),
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 40},
        },
        {
            "type": "input",
            "block_id": "area",
            "optional": True,
            "label": plain("Fagområde"),
            "element": {
                "type": "checkboxes",
                "action_id": "boxes",
                "options": [{"text": plain("Ungdom"), "value": "u"}, {"text": plain("Barn"), "value": "b"}],
            },
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "explain", "text": plain("Forklar")}],
        },
    ],
}
CARD: list[Json] = [
    {
        "type": "section",
        "block_id": "idea",
        "text": {"type": "mrkdwn", "text": "*Brev som ikke blir lest*"},
        "accessory": {
            "type": "overflow",
            "action_id": "menu",
            "options": [{"text": plain("Les"), "value": "read"}, {"text": plain("Meld"), "value": "flag"}],
        },
    },
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            {"type": "button", "action_id": "vote", "text": plain("Stem"), "value": "7"},
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": plain("Velg"),
                "options": [{"text": plain("En"), "value": "1"}, {"text": plain("To"), "value": "2"}],
            },
        ],
    },
]


class Movable:
    """The workspace's clock, with the moments it was moved to."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.moves: list[datetime] = []

    def __call__(self) -> datetime:
        return self.now

    async def advance(self, target: datetime) -> None:
        self.moves.append(target)
        self.now = target


@dataclass
class Visit:
    """A browser without a script: it follows redirects and posts the fields it is told to."""

    session: ClientSession
    address: str

    async def get(self, path: str, **headers: str) -> tuple[int, Page]:
        async with self.session.get(self.address + path, headers=headers) as answer:
            return answer.status, Page(await answer.text())

    async def see(self, path: str) -> Page:
        status, page = await self.get(path)
        assert status == 200
        return page

    async def post(self, path: str, fields: dict[str, Any], *, origin: str | None = None) -> tuple[str, Page]:
        """The address at which the browser ends up, and the page there."""
        headers = {"Origin": origin or self.address}
        pairs = [(k, one) for k, v in fields.items() for one in (v if isinstance(v, list) else [v])]
        async with self.session.post(self.address + path, data=pairs, headers=headers) as answer:
            assert answer.status == 200
            assert [one.status for one in answer.history] == [303]
            return str(answer.url.relative()), Page(await answer.text())


@dataclass
class Heard:
    """What reached the bot."""

    commands: list[Json] = field(default_factory=list)
    actions: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)
    closed: list[Json] = field(default_factory=list)
    shortcuts: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)


def at(town: Town, person: str = "U0YOUTH1") -> str:
    return f"/as/{person}/in/{town.ideas}"


def say(town: Town, text: str, **more: str) -> Json:
    return {"place": f"in/{town.ideas}", "channel": town.ideas, "text": text, **more}


async def card(town: Town, **more: Any) -> str:
    """A card of the bot's in the ideas channel; its ts."""
    answer = await town.client().chat_postMessage(channel=town.ideas, text="Kort", blocks=CARD, **more)
    return str(answer["ts"])


def act(town: Town, ts: str, *parts: str, **more: str) -> Json:
    return {"place": f"in/{town.ideas}", "channel": town.ideas, "ts": ts, "act": forms.name(*parts), **more}


async def opened(town: Town, visit: Visit) -> tuple[Page, Json]:
    """The page with the form open, and the fields its form always posts."""
    _, page = await visit.post(f"/as/{town.youth}/say", say(town, "/idea"))
    view = town.slack.view(town.youth)
    assert view is not None
    return page, {"place": f"in/{town.ideas}", "ts": view.id}
