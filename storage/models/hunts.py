"""Hunts: seasons of collecting, voting and grouping by one plan."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import columns, kinds
from storage.models import shared


class Hunt(SQLModel, table=True):
    """A hunt. `question` is empty for an open call; `next_at` is when the clock has to look at it next."""

    __table_args__ = (
        sa.CheckConstraint("collect_until < vote_until AND vote_until < group_by", name="plan"),
        sa.CheckConstraint("winners BETWEEN 1 AND 5", name="winners"),
        sa.CheckConstraint("(next_at IS NULL) = (state IN ('finished', 'cancelled'))", name="next_at"),
    )
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = shared.workspace()
    state: kinds.HuntState = shared.kind(kinds.HuntState, default=kinds.HuntState.COLLECTING)
    question: str = Field(default="", max_length=150)
    cohort: str = Field(max_length=75)
    year: int
    place: str = Field(max_length=64)
    ref: str | None = Field(default=None, max_length=64)
    opened_by: int = Field(foreign_key="person.id")
    winners: int = 1
    collect_until: datetime = shared.instant()
    vote_until: datetime = shared.instant()
    group_by: datetime = shared.instant()
    next_at: datetime | None = Field(default=None, sa_type=columns.Instant, index=True)
    round_id: int | None = Field(default=None, foreign_key="round.id", unique=True)
    reminded_at: datetime | None = shared.instant(null=True)
    decision: str = Field(default="", sa_type=sa.Text)
    learnt: str = Field(default="", sa_type=sa.Text)
    opened_at: datetime = shared.instant()
    ended_at: datetime | None = shared.instant(null=True)
    request_key: str | None = Field(default=None, max_length=64, unique=True)


class HuntIdea(SQLModel, table=True):
    """An idea belongs to one hunt at most."""

    __tablename__ = "hunt_idea"
    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    hunt_id: int = Field(foreign_key="hunt.id", index=True)


class HuntStep(SQLModel, table=True):
    """A date of the plan that was moved, by a person or, without one, by the bot; or the end of it."""

    __tablename__ = "hunt_step"
    id: int = Field(default=None, primary_key=True)
    hunt_id: int = Field(foreign_key="hunt.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    step: str = Field(max_length=24)
    before: datetime = shared.instant()
    after: datetime = shared.instant()
    reason: str = Field(sa_type=sa.Text)
    at: datetime = shared.instant()


class HuntMember(SQLModel, table=True):
    """Somebody who posted, supported or joined a group in a finished hunt; never who voted."""

    __tablename__ = "hunt_member"
    hunt_id: int = Field(foreign_key="hunt.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
