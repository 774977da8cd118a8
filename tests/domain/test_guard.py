import random
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain import guard, identity
from bot.domain.guard import Finding, Kind
from tests.domain import sentences

# Synthetic numbers (80 added to the month), the examples of the Population Register's documentation of 2032,
# and synthetic numbers of the welfare administration (40); none can be anyone's.
SYNTHETIC = ["10915596784", "17912099997", "29822099635", "12829499914", "50846202355", "46879700922"]
OF_2032 = ["02013299997", "30108299920", "30108299939"]
OF_WELFARE = ["15507600333", "29422059278", "05440355678", "55507608360", "68467038838"]


def found(text: str) -> list[tuple[Kind, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in guard.find(text)]


def phones(text: str) -> list[str]:
    return [written for kind, written in found(text) if kind is Kind.PHONE]


def control_digits(nine: str, rest: int) -> str | None:
    """The control digits as the documentation of 2032 computes them; None where a digit would be 10."""
    first = (
        11 + rest - sum(int(d) * w for d, w in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
    ) % 11
    ten = f"{nine}{first}"
    if first == 10:
        return None
    second = (
        11 - sum(int(d) * w for d, w in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    ) % 11
    return None if second == 10 else f"{first}{second}"


@st.composite
def numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1900, 3, 1), date(2060, 1, 1)))
    day = born.day + draw(st.sampled_from([0, 40]))
    month = born.month + draw(st.sampled_from([0, 40, 65, 80]))
    assume((born.month, born.day) != (2, 29) or born.year % 4 == 0)
    nine = f"{day:02}{month:02}{born.year % 100:02}{draw(st.integers(0, 999)):03}"
    digits = control_digits(nine, draw(st.integers(0, 3)))
    assume(digits is not None)
    return f"{nine}{digits}"


@pytest.mark.parametrize("number", SYNTHETIC + OF_2032 + OF_WELFARE)
def test_published_numbers_are_valid(number: str) -> None:
    assert identity.is_valid(number)
    assert found(f"Gjelder {number}.") == [(Kind.IDENTITY_NUMBER, number)]


@pytest.mark.parametrize("number", SYNTHETIC + OF_2032)
def test_one_wrong_digit_at_the_end_makes_a_number_invalid(number: str) -> None:
    for other in "0123456789":
        changed = number[:10] + other
        assert identity.is_valid(changed) is (changed == number)


def test_only_the_first_control_digit_got_more_room() -> None:
    accepted = [f"301082999{n:02}" for n in range(100) if identity.is_valid(f"301082999{n:02}")]
    expected = {f"301082999{digits}" for rest in range(4) if (digits := control_digits("301082999", rest))}
    assert set(accepted) == expected
    assert len(accepted) > 1


@pytest.mark.parametrize(
    "nine", ["310299500", "290201500", "001199500", "329199500", "150099500", "153399500"]
)
def test_a_date_that_does_not_exist_makes_a_number_invalid(nine: str) -> None:
    candidates = [f"{nine}{n:02}" for n in range(100)]
    assert not any(identity.is_valid(candidate) for candidate in candidates)


@pytest.mark.parametrize("digits", ["", "1091559678", "109155967844", "1091559678a", "10915596784 "])
def test_anything_but_eleven_digits_is_no_identity_number(digits: str) -> None:
    assert not identity.is_valid(digits)


@given(numbers())
def test_every_number_of_the_rule_is_valid(number: str) -> None:
    assert identity.is_valid(number)


WRITTEN = [
    "{0}{1}{2}{3}{4}",
    "{0}{1}{2} {3}{4}",
    "{0}{1}{2}-{3}{4}",
    "{0}{1}{2} {3} {4}",
    "{0} {1} {2} {3}{4}",
    "{0}.{1}.{2} {3}{4}",
    "{0}.{1}.{2}-{3}{4}",
    "{0}.{1}.{2}.{3}.{4}",
    "{0}/{1}/{2} - {3}{4}",
    "{0}.{1}.{5}{2} {3}{4}",
    "{0}{1}{5}{2} {3}{4}",
    "{0}{1}{2}\u00a0{3}{4}",
    "{0}{1}{2}\u200b{3}{4}",
    "{0}{1}{2}\n{3}{4}",
]


@given(
    numbers(),
    st.sampled_from(WRITTEN),
    st.sampled_from(["Bruker ", "fnr:", "(", "barn nr 2, ", "personnr. ", "mor til\n"]),
    st.sampled_from(["", ".", ")", " venter", ", 3 uker"]),
)
def test_a_number_is_found_however_it_is_written(number: str, form: str, before: str, after: str) -> None:
    written = form.format(number[:2], number[2:4], number[4:6], number[6:9], number[9:], "19")
    text = f"{before}{written}{after}"
    assert found(text) == [(Kind.IDENTITY_NUMBER, written)]


def test_digits_of_other_scripts_are_digits() -> None:
    written = "".join(chr(ord("０") + int(digit)) for digit in SYNTHETIC[0])
    assert found(f"nr {written}") == [(Kind.IDENTITY_NUMBER, written)]


def test_a_number_inside_a_longer_one_is_left_alone() -> None:
    assert found(f"9{SYNTHETIC[0]} og {SYNTHETIC[0]}1") == []


def test_two_numbers_side_by_side_are_both_found() -> None:
    assert found(f"{SYNTHETIC[0]} {SYNTHETIC[1]}") == [
        (Kind.IDENTITY_NUMBER, SYNTHETIC[0]),
        (Kind.IDENTITY_NUMBER, SYNTHETIC[1]),
    ]


def test_a_bank_account_as_banks_write_it_is_left_alone() -> None:
    for account in sentences.accounts(2000):
        assert found(f"konto {account[:4]}.{account[4:6]}.{account[6:]}") == []


@pytest.mark.parametrize(
    "written",
    [
        "41234567",
        "412 34 567",
        "41 23 45 67",
        "22 12 34 56",
        "22.12.34.56",
        "22-12-34-56",
        "41234 567",
        "412 34567",
        "4123 4567",
        "22 123456",
        "+47 412 34 567",
        "+4741234567",
        "+47 41 23 45 67",
        "0047 41234567",
        "00 47 41 23 45 67",
        "+46 70 123 45 67",
        "+358 40 1234567",
        "41\u00a023\u00a045\u00a067",
    ],
)
def test_telephone_numbers_are_found_as_people_write_them(written: str) -> None:
    assert phones(f"Mor treffes på {written}.") == [written]
    assert phones(written) == [written]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ring meg på 41 234 567", ["41 234 567"]),
        ("Tlf.: 412-34-567, spør etter oss", ["412-34-567"]),
        ("mobil 2024 1231", ["2024 1231"]),
        ("Telefonnummeret er 20241231", ["20241231"]),
        ("(+47) 412 34 567", ["+47) 412 34 567"]),
        ("41234567/22123456", ["41234567", "22123456"]),
        ("41 23 45 67, 22 12 34 56 og 93456789", ["41 23 45 67", "22 12 34 56", "93456789"]),
        ("41234567mor", ["41234567"]),
        ("tlf 41 23 45 67 3 dager i uka", ["41 23 45 67"]),
    ],
)
def test_what_stands_around_a_number_helps(text: str, expected: list[str]) -> None:
    assert phones(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31.12.2026",
        "20261231 og 31122026",
        "2026-12-31",
        "2025-2026, 2025/2026, 2025 2026, 2025–2026",
        "25 000 000 kroner",
        "25 450 300 kroner",
        "25450300 kr",
        "25450300kr",
        "kr 25450300",
        "25.450.300",
        "+25 450 300 kr",
        "25000000",
        "2500 3000 4000 3500",
        "sak 2026/41234567",
        "26/41234567",
        "saksnr. 41234567",
        "prosjektnummer 41234567",
        "faktura nr. 41234567",
        "org.nr. 974 760 673",
        "974760673",
        "uke 24 25 26 27",
        "34 35 36 37 38 39",
        "41,234567 grader",
        "kl. 20.00–22.30",
        "192.168.22.33",
        "12345678",
        "02345678",
        "41234567890",
        "<@U41234567> i <#C41234567|kanal>",
        "https://kommune.example/41234567",
        "41234567 innbyggere",
    ],
)
def test_other_numbers_are_not_taken_for_telephone_numbers(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "written",
    [
        "postmottak@kommune.example",
        "en.innbygger+skole@mail.kommune.example",
        "bruker_12@kommune.example",
        "blåbær@øy.example",
        "postmottak [at] kommune.example",
        "postmottak(at)kommune.example",
        "POST@KOMMUNE.EXAMPLE",
    ],
)
def test_addresses_are_found(written: str) -> None:
    assert found(f"Skriv til {written}, så svarer vi.") == [(Kind.EMAIL, written)]


@pytest.mark.parametrize(
    "text", ["@kanal", "møte @ rådhuset", "a@b", "3 @ 40 kr", "post@kommune", "@post.no"]
)
def test_other_uses_of_the_sign_are_not_addresses(text: str) -> None:
    assert found(text) == []


def test_findings_come_in_order_without_overlaps() -> None:
    text = f"post@kommune.example, 41234567 og {SYNTHETIC[0]}@kommune.example"
    assert [kind for kind, _ in found(text)] == [Kind.EMAIL, Kind.PHONE, Kind.IDENTITY_NUMBER]


def test_identity_numbers_alone_cannot_be_confirmed() -> None:
    assert {kind: guard.is_confirmable(kind) for kind in Kind} == {
        Kind.IDENTITY_NUMBER: False,
        Kind.PHONE: True,
        Kind.EMAIL: True,
    }


def test_a_finding_does_not_hold_the_text() -> None:
    (finding,) = guard.find("post@kommune.example")
    assert finding == Finding(kind=Kind.EMAIL, start=0, end=20)
    assert "kommune" not in repr(finding)


PIECES = st.sampled_from(
    [*SYNTHETIC, "41 23 45 67", "+47", "tlf ", "kr ", " ", ".", "@", "a.no", "2026", "1", "\n"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_gives_findings_within_it(text: str) -> None:
    findings = guard.find(text)
    ends = [0]
    for finding in findings:
        assert ends[-1] <= finding.start < finding.end <= len(text)
        ends.append(finding.end)
    assert guard.find(text) == findings


@given(numbers(), st.text(alphabet="abcæøå .,\n", max_size=40), st.text(alphabet="abcæøå .,\n", max_size=40))
def test_no_words_hide_a_number(number: str, before: str, after: str) -> None:
    assert (Kind.IDENTITY_NUMBER, number) in found(f"{before}{number}{after}")


def test_of_ordinary_sentences_one_row_of_numbers_is_questioned() -> None:
    """Measured: of 360 sentences with dates, sums and case numbers one, which the person can confirm."""
    written = sentences.ordinary()
    assert len(written) == 360
    questioned = [(text, found(text)) for text in written if found(text)]
    assert questioned == [("Tabell: 25 12 25 26 8", [(Kind.PHONE, "25 12 25 26")])]


def test_few_other_numbers_of_eleven_digits_are_taken_for_identity_numbers() -> None:
    """Measured: about 1 in 100 random numbers, and 1 in 9 bank accounts written without separators."""
    draw = random.Random(7)
    chance = sum(identity.is_valid(f"{draw.randrange(10**11):011}") for _ in range(20_000)) / 20_000
    assert 0.005 < chance < 0.015
    accounts = sum(identity.is_valid(account) for account in sentences.accounts(5_000)) / 5_000
    assert 0.08 < accounts < 0.14
