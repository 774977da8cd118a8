"""What every test stands on: a clean environment, a fixed present, and databases of both kinds."""

import gc
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy
import structlog

from bot import start
from tests import browser, postgres

FOREIGN_PREFIXES = ("IDEJAKT_", "SLACK_", "PG", "SSL_CERT_")
FOREIGN = {"PORT", "DATABASE_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}
NO_CHROMIUM = "NO CHROMIUM WAS FOUND: the browser tests were NOT run. Install one, or name it in CHROMIUM."


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: drives a page in a real Chromium")
    config.addinivalue_line(
        "markers", "early: takes long, and begins first: no core is to wait for it at the end"
    )
    config.addinivalue_line("markers", "torture: takes minutes; make torture runs it, make test does not")
    for name in list(os.environ):
        if name.upper() in FOREIGN or name.upper().startswith(FOREIGN_PREFIXES):
            del os.environ[name]
    # As far from Norway as zones go: a test that leans on the machine's own zone fails everywhere.
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()
    # Correctness takes as long as it takes: a busy machine is no falsification.
    hypothesis.settings.register_profile("unhurried", deadline=None)
    hypothesis.settings.load_profile("unhurried")
    # Plain lines: drawing an error with all its variables takes longer than a handler may.
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(),
        ]
    )
    if os.environ.get("CI") == "true" and browser.find() is None:
        raise pytest.UsageError(NO_CHROMIUM)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: there is always a test that waits for a disk, a process or a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    # As an installed bot has it: the tests themselves and all they import need no second look for garbage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(start.YOUNG)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("early") is None)
    if browser.find() is not None:
        return
    unwanted = [item for item in items if item.get_closest_marker("browser")]
    if unwanted:
        config.hook.pytest_deselected(items=unwanted)
        items[:] = [item for item in items if not item.get_closest_marker("browser")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if browser.find() is None:
        terminalreporter.write_sep("!", NO_CHROMIUM, red=True, bold=True)


@pytest.fixture(autouse=True)
def logs_put_back() -> Iterator[None]:
    """A test that sets up logs of its own does not set up those of the next one."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.configure(**before)
    for handler in root.handlers[:]:
        if handler not in handlers and isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def now() -> datetime:
    """Tuesday 24 November 2026 at 10:00 in Oslo."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sqlalchemy.URL]:
    """An administrator's URL of a running server; each worker of a parallel run has its own."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        yield sqlalchemy.make_url(url).set(drivername="postgresql+asyncpg")
    else:
        with postgres.serve() as started:
            yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Both databases, one after the other."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, empty database, on both databases in turn."""
    if database_kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'fresh.db'}"
    else:
        server: sqlalchemy.URL = request.getfixturevalue("postgres_server")
        with postgres.database(server) as url:
            yield url.render_as_string(hide_password=False)


@pytest.fixture
def migrated_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database at the newest schema, on both databases in turn."""
    if database_kind == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path / "migrated.db"
        shutil.copyfile(template, path)
        yield f"sqlite+aiosqlite:///{path}"
    else:
        migrated: sqlalchemy.URL = request.getfixturevalue("postgres_template")
        server: sqlalchemy.URL = request.getfixturevalue("postgres_server")
        assert migrated.database is not None
        with postgres.database(server, template=migrated.database) as url:
            yield url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy; nothing of it is left in a journal."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite+aiosqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: sqlalchemy.URL) -> Iterator[sqlalchemy.URL]:
    """A migrated database to copy; nobody is connected to it."""
    with ExitStack() as stack:
        url = stack.enter_context(postgres.database(postgres_server))
        _migrate(url.render_as_string(hide_password=False))
        yield url


def _migrate(url: str) -> None:
    from storage import migrations

    postgres.apart(lambda: migrations.upgrade(url))
