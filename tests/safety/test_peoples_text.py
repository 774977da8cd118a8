"""People's text is data: whatever is typed is stored as typed, and shown without meaning anything."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from bot import manifest
from bot.playground.state import Message
from bot.slack import requests
from tests import test_road as road
from tests.house import House
from tests.safety import rows
from tests.slack import samples, strict

EXAMPLES = [12, pytest.param(300, marks=pytest.mark.torture)]
COMMANDS = [
    one["command"] for one in manifest.manifest(transport="socket", url=None)["features"]["slash_commands"]
]
MARK = samples.MARK
CASES = [
    *samples.HOSTILE,
    f'=HYPERLINK("https://example.invalid/{MARK}";"x")',
    f"'; DROP TABLE idea; -- {MARK}",
    f"%_\\ {MARK} $1 :title {{title}} {{0.__class__}}",
    f"<script>alert('{MARK}')</script><img src=x onerror=alert(1)>",
    f"&amp;lt;!channel&amp;gt; {MARK}",
    f"{MARK} <mailto:x|y> <tel:1|2> <#C1|x> <!date^1^{{date}}|x> <!subteam^S1>",
    f"@channel @here @everyone #ideas {MARK}",
    (f"{MARK} lang tekst. " * 4000)[:40_000],
    "\u0301" * 200 + MARK,
    "\U0001f469\u200d\U0001f680" * 50 + MARK,
]
texts = st.one_of(
    st.sampled_from(CASES),
    st.text(min_size=1, max_size=200),
    st.lists(st.sampled_from(CASES), min_size=2, max_size=3).map(" ".join),
)


@pytest.mark.parametrize("examples", EXAMPLES)
def test_what_people_write_is_kept_and_means_nothing(migrated_url: str, now: datetime, examples: int) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        here, channel = runner.run(stack.enter_async_context(road.peopled(migrated_url, now)))

        @hypothesis.settings(max_examples=examples, suppress_health_check=list(hypothesis.HealthCheck))
        @hypothesis.given(text=texts)
        def fuzz(text: str) -> None:
            runner.run(written(here, channel, text))

        try:
            fuzz()
        finally:
            runner.run(stack.aclose())


async def written(here: House, channel: str, text: str) -> None:
    """The text in a command, in every field of the form, in a search, and in a message that is saved."""
    person = "UYOUTH1"
    playground = here.playground
    for command in COMMANDS:
        answer = await playground.command(person, channel, command, text)
        assert answer.error is None, (command, answer)
        private(answer.ephemeral)
        opened(here, person)
        await here.close(person)
    await playground.command(person, channel, "/idea", "")
    typed = {"title": text[:150].strip() or "x", "who": text[:2000], "evidence": text[:2000]}
    before = len((await rows.all_rows(here.store))["idea"])
    answer = await here.fill(person, "idea_form", **typed)
    assert answer.error is None, answer
    opened(here, person)
    await here.close(person)
    stored = (await rows.all_rows(here.store))["idea"]
    if not answer.errors and len(stored) > before:
        newest = max(stored, key=lambda idea: int(idea["id"]))
        for field in ("who", "evidence"):
            assert newest[field] == requests.storable(typed[field]).strip()
        assert newest["title"] == " ".join(requests.storable(typed["title"]).split())
    said = await playground.say(person, channel, text[:3000])
    if said.ts is not None:
        answer = await playground.shortcut(person, "save_idea", channel, said.ts)
        assert answer.error is None, answer
        opened(here, person)
        await here.close(person)
    await playground.open_home(person)
    home = playground.home(person)
    assert home is not None
    strict.inert(home.definition["blocks"])
    await here.settle()
    for card in here.cards(channel):
        harmless(card)
    waits = (await rows.all_rows(here.store))["outbox"]
    assert not [row for row in waits if row["state"] == "set_aside"], "Slack refused what was drawn"


def private(replies: tuple[Message, ...]) -> None:
    for reply in replies:
        harmless(reply)


def opened(here: House, person: str) -> None:
    view = here.playground.view(person)
    if view is not None:
        strict.inert(view.definition["blocks"])


def harmless(message: Message) -> None:
    """Nobody is called, nothing leads anywhere, and no markup of people's is read as such.

    The fallback, which notifications read out, is text alone: Slack itself marks a bare address in it.
    """
    for sign in ("<!", "<#", "<@U0HOSTILE", "<mailto", "<tel"):
        assert sign not in message.text
    strict.inert(message.blocks)
    for link in links(message.blocks):
        assert MARK not in link


def links(found: Any) -> Iterator[str]:
    """Every address that can be followed."""
    if isinstance(found, dict):
        if isinstance(found.get("url"), str):
            yield found["url"]
        for part in found.values():
            yield from links(part)
    elif isinstance(found, list):
        for part in found:
            yield from links(part)
