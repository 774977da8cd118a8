"""The doctor: right about what is in place, plain about what is not, silent about secrets."""

import os
import pwd
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy
from aiohttp import web

from bot import clock, doctor, manifest
from bot.finding import Finding
from bot.playground import registration
from bot.playground.slack import Playground

SECRET = "0123456789abcdef" * 2
BOT_TOKEN = "xoxb-1-the-right-one"
APP_TOKEN = "xapp-1-the-right-one"
Answering = Callable[[web.Response], Awaitable[str]]


def named(findings: list[Finding], name: str) -> Finding:
    (found,) = [finding for finding in findings if finding.name == name]
    return found


def environ(api_url: str, database_url: str = "sqlite:///./none.db", **changes: str) -> dict[str, str]:
    return {
        "IDEJAKT_SECRET": SECRET,
        "IDEJAKT_SLACK_BOT_TOKEN": BOT_TOKEN,
        "IDEJAKT_SLACK_SIGNING_SECRET": SECRET,
        "IDEJAKT_SLACK_API_URL": api_url,
        "IDEJAKT_DATABASE_URL": database_url,
        **{f"IDEJAKT_{name.upper()}": value for name, value in changes.items()},
    }


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A workspace whose bot was installed from the manifest."""
    asked = manifest.manifest(transport="socket")
    workspace = Playground(
        clock=clock.system,
        signing_secret=SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=registration.read(asked),
    )
    await workspace.start()
    yield workspace
    await workspace.stop()


@pytest.fixture
async def answering() -> AsyncIterator[Answering]:
    """Starts a server in Slack's place that gives one answer to everything, and returns its API's address."""
    runners = []

    async def start(answer: web.Response) -> str:
        async def handle(_request: web.BaseRequest) -> web.Response:
            return web.Response(body=answer.body, status=answer.status, headers=answer.headers)

        runner = web.ServerRunner(web.Server(handle))
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/api/"

    yield start
    for runner in runners:
        await runner.cleanup()


async def test_all_is_well_with_a_complete_installation(playground: Playground, migrated_url: str) -> None:
    findings = await doctor.examine(environ(playground.api_url, migrated_url), clock=clock.system)
    assert [(one.name, one.ok, one.message) for one in findings if one.ok is not True] == []
    assert [one.name for one in findings] == [
        "settings",
        "time zones",
        "database",
        "schema",
        "outbox",
        "certificates",
        "signing secret",
        "Slack",
        "bot token",
        "scopes",
        "clock",
    ]
    assert doctor.healthy(findings)
    assert doctor.report(findings).endswith("Everything is in place.\n")


async def test_socket_mode_is_tried_with_its_own_token(playground: Playground) -> None:
    given = environ(playground.api_url, slack_transport="socket", slack_app_token=APP_TOKEN)
    findings = await doctor.examine(given, clock=clock.system)
    assert named(findings, "app token").ok is True
    assert "signing secret" not in {one.name for one in findings}
    given["IDEJAKT_SLACK_APP_TOKEN"] = "xapp-1-another"
    refused = named(await doctor.examine(given, clock=clock.system), "app token")
    assert refused.ok is False
    assert "connections:write" in refused.remedy


async def test_what_is_wrong_with_the_settings_is_told_and_the_database_examined_all_the_same(
    migrated_url: str,
) -> None:
    findings = await doctor.examine({"DATABASE_URL": migrated_url}, clock=clock.system)
    assert [one.ok for one in findings if one.name == "settings"] == [False, False, False]
    assert named(findings, "schema").ok is True
    assert named(findings, "Slack").ok is None
    findings = await doctor.examine({"DATABASE_URL": "mysql://u:hush@h/d"}, clock=clock.system)
    assert named(findings, "database").ok is None
    assert "hush" not in doctor.report(findings)


async def test_a_wrong_token_is_told_without_being_shown(playground: Playground) -> None:
    given = environ(playground.api_url, slack_bot_token="xoxb-1-hush")
    findings = await doctor.examine(given, clock=clock.system)
    token = named(findings, "bot token")
    assert token.ok is False
    assert "Slack does not know it" in token.message
    assert "Install the app again" in token.remedy
    report = doctor.report(findings)
    assert "WRONG  bot token" in report
    assert report.endswith("To be mended: 2\n")  # the database is not made yet either
    assert "hush" not in report
    assert SECRET not in report


async def test_missing_scopes_are_named(answering: Answering) -> None:
    granted = ", ".join([*list(manifest.SCOPES)[2:], "admin"])
    answer = web.json_response(
        {"ok": True, "user": "idejakt", "team": "Kommunen"}, headers={"X-OAuth-Scopes": granted}
    )
    findings = await doctor.examine(environ(await answering(answer)), clock=clock.system)
    scopes = named(findings, "scopes")
    assert scopes.ok is False
    assert scopes.message == "missing: commands, chat:write"
    assert "idejakt manifest" in scopes.remedy


async def test_scopes_beyond_the_needed_ones_are_named(answering: Answering) -> None:
    answer = web.json_response(
        {"ok": True}, headers={"X-OAuth-Scopes": ",".join([*manifest.SCOPES, "admin"])}
    )
    scopes = named(await doctor.examine(environ(await answering(answer)), clock=clock.system), "scopes")
    assert (scopes.ok, scopes.message) == (True, "all there; not needed: admin")


@pytest.mark.parametrize(
    ("ahead", "ok", "said"),
    [(0, True, "agrees"), (50, True, "agrees"), (75, False, "ahead of"), (-400, False, "behind")],
)
async def test_a_clock_that_is_off_is_found(playground: Playground, ahead: int, ok: bool, said: str) -> None:
    def wrong() -> datetime:
        return clock.system() + timedelta(seconds=ahead)

    found = named(await doctor.examine(environ(playground.api_url), clock=wrong), "clock")
    assert found.ok is ok
    assert said in found.message


async def test_something_else_in_slacks_place_is_told_apart(answering: Answering) -> None:
    page = web.Response(text="<h1>Logg inn på nettverket</h1>", content_type="text/html")
    found = named(await doctor.examine(environ(await answering(page)), clock=clock.system), "Slack")
    assert found.ok is False
    assert "something else answered" in found.message
    busy = web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"})
    waiting = named(await doctor.examine(environ(await answering(busy)), clock=clock.system), "bot token")
    assert waiting.ok is None


async def test_an_unreachable_slack_says_where_to_look() -> None:
    findings = await doctor.examine(environ(f"http://127.0.0.1:{closed_port()}/api/"), clock=clock.system)
    found = named(findings, "Slack")
    assert found.ok is False
    assert "443" in found.remedy


async def test_a_proxy_that_does_not_answer_is_told_without_its_password() -> None:
    given = environ("https://slack.com/api/", https_proxy=f"http://somebody:hush@127.0.0.1:{closed_port()}")
    findings = await doctor.examine(given, clock=clock.system)
    assert named(findings, "Slack").message == "the proxy does not answer"
    assert "hush" not in doctor.report(findings)


async def test_a_proxy_that_refuses_is_told(answering: Answering) -> None:
    at = (await answering(web.Response(status=407))).removesuffix("/api/")
    given = environ("https://slack.com/api/", https_proxy=at)
    found = named(await doctor.examine(given, clock=clock.system), "Slack")
    assert found.message == "the proxy refuses (status 407)"


async def test_the_database_is_examined_without_being_made(tmp_path: Path) -> None:
    file = tmp_path / "later.db"
    found = await doctor.database(f"sqlite+aiosqlite:///{file}")
    assert [(one.name, one.ok) for one in found] == [("database", True), ("schema", False)]
    assert not file.exists()
    (nowhere,) = await doctor.database(f"sqlite+aiosqlite:///{tmp_path / 'no' / 'later.db'}")
    assert nowhere.ok is False
    file.write_text("This is no database, and was never meant to be one." * 20)
    (broken,) = await doctor.database(f"sqlite+aiosqlite:///{file}")
    assert (broken.ok, broken.message) == (False, "does not answer: DatabaseError")


@contextmanager
def whose_folder_is_anothers(folder: Path) -> Iterator[None]:
    """For as long as the block runs, whoever runs it may look into `folder` and write nothing there."""
    root = os.getuid() == 0
    folder.chmod(0o500)
    if root:
        os.setreuid(pwd.getpwnam("nobody").pw_uid, -1)
    try:
        yield
    finally:
        if root:
            os.setreuid(0, -1)
        folder.chmod(0o700)


@pytest.mark.parametrize("there", [False, True])
async def test_a_database_that_may_not_be_written_to_is_told(tmp_path: Path, there: bool) -> None:
    file = tmp_path / "later.db"
    if there:
        file.touch()
    with whose_folder_is_anothers(tmp_path):
        (found,) = await doctor.database(f"sqlite+aiosqlite:///{file}")
    assert found.ok is False
    assert "may not write" in found.message
    assert "user of the service" in found.remedy


async def test_a_database_that_was_never_migrated_is_told(database_url: str) -> None:
    found = await doctor.database(database_url)
    assert found[-1].ok is False
    assert found[-1].remedy == "Run: idejakt migrate"


@pytest.mark.parametrize("query", ["", "?host=/nowhere"])
async def test_a_database_that_is_away_is_told_without_its_password(query: str) -> None:
    host = "" if query else f"127.0.0.1:{closed_port()}"
    (found,) = await doctor.database(f"postgresql+asyncpg://somebody:hush@{host}/idejakt{query}")
    assert found.ok is False
    assert found.message.startswith("does not answer: ")
    assert "hush" not in found.message + found.remedy


async def test_a_database_of_another_name_is_told(postgres_server: sqlalchemy.URL) -> None:
    url = postgres_server.set(database="nobody_made_it").render_as_string(hide_password=False)
    (found,) = await doctor.database(url)
    assert found.message == "does not answer: InvalidCatalogNameError"


def test_certificates_are_read(tmp_path: Path) -> None:
    assert doctor.certificates(None).ok is True
    broken = tmp_path / "ca.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----\n")
    found = doctor.certificates(broken)
    assert found.ok is False
    assert "IDEJAKT_CA_FILE" in found.remedy
    known = ssl.get_default_verify_paths().cafile
    if known:
        assert doctor.certificates(Path(known)).ok is True


async def test_unreadable_certificates_end_the_examination_of_slack(
    tmp_path: Path, playground: Playground
) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("nothing")
    findings = await doctor.examine(environ(playground.api_url, ca_file=str(broken)), clock=clock.system)
    assert named(findings, "certificates").ok is False
    assert named(findings, "Slack").ok is None


@pytest.mark.parametrize(
    ("written", "ok"), [(SECRET, True), (SECRET.upper(), False), (SECRET[:-1], False), ("hush" * 8, False)]
)
def test_a_signing_secret_has_a_form(written: str, ok: bool) -> None:
    found = doctor.signing_secret(written)
    assert found.ok is ok
    assert written not in found.message + found.remedy


def test_time_zones_know_summer_time(now: datetime) -> None:
    assert doctor.zones(now).ok is True
    assert doctor.zones(datetime(2040, 7, 1, tzinfo=UTC)).ok is True
