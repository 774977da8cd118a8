"""How values are written in the environment; those that are no text are passed on as they are.

What cannot be read is a ValueError that does not repeat it."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import sqlalchemy

from bot.domain import choices, spans

DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}
PARAMETERS = frozenset({"command_timeout", "host", "passfile", "port", "ssl", "sslmode", "timeout"})
"""What may follow the question mark in PostgreSQL's address; nobody would hide a password there."""
LAST_ISO_WEEK = 53
SHORTEST_PASSWORD = 4
SECRET_LENGTH = 32
SECRET_VARIETY = 8
NONE = "none"


def database_url(text: str) -> str:
    """A database address as SQLAlchemy's asyncio wants it, from any of the usual spellings.

    `postgres://`, `postgresql://` and `sqlite://` get their asynchronous driver, and libpq's `sslmode`
    becomes asyncpg's `ssl`. An SQLite database is a file: one in memory would be empty to every other
    connection.
    """
    try:
        url = sqlalchemy.make_url(text)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise ValueError("must be a database address such as postgresql://user:password@host/name") from None
    if url.drivername not in DRIVERS:
        raise ValueError("must begin with postgresql:// or sqlite://")
    if url.drivername.startswith("sqlite"):
        if url.database in {None, "", ":memory:"}:
            raise ValueError("must name a file: sqlite:///./idejakt.db")
    elif not url.database:
        raise ValueError("must end with the name of a database")
    elif not PARAMETERS.issuperset(url.query):
        raise ValueError(f"may carry no other parameters than {', '.join(sorted(PARAMETERS))}")
    mode = url.query.get("sslmode")
    if mode is not None:
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return url.set(drivername=DRIVERS[url.drivername]).render_as_string(hide_password=False)


def password(url: str) -> str | None:
    """The password in the address of a database or a proxy, where there is one long enough to be one."""
    written = sqlalchemy.make_url(url).password
    return written if written and len(written) >= SHORTEST_PASSWORD else None


def secret(text: str) -> str:
    """The installation's own secret, where it is long and varied enough to have been drawn at random."""
    if len(text) < SECRET_LENGTH or len(set(text)) < SECRET_VARIETY:
        raise ValueError(f"must be at least {SECRET_LENGTH} random characters: openssl rand -hex 32")
    return text


def proxy(text: str) -> str:
    """The address of a proxy, with its scheme."""
    address = urlsplit(text)
    if address.scheme != "http" or not address.hostname:
        raise ValueError("must look like http://proxy.example.org:3128")
    return text


def api_url(text: str) -> str:
    """Where Slack's Web API is, with its closing slash. Tokens go there: encrypted, or on this machine."""
    address = urlsplit(text)
    local = address.hostname in {"127.0.0.1", "localhost", "::1"}
    if not address.hostname or not (address.scheme == "https" or (address.scheme == "http" and local)):
        raise ValueError("must be an https:// address (http:// on this machine only): tokens go there")
    return text.rstrip("/") + "/"


def upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def zone(value: Any) -> Any:
    """A time zone by its name."""
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be the name of a time zone, such as Europe/Oslo") from None


def stages(text: Any) -> Any:
    """Names separated by semicolons; `none` for the ones everybody has."""
    if not isinstance(text, str):
        return text
    try:
        return choices.stages(text)
    except choices.Wrong:
        raise ValueError(
            f"must be {choices.FEWEST_STAGES} to {choices.MOST_STAGES} different names of at most "
            f"{choices.STAGE_LIMIT} characters"
        ) from None


def parts(value: Any) -> Any:
    """The items of a list separated by commas; `none`, or nothing, is the empty list."""
    if not isinstance(value, str):
        return value
    found = tuple(part.strip() for part in value.split(",") if part.strip())
    return () if [part.lower() for part in found] == [NONE] else found


def members(ids: tuple[str, ...]) -> tuple[str, ...]:
    if not all(one[:1] in {"U", "W"} and one.isalnum() and one.isupper() for one in ids):
        raise ValueError("must be Slack member ids such as U012AB3CD, separated by commas")
    return ids


def weeks(value: Any) -> Any:
    """ISO week numbers, in order, from numbers and ranges: `28-31, 40`."""
    if not isinstance(value, str):
        return value
    try:
        return spans.numbers(value, lowest=1, highest=LAST_ISO_WEEK)
    except ValueError:
        raise ValueError(f"must be ISO weeks between 1 and {LAST_ISO_WEEK}, such as 28-31, 40") from None


def write(value: Any) -> str:
    """A value as the environment would carry it; empty for one that is not set."""
    match value:
        case None:
            return ""
        case ():
            return NONE
        case tuple() if all(isinstance(one, int) for one in value):
            return spans.written(value)
        case tuple():
            return ", ".join(one.isoformat() if isinstance(one, date) else str(one) for one in value)
        case _:
            return str(value)
