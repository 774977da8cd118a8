"""The limits of modals and Home tabs, with the place of what is wrong."""

from typing import Any

import pytest

from bot.playground.limits import views
from bot.playground.limits.blocks import Surface
from bot.playground.refusal import Refusal
from bot.playground.state import Json
from tests.playground.test_limits import field, mrkdwn, plain, section

MODAL: Json = {"type": "modal", "title": plain("Tittel"), "blocks": [{"type": "divider"}]}


def view_problems(view: Any, surface: Surface = Surface.MODAL) -> list[str]:
    with pytest.raises(Refusal, match="invalid_arguments") as refusal:
        views.check(view, surface=surface, usable=lambda _file: True)
    return refusal.value.messages


@pytest.mark.parametrize(
    ("allowed", "refused", "place"),
    [
        ({"title": plain("x" * 24)}, {"title": plain("x" * 25)}, "/view/title/text"),
        ({"submit": plain("x" * 24)}, {"submit": plain("x" * 25)}, "/view/submit/text"),
        ({"close": plain("x" * 24)}, {"close": plain("x" * 25)}, "/view/close/text"),
        ({"private_metadata": "x" * 3000}, {"private_metadata": "x" * 3001}, "/view/private_metadata"),
        ({"callback_id": "x" * 255}, {"callback_id": "x" * 256}, "/view/callback_id"),
        ({"external_id": "x" * 255}, {"external_id": "x" * 256}, "/view/external_id"),
        ({}, {"title": None}, "/view"),
        ({}, {"blocks": []}, "/view/blocks"),
        ({}, {"blocks": None}, "/view"),
        ({}, {"color": "red"}, "/view"),
        ({}, {"type": "home", "title": None}, "/view/type"),
        ({}, {"type": "workflow_step"}, "/view/type"),
        (
            {"submit": plain("Send"), "blocks": [field({"type": "plain_text_input"})]},
            {"blocks": [field({"type": "plain_text_input"})]},
            "/view",
        ),
    ],
)
def test_a_modals_limits(allowed: Json, refused: Json, place: str) -> None:
    assert views.check(MODAL | allowed, surface=Surface.MODAL, usable=lambda _file: True)
    messages = view_problems(MODAL | refused)
    assert any(message.endswith(f"{place}]") for message in messages), messages


def test_a_home_tab_has_neither_title_nor_buttons() -> None:
    home: Json = {"type": "home", "blocks": [{"type": "divider"}]}
    assert views.check(home, surface=Surface.HOME, usable=lambda _file: True) == home
    assert view_problems(home | {"submit": plain("Send")}, Surface.HOME)
    assert view_problems(home | {"title": plain("x")}, Surface.HOME)


def test_a_view_that_is_too_large() -> None:
    wide = MODAL | {"blocks": [section(text=mrkdwn("å" * 3000))] * 100}
    with pytest.raises(Refusal, match="view_too_large"):
        views.check(wide, surface=Surface.MODAL, usable=lambda _file: True)
