"""The reader of languages tells them apart, whatever people's own words are in between."""

import pytest

from bot import texts
from tests import languages

KNOWN = ("Nye familier får brev de ikke forstår",)


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_a_language_is_told_from_the_others(locale: str) -> None:
    spoken = texts.load(locale)
    said = "\n".join(
        [
            f"*{spoken('ballot.not_yet')}*",
            f"• {KNOWN[0]}",
            spoken("ballot.saved", deadline="tirsdag 1. desember kl. 14:00"),
            f"<https://example.org/a|{spoken('ideas.open')}> · {spoken.plural('ballot.chose', 3)}",
            "▇▇▇░░ · <@UADMIN1> · 12",
        ]
    )
    assert languages.strange(said, locale, known=KNOWN) == []
    for other in set(texts.LOCALES) - {locale}:
        assert len(languages.strange(said, other, known=KNOWN)) >= 3
    assert languages.strange(said, locale) == [*KNOWN]
