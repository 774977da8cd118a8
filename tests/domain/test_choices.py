"""Settings are written, stored and read back as they are; what cannot be is refused with a reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import choices
from bot.domain.choices import Choices, Wrong

NAMES = st.lists(
    st.text(st.characters(categories=["L", "Nd"]), min_size=3, max_size=20).map(lambda name: f"Fase {name}"),
    min_size=choices.FEWEST_STAGES,
    max_size=choices.MOST_STAGES,
    unique_by=str.casefold,
)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
CHOSEN = st.builds(
    Choices,
    **{name: st.integers(allowed[0], allowed[-1]) for name, allowed in choices.RANGES.items()},
    quiet_weeks=st.frozensets(st.integers(1, 53), max_size=choices.MOST_WEEKS),
    closed_days=st.frozensets(DAYS, max_size=choices.MOST_DAYS),
    nudge_at=st.sampled_from(["08:00", "09:15", "15:45"]),
    stages=st.just(()) | NAMES.map(tuple),
    closing_line=st.sampled_from(["", "Vil du bli med?", "a, b; c"]),
)


@given(CHOSEN)
def test_every_setting_comes_back(chosen: Choices) -> None:
    values = {name: getattr(chosen, name) for name in choices.NAMES}
    assert {
        name: choices.read(name, choices.written(name, value)) for name, value in values.items()
    } == values
    assert choices.stored({name: choices.kept(value) for name, value in values.items()}) == values


def test_the_ranges_hold_what_holds_without_a_choice() -> None:
    house = Choices()
    assert all(getattr(house, name) in allowed for name, allowed in choices.RANGES.items())
    choices.check(house)
    assert house.limits().smallest <= house.limits().ideal <= house.limits().largest


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("winners", "6", "range"),
        ("winners", "", "range"),
        ("winners", "²", "range"),
        ("turnout", "-1", "range"),
        ("turnout", "30 %", "range"),
        ("stage_days", "999999999999", "range"),
        ("quiet_weeks", "31-28", "weeks"),
        ("quiet_weeks", "54", "weeks"),
        ("quiet_weeks", "sommer", "weeks"),
        ("quiet_weeks", "1-21", "weeks"),
        ("closed_days", "31.2.2027", "days"),
        ("closed_days", "17. mai", "days"),
        ("nudge_at", "7:30", "hour"),
        ("nudge_at", "16:00", "hour"),
        ("nudge_at", "09:00+02:00", "hour"),
        ("closing_line", "a" * 201, "line"),
        ("stages", "Bare én", "stages"),
        ("stages", "Innsikt; innsikt", "stages"),
        ("stages", f"Innsikt; {'a' * 76}", "stages"),
        ("stages", "; ".join(f"Fase {number}" for number in range(21)), "stages"),
        ("empty_chairs", "0", "range"),
        ("complaint_days", "91", "range"),
        ("keep_months", "0", "range"),
    ],
)
def test_what_cannot_be_is_refused(name: str, text: str, why: str) -> None:
    with pytest.raises(Wrong) as refused:
        choices.read(name, text)
    assert (refused.value.name, refused.value.why) == (name, why)


def test_lists_are_read_as_people_write_them() -> None:
    assert choices.read("quiet_weeks", "Uke 40, uke 28 – 31") == {28, 29, 30, 31, 40}
    assert choices.read("quiet_weeks", "ingen") == choices.read("quiet_weeks", " ") == frozenset()
    assert choices.read("stages", " Innsikt ;\n\nUtprøving \n Drift;") == ("Innsikt", "Utprøving", "Drift")
    assert choices.read("stages", "ingen") == choices.read("stages", " \n") == ()
    wanted = {date(2027, 5, 7), date(2027, 5, 18)}
    assert choices.read("closed_days", "7.5.2027; 2027-05-18\n07. 05. 2027") == wanted


def test_a_group_has_room_for_its_smallest_size() -> None:
    with pytest.raises(Wrong, match="largest_group"):
        choices.check(Choices(smallest_group=6, largest_group=5))
    assert Choices(smallest_group=6, largest_group=9).limits().ideal == 6
    assert Choices(smallest_group=2, largest_group=3).limits().ideal == 3
