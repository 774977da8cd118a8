"""The pages' words: every one in all three languages."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from bot.playground import fields, html
from bot.playground.state import Json

PACKAGE = Path(html.__file__).parent
KEYWORDS = ("_", "gettext", "ngettext")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%\(\w+\)d")


def wanted() -> set[str | tuple[str, str]]:
    """Every message that the templates and the code ask for; a plural one as a pair."""
    found: set[str | tuple[str, str]] = set(html.SENTENCES)
    for template in (PACKAGE / "templates").glob("*.html"):
        for _, _, message, _ in babel_extract(io.BytesIO(template.read_bytes()), KEYWORDS, [], {}):
            texts = [part for part in (message if isinstance(message, tuple) else (message,)) if part]
            found.add((texts[0], texts[1]) if len(texts) > 1 else texts[0])
    with (PACKAGE / "desk.py").open("rb") as source:
        found |= {str(message) for _, message, _, _ in extract("python", source)}
    return found


def catalogue(language: str) -> Catalog:
    with (html.LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_word_is_translated_and_none_is_left_over(language: str) -> None:
    messages = [message for message in catalogue(language) if message.id]
    assert {message.id for message in messages} == wanted()
    for message in messages:
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        assert all(texts)
        assert {tuple(sorted(PLACEHOLDER.findall(text))) for text in texts} == {
            tuple(sorted(PLACEHOLDER.findall(one))) for one in ids
        }


def test_slacks_sentences_are_those_that_the_playground_says() -> None:
    def block(element: Json) -> Json:
        return {"type": "input", "block_id": "b", "element": {"action_id": "a", **element}}

    said = set()
    cases: list[tuple[Json, object]] = [
        ({"type": "plain_text_input"}, None),
        ({"type": "plain_text_input", "max_length": 3}, "lang"),
        ({"type": "plain_text_input", "min_length": 9}, "kort"),
        ({"type": "number_input", "is_decimal_allowed": False}, "x"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "1.5"}, "1"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "-5"}, "1"),
        ({"type": "email_text_input"}, "x"),
        ({"type": "url_text_input"}, "x"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U1", "U2"]),
    ]
    for element, value in cases:
        shown = [block(element)]
        values = {"b": {"a": fields.typed(shown[0]["element"], value)}}
        said |= set(fields.problems(shown, values).values())
    assert len(said) == len(html.SENTENCES)
    for sentence in said:
        assert html.sentence(sentence, "en") == sentence
        for language in ("nb", "nn"):
            assert html.sentence(sentence, language) != sentence
    assert html.sentence("Teksten er for kort (3).", "nb") == "Teksten er for kort (3)."


@pytest.mark.parametrize(
    ("locale", "language"), [("nb-NO", "nb"), ("nn-NO", "nn"), ("en-GB", "en"), ("de-DE", "nb"), ("", "nb")]
)
def test_a_locale_has_its_language(locale: str, language: str) -> None:
    assert html.language(locale) == language
