"""What a manifest registers, read from the one that this bot really has."""

import pytest

from bot import manifest
from bot.playground import registration
from bot.playground.state import Json


def test_the_bots_own_manifest() -> None:
    found = registration.read(manifest.manifest(transport="socket"))
    assert found.scopes == set(manifest.SCOPES)
    assert found.events == set(manifest.EVENTS)
    assert [command.name for command in found.commands] == [command[0] for command in manifest.COMMANDS]
    command = found.command("/idea")
    assert command is not None
    assert command.description
    assert found.command("/nothing") is None
    kinds = {one.callback_id: one.kind for one in found.shortcuts}
    assert kinds == {manifest.NEW_IDEA: "global", manifest.SAVE_IDEA: "message"}
    assert found.shortcut(manifest.SAVE_IDEA) is not None
    assert found.shortcut("nothing") is None
    assert found.home_tab


def test_tabs_as_slack_has_them_by_default() -> None:
    bare: Json = {
        "features": {"bot_user": {"display_name": "Idéjakt"}},
        "oauth_config": {"scopes": {"bot": []}},
        "settings": {},
    }
    found = registration.read(bare)
    assert (found.home_tab, found.messages_tab, found.direct_writing) == (False, True, False)
    app_home = {
        "home_tab_enabled": True,
        "messages_tab_enabled": False,
        "messages_tab_read_only_enabled": False,
    }
    bare["features"] |= {"app_home": app_home}
    found = registration.read(bare)
    assert (found.home_tab, found.messages_tab, found.direct_writing) == (True, False, True)


def test_half_a_manifest() -> None:
    with pytest.raises(KeyError):
        registration.read({"features": {}})
