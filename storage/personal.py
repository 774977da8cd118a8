"""What hangs on one person, found through the tables' own foreign keys, so that no table can be forgotten."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.models import Idea, OutboxRow, PaceRow, Person, Project, Round, Workspace

Row = dict[str, Any]

THEIRS_ALONE = (
    "note",
    "volunteer",
    "invitation",
    "thanks",
    "ripple_check",
    "project_member",
    "news_choice",
    "idea_mute",
    "hunt_member",
    "draft",
)
"""Tables whose rows concern the person alone: they go when the person is erased. All others stay, with an id
that leads to nobody."""

ABOUT = ("person_id", "author_id")
"""The columns by which a row is about a person, and not about something they had a hand in."""


def references() -> list[tuple[sa.Table, sa.Column[Any]]]:
    """Every column, of every table, that names a person; those of the audit log have no foreign key."""
    return [
        (table, column)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
        or (table.name == "audit_entry" and column.name in {"actor_id", "person_id"})
    ]


async def rows(session: AsyncSession, person_id: int) -> dict[str, list[Row]]:
    """The person's rows of every table, by the table's name: what is about them, or what they did.

    Keys are never among it: the one who opened a round must not learn its seed or its salt. Of a row in
    which somebody only acted, such as a round, its records (JSON) are left out: they are about others.
    Former wordings of an idea name nobody and are its author's.
    """
    connection = await session.connection()
    found: dict[str, list[Row]] = {}
    for table, column in references():
        hidden = (sa.LargeBinary,) if column.name in ABOUT else (sa.LargeBinary, sa.JSON)
        shown = [one for one in table.columns if not isinstance(one.type, hidden)]
        answer = await connection.execute(
            sa.select(*shown).where(column == person_id).order_by(*table.primary_key.columns)
        )
        mine = found.setdefault(table.name, [])
        mine += [row for row in (dict(one._mapping) for one in answer) if row not in mine]
    own = select(Idea.id).where(Idea.author_id == person_id)
    edits = SQLModel.metadata.tables["idea_edit"]
    answer = await connection.execute(
        sa.select(edits).where(edits.c.idea_id.in_(own)).order_by(edits.c.idea_id, edits.c.id)
    )
    found["idea_edit"] = [dict(one._mapping) for one in answer]
    return found


async def told(session: AsyncSession, person: Person) -> list[OutboxRow]:
    """The private messages to the person, sent or waiting, oldest first."""
    if person.external_id is None:
        return []
    found = await session.exec(
        select(OutboxRow)
        .where(
            OutboxRow.workspace_id == person.workspace_id,
            OutboxRow.parcel == kinds.Parcel.TELL,
            OutboxRow.place == person.external_id,
        )
        .order_by(col(OutboxRow.id))
    )
    return list(found.all())


async def by_external(session: AsyncSession, external_id: str, *, team: str | None = None) -> list[Person]:
    """The person, in every workspace they are known in, or in the one of `team` (its id on the platform)."""
    found = select(Person).where(Person.external_id == external_id).order_by(col(Person.id))
    if team is not None:
        found = found.join(Workspace, col(Workspace.id) == Person.workspace_id)
        found = found.where(Workspace.external_id == team)
    return list((await session.exec(found)).all())


async def forget(session: AsyncSession, person: Person) -> None:
    """Delete the way from the id to the person, what was theirs alone, and their drafts' words."""
    connection = await session.connection()
    for table, column in references():
        if table.name in THEIRS_ALONE:
            await connection.execute(sa.delete(table).where(column == person.id))
    await session.exec(
        sa.delete(OutboxRow).where(
            col(OutboxRow.workspace_id) == person.workspace_id,
            col(OutboxRow.parcel) == kinds.Parcel.TELL,
            col(OutboxRow.place) == person.external_id,
        )
    )
    await session.exec(
        sa.delete(PaceRow).where(
            col(PaceRow.workspace_id) == person.workspace_id,
            col(PaceRow.scope).endswith(f" {person.external_id}", autoescape=True),
        )
    )
    ideas = SQLModel.metadata.tables["idea"]
    wordless = {
        column.name: ""
        for column in ideas.columns
        if isinstance(column.type, sa.Text) and not column.nullable
    }
    await connection.execute(
        sa.update(ideas)
        .where(ideas.c.author_id == person.id, ideas.c.state == kinds.IdeaState.DRAFT)
        .values(wordless | {"state": kinds.IdeaState.WITHDRAWN, "title": "–", "source": None})
    )
    await session.exec(update(Idea).where(col(Idea.author_id) == person.id).values(named=False))
    await session.exec(
        update(Person)
        .where(col(Person.id) == person.id)
        .values(
            external_id=None,
            locale=None,
            platform_locale=None,
            role=kinds.Role.MEMBER,
            discipline_id=None,
            discipline_set_at=None,
            discipline_confirmed_at=None,
        )
    )


async def mentioning(
    session: AsyncSession, workspace_id: int, external_id: str
) -> list[tuple[sa.Table, sa.Column[Any], Row]]:
    """Rows in whose records (JSON) the person's id on the platform stands, with the column it stands in."""
    connection = await session.connection()
    found: list[tuple[sa.Table, sa.Column[Any], Row]] = []
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, sa.JSON):
                continue
            statement = sa.select(table).where(
                sa.cast(column, sa.Text).contains(f'"{external_id}"', autoescape=True)
            )
            if (home := _home(table, workspace_id)) is None:
                continue
            statement = statement.where(home)
            answer = await connection.execute(statement)
            found += [(table, column, dict(one._mapping)) for one in answer]
    return found


def _home(table: sa.Table, workspace_id: int) -> sa.ColumnElement[bool] | None:
    """What binds a row of the table to the workspace. None for the audit log: ids never stand in it."""
    if table.name == "audit_entry":
        return None
    if table.name == "workspace":
        return table.c.id == workspace_id
    if "workspace_id" in table.columns:
        return table.c.workspace_id == workspace_id
    for name, parent in (("person_id", Person), ("project_id", Project), ("round_id", Round)):
        if name in table.columns:
            return table.c[name].in_(select(parent.id).where(parent.workspace_id == workspace_id))
    raise LookupError(f"{table.name} has a record (JSON), and no way to its workspace")


async def rewrite(session: AsyncSession, table: sa.Table, row: Row, values: Mapping[str, Any]) -> None:
    """Set `values` in a row that `mentioning` found."""
    connection = await session.connection()
    own = [column == row[column.name] for column in table.primary_key.columns]
    await connection.execute(sa.update(table).where(*own).values(**values))
