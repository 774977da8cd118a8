"""Block Kit's limits, one by one: what is just allowed passes, one more is refused, with the place."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.limits import blocks
from bot.playground.limits.blocks import Surface
from bot.playground.limits.report import Report
from bot.playground.state import Json


def found(given_blocks: Any, *, surface: Surface = Surface.MESSAGE) -> list[str]:
    report = Report()
    blocks.check(given_blocks, "/blocks", report, surface=surface, usable=lambda file: file.get("id") == "F1")
    return report.messages


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "a", text: str = "A", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Trykk"), "action_id": "go", **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn("x"), **more}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Navn"), "element": {"action_id": "a", **element}, **more}


CONFIRM: Json = {
    "title": plain("Sikker?"),
    "text": plain("Ja?"),
    "confirm": plain("Ja"),
    "deny": plain("Nei"),
}
FILE: Json = {"type": "image", "alt_text": "x", "slack_file": {"id": "F1"}}


def confirmed(**more: Any) -> Json:
    return actions(button(confirm=CONFIRM | more))


def select(**more: Any) -> Json:
    return actions({"type": "static_select", "action_id": "a", **more})


def typing(**more: Any) -> Json:
    return field({"type": "plain_text_input", **more})


def rich(piece: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [piece]}]}


def table(**more: Any) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]], **more}


SIZES: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("section text", 3000, lambda n: section(text=mrkdwn("x" * n)), "/text/text"),
    ("fields", 10, lambda n: section(fields=[plain("x")] * n), "/fields"),
    ("field", 2000, lambda n: section(fields=[plain("x" * n)]), "/fields/0/text"),
    ("header", 150, lambda n: {"type": "header", "text": plain("x" * n)}, "/text/text"),
    ("button text", 75, lambda n: actions(button(text=plain("x" * n))), "/text/text"),
    ("button value", 2000, lambda n: actions(button(value="x" * n)), "/value"),
    ("button url", 3000, lambda n: actions(button(url="x" * n)), "/url"),
    ("action_id", 255, lambda n: actions(button(action_id="x" * n)), "/action_id"),
    ("block_id", 255, lambda n: section(block_id="x" * n), "/block_id"),
    ("actions", 25, lambda n: actions(*[button(action_id=str(one)) for one in range(n)]), "/elements"),
    ("context", 10, lambda n: {"type": "context", "elements": [mrkdwn("x")] * n}, "/elements"),
    ("confirm title", 100, lambda n: confirmed(title=plain("x" * n)), "/confirm/title/text"),
    ("confirm text", 300, lambda n: confirmed(text=mrkdwn("x" * n)), "/confirm/text/text"),
    ("confirm yes", 30, lambda n: confirmed(confirm=plain("x" * n)), "/confirm/confirm/text"),
    ("confirm no", 30, lambda n: confirmed(deny=plain("x" * n)), "/confirm/deny/text"),
    ("options", 100, lambda n: select(options=options(n)), "/options"),
    ("option text", 75, lambda n: select(options=[option(text="x" * n)]), "/text/text"),
    ("option value", 150, lambda n: select(options=[option("x" * n)]), "/value"),
    ("placeholder", 150, lambda n: select(options=options(1), placeholder=plain("x" * n)), "/text"),
    ("overflow", 5, lambda n: actions({"type": "overflow", "options": options(n)}), "/options"),
    ("checkboxes", 10, lambda n: actions({"type": "checkboxes", "options": options(n)}), "/options"),
    ("radio buttons", 10, lambda n: actions({"type": "radio_buttons", "options": options(n)}), "/options"),
    ("label", 2000, lambda n: typing() | {"label": plain("x" * n)}, "/label/text"),
    ("hint", 2000, lambda n: typing() | {"hint": plain("x" * n)}, "/hint/text"),
    ("longest entry", 3000, lambda n: typing(max_length=n), "/max_length"),
    ("initial entry", 7, lambda n: typing(max_length=7, initial_value="x" * n), "/initial_value"),
    ("alt text", 2000, lambda n: FILE | {"alt_text": "x" * n}, "/alt_text"),
    ("markdown", 12_000, lambda n: {"type": "markdown", "text": "x" * n}, "/text"),
    ("card title", 150, lambda n: {"type": "card", "title": mrkdwn("x" * n)}, "/blocks/0"),
]

FORMS: list[tuple[str, Json, Json, str]] = [
    ("text is not empty", section(), section(text=mrkdwn("")), "/text/text"),
    ("text or fields", section(), {"type": "section"}, "/blocks/0"),
    (
        "header is plain",
        {"type": "header", "text": plain("x")},
        {"type": "header", "text": mrkdwn("x")},
        "/text/type",
    ),
    ("emoji is for plain text", section(), section(text=mrkdwn("x") | {"emoji": True}), "/text"),
    ("button style", actions(button(style="danger")), actions(button(style="default")), "/style"),
    ("two actions", actions(button(), button(action_id="b")), actions(button(), button()), "/1/action_id"),
    (
        "options are plain",
        select(options=[option()]),
        select(options=[option() | {"text": mrkdwn("A")}]),
        "/text/type",
    ),
    ("distinct options", select(options=options(2)), select(options=[option()] * 2), "/elements/0"),
    (
        "options or groups",
        select(option_groups=[{"label": plain("x"), "options": options(1)}]),
        select(),
        "/elements/0",
    ),
    (
        "initial option",
        select(options=options(2), initial_option=option("1")),
        select(options=options(2), initial_option=option("2")),
        "/initial_option",
    ),
    (
        "date",
        actions({"type": "datepicker", "initial_date": "2026-11-24"}),
        actions({"type": "datepicker", "initial_date": "24.11.2026"}),
        "/initial_date",
    ),
    (
        "time",
        actions({"type": "timepicker", "initial_time": "09:00"}),
        actions({"type": "timepicker", "initial_time": "9:00"}),
        "/initial_time",
    ),
    (
        "moment",
        actions({"type": "datetimepicker", "initial_date_time": 1795510800}),
        actions({"type": "datetimepicker", "initial_date_time": "1795510800"}),
        "/initial_date_time",
    ),
    (
        "beside text",
        section(accessory={"type": "datepicker"}),
        section(accessory={"type": "datetimepicker"}),
        "/accessory/type",
    ),
    ("typing is for forms", typing(), actions({"type": "plain_text_input"}), "/elements/0/type"),
    ("no button in a form", typing(), field(button()), "/element/type"),
    ("lengths agree", typing(min_length=3, max_length=3), typing(min_length=4, max_length=3), "/element"),
    (
        "number",
        field({"type": "number_input", "is_decimal_allowed": False}),
        field({"type": "number_input"}),
        "/element",
    ),
    ("one source", FILE, FILE | {"image_url": "https://example.invalid/a.png"}, "/blocks/0"),
    ("a file that can be shown", FILE, FILE | {"slack_file": {"id": "F2"}}, "/slack_file"),
    ("known keys", section(expand=True), section(colour="red"), "/blocks/0"),
    ("known keys of a table", table(), table(height=3), "/blocks/0"),
    ("known elements", actions(button()), actions({"type": "slider"}), "/elements/0/type"),
    ("known blocks", {"type": "divider"}, {"type": "banner"}, "/blocks/0/type"),
    ("a type", {"type": "divider"}, {}, "/blocks/0"),
    ("rich text", rich({"type": "text", "text": "x"}), rich({"type": "text"}), "/elements/0/elements/0"),
]


@pytest.mark.parametrize(
    ("most", "build", "place"), [row[1:] for row in SIZES], ids=[row[0] for row in SIZES]
)
def test_the_limit_is_exactly_there(most: int, build: Callable[[int], Json], place: str) -> None:
    assert found([build(most)]) == []
    assert any(message.endswith(f"{place}]") for message in found([build(most + 1)]))


@pytest.mark.parametrize(
    ("allowed", "refused", "place"), [row[1:] for row in FORMS], ids=[row[0] for row in FORMS]
)
def test_only_slacks_own_forms_pass(allowed: Json, refused: Json, place: str) -> None:
    assert found([allowed]) == []
    assert any(message.endswith(f"{place}]") for message in found([refused])), found([refused])


@pytest.mark.parametrize(
    ("surface", "most"), [(Surface.MESSAGE, 50), (Surface.MODAL, 100), (Surface.HOME, 100)]
)
def test_how_many_blocks(surface: Surface, most: int) -> None:
    divider = {"type": "divider"}
    assert found([divider] * most, surface=surface) == []
    assert found([divider] * (most + 1), surface=surface) == [
        f"[ERROR] no more than {most} items allowed [json-pointer:/blocks]"
    ]


def test_block_ids_are_unique() -> None:
    twice = [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]
    assert found(twice) == ["[ERROR] block_id a already exists [json-pointer:/blocks/1/block_id]"]


def test_one_action_id_may_stand_in_two_blocks() -> None:
    assert found([actions(button()), actions(button())]) == []


def test_one_focus() -> None:
    focused = {"type": "plain_text_input", "focus_on_load": True}
    assert found([field(focused)], surface=Surface.MODAL) == []
    assert found([field(focused), field(focused)], surface=Surface.MODAL)


@pytest.mark.parametrize(
    ("kind", "block", "shown"),
    [
        ("alert", {"type": "alert", "text": mrkdwn("x")}, {Surface.MODAL}),
        ("markdown", {"type": "markdown", "text": "x"}, {Surface.MESSAGE}),
        (
            "table",
            {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]},
            {Surface.MESSAGE},
        ),
        ("header", {"type": "header", "text": plain("x")}, set(Surface)),
        ("input", field({"type": "plain_text_input"}), set(Surface)),
    ],
)
def test_blocks_are_allowed_only_where_slack_shows_them(kind: str, block: Json, shown: set[Surface]) -> None:
    for surface in Surface:
        assert (found([block], surface=surface) == []) is (surface in shown), (kind, surface)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["type", "section", "text"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "element", "accessory"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
typed_blocks = st.dictionaries(
    st.sampled_from(["text", "elements", "element", "label", "accessory", "fields", "rows"]), json_values
).flatmap(lambda rest: st.sampled_from(sorted(blocks.SHAPES)).map(lambda kind: {**rest, "type": kind}))


@given(st.lists(typed_blocks | json_values, max_size=4))
def test_nonsense_is_reported_and_never_crashes(value: Any) -> None:
    for surface in Surface:
        for message in found(value, surface=surface):
            assert message.startswith("[ERROR] ")
