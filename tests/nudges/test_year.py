"""The year that `tests.nudges.year` tells, to the message: who or where, when, and in which words."""

import difflib
from datetime import UTC, date, datetime

import pytest

from bot import texts

from . import groups, year

WEEKS = date(2026, 9, 18)
"""Far enough for the first questions and ways out; the whole year is walked under torture."""


async def compare(url: str, locale: str, *, until: date) -> None:
    told = year.expected(locale).read_text(encoding="utf-8").splitlines()
    expected = [line for line in told if datetime.fromisoformat(line[:10]).date() < until]
    said = await year.said(url, locale, until=until)
    unlike = "\n".join(difflib.unified_diff(expected, said, "expected", "said", n=0, lineterm=""))
    assert not unlike, f"{unlike}\nRead what changed; python -m tests.nudges.year writes it anew."


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_the_first_weeks_of_ten_groups(migrated_url: str) -> None:
    await compare(migrated_url, "nb", until=WEEKS)


@pytest.mark.torture
@pytest.mark.parametrize("locale", texts.LOCALES)
@groups.BOTH
async def test_a_whole_year_of_ten_groups(migrated_url: str, locale: str) -> None:
    await compare(migrated_url, locale, until=year.END)


def test_the_year_has_no_private_message_too_many() -> None:
    """In every language the same messages; to each person at most one a week, at hours when people work."""
    by_locale = {
        one: year.expected(one).read_text(encoding="utf-8").splitlines() for one in ("nb", "nn", "en")
    }
    heads = {one: [line.split("  ")[:2] for line in lines] for one, lines in by_locale.items()}
    assert heads["nb"] == heads["nn"] == heads["en"]
    last: dict[str, datetime] = {}
    for when, where in heads["nb"]:
        at = datetime.strptime(when, "%Y-%m-%d %a %H:%M").replace(tzinfo=UTC)
        assert at.weekday() < 5
        if where.startswith("@"):
            assert where not in last or (at - last[where]).days >= 6, (when, where)
            last[where] = at
