"""Block Kit as HTML: each block and element as a browser reads it, and text that stays text."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground import blocks, html
from bot.playground.reader import Reader
from bot.playground.state import Json, Values
from tests.playground.seen import Page

READER = Reader(
    person="U1",
    language="nb",
    zone=ZoneInfo("Europe/Oslo"),
    now=datetime(2026, 11, 24, 9, tzinfo=UTC),
    people={"U1": "Ungdomsarbeider 1", "U2": "Helsesykepleier 2"},
    channels={"C1": "idejakt"},
)


def draw(
    *shown: Json,
    values: Values | None = None,
    errors: dict[str, str] | None = None,
    files: dict[str, str] | None = None,
    language: str = "nb",
) -> Page:
    pane = blocks.Pane(
        key="k", reader=READER, values=values or {}, errors=errors or {}, file=(files or {}).get
    )
    return Page(blocks.rendered(html.environment(language), list(shown), pane))


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str, **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "b", "elements": list(elements)}


def field(element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": "b",
        "label": plain("Tittel"),
        "element": {"action_id": "a"} | element,
        **more,
    }


def test_a_header_a_section_and_a_context() -> None:
    page = draw(
        {"type": "header", "block_id": "1", "text": plain("Ny idé :bulb:")},
        {
            "type": "section",
            "block_id": "2",
            "text": {"type": "mrkdwn", "text": "*Hvem*"},
            "fields": [plain("en"), plain("to")],
            "accessory": {"type": "image", "image_url": "https://x.no/a.png", "alt_text": "Kart"},
        },
        {"type": "divider", "block_id": "3"},
        {
            "type": "context",
            "block_id": "4",
            "elements": [
                {"type": "image", "image_url": "https://x.no/b.png", "alt_text": "B"},
                plain("smått"),
            ],
        },
    )
    assert "Ny idé 💡" in page.text
    assert [name for name, _ in page.tags if name in {"h3", "strong", "hr"}] == ["h3", "strong", "hr"]
    assert [found["alt"] for found in page.all("img")] == ["Kart", "B"]
    assert page.text.count("en") == 1
    assert "smått" in page.text


def test_images_come_from_the_web_or_from_a_slack_file() -> None:
    file = {
        "type": "image",
        "block_id": "1",
        "slack_file": {"id": "F1"},
        "alt_text": "Graf",
        "title": plain("Tittel"),
    }
    assert draw(file, files={"F1": "/files/F1"}).one("img") == {
        "src": "/files/F1",
        "alt": "Graf",
        "loading": "lazy",
    }
    for missing in (file, file | {"slack_file": None, "image_url": "javascript:alert(1)"}):
        page = draw(missing)
        assert page.all("img") == []
        assert page.one("span", role="img")["aria-label"] == "Graf"


VOTE = {"type": "button", "action_id": "vote", "text": plain("Stem"), "style": "primary", "value": "1"}


def test_buttons_say_what_they_are() -> None:
    page = draw(
        actions(
            VOTE,
            {
                "type": "button",
                "action_id": "x",
                "text": plain("Slett"),
                "style": "danger",
                "accessibility_label": "Slett ideen",
            },
            {"type": "button", "action_id": "go", "text": plain("Les"), "url": "https://x.no/"},
            {"type": "button", "action_id": "bad", "text": plain("Ikke"), "url": "javascript:alert(1)"},
        )
    )
    assert page.one("button", class_="primary") | {"type": "submit"} == {
        "type": "submit",
        "class": "primary",
        "name": "act",
        "value": '["b", "vote"]',
        "formnovalidate": None,
    }
    assert page.one("button", class_="danger")["aria-label"] == "Slett ideen"
    link = page.one("a")
    assert (link["href"], link["data-act"], link["rel"]) == (
        "https://x.no/",
        '["b", "go"]',
        "noopener noreferrer",
    )
    assert page.one("button", value='["b", "bad"]')["name"] == "act"


def test_a_confirm_dialog_stands_before_the_act() -> None:
    confirm = {
        "title": plain("Sikker?"),
        "text": plain("Den blir borte."),
        "confirm": plain("Ja"),
        "deny": plain("Nei"),
    }
    page = draw(actions({"type": "button", "action_id": "x", "text": plain("Slett"), "confirm": confirm}))
    opener = page.one("button", type="button", class_="")
    dialog = page.one("div", role="dialog")
    assert opener["popovertarget"] == dialog["id"]
    assert dialog["popover"] is None
    assert "name" not in opener
    assert page.one("button", popovertargetaction="hide")["popovertarget"] == dialog["id"]
    assert page.one("button", type="submit")["value"] == '["b", "x"]'


def test_an_overflow_menu_has_a_button_for_each_option() -> None:
    menu = {
        "type": "overflow",
        "action_id": "o",
        "options": [option("Slå sammen", "1"), option("Les", "2", url="https://x.no")],
    }
    page = draw({"type": "section", "block_id": "b", "text": plain("Idé"), "accessory": menu})
    assert page.one("summary")["aria-label"] == "Flere valg"
    assert page.one("button")["value"] == '["b", "o", "1"]'
    assert page.one("a")["data-act"] == '["b", "o", "2"]'


SHORT = {"type": "plain_text_input", "initial_value": "Å «»", "max_length": 80, "placeholder": plain("Kort")}
NUMBER = {"type": "number_input", "is_decimal_allowed": False, "initial_value": "3"}


@pytest.mark.parametrize(
    ("element", "attributes"),
    [
        (SHORT, {"type": "text", "value": "Å «»", "maxlength": "80", "placeholder": "Kort"}),
        (NUMBER, {"inputmode": "numeric", "value": "3"}),
        (NUMBER | {"is_decimal_allowed": True}, {"inputmode": "decimal"}),
        ({"type": "datepicker", "initial_date": "2026-12-01"}, {"type": "date", "value": "2026-12-01"}),
        ({"type": "timepicker", "initial_time": "09:30"}, {"type": "time", "value": "09:30"}),
        (
            {"type": "datetimepicker", "initial_date_time": 1795518000},
            {"type": "datetime-local", "value": "2026-11-24T12:00"},
        ),
    ],
)
def test_fields_show_what_stands_in_them(element: Json, attributes: dict[str, str]) -> None:
    found = draw(field(element)).one("input")
    assert attributes.items() <= found.items()
    assert (found["name"], found["aria-required"]) == ('["b", "a"]', "true")


def test_a_multiline_text_keeps_its_first_empty_line() -> None:
    page = draw(field({"type": "plain_text_input", "multiline": True, "initial_value": "\nto</textarea><b>"}))
    assert page.text.strip("\n").endswith("to</textarea><b>")
    assert page.all("b") == []


def test_a_field_has_its_label_hint_mark_and_error() -> None:
    shown = field({"type": "plain_text_input"}, hint=plain("Ingen navn"), optional=True)
    page = draw(shown, errors={"b": "Skriv mer <b>"})
    entry, label = page.one("input"), page.one("label")
    assert label["for"] == entry["id"]
    assert entry["aria-invalid"] == "true"
    assert "aria-required" not in entry
    hint, error = page.one("p", class_="hint"), page.one("p", class_="error")
    assert entry["aria-describedby"] == f"{hint['id']} {error['id']}"
    assert "(valgfritt)" in page.text
    assert "Skriv mer <b>" in page.text


def test_slacks_own_sentences_are_told_in_the_readers_language() -> None:
    shown = field({"type": "plain_text_input"})
    errors = {"b": "This entry must be 80 characters or fewer."}
    assert "Teksten kan ha høyst 80 tegn." in draw(shown, errors=errors).text
    assert "Teksten kan ha høgst 80 teikn." in draw(shown, errors=errors, language="nn").text
    assert "This entry must be 80 characters or fewer." in draw(shown, errors=errors, language="en").text


def test_a_select_marks_what_is_chosen_and_keeps_its_groups() -> None:
    groups = [
        {"label": plain("Barn"), "options": [option("En", "1")]},
        {"label": plain("Unge"), "options": [option("To", "2")]},
    ]
    element = {
        "type": "static_select",
        "option_groups": groups,
        "initial_option": option("To", "2"),
        "placeholder": plain("Velg idé"),
    }
    page = draw(field(element))
    assert [found["label"] for found in page.all("optgroup")] == ["Barn", "Unge"]
    assert [found["value"] for found in page.all("option")] == ["", "1", "2"]
    assert page.one("option", value="2").keys() == {"value", "selected"}
    assert "Velg idé" in page.text


def test_what_was_typed_comes_before_the_initial_value() -> None:
    element = {
        "type": "static_select",
        "options": [option("En", "1"), option("To", "2")],
        "initial_option": option("To", "2"),
    }
    values: Values = {"b": {"a": {"type": "static_select", "selected_option": option("En", "1")}}}
    assert "selected" in draw(field(element), values=values).one("option", value="1")
    emptied: Values = {"b": {"a": {"type": "static_select", "selected_option": None}}}
    assert all("selected" not in found for found in draw(field(element), values=emptied).all("option"))


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("users_select", ["", "U1", "U2"]),
        ("channels_select", ["", "C1"]),
        ("conversations_select", ["", "C1"]),
    ],
)
def test_people_and_channels_can_be_chosen(kind: str, shown: list[str]) -> None:
    assert [found["value"] for found in draw(field({"type": kind})).all("option")] == shown


TWO_OPTIONS = [option("En", "1", description=plain("mer")), option("To", "2")]


@pytest.mark.parametrize(
    ("element", "checked"),
    [
        ({"type": "multi_users_select", "initial_users": ["U2"]}, ["U2"]),
        ({"type": "multi_channels_select"}, []),
        (
            {"type": "multi_static_select", "options": TWO_OPTIONS, "initial_options": TWO_OPTIONS},
            ["1", "2"],
        ),
        ({"type": "checkboxes", "options": TWO_OPTIONS, "initial_options": TWO_OPTIONS[1:]}, ["2"]),
        ({"type": "radio_buttons", "options": TWO_OPTIONS, "initial_option": TWO_OPTIONS[0]}, ["1"]),
    ],
)
def test_groups_of_boxes_have_a_legend(element: Json, checked: list[str]) -> None:
    page = draw(field(element))
    kind = "radio" if element["type"] == "radio_buttons" else "checkbox"
    assert len(page.all("legend")) == len(page.all("fieldset")) == 1
    assert [found["value"] for found in page.all("input", type=kind) if "checked" in found] == checked


def test_an_element_outside_an_input_tells_the_bot_at_once() -> None:
    menu = {
        "type": "static_select",
        "action_id": "s",
        "options": [option("En", "1")],
        "placeholder": plain("Velg"),
    }
    page = draw(actions(menu))
    assert page.one("button", name="act")["value"] == '["b", "s"]'
    assert page.one("label")["for"] == page.one("select")["id"]
    element = {"type": "static_select", "options": [option("En", "1")]}
    assert draw(field(element)).all("button") == []
    assert len(draw(field(element, dispatch_action=True)).all("button", name="act")) == 1


def test_tables_cards_and_containers() -> None:
    page = draw(
        {
            "type": "table",
            "block_id": "t",
            "column_settings": [{"align": "right"}],
            "rows": [[{"type": "raw_text", "text": "Rang"}], [{"type": "raw_text", "text": "<1>"}]],
        },
        {
            "type": "carousel",
            "block_id": "r",
            "elements": [
                {"type": "card", "block_id": "c", "title": plain("Idé 1"), "actions": [VOTE]},
            ],
        },
        {
            "type": "container",
            "block_id": "n",
            "title": plain("Samling"),
            "child_blocks": [{"type": "section", "block_id": "s", "text": plain("inni")}],
        },
        {"type": "alert", "block_id": "a", "text": plain("Merk")},
    )  # fmt: skip
    assert page.one("th") == page.one("td") == {"class": "right"}
    assert page.one("button")["value"] == '["c", "vote"]'
    assert all(word in page.text for word in ("<1>", "Idé 1", "Samling", "inni", "Merk"))


def test_a_block_that_is_not_drawn_is_named() -> None:
    assert "«video»" in draw({"type": "video", "block_id": "v"}).text


HOSTILE = [
    '"><script>x</script>',
    "' onclick='x",
    "</textarea><img onerror=x>",
    "</option></select><b>",
    "{{ 7*7 }}",
]
ANY = st.text(min_size=1, max_size=30) | st.sampled_from(HOSTILE)


def everything(a: str, b: str, c: str) -> list[Json]:
    """Blocks with these texts in every place that takes one."""
    choices = [option(a, f"{b}1"), option(b, f"{c}2", description=plain(c))]
    sure = {"title": plain(a), "text": plain(b), "confirm": plain(c), "deny": plain(a)}
    button = {"type": "button", "action_id": a, "text": plain(b), "value": c, "accessibility_label": c}
    text = {"type": "plain_text_input", "action_id": c, "initial_value": a, "placeholder": plain(b)}
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": a}]}
    return [
        {"type": "header", "block_id": "1", "text": plain(a)},
        {
            "type": "section",
            "block_id": a + "2",
            "text": plain(b),
            "fields": [plain(c)],
            "accessory": {"type": "overflow", "action_id": b, "options": choices, "confirm": sure},
        },
        actions(
            button,
            {"type": "static_select", "action_id": f"{a}s", "options": choices, "placeholder": plain(c)},
        ),
        {
            "type": "image",
            "block_id": "4",
            "image_url": f"https://x.no/{a}",
            "alt_text": b,
            "title": plain(c),
        },
        {"type": "input", "block_id": "5", "label": plain(a), "hint": plain(b), "element": text},
        {"type": "input", "block_id": "6", "label": plain(a), "element": text | {"multiline": True}},
        {
            "type": "input",
            "block_id": "7",
            "label": plain(a),
            "element": {"type": "checkboxes", "action_id": c, "options": choices},
        },
        {"type": "table", "block_id": "8", "rows": [[{"type": "raw_text", "text": a}]]},
        {"type": "rich_text", "block_id": "9", "elements": [rich]},
    ]


@settings(max_examples=150)
@given(ANY, ANY, ANY)
def test_no_text_makes_a_tag_or_an_attribute(one: str, two: str, three: str) -> None:
    def skeleton(page: Page) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(names)) for tag, names in page.tags if tag != "br"]

    hostile = draw(*everything(one, two, three), errors={"5": two})
    assert skeleton(hostile) == skeleton(draw(*everything("a", "b", "c"), errors={"5": "d"}))
