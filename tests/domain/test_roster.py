"""Lists of people as spreadsheets write them."""

import codecs

import hypothesis
import pytest
from hypothesis import strategies as st

from bot.domain import roster
from bot.domain.roster import Fault, Line

PLAIN = "Kollega.En@eksempel.no;Ungdomstjenesten\nto@eksempel.no;Helsestasjonen"
READ = [
    Line(1, "kollega.en@eksempel.no", "Ungdomstjenesten"),
    Line(2, "to@eksempel.no", "Helsestasjonen"),
]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_separators_and_line_breaks(separator: str, break_: str) -> None:
    assert roster.parse(PLAIN.replace(";", separator).replace("\n", break_)) == READ


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = "e-post;fagområde\nå@eksempel.no;Ærlig øving"
    assert roster.decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\0\0", b"\x81\x8d\x8f", codecs.BOM_UTF8 + b"\xff", codecs.BOM_UTF16_LE + b"\0"]
)
def test_what_is_no_text_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(roster.Unreadable):
        roster.decode(data)


def test_headings_say_where_the_columns_are() -> None:
    text = 'Navn;Fagområde;E-post\nX;"Kultur; bibliotek";en@eksempel.no\n\n;;\nY;Kultur;to@eksempel.no'
    assert roster.parse(text) == [
        Line(2, "en@eksempel.no", "Kultur; bibliotek"),
        Line(5, "to@eksempel.no", "Kultur"),
    ]


def test_every_faulty_line_is_named() -> None:
    text = "en@eksempel.no;A\nbare\nikke en adresse;A\nto@eksempel.no;\nEN@eksempel.no;B"
    assert [(line.number, line.fault) for line in roster.parse(text)] == [
        (1, None),
        (2, Fault.FEW_COLUMNS),
        (3, Fault.NO_ADDRESS),
        (4, Fault.NO_DISCIPLINE),
        (5, Fault.TWICE),
    ]


def test_two_unreadable_lines_are_not_each_others_double() -> None:
    assert [line.fault for line in roster.parse("x;A\ny;A")] == [Fault.NO_ADDRESS, Fault.NO_ADDRESS]


def test_a_list_without_end_is_refused() -> None:
    with pytest.raises(roster.Unreadable):
        roster.parse("a@b.no;A\n" * (roster.MOST_LINES + 1))


@hypothesis.given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        lines = roster.parse(text)
    except roster.Unreadable:
        return
    assert [line.number for line in lines] == sorted({line.number for line in lines})
    good = [line.address for line in lines if line.fault is None]
    assert len(good) == len(set(good))
    assert all(line.discipline and "@" in line.address for line in lines if line.fault is None)


@hypothesis.given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = roster.decode(data)
    except roster.Unreadable:
        return
    assert "\0" not in text
