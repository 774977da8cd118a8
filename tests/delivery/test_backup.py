"""Backups: made while everything goes on, and restored."""

import asyncio
import os
import shutil
import stat
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy
from sqlmodel import select

from storage import backup, database, migrations
from storage.models import Idea
from tests import house, postgres
from tests.delivery import town


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


async def test_a_dump_of_postgresql_is_restored(
    postgres_server: sqlalchemy.URL, postgres_template: sqlalchemy.URL, now: datetime, tmp_path: Path
) -> None:
    """With the commands of the documentation."""
    assert postgres_template.database is not None
    dump = tmp_path / "idejakt.dump"
    with postgres.database(postgres_server, template=postgres_template.database) as url:
        async with house.standing(url.render_as_string(hide_password=False), now=now) as here:
            place = here.channel("ideas")
            await town.settle_in(here, ["UONE"], ideas_place=place, now=now)
            await here.playground.command("UONE", place, "/idea", "Foreldre vet ikke hvem de skal ringe")
            await _run("pg_dump", "--format=custom", f"--file={dump}", postgres.dsn(url))
    with postgres.database(postgres_server) as fresh:
        await _run("pg_restore", "--no-owner", f"--dbname={postgres.dsn(fresh)}", str(dump))
        restored = fresh.render_as_string(hide_password=False)
        assert await migrations.pending(restored) == []
        store = database.Database(restored)
        async with store.read() as session:
            assert len((await session.exec(select(Idea))).all()) == 1
        await store.close()


async def _run(program: str, *arguments: str) -> None:
    path = str(postgres.program(program))
    done = await asyncio.create_subprocess_exec(path, *arguments, stderr=asyncio.subprocess.PIPE)
    _, said = await done.communicate()
    assert done.returncode == 0, said.decode()
