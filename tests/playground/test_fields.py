"""Fields: initial values, typed values, and Slack's own checks of them."""

from typing import Any

import pytest

from bot.playground import fields
from bot.playground.state import Json

OPTIONS: list[Json] = [
    {"text": {"type": "plain_text", "text": word}, "value": word} for word in ("a", "b", "c")
]


def block(kind: str, **more: Any) -> Json:
    element = {"type": kind, "action_id": "x", **more}
    return {"type": "input", "block_id": "b", "label": {}, "element": element}


@pytest.mark.parametrize(
    ("kind", "more", "value", "entry"),
    [
        ("plain_text_input", {}, "Kø", {"value": "Kø"}),
        ("plain_text_input", {}, "", {"value": None}),
        ("number_input", {"is_decimal_allowed": False}, "3", {"value": "3"}),
        ("static_select", {"options": OPTIONS}, "b", {"selected_option": OPTIONS[1]}),
        ("static_select", {"options": OPTIONS}, None, {"selected_option": None}),
        ("radio_buttons", {"options": OPTIONS}, "c", {"selected_option": OPTIONS[2]}),
        ("checkboxes", {"options": OPTIONS}, ["a", "c"], {"selected_options": [OPTIONS[0], OPTIONS[2]]}),
        ("checkboxes", {"options": OPTIONS}, [], {"selected_options": []}),
        (
            "multi_static_select",
            {"option_groups": [{"label": {}, "options": OPTIONS}]},
            ["b"],
            {"selected_options": [OPTIONS[1]]},
        ),
        ("users_select", {}, "U1", {"selected_user": "U1"}),
        ("multi_users_select", {}, ["U1", "U2"], {"selected_users": ["U1", "U2"]}),
        ("channels_select", {}, "C1", {"selected_channel": "C1"}),
        ("conversations_select", {}, "C1", {"selected_conversation": "C1"}),
        ("multi_conversations_select", {}, ["C1"], {"selected_conversations": ["C1"]}),
        ("datepicker", {}, "2026-11-24", {"selected_date": "2026-11-24"}),
        ("timepicker", {}, "09:00", {"selected_time": "09:00"}),
        ("datetimepicker", {}, 1795510800, {"selected_date_time": 1795510800}),
    ],
)
def test_a_value_in_slacks_form(kind: str, more: Json, value: Any, entry: Json) -> None:
    found = block(kind, **more)
    full = {"type": kind, **entry}
    assert fields.typed(found["element"], value) == full
    assert fields.typed(found["element"], full) == full
    assert fields.filled([found], fields.initial([found]), {"b": {"x": value}}) == {"b": {"x": full}}


@pytest.mark.parametrize(
    ("kind", "more", "entry"),
    [
        ("plain_text_input", {"initial_value": "Kø"}, {"value": "Kø"}),
        ("plain_text_input", {}, {"value": None}),
        (
            "static_select",
            {"options": OPTIONS, "initial_option": OPTIONS[0]},
            {"selected_option": OPTIONS[0]},
        ),
        ("checkboxes", {"options": OPTIONS}, {"selected_options": []}),
        ("users_select", {"initial_user": "U1"}, {"selected_user": "U1"}),
        ("multi_users_select", {"initial_users": ["U1"]}, {"selected_users": ["U1"]}),
        ("datepicker", {"initial_date": "2026-11-24"}, {"selected_date": "2026-11-24"}),
    ],
)
def test_untouched_fields_hold_their_initial_values(kind: str, more: Json, entry: Json) -> None:
    assert fields.initial([block(kind, **more)]) == {"b": {"x": {"type": kind, **entry}}}


def test_buttons_hold_nothing() -> None:
    actions = {"type": "actions", "block_id": "b", "elements": [{"type": "button", "action_id": "x"}]}
    assert fields.initial([actions]) == {}
    with pytest.raises(LookupError):
        fields.filled([actions], {}, {"b": {"x": "1"}})


@pytest.mark.parametrize(
    ("kind", "more", "value", "sentence"),
    [
        ("plain_text_input", {}, "   ", fields.REQUIRED),
        ("plain_text_input", {"min_length": 3}, "ab", "This entry must be at least 3 characters."),
        ("plain_text_input", {"max_length": 3}, "abcd", "This entry must be 3 characters or fewer."),
        ("plain_text_input", {"max_length": 3}, "abc", None),
        ("number_input", {"is_decimal_allowed": False}, "1.5", "Please enter a valid number."),
        ("number_input", {"is_decimal_allowed": True}, "1.5", None),
        (
            "number_input",
            {"is_decimal_allowed": False, "min_value": "2"},
            "1",
            "Please enter a number of at least 2.",
        ),
        (
            "number_input",
            {"is_decimal_allowed": False, "max_value": "2"},
            "3",
            "Please enter a number of at most 2.",
        ),
        ("email_text_input", {}, "no", "Please enter a valid email address."),
        ("email_text_input", {}, "a@example.invalid", None),
        ("url_text_input", {}, "no", "Please enter a valid URL."),
        ("checkboxes", {"options": OPTIONS}, [], fields.REQUIRED),
        (
            "multi_static_select",
            {"options": OPTIONS, "max_selected_items": 1},
            ["a", "b"],
            "Select no more than 1 items.",
        ),
    ],
)
def test_slacks_own_checks(kind: str, more: Json, value: Any, sentence: str | None) -> None:
    found = block(kind, **more)
    values = fields.filled([found], fields.initial([found]), {"b": {"x": value}})
    assert fields.problems([found], values) == ({"b": sentence} if sentence else {})
    if sentence == fields.REQUIRED:
        assert fields.problems([found | {"optional": True}], values) == {}


@pytest.mark.parametrize("value", ["d", ["a"]])
def test_an_option_that_is_not_offered(value: Any) -> None:
    with pytest.raises(LookupError):
        fields.typed(block("static_select", options=OPTIONS)["element"], value)


def test_several_values_need_a_list() -> None:
    with pytest.raises(ValueError, match="list"):
        fields.typed(block("checkboxes", options=OPTIONS)["element"], "a")
