"""What these tests have in common: a house with people, and short ways to do what people do."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from bot.playground.state import Message, View
from tests import house
from tests.house import House, words

YOUTH, HEALTH = "Ungdomstjenesten", "Helsestasjonen"


async def post(here: House, person: str, channel: str, title: str, **fields: Any) -> Message:
    """The person posts an idea by the form, although there may be similar ones; returns its card."""
    await here.playground.command(person, channel, "/idea")
    answer = await here.fill(person, "idea_form", title=title, **fields)
    if open_form(here, person, "idea_form") is not None:
        answer = await here.fill(person, "idea_form")
    assert answer.ok, answer
    await here.close(person)
    await here.settle()
    return card(here, channel, title)


def card(here: House, channel: str, title: str) -> Message:
    """The card with that title."""
    for message in here.cards(channel):
        if message.blocks and message.blocks[0].get("text", {}).get("text") == title:
            return message
    raise AssertionError(f"no card for {title}")


def open_form(here: House, person: str, callback: str) -> View | None:
    """The form on top, if it is that one."""
    view = here.playground.view(person)
    return view if view is not None and view.definition.get("callback_id") == callback else None


def shown(here: House, person: str) -> str:
    """Every word on the person's open form."""
    view = here.playground.view(person)
    assert view is not None, "nothing is open"
    return words(view.definition)


def button(found: Mapping[str, Any], action: str, *, beside: str = "") -> tuple[str, str]:
    """Action and block id of the button for `action`, in a block with or after the words `beside`."""
    reached = not beside
    for block in found["blocks"]:
        reached = reached or beside in words(block)
        for element in [block.get("accessory") or {}, *block.get("elements", [])]:
            if reached and str(element.get("action_id", "")).split(".")[0] == action:
                return element["action_id"], block["block_id"]
    raise AssertionError(f"no {action} {beside}")


async def press(here: House, person: str, action: str, *, beside: str = "", value: Any = None) -> Any:
    """Use a button or a menu of the form on top."""
    view = here.playground.view(person)
    assert view is not None, "nothing is open"
    action_id, block_id = button(view.definition, action, beside=beside)
    answer = await here.playground.click(person, None, view.id, action_id, block_id=block_id, value=value)
    assert answer.ok, answer
    return answer


@asynccontextmanager
async def small(url: str, now: datetime, *, locale: str = "nb") -> AsyncIterator[tuple[House, str]]:
    """A house with two disciplines of two people each, an administrator, and an ideas channel."""
    platform_locale = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-US"}[locale]
    async with house.standing(url, now=now, locale=locale) as here:
        channel = here.channel("ideas")
        here.person("UADMIN1", is_admin=True, locale=platform_locale)
        people = {"UYOUTH1": YOUTH, "UYOUTH2": YOUTH, "UHEALTH1": HEALTH, "UHEALTH2": HEALTH}
        for person in people:
            here.person(person, locale=platform_locale)
        await here.set_up("UADMIN1", channel, YOUTH, HEALTH)
        await here.join(people)
        yield here, channel


async def do(here: House, person: str, message: Message, deed: str, **fields: Any) -> Any:
    """Tap More on the card and use the form for `deed`; closes everything where it went well."""
    await here.playground.click(person, message.channel, message.ts, f"idea_more.{number(message)}")
    view = here.playground.view(person)
    assert view is not None, "nothing is open"
    answer = await here.playground.click(person, None, view.id, f"idea_deed.{deed}")
    assert answer.ok, answer
    answer = await here.fill(person, "idea_deed_form", **fields)
    if not answer.errors:
        await here.close(person)
        await here.settle()
    return answer


def number(message: Message) -> int:
    """The idea's id, as its card carries it."""
    for block in message.blocks:
        for element in block.get("elements", []):
            if str(element.get("action_id", "")).startswith("idea_more."):
                return int(element["value"])
    raise AssertionError("no card of an idea")


def offers(here: House, person: str) -> list[str]:
    """What the person's open paper offers to do."""
    view = here.playground.view(person)
    assert view is not None, "nothing is open"
    found = [one for block in view.definition["blocks"] for one in block.get("elements", [])]
    return [one["action_id"].removeprefix("idea_deed.") for one in found if "action_id" in one]


def told(here: House, person: str) -> str:
    """Everything the bot has told this person in private messages."""
    return "\n".join(words(one) for one in here.cards(here.playground.direct(person).id))


def thread(here: House, channel: str, message: Message) -> str:
    return "\n".join(words(one) for one in here.playground.thread(channel, message.ts)[1:])
