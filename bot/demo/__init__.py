"""The demo: the real bot on SQLite, and the playground as its Slack, in one process on this machine."""

import asyncio
import contextlib
import secrets
import shutil
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pydantic

from bot import app as wiring
from bot import clock, logs, manifest
from bot.demo import planting
from bot.playground import pace, pages, registration
from bot.playground.slack import Playground
from bot.settings import Settings
from storage import migrations

BEFORE = timedelta(days=14)
"""How long before today the sample begins."""


class DemoError(Exception):
    """The demo cannot start; the message says what to do."""


async def run(folder: Path, *, port: int, fresh: bool, open_browser: bool) -> None:
    """Run until cancelled. `folder` keeps everything between runs; `fresh` starts with an empty workspace."""
    logs.configure(form="console", level="WARNING")
    async with running(folder, port=port, fresh=fresh) as url:
        sys.stdout.write(
            f"\n  Idéjakt is ready: {url}\n  Ctrl-C stops it; what you did is kept in {folder}/.\n\n"
        )
        sys.stdout.flush()
        if open_browser:
            await asyncio.to_thread(_open, url)
        await asyncio.Event().wait()


@asynccontextmanager
async def running(folder: Path, *, port: int, fresh: bool) -> AsyncIterator[str]:
    """The demo while the block runs; gives the playground's address."""
    first = _prepare(folder, fresh=fresh)
    time = _clock(folder, planted=first and not fresh)
    today = clock.system()
    signing_secret = secrets.token_hex(16)
    playground = Playground(
        clock=time,
        signing_secret=signing_secret,
        bot_token=f"xoxb-{secrets.token_hex(12)}",
        app_token=f"xapp-{secrets.token_hex(12)}",
        registration=registration.read(
            manifest.manifest(transport="http", url="https://bot.example.invalid")
        ),
        path=folder / "playground.json",
    )
    application = playground.application()
    beat: list[wiring.Running] = []

    async def advance(to: datetime) -> None:
        usual, playground.pace = playground.pace, pace.loose()
        try:
            await beat[0].ticker.advance(time, to)
        finally:
            playground.pace = usual
            _keep_clock(folder, time)

    pages.add(application, playground, advance=advance)
    if first:
        planting.people(playground)
    try:
        url = await playground.start(application, port=port)
    except OSError as error:
        raise DemoError(f"Port {port} is taken. Choose another: make demo PORT={port + 1}") from error
    settings = _settings(folder, playground, signing_secret)
    await migrations.upgrade(settings.database_url.get_secret_value())
    try:
        async with wiring.running(settings, now=time) as bot:
            beat.append(bot)
            playground.connect(f"{bot.url}{manifest.PATH}")
            if first and not fresh:
                usual, playground.pace = playground.pace, pace.loose()
                await planting.ideas(playground, today=today, advance=advance)
                playground.pace = usual
            yield url
    finally:
        _keep_clock(folder, time)
        await playground.stop()


def _prepare(folder: Path, *, fresh: bool) -> bool:
    """Make the folder; returns whether it is a new one."""
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    return new


def _settings(folder: Path, playground: Playground, signing_secret: str) -> Settings:
    return Settings(
        database_url=pydantic.SecretStr(f"sqlite+aiosqlite:///{folder / 'idejakt.db'}"),
        secret=pydantic.SecretStr(_secret(folder)),
        slack_bot_token=pydantic.SecretStr(playground.bot_token),
        slack_signing_secret=pydantic.SecretStr(signing_secret),
        slack_api_url=playground.api_url,
        port=0,
        log_format="console",
    )


def _secret(folder: Path) -> str:
    """The installation's secret: made once, or ballots could not be found again after a restart."""
    file = folder / "secret"
    if not file.exists():
        file.write_text(secrets.token_hex(32))
        file.chmod(0o600)
    return file.read_text()


def _clock(folder: Path, *, planted: bool) -> clock.MovableClock:
    file = folder / "clock"
    if file.exists():
        return clock.MovableClock(timedelta(seconds=float(file.read_text())))
    return clock.MovableClock(-BEFORE if planted else timedelta())


def _keep_clock(folder: Path, time: clock.MovableClock) -> None:
    with contextlib.suppress(FileNotFoundError):
        (folder / "clock").write_text(str(time.offset.total_seconds()))


def _open(url: str) -> None:
    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(url)
