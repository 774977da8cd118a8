"""The manifest: what Slack takes, within its limits, with a reason for everything asked for."""

import json
import re
from typing import Any, Literal

import pytest

from bot import manifest
from bot.playground import registration

URL = "https://idejakt.example.org"


def made(transport: Literal["http", "socket"]) -> dict[str, Any]:
    return manifest.manifest(transport=transport, url=URL if transport == "http" else None)


def addresses(given: Any) -> list[str]:
    """Every address of this installation anywhere in a manifest."""
    if isinstance(given, dict):
        return [address for one in given.values() for address in addresses(one)]
    if isinstance(given, list):
        return [address for one in given for address in addresses(one)]
    return [given] if isinstance(given, str) and given.startswith("http") else []


@pytest.mark.parametrize("transport", ["http", "socket"])
def test_slacks_limits_are_kept(transport: Literal["http", "socket"]) -> None:
    asked = made(transport)
    shown = asked["display_information"]
    assert 0 < len(shown["name"]) <= 35
    assert 0 < len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    features = asked["features"]
    assert re.fullmatch(r"[a-z0-9._-]{1,80}", features["bot_user"]["display_name"])
    assert len(features["slash_commands"]) <= 50
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z]{1,31}", command["command"])
        assert 0 < len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
    assert len(features["shortcuts"]) <= 10
    for shortcut in features["shortcuts"]:
        assert 0 < len(shortcut["name"]) <= 24
        assert 0 < len(shortcut["callback_id"]) <= 255
        assert 0 < len(shortcut["description"]) <= 150
    scopes = asked["oauth_config"]["scopes"]["bot"]
    assert len(scopes) == len(set(scopes)) <= 255


def test_over_http_everything_goes_to_one_address() -> None:
    asked = made("http")
    assert set(addresses(asked)) == {f"{URL}/slack/events"}
    assert len(addresses(asked)) == len(manifest.COMMANDS) + 2
    assert asked["settings"]["socket_mode_enabled"] is False


def test_over_a_socket_no_address_is_needed() -> None:
    asked = made("socket")
    assert addresses(asked) == []
    assert asked["settings"]["socket_mode_enabled"] is True
    assert manifest.manifest(transport="socket", url=URL) == asked


@pytest.mark.parametrize("url", [f"{URL}/", f"{URL}/slack/events", f"{URL}/slack/events/"])
def test_the_address_may_be_written_with_or_without_its_path(url: str) -> None:
    assert manifest.manifest(transport="http", url=url) == made("http")


@pytest.mark.parametrize(
    "url",
    [None, "", "idejakt.example.org", "http://idejakt.example.org", f"{URL}/other", f"{URL}?a=1", "https://"],
)
def test_an_address_that_slack_cannot_use_is_refused(url: str | None) -> None:
    with pytest.raises(ValueError, match="address"):
        manifest.manifest(transport="http", url=url)


def test_the_name_is_the_installations_own() -> None:
    asked = manifest.manifest(transport="socket", name="Blåbærjakt Øst")
    assert asked["display_information"]["name"] == "Blåbærjakt Øst"
    assert asked["features"]["bot_user"]["display_name"] == "blabaerjakt-ost"
    assert made("socket")["features"]["bot_user"]["display_name"] == "idejakt"
    for name in ("", "x" * 36):
        with pytest.raises(ValueError, match="name"):
            manifest.manifest(transport="socket", name=name)


def test_everything_asked_for_has_a_reason() -> None:
    for reason in (*manifest.SCOPES.values(), *manifest.EVENTS.values()):
        assert len(reason.split()) >= 4


def test_nothing_is_asked_that_reads_what_people_say_unasked() -> None:
    assert not [event for event in manifest.EVENTS if event.startswith(("message", "app_mention"))]


def test_the_text_to_paste_is_the_manifest() -> None:
    text = manifest.written(made("http"))
    assert json.loads(text) == made("http")
    assert "problemidé" in text


def test_a_workspace_registers_all_of_it() -> None:
    known = registration.read(made("http"))
    assert {command.name for command in known.commands} == {"/idea", "/ideas", "/round", "/project", "/hunt"}
    assert known.scopes == set(manifest.SCOPES)
    assert known.events == set(manifest.EVENTS)
    for callback, kind in ((manifest.NEW_IDEA, "global"), (manifest.SAVE_IDEA, "message")):
        shortcut = known.shortcut(callback)
        assert shortcut is not None
        assert shortcut.kind == kind
