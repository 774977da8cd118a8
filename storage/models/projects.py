"""Project groups, their nudges and check-ins."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import columns, kinds
from storage.models import shared


class Project(SQLModel, table=True):
    """A project group. Its slot: `weekday` 1 (Monday) to 7, `at` local "HH:MM" in `zone`.

    `stage` counts from 1 in the installation's list. `leader` is who agreed to the time, a name or a role as
    typed. An idea that woke again may get another group, so one has at most one that is active.
    """

    __table_args__ = (
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        sa.CheckConstraint("every_weeks IN (1, 2)", name="every_weeks"),
        sa.CheckConstraint("stage >= 1", name="stage"),
        sa.Index("ix_project_state_next_nudge_at", "state", "next_nudge_at"),
        sa.Index(
            "uq_project_active_idea",
            "idea_id",
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        ),
    )
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = shared.workspace()
    idea_id: int = Field(foreign_key="idea.id", index=True)
    state: kinds.ProjectState = shared.kind(kinds.ProjectState, default=kinds.ProjectState.ACTIVE)
    owner_id: int = Field(foreign_key="person.id", index=True)
    place: str = Field(max_length=64)
    ref: str | None = Field(default=None, max_length=64)
    next_step: str = Field(sa_type=sa.Text)
    leader: str = Field(default="", sa_type=sa.Text)
    pre_mortem: str = Field(default="", sa_type=sa.Text)
    stage: int = 1
    stages: list[str] | None = Field(default=None, sa_type=columns.Json)
    """The names of its stages, as they were when it started; empty for the ones everybody has."""
    stage_since: datetime = shared.instant()
    weekday: int
    at: str = Field(max_length=5)
    zone: str = Field(max_length=64)
    every_weeks: int = 1
    muted: bool = False
    snoozed_until: datetime | None = shared.instant(null=True)
    offered_at: datetime | None = shared.instant(null=True)
    """When a nudge every second week was last offered."""
    stage_asked_at: datetime | None = shared.instant(null=True)
    """When the group was last asked about having been in one stage for long."""
    next_nudge_at: datetime | None = shared.instant(null=True)
    checked_in_at: datetime | None = shared.instant(null=True)
    """When anybody of the group last answered a nudge."""
    started_at: datetime = shared.instant()
    ended_at: datetime | None = shared.instant(null=True)


class StopCriterion(SQLModel, table=True):
    """What would tell the group to stop, with the date on which it looks; asked about once."""

    __tablename__ = "stop_criterion"
    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    text: str = Field(sa_type=sa.Text)
    on_date: date
    met_at: datetime | None = shared.instant(null=True)
    asked_at: datetime | None = shared.instant(null=True)


class ProjectMember(SQLModel, table=True):
    """`muted` is their own wish for no private reminders; `contacted_at` is when it was last their turn."""

    __tablename__ = "project_member"
    project_id: int = Field(foreign_key="project.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    joined_at: datetime = shared.instant()
    muted: bool = False
    contacted_at: datetime | None = shared.instant(null=True)


class Nudge(SQLModel, table=True):
    """One weekly nudge: sent, or dropped with its reason (`why`, a word, never text of people).

    `contact_id` has its week, and is reminded at `remind_at` (empty once that is done, or not needed).
    `offers` says that it offers a nudge every second week, `put_off` that the group snoozed or muted from it.
    """

    __table_args__ = (sa.UniqueConstraint("project_id", "due_at"),)
    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    state: kinds.NudgeState = shared.kind(kinds.NudgeState)
    why: str | None = Field(default=None, max_length=24)
    due_at: datetime = shared.instant()
    at: datetime = shared.instant()
    place: str = Field(max_length=64)
    ref: str | None = Field(default=None, max_length=64)
    contact_id: int | None = Field(default=None, foreign_key="person.id")
    remind_at: datetime | None = Field(default=None, sa_type=columns.Instant, index=True)
    offers: bool = False
    put_off: bool = False
    week: dict[str, Any] | None = Field(default=None, sa_type=columns.Json)
    """What its answers tell together, as `storage.nudges.Tally` has it; empty before the first."""
    picture: str | None = Field(default=None, max_length=64)
    """The file of its curve."""


class CheckIn(SQLModel, table=True):
    """A person's answer to a nudge; shown to others only as the week's median, never alone."""

    __tablename__ = "check_in"
    __table_args__ = (sa.CheckConstraint("confidence BETWEEN 1 AND 5", name="confidence"),)
    nudge_id: int = Field(foreign_key="nudge.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    confidence: int | None = None
    movement: kinds.Movement | None = shared.kind(kinds.Movement, default=None, nullable=True)
    obstacle: kinds.Obstacle | None = shared.kind(kinds.Obstacle, default=None, nullable=True)
    at: datetime = shared.instant()


class ProjectStep(SQLModel, table=True):
    """How a group went on when it chose its way: with another next step, or smaller by what it let go of."""

    __tablename__ = "project_step"
    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    way: kinds.Way = shared.kind(kinds.Way)
    next_step: str = Field(sa_type=sa.Text)
    let_go: str = Field(sa_type=sa.Text)
    at: datetime = shared.instant()


class Asking(SQLModel, table=True):
    """A group asked whether it goes on, with the signals that were seen; `answer` is what it chose."""

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    at: datetime = shared.instant()
    signals: list[dict[str, Any]] = Field(sa_type=columns.Json)
    place: str = Field(max_length=64)
    ref: str | None = Field(default=None, max_length=64)
    answer: kinds.Way | None = shared.kind(kinds.Way, default=None, nullable=True)
    answered_at: datetime | None = shared.instant(null=True)
