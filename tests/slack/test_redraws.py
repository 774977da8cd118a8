"""Forms drawn anew: the newest state in the end, one drawing at a time, at Slack's own pace."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import redraws


class Screen:
    """A Slack that shows forms: what each of them was to show, and what it answers next."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []
        self.now_showing: dict[str, int] = {}
        self.most_at_once = 0
        self.answers: list[Callable[[], web.Response]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()

    async def update(self, request: web.Request) -> web.Response:
        asked = await request.json()
        view_id, title = asked["view_id"], asked["view"]["title"]
        self.now_showing[view_id] = self.now_showing.get(view_id, 0) + 1
        self.most_at_once = max(self.most_at_once, self.now_showing[view_id])
        self.asked.set()
        await self.open.wait()
        self.now_showing[view_id] -= 1
        if self.answers:
            return self.answers.pop(0)()
        self.shown.append((view_id, title))
        return web.json_response({"ok": True})


@asynccontextmanager
async def watching() -> AsyncIterator[tuple[Screen, redraws.Redraws]]:
    screen = Screen()
    application = web.Application()
    application.router.add_post("/api/views.update", screen.update)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    async with aiohttp.ClientSession() as session:
        here = redraws.Redraws(AsyncWebClient(token="xoxb-test", base_url=url, session=session))
        try:
            yield screen, here
        finally:
            screen.open.set()
            await here.close()
            await runner.cleanup()


def titled(title: str, drawn: list[str] | None = None) -> Callable[[], dict[str, Any]]:
    def draw() -> dict[str, Any]:
        if drawn is not None:
            drawn.append(title)
        return {"type": "modal", "title": title, "blocks": []}

    return draw


async def test_of_many_changes_the_newest_is_shown_and_no_other_drawn() -> None:
    async with watching() as (screen, here):
        screen.open.clear()
        drawn: list[str] = []
        here.ask("V1", titled("first", drawn))
        await screen.asked.wait()
        for number in range(20):
            here.ask("V1", titled(f"{number}", drawn))
        here.ask("V2", titled("other"))
        screen.open.set()
        await here.settle()
        assert [title for view, title in screen.shown if view == "V1"] == ["first", "19"]
        assert ("V2", "other") in screen.shown
        assert drawn == ["first", "19"]
        assert screen.most_at_once == 1


async def test_hundreds_of_forms_are_all_shown() -> None:
    async with watching() as (screen, here):
        for number in range(200):
            here.ask(f"V{number}", titled("a"))
            here.ask(f"V{number}", titled("b"))
        await here.settle()
        assert {view for view, _ in screen.shown} == {f"V{number}" for number in range(200)}
        last = dict(screen.shown)
        assert set(last.values()) == {"b"}


async def test_slack_is_left_alone_for_as_long_as_it_asks() -> None:
    async with watching() as (screen, here):
        limited = {"ok": False, "error": "ratelimited"}
        screen.answers = [lambda: web.json_response(limited, status=429, headers={"Retry-After": "0"})]
        here.ask("V1", titled("after all"))
        await here.settle()
        assert screen.shown == [("V1", "after all")]


@pytest.mark.parametrize(
    "answer",
    [
        lambda: web.json_response({"ok": False, "error": "not_found"}),
        lambda: web.Response(status=500, text="oh"),
        lambda: web.json_response({"ok": False, "error": "ratelimited"}, status=429),
    ],
    ids=["closed meanwhile", "broken", "limited without a word for how long"],
)
async def test_a_form_that_cannot_be_shown_holds_up_no_other(answer: Callable[[], web.Response]) -> None:
    async with watching() as (screen, here):
        screen.answers = [answer]
        here.ask("V1", titled("gone"))
        here.ask("V2", titled("there"))
        await here.settle()
        assert ("V2", "there") in screen.shown


async def test_a_drawing_that_fails_holds_up_no_other() -> None:
    def broken() -> dict[str, Any]:
        raise ValueError("cannot be drawn")

    async with watching() as (screen, here):
        here.ask("V1", broken)
        here.ask("V2", titled("there"))
        await here.settle()
        assert screen.shown == [("V2", "there")]
