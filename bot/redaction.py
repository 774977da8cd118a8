"""What may not stand in a log: tokens and other secrets, people's texts, and errors that quote them."""

import re
import traceback
from collections.abc import Iterable
from typing import Any

from bot import terminal

WITHHELD = "[withheld]"
LONGEST = 300
DEEPEST = 6
PERSONAL = frozenset(
    {
        "answer",
        "blocks",
        "body",
        "channel_name",
        "comment",
        "content",
        "display_name",
        "email",
        "evidence",
        "event_payload",
        "files",
        "form",
        "initial_value",
        "learning",
        "message",
        "messages",
        "metadata",
        "name",
        "names",
        "next_step",
        "payload",
        "phone",
        "plain_text",
        "previous",
        "private_metadata",
        "profile",
        "question",
        "real_name",
        "reason",
        "text",
        "title",
        "topic",
        "user_name",
        "username",
        "value",
        "values",
        "view",
        "views",
        "who",
    }
)
"""Keys under which people's own words, or their names, travel in this house and in Slack's payloads."""
QUOTING = ("pydantic", "pydantic_core", "sqlalchemy", "asyncpg", "aiosqlite", "sqlite3", "slack_sdk")
"""Packages whose errors quote the values that they are about."""
SECRETS = (
    (re.compile(r"\bxox[a-z](?:\.xox[a-z])?-[\w.-]+"), "[token]"),
    (re.compile(r"\bxapp-[\w.-]+"), "[token]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 [token]"),
    (re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+@"), "[credentials]@"),
    (re.compile(r"https://hooks\.slack\.com/\S+"), "[response url]"),
    (re.compile(r"\bwss?://\S+"), "[socket url]"),
)


def text(written: str, secrets: Iterable[str] = ()) -> str:
    """`written` without anything that looks like a token, a password in an address, or one of `secrets`.

    On one line, without signs that a terminal would obey: whoever reads a log reads no line of a stranger's.
    """
    for secret in secrets:
        written = written.replace(secret, "[secret]")
    for pattern, replacement in SECRETS:
        written = pattern.sub(replacement, written)
    return terminal.shown(written)


def value(given: Any, secrets: Iterable[str] = (), depth: int = 0) -> Any:
    """`given` as a log may hold it: whatever stands under a personal key withheld, at any depth."""
    match given:
        case None | bool() | int() | float():
            return given
        case str():
            return text(given, secrets)
        case dict() if depth < DEEPEST:
            return {
                text(str(key), secrets): WITHHELD
                if str(key).lower() in PERSONAL
                else value(one, secrets, depth + 1)
                for key, one in given.items()
            }
        case list() | tuple() | set() | frozenset() if depth < DEEPEST:
            return [value(one, secrets, depth + 1) for one in given]
        case dict() | list() | tuple() | set() | frozenset():
            return WITHHELD
        case _:
            return text(str(given), secrets)[:LONGEST]


def exception(error: BaseException, secrets: Iterable[str] = ()) -> list[dict[str, Any]]:
    """An error and what it came from, the outermost first: type, what it says, and where, without variables.

    What an error says is withheld where its package is known to quote values; their codes stay.
    """
    told: list[dict[str, Any]] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        told.append(_one(current, secrets))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return told


def _one(error: BaseException, secrets: Iterable[str]) -> dict[str, Any]:
    kind = type(error)
    quoting = any(parent.__module__.split(".")[0] in QUOTING for parent in kind.__mro__)
    said = text(_codes(error) if quoting else str(error), secrets)[:LONGEST]
    frames = [
        f"{frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    one: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}", "says": said, "frames": frames}
    if isinstance(error, BaseExceptionGroup):
        one["of"] = [told for part in error.exceptions for told in exception(part, secrets)]
    return one


def _codes(error: BaseException) -> str:
    """The parts of a quoting error that are its maker's own words: a status, a code, where and what kind."""
    codes = [
        str(getattr(error, name)) for name in ("sqlstate", "sqlite_errorname") if getattr(error, name, None)
    ]
    origin = getattr(error, "orig", None)
    if isinstance(origin, BaseException):
        codes.append(f"{type(origin).__name__} {_codes(origin)}".strip())
    response = getattr(error, "response", None)
    answer = getattr(response, "data", response)
    if isinstance(answer, dict) and isinstance(answer.get("error"), str):
        codes.append(answer["error"])
    errors = getattr(error, "errors", None)
    if callable(errors) and type(error).__module__.startswith("pydantic"):
        codes += [f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in errors(include_input=False)]
    return "; ".join(codes) or WITHHELD
