"""Old code beside a new schema: an upgrade replaces processes one by one, and nobody stops for it."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage import migrations

Columns = dict[str, dict[str, Any]]


def columns(connection: sa.Connection) -> Columns:
    inspector = sa.inspect(connection)
    return {
        table: {one["name"]: one for one in inspector.get_columns(table)}
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def wrong(before: Columns, after: Columns) -> list[str]:
    """What code that knows the schema `before` would stumble over in `after`."""
    found = [f"{table} is gone" for table in before if table not in after]
    for table in before.keys() & after.keys():
        was, now = before[table], after[table]
        found += [f"{table}.{name} is gone" for name in was if name not in now]
        for name, column in now.items():
            free = column["nullable"] or column["default"] is not None
            if name not in was and not free:
                found.append(f"{table}.{name} must be given, and older code does not know it")
            elif name in was and str(was[name]["type"]) != str(column["type"]):
                found.append(f"{table}.{name} has another type")
            elif name in was and was[name]["nullable"] and not column["nullable"]:
                found.append(f"{table}.{name} can no longer be left empty")
    return found


Uniques = dict[str, set[tuple[str | None, ...]]]


def uniques(connection: sa.Connection) -> Uniques:
    """By what each table tells its rows apart."""
    inspector = sa.inspect(connection)
    return {
        table: {
            *(tuple(one["column_names"]) for one in inspector.get_unique_constraints(table)),
            *(tuple(one["column_names"]) for one in inspector.get_indexes(table) if one["unique"]),
        }
        for table in inspector.get_table_names()
    }


def stricter(before: Uniques, after: Uniques, known: Columns) -> list[str]:
    """What must be unique from now on of what older code fills."""
    return [
        f"{table} must be unique by {', '.join(map(str, names))}"
        for table in before.keys() & after.keys() & known.keys()
        for names in sorted(after[table] - before[table], key=str)
        if set(names) <= known[table].keys()
    ]


VERSIONS = Path(migrations.__file__).parent / "versions"
UNSAFE = "Stop the earlier code first"


async def test_a_step_that_takes_something_from_the_code_before_it_says_so(tmp_path: Path) -> None:
    told = {file.read_text().split('revision = "')[1].split('"')[0]: file.read_text() for file in versions()}
    url = f"sqlite+aiosqlite:///{tmp_path / 'steps.db'}"
    engine = create_async_engine(url, poolclass=NullPool)
    before: Columns = {}
    apart: Uniques = {}
    for revision in migrations.history():
        await migrations.upgrade(url, to=revision)
        async with engine.connect() as connection:
            after, now_apart = await connection.run_sync(columns), await connection.run_sync(uniques)
        found = wrong(before, after) + stricter(apart, now_apart, before)
        assert bool(found) == (UNSAFE in told[revision]), (revision, found)
        before, apart = after, now_apart
    assert await migrations.pending(url) == []


def versions() -> list[Path]:
    return sorted(VERSIONS.glob("*.py"))


async def test_code_that_is_older_than_the_schema_goes_on(migrated_url: str) -> None:
    engine = create_async_engine(migrated_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999_later'"))
    assert await migrations.pending(migrated_url) == []


def test_what_an_upgrade_could_take_is_found() -> None:
    text = {"type": sa.Text(), "nullable": True, "default": None}
    before = {"idea": {"title": text, "who": text}, "round": {"id": text}}
    after = {
        "idea": {"title": text | {"type": sa.Integer()}, "cost": text | {"nullable": False}},
    }
    assert wrong(before, after) == [
        "round is gone",
        "idea.who is gone",
        "idea.title has another type",
        "idea.cost must be given, and older code does not know it",
    ]
    assert wrong(before, before | {"new": {"id": text | {"nullable": False}}}) == []
    kept = {"idea": {"title": text | {"nullable": False}, "who": text}, "round": {"id": text}}
    assert wrong(before, kept) == ["idea.title can no longer be left empty"]
    apart: Uniques = {"idea": {("title",)}}
    assert stricter({"idea": set()}, apart, before) == ["idea must be unique by title"]
    assert stricter({"idea": set()}, {"idea": {("title", "later")}}, before) == []
    assert stricter({}, apart, before) == []
