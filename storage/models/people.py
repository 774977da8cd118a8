"""Workspaces, their disciplines and people, and what waits to be told to them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import columns, kinds
from storage.models import shared


class Workspace(SQLModel, table=True):
    """One team on one chat platform. `locale` is the language of shared messages: nb, nn or en."""

    __table_args__ = (sa.UniqueConstraint("platform", "external_id"),)
    id: int = Field(default=None, primary_key=True)
    platform: kinds.Platform = shared.kind(kinds.Platform)
    external_id: str = Field(max_length=64)
    locale: str = Field(max_length=8)
    zone: str = Field(max_length=64)
    ideas_place: str | None = Field(default=None, max_length=64)
    wide_place: str | None = Field(default=None, max_length=64)
    rounds_by_all: bool = True
    """Whether every member of staff may open rounds, or facilitators only."""
    choices: dict[str, Any] = Field(
        default_factory=dict, sa_type=columns.Json, sa_column_kwargs={"server_default": "{}"}
    )
    """Settings that were chosen, by name; the installation's hold for the others."""
    created_at: datetime = shared.instant()


class Discipline(SQLModel, table=True):
    """A service area."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "name"),)
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = shared.workspace()
    name: str = Field(max_length=75)
    position: int = 0
    retired_at: datetime | None = shared.instant(null=True)


class Person(SQLModel, table=True):
    """A person as the platform knows them; their name is asked of the platform when shown, never stored.

    `locale` is their own choice, `platform_locale` what the platform said when last asked (`met_at`).
    `discipline_confirmed_at` is set when an administrator set or confirmed the discipline.
    """

    __table_args__ = (sa.UniqueConstraint("workspace_id", "external_id"),)
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = shared.workspace()
    external_id: str | None = Field(default=None, max_length=64)
    locale: str | None = Field(default=None, max_length=8)
    platform_locale: str | None = Field(default=None, max_length=8)
    role: kinds.Role = shared.kind(kinds.Role, default=kinds.Role.MEMBER)
    standing: kinds.Standing = shared.kind(kinds.Standing, default=kinds.Standing.STAFF)
    discipline_id: int | None = Field(default=None, foreign_key="discipline.id", index=True)
    discipline_set_at: datetime | None = shared.instant(null=True)
    discipline_confirmed_at: datetime | None = shared.instant(null=True)
    met_at: datetime = shared.instant()
    gone_at: datetime | None = shared.instant(null=True)
    """When the platform said that the account is closed; empty again if it is opened."""


class NewsChoice(SQLModel, table=True):
    """How often a person wants news of the ideas they support; weekly where there is no row."""

    __tablename__ = "news_choice"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    digest: kinds.Digest = shared.kind(kinds.Digest)


class NoteRow(SQLModel, table=True):
    """Something to tell one person, in the one private message of their week.

    `not_before` is when that message may come; `told_at` is when it came.
    """

    __tablename__ = "note"
    __table_args__ = (
        sa.Index("ix_note_person_id_told_at", "person_id", "told_at"),
        sa.Index("ix_note_told_at_not_before", "told_at", "not_before"),
    )
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    note: dict[str, Any] = Field(sa_type=columns.Json)
    created_at: datetime = shared.instant()
    not_before: datetime = shared.instant()
    told_at: datetime | None = shared.instant(null=True)
