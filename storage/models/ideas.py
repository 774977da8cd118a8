"""Ideas, their history, and their support."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import kinds
from storage.models import shared


class Idea(SQLModel, table=True):
    """A problem idea. `place` and `ref` say where its card stands; both are opaque outside a platform."""

    __table_args__ = (sa.Index("ix_idea_workspace_id_state", "workspace_id", "state"),)
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
    evidence: str = Field(default="", sa_type=sa.Text)
    place: str = Field(max_length=64)
    ref: str | None = Field(default=None, max_length=64)
    source: str | None = Field(default=None, max_length=500)
    """A link to the message the idea was saved from."""
    request_key: str | None = Field(default=None, max_length=64, unique=True)
    """Names the request that made it, so that a request delivered twice makes one idea."""
    created_at: datetime = shared.instant()


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
