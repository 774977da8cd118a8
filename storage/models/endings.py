"""How a group ended, what came of it, and the ripples it made."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import columns, kinds
from storage.models import shared


class Ending(SQLModel, table=True):
    """How a group ended: completed, or retired with what it learnt.

    `place` and `ref` say where its card stands.

    Retired: what was `tried` and `learnt`, and what would wake the idea: a condition in words (`wake_when`),
    a day (`wake_at` is its opening hour), or both. Completed: what `changed`, what was `stopped` because of
    it, and the service (`discipline_id`) and person (`keeper_id`) who own it now.
    """

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    state: kinds.ProjectState = shared.kind(kinds.ProjectState)
    by_id: int = Field(foreign_key="person.id")
    tried: str = Field(default="", sa_type=sa.Text)
    learnt: str = Field(default="", sa_type=sa.Text)
    wake_when: str = Field(default="", sa_type=sa.Text)
    wake_on: date | None = None
    wake_at: datetime | None = Field(default=None, sa_type=columns.Instant, index=True)
    woken_at: datetime | None = shared.instant(null=True)
    changed: str = Field(default="", sa_type=sa.Text)
    stopped: str = Field(default="", sa_type=sa.Text)
    discipline_id: int | None = Field(default=None, foreign_key="discipline.id")
    keeper_id: int | None = Field(default=None, foreign_key="person.id")
    closing: str | None = Field(default=None, sa_type=sa.Text)
    """The last line of the card where the installation has its own; empty text for none at all."""
    place: str = Field(max_length=64)
    ref: str | None = Field(default=None, max_length=64)
    picture: str | None = Field(default=None, max_length=64)
    """The file of its rings, and what they show."""
    pictured: dict[str, Any] | None = Field(default=None, sa_type=columns.Json)
    at: datetime = shared.instant()


class Thanks(SQLModel, table=True):
    """A member asked whether the result may thank them by name; `consents` is empty until they answer."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    consents: bool | None = None
    asked_at: datetime = shared.instant()


class OutsideVoice(SQLModel, table=True):
    """A person outside a group, drawn to take part in its talk about going on; empty `answer`: not yet."""

    __tablename__ = "outside_voice"
    project_id: int = Field(foreign_key="project.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    answer: bool | None = None
    asked_at: datetime = shared.instant()
    answered_at: datetime | None = shared.instant(null=True)


class Ripple(SQLModel, table=True):
    """What another unit made of a result, as one of its people told; they may tell anew."""

    __table_args__ = (sa.UniqueConstraint("project_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="ending.project_id")
    person_id: int = Field(foreign_key="person.id", index=True)
    unit: str = Field(max_length=100)
    kind: kinds.RippleKind = shared.kind(kinds.RippleKind)
    line: str = Field(default="", sa_type=sa.Text)
    at: datetime = shared.instant()


class RippleCheck(SQLModel, table=True):
    """A question to come, months after: is it still in use? Of a ripple, or without one of the result."""

    __tablename__ = "ripple_check"
    __table_args__ = (sa.UniqueConstraint("project_id", "person_id", "months"),)
    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="ending.project_id")
    person_id: int = Field(foreign_key="person.id", index=True)
    ripple_id: int | None = Field(default=None, foreign_key="ripple.id")
    months: int
    due_at: datetime = Field(sa_type=columns.Instant, index=True)
    asked_at: datetime | None = shared.instant(null=True)
    answer: kinds.Use | None = shared.kind(kinds.Use, default=None, nullable=True)
    answered_at: datetime | None = shared.instant(null=True)
