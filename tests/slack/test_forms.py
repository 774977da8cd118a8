"""What was filled in, read from a view's state."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import elements, forms, round_inputs
from bot.slack.views import ids
from storage.kinds import IdeaKind


def filled(**fields: dict[str, Any]) -> elements.Values:
    return forms.values({"state": {"values": {name: {"value": one} for name, one in fields.items()}}})


def option(value: object) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


def options(*values: object) -> dict[str, Any]:
    return {"type": "checkboxes", "selected_options": [{"value": value} for value in values]}


def text(value: object) -> dict[str, Any]:
    return {"type": "plain_text_input", "value": value}


def test_idea() -> None:
    read = forms.idea(
        filled(
            title=text("Hvordan kan vi …?"),
            who=text("Ungdom"),
            frequency=text("Hver høst"),
            cost=text("Mye tid"),
            areas=options("3", "5", "3", "x"),
            evidence=text(None),
            kind=option("dead_horse"),
            named=options(),
            discipline=option("7"),
        )
    )
    assert read == forms.IdeaInput(
        title="Hvordan kan vi …?",
        who="Ungdom",
        frequency="Hver høst",
        cost="Mye tid",
        areas=(3, 5),
        kind=IdeaKind.DEAD_HORSE,
        named=False,
        discipline_id=7,
    )


def test_idea_shows_the_name_unless_the_box_is_there_and_empty() -> None:
    assert forms.idea(filled()).named
    assert forms.idea(filled(named=options("named"))).named
    assert not forms.idea(filled(named=options())).named


def test_round() -> None:
    read = round_inputs.round_(
        filled(
            ideas=options("3", "5", "3", "x"),
            closes_at={"selected_date_time": 1_796_130_000},
            winners=option("2"),
            secret=option("open"),
            tap_limit=text(" 4 "),
        )
    )
    closes_at = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
    assert read == round_inputs.RoundInput((3, 5), closes_at, 2, secret=False, tap_limit=4)


def test_a_round_is_secret_unless_it_was_opened_up() -> None:
    assert round_inputs.round_(filled()).secret
    assert round_inputs.round_(filled(secret=option("nonsense"))).secret


def test_project() -> None:
    read = forms.project(
        filled(
            idea=option("3"),
            owner={"selected_user": "U1"},
            members={"selected_users": ["U1", "U2", "U1", "<!channel>"]},
            place={"selected_conversation": "C1"},
            new_channel=options("new"),
            next_step=text("Ring skolen"),
            leader=text("Enhetsleder"),
            pre_mortem=text("Ingen tid"),
            criterion=text("Færre enn fem"),
            criterion_on={"selected_date": "2027-03-01"},
            criterion_2=text("Ingen bruker det"),
            criterion_on_2={"selected_date": "i morgen"},
            zone=text("Europe/Oslo"),
            weekday=option("2"),
            at=option("09:00"),
        )
    )
    assert read == forms.ProjectInput(
        idea_id=3,
        owner="U1",
        members=("U1", "U2"),
        place="C1",
        new_channel=True,
        next_step="Ring skolen",
        leader="Enhetsleder",
        pre_mortem="Ingen tid",
        criteria=(("Færre enn fem", date(2027, 3, 1)), ("Ingen bruker det", None), ("", None)),
        zone="Europe/Oslo",
        weekday=2,
        at="09:00",
    )


def test_setup() -> None:
    read = forms.setup(
        filled(
            ideas_place={"selected_conversation": "C1"},
            wide_place={"selected_conversation": None},
            locale=option("nn"),
            rounds_by=option("facilitators"),
            disciplines=text("Helsestasjonen\n\n  Strategi \n"),
        )
    )
    assert read == forms.SetupInput("C1", None, "nn", False, ("Helsestasjonen", "Strategi"))
    assert forms.setup(filled()).disciplines is None


@pytest.mark.parametrize("written", ["-1", "1.5", "١", "9" * 400, "2147483648", "", "0x1", "1 2"])
def test_numbers_of_others_are_no_numbers(written: str) -> None:
    assert round_inputs.round_(filled(tap_limit=text(written))).tap_limit is None


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["value", "selected_option", "selected_options", "selected_users", "selected_date_time"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(junk | st.dictionaries(st.sampled_from(list(ids.Field)), junk))
def test_nothing_that_is_sent_breaks_it(state: Any) -> None:
    values = forms.values({"state": {"values": state}})
    assert isinstance(forms.idea(values), forms.IdeaInput)
    assert isinstance(round_inputs.round_(values), round_inputs.RoundInput)
    assert isinstance(forms.project(values), forms.ProjectInput)
    assert isinstance(forms.setup(values), forms.SetupInput)


@given(junk)
def test_no_state_is_an_empty_form(view: Any) -> None:
    assert forms.idea(forms.values({"state": view})) == forms.IdeaInput()
