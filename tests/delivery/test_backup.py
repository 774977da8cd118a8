"""Backups: made while everything goes on, and restored."""

import asyncio
import os
import re
import shutil
import stat
import sys
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy
from sqlmodel import select

from storage import backup, database, migrations
from storage.models import Idea
from tests import house, postgres
from tests.delivery import town

ROOT = Path(__file__).parent.parent.parent
ROLE = f"idejakt_test_{uuid.uuid4().hex}"
RESTORED = f"{ROLE}_restored"
TABLES = sqlalchemy.table("pg_tables")
PUBLIC = sqlalchemy.column("schemaname") == "public"


async def test_a_copy_of_sqlite_made_during_writes_is_whole_and_can_be_lived_in(
    sqlite_template: Path, now: datetime, tmp_path: Path
) -> None:
    live, copy = tmp_path / "live.db", tmp_path / "copy.db"
    shutil.copyfile(sqlite_template, live)
    url = f"sqlite+aiosqlite:///{live}"
    stop = asyncio.Event()
    async with house.standing(url, now=now) as here:
        place = here.channel("ideas")
        await town.settle_in(here, ["UONE"], ideas_place=place, now=now)
        first = await here.playground.command("UONE", place, "/idea", "Foreldre vet ikke hvem de skal ringe")
        assert first.ok

        async def write() -> None:
            number = 0
            while not stop.is_set():
                await town.say(here, f"m{number}", place)
                number += 1

        writing = asyncio.create_task(write())
        await asyncio.sleep(0.1)
        size = await asyncio.to_thread(backup.save, url, copy)
        stop.set()
        await writing
    assert size == copy.stat().st_size
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [name for name in os.listdir(tmp_path) if "copy" in name] == ["copy.db"]
    restored = f"sqlite+aiosqlite:///{copy}"
    assert await migrations.pending(restored) == []
    async with house.standing(restored, now=now) as again:
        async with again.store.read() as session:
            assert [one.title for one in (await session.exec(select(Idea))).all()] == [
                "Foreldre vet ikke hvem de skal ringe"
            ]
        assert await town.rows(again)


def test_a_backup_spoils_nothing(sqlite_template: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("an earlier copy")
    url = f"sqlite+aiosqlite:///{sqlite_template}"
    with pytest.raises(backup.BackupError, match="there already"):
        backup.save(url, kept)
    assert kept.read_text() == "an earlier copy"
    with pytest.raises(backup.BackupError, match="no database"):
        backup.save(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", tmp_path / "copy")
    with pytest.raises(backup.BackupError, match="pg_dump"):
        backup.save("postgresql+asyncpg://somewhere/db", tmp_path / "copy")
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    with pytest.raises(backup.BackupError, match="could not be made"):
        backup.save(f"sqlite+aiosqlite:///{broken}", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    assert not list(tmp_path.glob(".copy*"))


@pytest.fixture
def owned(
    postgres_server: sqlalchemy.URL, postgres_template: sqlalchemy.URL, tmp_path: Path
) -> Iterator[dict[str, str]]:
    """A machine as the guide makes it: a role and a database of its own, and a `sudo` that asks nothing.

    Gives the environment in which the guide's commands run.
    """
    assert postgres_template.database is not None
    (tmp_path / "sudo").write_text('#!/bin/sh\n[ "$1 $2" = "-u postgres" ] && shift 2 && exec "$@"\n')
    (tmp_path / "sudo").chmod(0o755)
    server = postgres_server.set(database="postgres")
    postgres.execute(server, f'CREATE ROLE "{ROLE}" LOGIN')
    postgres.execute(
        server, f'CREATE DATABASE "{ROLE}" TEMPLATE "{postgres_template.database}" OWNER "{ROLE}"'
    )
    try:
        reached = {
            "PGHOST": server.query.get("host", server.host),
            "PGPORT": server.port,
            "PGUSER": server.username,
            "PGPASSWORD": server.password,
        }
        path = f"{tmp_path}:{postgres.program('pg_dump').parent}:{os.defpath}"
        yield {"PATH": path} | {name: str(value) for name, value in reached.items() if value}
    finally:
        for made in (ROLE, RESTORED):
            postgres.execute(server, f'DROP DATABASE IF EXISTS "{made}" WITH (FORCE)')
        postgres.execute(server, f'DROP ROLE IF EXISTS "{ROLE}"')


async def test_a_dump_of_postgresql_is_restored(
    owned: dict[str, str], postgres_server: sqlalchemy.URL, now: datetime, tmp_path: Path
) -> None:
    """With the commands of the installation guide, word for word but for the names of databases and dump."""
    guide = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    said = re.findall(r"^sudo -u postgres pg_dump .*$", guide, re.MULTILINE)
    said += re.findall(r"`(sudo -u postgres (?:createdb|pg_restore)[^`]*)`", guide)
    kept = str(tmp_path / "dump")
    for word, here_ in (
        ("/backup/idejakt-$(date +%F).dump", kept),
        ("idejakt", ROLE),
        ("restored", RESTORED),
    ):
        said = [one.replace(word, here_) for one in said]
    dump, create, restore = [" ".join(one.split()) for one in said]
    assert dump.endswith(f" {ROLE} > {kept}")
    async with house.standing(address(postgres_server, ROLE), now=now) as here:
        place = here.channel("ideas")
        await town.settle_in(here, ["UONE"], ideas_place=place, now=now)
        await here.playground.command("UONE", place, "/idea", "Foreldre vet ikke hvem de skal ringe")
        await _run(dump, owned)
    await _run(create, owned)
    await _run(f"{restore} < {kept}", owned)
    restored = address(postgres_server, RESTORED)
    assert await migrations.pending(restored) == []
    bot = owned | {"IDEJAKT_DATABASE_URL": restored, "IDEJAKT_SECRET": house.SECRET}
    bot |= {"IDEJAKT_SLACK_BOT_TOKEN": house.BOT_TOKEN, "IDEJAKT_SLACK_SIGNING_SECRET": house.SIGNING_SECRET}
    for command in ("migrate", "restored"):
        await _run(f"{sys.executable} -m bot {command}", bot)
    store = database.Database(restored)
    async with store.read() as session:
        assert len((await session.exec(select(Idea))).all()) == 1
        owners = await session.exec(
            select(sqlalchemy.column("tableowner", sqlalchemy.Text)).select_from(TABLES).where(PUBLIC)
        )
        assert set(owners.all()) == {ROLE}
    await store.close()


def address(server: sqlalchemy.URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


async def _run(command: str, environ: dict[str, str]) -> None:
    done = await asyncio.create_subprocess_shell(
        command, env=environ, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await done.communicate()
    assert done.returncode == 0, said.decode()
