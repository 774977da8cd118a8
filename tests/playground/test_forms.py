"""Posted forms as Slack's `state.values`, and back."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import forms
from bot.playground.state import Json

OSLO = ZoneInfo("Europe/Oslo")
ONE = {"text": {"type": "plain_text", "text": "En"}, "value": "1"}
TWO = {"text": {"type": "plain_text", "text": "To"}, "value": "2"}

GROUPS = [{"options": [ONE]}, {"options": [TWO]}]


def field(element: Json, block_id: str = "b") -> Json:
    label = {"type": "plain_text", "text": "Tittel"}
    return {"type": "input", "block_id": block_id, "label": label, "element": {"action_id": "a"} | element}


NAME = forms.name("b", "a")

CASES: list[tuple[Json, list[str], Json]] = [
    ({"type": "plain_text_input"}, ["Å\r\nå"], {"value": "Å\nå"}),
    ({"type": "plain_text_input"}, [""], {"value": None}),
    ({"type": "number_input", "is_decimal_allowed": False}, ["3"], {"value": "3"}),
    ({"type": "static_select", "options": [ONE, TWO]}, ["2"], {"selected_option": TWO}),
    ({"type": "static_select", "option_groups": GROUPS}, ["2"], {"selected_option": TWO}),
    ({"type": "static_select", "options": [ONE]}, [""], {"selected_option": None}),
    ({"type": "radio_buttons", "options": [ONE, TWO]}, ["1"], {"selected_option": ONE}),
    ({"type": "radio_buttons", "options": [ONE, TWO]}, [], {"selected_option": None}),
    ({"type": "checkboxes", "options": [ONE, TWO]}, ["1", "2"], {"selected_options": [ONE, TWO]}),
    ({"type": "checkboxes", "options": [ONE], "initial_options": [ONE]}, [], {"selected_options": []}),
    ({"type": "multi_static_select", "options": [ONE, TWO]}, ["2"], {"selected_options": [TWO]}),
    ({"type": "users_select"}, ["U1"], {"selected_user": "U1"}),
    ({"type": "multi_users_select"}, ["U1", "U2"], {"selected_users": ["U1", "U2"]}),
    ({"type": "multi_users_select"}, [], {"selected_users": []}),
    ({"type": "conversations_select"}, ["C1"], {"selected_conversation": "C1"}),
    ({"type": "channels_select"}, [""], {"selected_channel": None}),
    ({"type": "datepicker"}, ["2026-12-01"], {"selected_date": "2026-12-01"}),
    ({"type": "timepicker"}, ["09:30"], {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, ["2026-11-24T12:00"], {"selected_date_time": 1795518000}),
    ({"type": "datetimepicker"}, ["2026-07-01T12:00"], {"selected_date_time": 1782900000}),
]  # fmt: skip


@pytest.mark.parametrize(("element", "posted", "entry"), CASES)
def test_a_posted_field_becomes_slacks_state(element: Json, posted: list[str], entry: Json) -> None:
    assert forms.values([field(element)], {NAME: posted}, OSLO) == {
        "b": {"a": {"type": element["type"], **entry}}
    }


@pytest.mark.parametrize(("element", "posted", "entry"), CASES)
def test_what_was_posted_stands_in_the_field_again(element: Json, posted: list[str], entry: Json) -> None:
    block = field(element)
    values = forms.values([block], {NAME: posted}, OSLO)
    shown = forms.strings(block, block["element"], values, OSLO)
    assert shown == [text.replace("\r\n", "\n") for text in posted if text]


def test_untouched_fields_show_their_initial_value() -> None:
    block = field({"type": "checkboxes", "options": [ONE, TWO], "initial_options": [TWO]})
    assert forms.strings(block, block["element"], {}, OSLO) == ["2"]


def test_every_field_is_in_the_state_and_nothing_else() -> None:
    blocks: list[Json] = [
        field({"type": "plain_text_input"}, "en"),
        {"type": "divider", "block_id": "to"},
        {
            "type": "actions",
            "block_id": "tre",
            "elements": [
                {"type": "button", "action_id": "x", "text": ONE["text"]},
                {"type": "datepicker", "action_id": "d"},
            ],
        },
    ]
    posted = {forms.name("en", "a"): ["hei"], forms.name("ukjent", "a"): ["!"], "place": ["home"]}
    assert forms.values(blocks, posted, OSLO) == {
        "en": {"a": {"type": "plain_text_input", "value": "hei"}},
        "tre": {"d": {"type": "datepicker", "selected_date": None}},
    }


def test_what_no_page_posts_is_refused() -> None:
    with pytest.raises(LookupError):
        forms.values([field({"type": "static_select", "options": [ONE]})], {NAME: ["9"]}, OSLO)
    for kind, text in (("datepicker", "2026-13-01"), ("timepicker", "25:00"), ("datetimepicker", "i dag")):
        with pytest.raises(forms.BrokenForm):
            forms.values([field({"type": kind})], {NAME: [text]}, OSLO)


@pytest.mark.parametrize(
    ("element", "used", "chosen"),
    [
        ({"type": "button"}, forms.Act("b", "a"), None),
        ({"type": "overflow", "options": [ONE]}, forms.Act("b", "a", "1"), "1"),
        ({"type": "static_select", "options": [ONE, TWO]}, forms.Act("b", "a"), "2"),
        ({"type": "checkboxes", "options": [ONE, TWO]}, forms.Act("b", "a"), ["2"]),
    ],
)
def test_using_an_element_tells_what_was_chosen(element: Json, used: forms.Act, chosen: object) -> None:
    block = {"type": "actions", "block_id": "b", "elements": [{"action_id": "a", **element}]}
    assert forms.chosen([block], used, {NAME: ["2"]}, OSLO) == chosen


def test_an_element_that_is_gone_cannot_be_used() -> None:
    with pytest.raises(LookupError):
        forms.chosen([field({"type": "plain_text_input"})], forms.Act("b", "other"), {}, OSLO)


@given(st.text(), st.text(), st.none() | st.text())
def test_any_ids_travel_in_a_buttons_value(block_id: str, action_id: str, option: str | None) -> None:
    assert forms.act(forms.name(block_id, action_id, option)) == forms.Act(block_id, action_id, option)


@pytest.mark.parametrize(
    "posted", ["", "x", "[]", '["a"]', '["a", 1]', '["a", "b", "c", "d"]', '{"a": "b"}', "[" * 5000]
)
def test_a_broken_buttons_value_is_refused(posted: Any) -> None:
    with pytest.raises(forms.BrokenForm):
        forms.act(posted)
