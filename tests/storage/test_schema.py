"""The models and the migrated schema say the same, on both databases, and the database itself refuses."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel, select

from storage import database, kinds, migrations
from storage.models import (
    Ballot,
    Discipline,
    Idea,
    OutboxRow,
    Person,
    Round,
    RoundIdea,
    Support,
    Tap,
    Workspace,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


async def reflected(url: str) -> dict[str, Any]:
    """Everything the database knows of its tables, in a form that can be compared."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_look)
    finally:
        await engine.dispose()


def _look(connection: sa.Connection) -> dict[str, Any]:
    inspector = sa.inspect(connection)
    tables = [name for name in inspector.get_table_names() if name != "alembic_version"]
    return {
        name: {
            "columns": {
                one["name"]: (str(one["type"]), one["nullable"], str(one["default"]))
                for one in inspector.get_columns(name)
            },
            "primary": inspector.get_pk_constraint(name),
            "foreign": sorted(map(repr, inspector.get_foreign_keys(name))),
            "unique": sorted(map(repr, inspector.get_unique_constraints(name))),
            "checks": sorted(
                repr((one["name"], one["sqltext"])) for one in inspector.get_check_constraints(name)
            ),
            "indexes": sorted(map(_index, inspector.get_indexes(name))),
        }
        for name in tables
    }


def _index(found: Any) -> str:
    where = {key: str(value) for key, value in found.get("dialect_options", {}).items()}
    return repr((found["name"], found["column_names"], bool(found["unique"]), where))


async def test_models_and_migrations_agree(database_url: str) -> None:
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    modelled = await reflected(database_url)
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.drop_all)
    await engine.dispose()
    await migrations.upgrade(database_url)
    migrated = await reflected(database_url)
    assert set(migrated) == set(modelled)
    for table, known in modelled.items():
        assert migrated[table] == known, table


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    assert await migrations.pending(database_url)
    await migrations.upgrade(database_url)
    assert await migrations.pending(database_url) == []
    await migrations.upgrade(database_url)
    assert await migrations.pending(database_url) == []


@pytest.fixture
async def rows(migrated_url: str) -> Any:
    """A workspace with a discipline, a person, two ideas and an open round."""
    store = database.Database(migrated_url)
    async with store.begin() as session:
        workspace = Workspace(
            platform=kinds.Platform.SLACK, external_id="T1", locale="nb", zone="Europe/Oslo", created_at=NOW
        )
        session.add(workspace)
        await session.flush()
        discipline = Discipline(workspace_id=workspace.id, name="Ungdomstjenesten")
        session.add(discipline)
        await session.flush()
        person = Person(workspace_id=workspace.id, external_id="U1", discipline_id=discipline.id, met_at=NOW)
        session.add(person)
        await session.flush()
        idea = Idea(
            workspace_id=workspace.id,
            state=kinds.IdeaState.NEW,
            author_id=person.id,
            title="En idé",
            place="C1",
            created_at=NOW,
        )
        session.add(idea)
        await session.flush()
        vote = Round(
            workspace_id=workspace.id,
            place="C1",
            opened_by=person.id,
            breadth=2,
            empty_chairs=5,
            opened_at=NOW,
            closes_at=NOW + timedelta(days=7),
            salt=b"s" * 32,
            seed=b"t" * 32,
        )
        session.add(vote)
        await session.flush()
        session.add(RoundIdea(round_id=vote.id, idea_id=idea.id, position=0))
        session.add(Ballot(round_id=vote.id, voter="a", discipline_id=discipline.id))
        await session.flush()
        session.add(Tap(round_id=vote.id, voter="a", idea_id=idea.id))
        session.add(Support(idea_id=idea.id, person_id=person.id, at=NOW))
    yield store, workspace, discipline, person, idea, vote
    await store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ballot (round_id, voter, discipline_id) SELECT round_id, voter, 1 FROM ballot",
        "INSERT INTO tap (round_id, voter, idea_id) SELECT round_id, voter, idea_id FROM tap",
        "INSERT INTO tap (round_id, voter, idea_id) SELECT round_id, 'nobody', idea_id FROM round_idea",
        "INSERT INTO tap (round_id, voter, idea_id) SELECT round_id, voter, 999 FROM ballot",
        "INSERT INTO support (idea_id, person_id, at) SELECT idea_id, person_id, at FROM support",
        "UPDATE round SET winners = 6",
        "UPDATE round SET winners = 0",
        "UPDATE round SET state = 'half open'",
        "UPDATE round SET closes_at = opened_at",
        "UPDATE round SET state = 'closed'",
        "UPDATE round SET salt = NULL",
        "UPDATE idea SET state = 'forgotten'",
        "UPDATE person SET role = 'king'",
        "UPDATE person SET discipline_id = 999",
        "UPDATE workspace SET platform = 'irc'",
        "DELETE FROM person",
        "DELETE FROM idea",
    ],
)
async def test_the_database_refuses(rows: Any, statement: str) -> None:
    store = rows[0]
    with pytest.raises(IntegrityError):
        async with store.begin() as session:
            await session.exec(sa.text(statement))


async def test_closing_a_round_and_destroying_its_salt_are_one_act(rows: Any) -> None:
    store = rows[0]
    async with store.begin() as session:
        await session.exec(sa.text("UPDATE round SET state = 'closed', salt = NULL"))


async def test_an_update_in_the_outbox_carries_no_message(rows: Any) -> None:
    store, workspace = rows[0], rows[1]
    for parcel, message in ((kinds.Parcel.UPDATE, {"type": "x"}), (kinds.Parcel.POST, None)):
        with pytest.raises(IntegrityError):
            async with store.begin() as session:
                session.add(
                    OutboxRow(
                        workspace_id=workspace.id,
                        parcel=parcel,
                        place="C1",
                        locale="nb",
                        message=message,
                        not_before=NOW,
                        created_at=NOW,
                    )
                )


async def test_instants_keep_their_moment_and_need_a_zone(rows: Any) -> None:
    store, workspace = rows[0], rows[1]
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5)))
    async with store.begin() as session:
        workspace.created_at = elsewhere
        session.add(workspace)
    async with store.read() as session:
        kept = (await session.exec(select(Workspace))).one().created_at
    assert kept == NOW
    assert kept.utcoffset() == timedelta()

    async def keep_naive() -> None:
        async with store.begin() as session:
            workspace.created_at = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the point
            session.add(workspace)

    with pytest.raises(sa.exc.StatementError, match="time zone"):
        await keep_naive()


async def test_what_fails_leaves_nothing_behind(rows: Any) -> None:
    store, workspace = rows[0], rows[1]

    async def half() -> None:
        async with store.begin() as session:
            session.add(Discipline(workspace_id=workspace.id, name="Half"))
            await session.flush()
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        await half()
    async with store.read() as session:
        assert [one.name for one in (await session.exec(select(Discipline))).all()] == ["Ungdomstjenesten"]
