"""The file behind the playground, and how its changes are heard of."""

import asyncio
import dataclasses
import json
from datetime import datetime
from pathlib import Path

import pytest
from pydantic_core import PydanticSerializationError

from bot.playground import pace, records
from bot.playground.slack import Playground
from tests.playground.town import (
    APP_TOKEN,
    BOT_TOKEN,
    CARD,
    MODAL,
    SIGNING_SECRET,
    Hand,
    Town,
    eventually,
    registered,
    settle,
)


def at(path: Path, now: datetime, *, save: float = 60.0) -> Playground:
    return Playground(
        clock=lambda: now,
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=registered(),
        path=path,
        pace=dataclasses.replace(pace.loose(), save=save),
    )


def names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def test_everything_is_there_after_a_restart(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "new" / "playground.json"
    first = at(path, now)
    town = settle(first, Hand())
    await first.start()
    client = town.client()
    card = (await client.chat_postMessage(channel=town.ideas, text="Kort", blocks=CARD))["ts"]
    await client.chat_postEphemeral(channel=town.ideas, user=town.youth, text="Bare deg")
    await client.files_upload_v2(content=b"\x00\xff\x80", filename="a.bin")
    await client.views_open(trigger_id=first.workspace.triggers.give(town.youth), view=MODAL)
    await client.views_publish(user_id=town.youth, view={"type": "home", "blocks": CARD})
    await first.stop()
    second = at(path, now)
    assert second.workspace.state == first.workspace.state
    assert [one.text for one in second.messages(town.ideas, town.youth)] == ["Kort", "Bare deg"]
    [file] = second.workspace.state.files.values()
    assert file.content == b"\x00\xff\x80"
    assert second.view(town.youth) is not None
    await second.start()
    later = (
        await dataclasses.replace(town, slack=second)
        .client()
        .chat_postMessage(channel=town.ideas, text="Etterpå")
    )
    assert later["ts"] > card
    await second.stop()


async def test_changes_are_saved_a_moment_later(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "playground.json"
    slack = at(path, now, save=0.05)
    slack.add_channel("ideer")
    assert not path.exists()
    slack.add_channel("prat")

    async def is_written() -> bool:
        return path.exists()

    await eventually(is_written)
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert [channel["name"] for channel in saved["channels"].values()] == ["ideer", "prat"]
    assert names(tmp_path) == ["playground.json"]
    await slack.stop()


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "playground.json"
    slack = at(path, now)
    records.save(slack.workspace.state, path)
    before = path.read_bytes()
    slack.workspace.state.homes["U1"] = object()  # type: ignore[assignment]
    with pytest.raises(PydanticSerializationError):
        records.save(slack.workspace.state, path)
    assert path.read_bytes() == before
    assert names(tmp_path) == ["playground.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"people": 3}', '{"unknown": 1}'])
def test_a_foreign_file_is_refused(tmp_path: Path, now: datetime, content: str) -> None:
    path = tmp_path / "playground.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"playground\.json is not a playground's file"):
        at(path, now)
    assert path.read_text(encoding="utf-8") == content


async def test_without_a_path_nothing_is_written(town: Town, tmp_path: Path) -> None:
    town.slack.add_channel("nytt")
    await town.slack.stop()
    assert names(tmp_path) == []


async def test_readers_hear_of_changes_and_miss_only_the_middle(town: Town) -> None:
    changes = town.slack.subscribe()
    before = town.slack.workspace.changes.number
    town.slack.workspace.touch()
    assert await anext(changes) == before + 1
    for _ in range(3):
        town.slack.workspace.touch()
    assert await anext(changes) == before + 4
    waiting = asyncio.ensure_future(anext(changes))
    await asyncio.sleep(0)
    assert not waiting.done()
    await town.client().chat_postMessage(channel=town.ideas, text="Hei")
    assert await asyncio.wait_for(waiting, 5) > before + 4
