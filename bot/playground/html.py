"""The pages' templates and words, one Jinja environment for each language."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, PackageLoader

from bot.playground import blocks

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-US"}
"""The languages of the pages, each with the locale that Slack reports for it; the first is the default."""

SENTENCES = (
    "Please complete this required field.",
    "Please enter a number of at least %(number)s.",
    "Please enter a number of at most %(number)s.",
    "Please enter a valid URL.",
    "Please enter a valid email address.",
    "Please enter a valid number.",
    "Select no more than %(number)s items.",
    "This entry must be %(number)s characters or fewer.",
    "This entry must be at least %(number)s characters.",
)
"""What Slack itself says under a field, in English; the catalogues hold it in the other languages."""

LOCALES = Path(__file__).parent / "locale"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def language(locale: str) -> str:
    """The pages' language for a person's Slack locale, such as nn for nn-NO."""
    start = locale.partition("-")[0]
    return start if start in LANGUAGES else next(iter(LANGUAGES))


@cache
def environment(language: str) -> Environment:
    """The templates in one of LANGUAGES; everything that is put into them is escaped."""
    made = Environment(
        loader=PackageLoader("bot.playground"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals["sentence"] = lambda english: sentence(english, language)
    blocks.install(made)
    return made


def sentence(english: str, language: str) -> str:
    """One of Slack's SENTENCES in another language; the bot's own are returned as they are."""
    number = _NUMBER.search(english)
    shape = _NUMBER.sub("%(number)s", english, count=1)
    if shape not in SENTENCES:
        return english
    return translations(language).gettext(shape) % {"number": number[0] if number else ""}


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language. The templates' own words are English, so English has none."""
    path = LOCALES / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
