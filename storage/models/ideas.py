"""Ideas, their history, and their support."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import columns, kinds
from storage.models import shared


class Idea(SQLModel, table=True):
    """A problem idea. `place` and `ref` say where its card stands; both are opaque outside a platform."""

    __table_args__ = (
        sa.Index("ix_idea_workspace_id_state", "workspace_id", "state"),
        sa.Index("ix_idea_workspace_id_version", "workspace_id", "version"),
    )
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: kinds.IdeaKind = shared.kind(kinds.IdeaKind, default=kinds.IdeaKind.PROBLEM)
    state: kinds.IdeaState = shared.kind(kinds.IdeaState)
    author_id: int = Field(foreign_key="person.id", index=True)
    discipline_id: int | None = Field(default=None, foreign_key="discipline.id")
    named: bool = True
    """Whether the card shows its author."""
    title: str = Field(max_length=150)
    who: str = Field(default="", sa_type=sa.Text)
    frequency: str = shared.words()
    """When and how often."""
    evidence: str = Field(default="", sa_type=sa.Text)
    cost: str = shared.words()
    """What doing nothing costs."""
    place: str = Field(max_length=64)
    ref: str | None = Field(default=None, max_length=64)
    source: str | None = Field(default=None, max_length=500)
    """A link to the message the idea was saved from."""
    request_key: str | None = Field(default=None, max_length=64, unique=True)
    """Names the request that made it, so that a request delivered twice makes one idea."""
    created_at: datetime = shared.instant()
    version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """The workspace's number of its last change of words or state (see `IdeaVersion`)."""


class IdeaVersion(SQLModel, table=True):
    """The number of the newest change to an idea of a workspace.

    It is raised in the transaction of the change, which holds it until the end, so that a reader who has seen
    one number has seen all lower ones.
    """

    __tablename__ = "idea_version"
    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    version: int


class IdeaArea(SQLModel, table=True):
    """A service area that an idea touches."""

    __tablename__ = "idea_area"
    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    discipline_id: int = Field(foreign_key="discipline.id", primary_key=True, index=True)


class IdeaEdit(SQLModel, table=True):
    """What an idea said until its author changed it at `at`."""

    __tablename__ = "idea_edit"
    id: int = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key="idea.id", index=True)
    title: str = Field(max_length=150)
    who: str = Field(sa_type=sa.Text)
    frequency: str = Field(sa_type=sa.Text)
    evidence: str = Field(sa_type=sa.Text)
    cost: str = Field(sa_type=sa.Text)
    at: datetime = shared.instant()


class IdeaMute(SQLModel, table=True):
    """A person who wants no more news of an idea."""

    __tablename__ = "idea_mute"
    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Theme(SQLModel, table=True):
    __table_args__ = (sa.UniqueConstraint("workspace_id", "name"),)
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str = Field(max_length=40)


class IdeaTheme(SQLModel, table=True):
    __tablename__ = "idea_theme"
    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    theme_id: int = Field(foreign_key="theme.id", primary_key=True, index=True)


class IdeaMerge(SQLModel, table=True):
    """An idea that became a part of another. `was` is the state it goes back to if the merge is undone."""

    __tablename__ = "idea_merge"
    __table_args__ = (
        sa.Index(
            "uq_idea_merge_standing",
            "idea_id",
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        ),
    )
    id: int = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key="idea.id")
    into_id: int = Field(foreign_key="idea.id", index=True)
    was: kinds.IdeaState = shared.kind(kinds.IdeaState, name="was")
    at: datetime = shared.instant()
    undone_at: datetime | None = shared.instant(null=True)


class MergedSupport(SQLModel, table=True):
    """Support that an idea has because another was merged into it; it goes when no such merge stands."""

    __tablename__ = "merged_support"
    merge_id: int = Field(foreign_key="idea_merge.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class IdeaStep(SQLModel, table=True):
    """One change of an idea's state, with its reason: the history."""

    __tablename__ = "idea_step"
    id: int = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key="idea.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    from_state: kinds.IdeaState = shared.kind(kinds.IdeaState, name="from_state")
    to_state: kinds.IdeaState = shared.kind(kinds.IdeaState, name="to_state")
    reason: str = Field(sa_type=sa.Text)
    at: datetime = shared.instant()


class Support(SQLModel, table=True):
    """A person's support of an idea, outside any round."""

    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    at: datetime = shared.instant()


class Draft(SQLModel, table=True):
    """What a person has begun to write of an idea and keeps for later; seen by them alone.

    `words` are the fields of the form as they were typed.
    """

    __table_args__ = (sa.UniqueConstraint("person_id", "request_key"),)
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    words: dict[str, Any] = Field(sa_type=columns.Json)
    request_key: str = Field(max_length=64)
    """Names the form it was kept from, so that keeping it twice makes one draft."""
    at: datetime = shared.instant()
