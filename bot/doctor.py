"""Is everything in place? Each check says what it found and, where something is wrong, what to do."""

import asyncio
import os
import re
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy

from bot import clock as clocks
from bot import settings as configuration
from bot import terminal
from bot.clock import Clock
from bot.finding import Finding
from bot.services import backlog
from bot.settings import Settings
from bot.slack import client, examination
from storage import database as stored
from storage import migrations

PATIENCE_SECONDS = 10
PATIENCE_OF_MESSAGES = timedelta(minutes=15)
SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")


async def examine(environ: Mapping[str, str] | None = None, *, clock: Clock) -> list[Finding]:
    """Everything that can be examined in `environ` (this process's own by default), in the order of mending.

    Never raises for what is wrong with an installation, and never shows a secret.
    """
    try:
        loaded = Settings.load(environ)
    except configuration.SettingsError as error:
        findings = [
            Finding("settings", False, problem, "Set it and start again.") for problem in error.problems
        ]
        try:
            findings += await database(configuration.database_url(environ))
        except configuration.SettingsError:
            findings.append(Finding("database", None, "not examined: its address is wrong", ""))
        return [*findings, Finding("Slack", None, "not examined until the settings are complete", "")]
    return await check(loaded, clock=clock)


async def check(settings: Settings, *, clock: Clock) -> list[Finding]:
    """The same, for settings that are complete."""
    findings = [
        Finding("settings", True, "complete"),
        zones(clock()),
        *await database(settings.database_url.get_secret_value()),
        certificates(settings.ca_file),
    ]
    if settings.slack_transport == "http" and settings.slack_signing_secret is not None:
        findings.append(signing_secret(settings.slack_signing_secret.get_secret_value()))
    if any(finding.name == "certificates" and finding.ok is False for finding in findings):
        return [*findings, Finding("Slack", None, "not examined until the certificates can be read", "")]
    return [*findings, *await examination.examine(client.build(settings), settings, clock=clock)]


def zones(now: datetime) -> Finding:
    """Whether time zone data is there and knows summer time: deadlines and nudges follow local clocks."""
    summer, winter = (
        datetime(now.year, month, 15, 12, tzinfo=UTC).astimezone(ZoneInfo("Europe/Oslo")).utcoffset()
        for month in (7, 1)
    )
    if summer != winter:
        return Finding("time zones", True, "present, with summer time")
    return Finding(
        "time zones",
        False,
        "the machine's data for Europe/Oslo has no summer time",
        "Update the machine's time zone data (package tzdata), or remove it: the bot brings its own.",
    )


def certificates(ca_file: Path | None) -> Finding:
    """Whether the certificate authorities can be read, and there are any."""
    try:
        known = client.trust(ca_file).cert_store_stats()["x509_ca"]
    except (OSError, ssl.SSLError):
        return Finding(
            "certificates",
            False,
            f"{ca_file} cannot be read as certificates",
            "IDEJAKT_CA_FILE must name a PEM file with the certificate authority's certificate in it.",
        )
    paths = ssl.get_default_verify_paths()
    if known or paths.capath:
        return Finding("certificates", True, f"{known or 'the system’s'} authorities are trusted")
    return Finding(
        "certificates",
        False,
        "this machine trusts no certificate authority",
        "Install the package ca-certificates, or name a PEM file in IDEJAKT_CA_FILE.",
    )


def signing_secret(written: str) -> Finding:
    """Whether it looks like one of Slack's; whether it is the right one shows only when Slack calls."""
    if SIGNING_SECRET.fullmatch(written):
        return Finding("signing secret", True, "has the right form")
    return Finding(
        "signing secret",
        False,
        f"has {len(written)} characters; Slack's have 32 of 0-9 and a-f",
        "Copy the signing secret (not the client secret) under Basic Information in the app's settings.",
    )


async def database(url: str) -> list[Finding]:
    """Whether the database answers, and its schema is the newest."""
    where = sqlalchemy.make_url(url)
    if where.get_backend_name() == "sqlite" and (found := _file(Path(where.database or ""))):
        return found
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            waiting = await migrations.pending(url)
    except Exception as error:  # whatever a driver makes of an address or a server
        remedy = "Check IDEJAKT_DATABASE_URL (host, port, name, user, password), and that the database runs."
        return [Finding("database", False, f"does not answer: {_cause(error)}", remedy)]
    answered = Finding("database", True, f"{where.get_backend_name()} answers")
    if not waiting:
        return [answered, Finding("schema", True, "the newest"), await outbox(url)]
    return [answered, Finding("schema", False, f"{len(waiting)} steps behind", "Run: idejakt migrate")]


async def outbox(url: str) -> Finding:
    """Whether messages get out: what waits, and what was given up and why."""
    store = stored.Database(url)
    try:
        found = await backlog.look(store, now=clocks.system())
    finally:
        await store.close()
    said = f"{found.waiting} messages wait"
    if found.set_aside:
        reasons = ", ".join(f"{count} for {problem}" for problem, count in sorted(found.set_aside.items()))
        said += f"; given up: {reasons}"
    if found.oldest > PATIENCE_OF_MESSAGES:
        minutes = int(found.oldest.total_seconds() // 60)
        return Finding(
            "outbox",
            False,
            f"{said}; the oldest for {minutes} minutes",
            "Is `idejakt serve` (SQLite) or `idejakt work` (PostgreSQL) running, and does Slack answer it?",
        )
    return Finding("outbox", True, said)


def _file(path: Path) -> list[Finding]:
    """What to say of an SQLite file that is not there or cannot be written to; nothing of any other."""
    folder = path.absolute().parent
    if not os.path.isdir(folder):  # Path.is_dir raises where nobody may look
        wrong = f"the folder of {path} does not exist"
        return [Finding("database", False, wrong, "Make it, or change IDEJAKT_DATABASE_URL.")]
    there = os.access(path, os.F_OK)
    if not os.access(folder, os.W_OK | os.X_OK) or (there and not os.access(path, os.W_OK)):
        wrong = f"this user may not write to {path} and its folder"
        remedy = "Run this as the user of the service, or give the folder and what is in it to that user."
        return [Finding("database", False, wrong, remedy)]
    if there:
        return []
    return [
        Finding("database", True, f"{path.name} will be made"),
        Finding("schema", False, "not made yet", "Run: idejakt migrate"),
    ]


def healthy(findings: list[Finding]) -> bool:
    """Whether nothing is wrong."""
    return all(finding.ok is not False for finding in findings)


def report(findings: list[Finding]) -> str:
    """The findings for a person to read, a line each, with what to do below what is wrong."""
    words = {True: "ok", False: "WRONG", None: "-"}
    lines = []
    for finding in findings:
        lines.append(terminal.shown(f"{words[finding.ok]:<6} {finding.name}: {finding.message}"))
        if finding.ok is not True and finding.remedy:
            lines.append(f"       {finding.remedy}")
    wrong = sum(finding.ok is False for finding in findings)
    lines.append("Everything is in place." if not wrong else f"To be mended: {wrong}")
    return "\n".join(lines) + "\n"


def _cause(error: BaseException) -> str:
    """The kind of the innermost error, without its words: those of a driver may repeat the address."""
    origin = getattr(error, "orig", None)
    inner = origin if isinstance(origin, BaseException) else error
    return type(inner.__cause__ or inner).__name__
