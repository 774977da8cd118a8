"""A copy of the SQLite database while it is in use."""

import contextlib
import os
import sqlite3
from pathlib import Path

import sqlalchemy as sa


class BackupError(Exception):
    """No copy was made; the message says why."""


def save(url: str, target: Path) -> int:
    """Copy the database at `url` to `target`, as it is at one moment; returns the size in bytes.

    Others may go on reading and writing meanwhile. The copy is one file without a journal, readable by its
    owner alone, and appears only when it is whole and was checked. Raises BackupError for a database that is
    not SQLite or not there, and where `target` exists: a good copy is not to be lost for a new one.
    """
    made = sa.make_url(url)
    if made.get_backend_name() != "sqlite":
        raise BackupError("This is for SQLite. For PostgreSQL: pg_dump --format=custom --file=FILE URL")
    source = Path(made.database or "")
    if not source.is_file():
        raise BackupError(f"There is no database at {source}.")
    if target.exists():
        raise BackupError(f"{target} is there already. Name another file, or remove it first.")
    partial = target.with_name(f".{target.name}.part")
    try:
        with contextlib.suppress(FileNotFoundError):
            partial.unlink()
        partial.touch(mode=0o600, exist_ok=False)
        _copy(source, partial)
        os.replace(partial, target)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise BackupError(f"The copy could not be made: {error}") from error
    return target.stat().st_size


def _copy(source: Path, target: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as origin,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        origin.backup(copy)  # all pages in one step: nothing can change between two of them
        copy.execute("PRAGMA journal_mode=DELETE")
        found = copy.execute("PRAGMA quick_check").fetchone()
        if found != ("ok",):
            raise sqlite3.DatabaseError("the copy does not pass SQLite's check")
    with target.open("rb") as written:
        os.fsync(written.fileno())
