"""The workshop itself: the database server, the browser, the clean environment that tests stand on."""

import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy
from sqlalchemy.ext.asyncio import create_async_engine

from tests import browser, postgres

ROOT = Path(__file__).parent.parent


async def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            answer = await connection.execute(sqlalchemy.text(statement))
            return [tuple(row) for row in answer] if answer.returns_rows else []
    finally:
        await engine.dispose()


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("again", [False, True])
async def test_every_test_has_a_fresh_database(database_url: str, again: bool) -> None:
    assert await rows(database_url, "CREATE TABLE mark (number INTEGER)") == []
    assert await rows(database_url, "SELECT number FROM mark") == []


@pytest.mark.parametrize("again", [False, True])
async def test_every_test_has_a_migrated_database_of_its_own(migrated_url: str, again: bool) -> None:
    ((version,),) = await rows(migrated_url, "SELECT version_num FROM alembic_version")
    assert version
    assert await rows(migrated_url, "SELECT id FROM workspace") == []
    await rows(migrated_url, "CREATE TABLE mark (number INTEGER)")


async def test_the_server_is_closed_to_the_network_and_sorts_letters(postgres_server: sqlalchemy.URL) -> None:
    if "TEST_POSTGRES_URL" not in os.environ:
        url = postgres_server.render_as_string(hide_password=False)
        assert await rows(url, "SHOW listen_addresses") == [("",)]
        assert await rows(url, "SELECT lower('ÆØÅ'), 'å' > 'z'") == [("æøå", True)]


def test_the_server_dies_with_its_process_however_that_ends(tmp_path: Path) -> None:
    """A process starts a server, tells its directory, and is killed without any chance to clean up."""
    program = "import sys, time\nfrom tests import postgres\nwith postgres.serve() as url:\n"
    program += "    print(url.query['host'], flush=True)\n    time.sleep(60)\n"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}
    ) as holder:
        assert holder.stdout is not None
        home = holder.stdout.readline().strip()
        server = int((Path(home) / "data" / "postmaster.pid").read_text().split()[0])
        assert alive(server)
        holder.kill()
    deadline = time.monotonic() + 20
    while (alive(server) or Path(home).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(server)
    assert not Path(home).exists()


def test_an_error_in_work_apart_is_raised_here() -> None:
    async def fail() -> None:
        raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        postgres.apart(fail)


def test_nothing_of_this_machines_environment_reaches_a_test() -> None:
    names = {name.upper() for name in os.environ}
    assert not {
        name for name in names if name.startswith(("IDEJAKT_", "SLACK_", "PG")) or name.endswith("_PROXY")
    }
    assert not names & {"PORT", "DATABASE_URL"}
    assert time.timezone == -14 * 3600


def test_now_is_a_tuesday_morning_in_oslo(now: datetime) -> None:
    local = now.astimezone(ZoneInfo("Europe/Oslo"))
    assert (local.isoweekday(), local.hour, local.utcoffset()) == (2, 10, local.replace(month=1).utcoffset())


def test_a_named_chromium_is_the_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert browser.find() == program
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError, match="none"):
        browser.find()


def test_a_chromium_is_found_on_the_path_or_where_playwright_keeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert browser.find() is None
    own = tmp_path / "chromium-1200" / "chrome-linux64" / "chrome"
    own.parent.mkdir(parents=True)
    own.touch(mode=0o755)
    assert browser.find() == own
    on_path = tmp_path / "chromium-browser"
    on_path.touch(mode=0o755)
    assert browser.find() == on_path


@pytest.mark.browser
async def test_the_browser_starts_and_shows_a_page() -> None:
    async with browser.launch() as running:
        page = await running.new_page()
        await page.set_content("<h1>Idéjakt</h1>")
        assert await page.inner_text("h1") == "Idéjakt"


@pytest.mark.parametrize(
    ("ci", "status", "said"),
    [("", 0, "NO CHROMIUM WAS FOUND"), ("true", 4, "NO CHROMIUM WAS FOUND")],
    ids=["elsewhere", "under CI"],
)
def test_without_a_chromium_the_run_says_so_and_fails_under_ci(
    ci: str, status: int, said: str, tmp_path: Path
) -> None:
    """Runs one browser test and one other of this very file, on a machine that has no Chromium."""
    wanted = [
        f"{__file__}::test_the_browser_starts_and_shows_a_page",
        f"{__file__}::test_an_error_in_work_apart_is_raised_here",
    ]
    bare = {"PATH": str(tmp_path), "HOME": str(tmp_path), "CI": ci, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-o", "addopts=", *wanted]
    ran = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
    assert ran.returncode == status, ran.stdout + ran.stderr
    assert said in ran.stdout + ran.stderr
    if not status:
        assert "1 passed, 1 deselected" in ran.stdout
