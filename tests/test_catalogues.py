"""The three catalogues say the same, whole, and exactly what the code asks for."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from babel.messages.catalog import Catalog, Message

from bot import errors, texts

BOT = Path(__file__).parents[1] / "bot"
OTHER_CATALOGUES = BOT / "playground"
ERRORS = {"UserError"} | {one.__name__ for one in errors.UserError.__subclasses__()}

BOKMAL = {
    "jeg", "ikke", "hvordan", "hva", "hvem", "hvilke", "hvilken", "hvor", "noe", "noen", "også",
    "fra", "dere", "uke", "uken", "ideer", "ideene", "gruppen", "velg", "stemme", "stemmer",
    "stemmeseddel", "stemmesedler", "avstemningsrunde", "påminnelse", "åpne", "åpnet", "løse",
    "løser", "bare", "et", "en", "ble", "vises", "lagres", "kommer", "skrev", "gjøre", "være",
    "hver", "hvert", "mens", "tatt", "navn",
}  # fmt: skip
"""Words that exist in bokmål only."""


def written(locale: str) -> dict[str, Message]:
    found: Catalog = texts.catalogue(locale)
    return {_key(message): message for message in found if message.id}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


CATALOGUES = {locale: written(locale) for locale in texts.LOCALES}
KEYS = set(CATALOGUES["nb"])


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(BOT.rglob("*.py")):
        if OTHER_CATALOGUES not in path.parents:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def calls() -> Iterator[tuple[str, ast.Call, bool]]:
    """Every call that takes a key: where, which, and whether it is for a plural."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            where = f"{path.relative_to(BOT)}:{node.lineno}"
            match node.func:
                case ast.Name(id="texts" | "texts_"):
                    yield where, node, False
                case ast.Attribute(attr="plural"):
                    yield where, node, True
                case ast.Attribute(attr=name) | ast.Name(id=name) if name in ERRORS:
                    yield where, node, False


def constants() -> dict[str, str]:
    """Every string constant of the code that reads like a key, and one place where it stands.

    The names of log events read like keys too; they are left out.
    """
    roots = {key.split(".")[0] for key in KEYS if "." in key}
    found = {}
    for path, tree in modules():
        events = {id(node.args[0]) for node in ast.walk(tree) if _logs(node) and node.args}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in events:
                continue
            root, *rest = node.value.split(".")
            dotted = root in roots and rest and all(part.isidentifier() or part.isdigit() for part in rest)
            if dotted or node.value in KEYS:
                found[node.value] = f"{path.relative_to(BOT)}:{node.lineno}"
    return found


def _logs(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"debug", "info", "warning", "error", "exception", "critical"}
    )


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_catalogues_hold_the_same_keys(locale: str) -> None:
    assert set(CATALOGUES[locale]) == KEYS


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_nothing_is_empty_or_unsure(locale: str) -> None:
    for key, message in CATALOGUES[locale].items():
        assert all(form.strip() for form in _forms(message)), key
        assert not message.fuzzy, key


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_languages_agree_on_placeholders_and_plurals(locale: str) -> None:
    for key, message in CATALOGUES[locale].items():
        original = CATALOGUES["nb"][key]
        assert message.pluralizable == original.pluralizable, key
        assert placeholders(_forms(message)[-1]) == placeholders(_forms(original)[-1]), key
        for form in _forms(message):
            extra = placeholders(form) - placeholders(_forms(message)[-1])
            assert extra <= {"count"}, key


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_keys_are_in_one_order(locale: str) -> None:
    assert list(CATALOGUES[locale]) == list(CATALOGUES["nb"])


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_nothing_shouts(locale: str) -> None:
    for key, message in CATALOGUES[locale].items():
        assert not any("!" in form for form in _forms(message)), key


def test_nynorsk_is_nynorsk() -> None:
    for key, message in CATALOGUES["nn"].items():
        for form in _forms(message):
            if key.startswith("locale.") or "Lagre som" in form:
                continue
            said = {word.strip(".,:;?«»()…").casefold() for word in form.split()}
            assert not said & BOKMAL, key


def test_code_asks_only_for_what_is_written() -> None:
    missing = {key: where for key, where in constants().items() if key not in KEYS}
    assert missing == {}


def test_code_asks_for_all_that_is_written() -> None:
    assert sorted(KEYS - set(constants())) == []


def test_keys_are_never_put_together() -> None:
    composed = [
        where
        for where, call, _ in calls()
        if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(call.args[0]))
    ]
    assert composed == []


def test_calls_fill_every_placeholder() -> None:
    wrong = []
    for where, call, plural in calls():
        key = call.args[0]
        if not isinstance(key, ast.Constant) or key.value not in KEYS:
            continue
        if any(keyword.arg is None for keyword in call.keywords):
            continue
        given = {keyword.arg for keyword in call.keywords} | ({"count"} if plural else set())
        message = CATALOGUES["nb"][key.value]
        wanted = set().union(*(placeholders(form) for form in _forms(message)))
        if not wanted <= given or plural != message.pluralizable:
            wrong.append(f"{where} {key.value}: {sorted(wanted - given)}")
    assert wrong == []


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_headings_and_buttons_fit(locale: str) -> None:
    for key, message in CATALOGUES[locale].items():
        noted = " ".join(message.auto_comments)
        limit = 24 if "at most 24" in noted else 75 if "at most 75" in noted or "Button" in noted else None
        for form in _forms(message):
            assert limit is None or len(form) <= limit, key
