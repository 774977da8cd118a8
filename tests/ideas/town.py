"""What these tests have in common: a house with people, and short ways to do what people do."""

from collections.abc import Mapping
from typing import Any

from bot.playground.state import Message, View
from tests.house import House, words


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
