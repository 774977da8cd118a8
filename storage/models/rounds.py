"""Rounds and the ballots in them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import columns, kinds
from storage.models import shared


class Round(SQLModel, table=True):
    """An avstemningsrunde. `salt` exists only while a secret round is open; `seed` decides the lot."""

    __table_args__ = (
        sa.CheckConstraint("winners BETWEEN 1 AND 5", name="winners"),
        sa.CheckConstraint("tap_limit IS NULL OR tap_limit > 0", name="tap_limit"),
        sa.CheckConstraint("closes_at > opened_at", name="order"),
        sa.CheckConstraint("(salt IS NOT NULL) = (secret AND state = 'open')", name="salt"),
        sa.Index("ix_round_state_closes_at", "state", "closes_at"),
        sa.Index("ix_round_invite_at", "invite_at"),
        sa.Index("ix_round_ballots_until", "ballots_until"),
    )
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = shared.workspace()
    state: kinds.RoundState = shared.kind(kinds.RoundState, default=kinds.RoundState.OPEN)
    place: str = Field(max_length=64)
    ref: str | None = Field(default=None, max_length=64)
    opened_by: int = Field(foreign_key="person.id")
    secret: bool = True
    winners: int = 1
    tap_limit: int | None = None
    breadth: int
    empty_chairs: int
    turnout: int | None = None
    """The target, in per cent, by which it is extended; empty for one that older code opened."""
    complaint_days: int | None = None
    """How long it can be counted again after its close; empty for one that older code opened."""
    opened_at: datetime = shared.instant()
    closes_at: datetime = shared.instant()
    closed_at: datetime | None = shared.instant(null=True)
    salt: bytes | None = None
    seed: bytes
    outcome: kinds.Outcome | None = shared.kind(kinds.Outcome, default=None, nullable=True)
    result: dict[str, Any] | None = Field(default=None, sa_type=columns.Json)
    """What was published at the close, as the result message carries it."""
    receipt: str | None = Field(default=None, max_length=64)
    """The hash of settings and ballots, as counted."""
    receipt_salt: bytes | None = None
    """Keeps the receipt of a secret round from being guessed back to its ballots; goes with them."""
    request_key: str | None = Field(default=None, max_length=64, unique=True)
    published: bool = shared.flag(False)
    """Whether the ballots are given out with the result, shuffled and without names."""
    eligible: int | None = None
    """How many disciplines had members who could vote, as counted at the close."""
    extended: bool = shared.flag(False)
    """Whether it was extended by itself, which happens once."""
    invite_at: datetime | None = shared.instant(null=True)
    """When those who have not voted are to be invited; empty once they were."""
    follows: int | None = Field(default=None, foreign_key="round.id", unique=True)
    """The round without a winner that this one takes up again."""
    result_ref: str | None = Field(default=None, max_length=64)
    picture: str | None = Field(default=None, max_length=64)
    """The file on the platform that shows the result; opaque here."""
    ballots_until: datetime | None = shared.instant(null=True)
    """The end of the complaint window; empty once the ballots are deleted, and before the close."""
    traces: bool = shared.flag(False)
    """Whether what a secret round deleted may still lie in free space of the database."""


class RoundStep(SQLModel, table=True):
    """Something that befell a round, with its reason; without a person it happened by itself."""

    __tablename__ = "round_step"
    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    event: kinds.RoundEvent = shared.kind(kinds.RoundEvent)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    idea_id: int | None = Field(default=None, foreign_key="idea.id")
    closes_at: datetime | None = shared.instant(null=True)
    """The deadline from then on, where the event set one."""
    reason: str = Field(default="", sa_type=sa.Text)
    at: datetime = shared.instant()


class RoundIdea(SQLModel, table=True):
    """An idea on a round's ballot. `chosen` is its place among the winners, from 1.

    `counted` is false for one that was withdrawn or merged while the round was open, and `into_id` names the
    idea on the same paper for which its votes count since.
    """

    __tablename__ = "round_idea"
    round_id: int = Field(foreign_key="round.id", primary_key=True)
    idea_id: int = Field(foreign_key="idea.id", primary_key=True, index=True)
    position: int
    chosen: int | None = None
    counted: bool = shared.flag(True)
    into_id: int | None = Field(default=None, foreign_key="idea.id")


class Ballot(SQLModel, table=True):
    """One person's ballot while a round is open; no time and, without a row id, no order is kept.

    `voter` is a pseudonym in a secret round; `person_id` is set in open rounds only.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)
    round_id: int = Field(foreign_key="round.id", primary_key=True)
    voter: str = Field(primary_key=True, max_length=64)
    discipline_id: int = Field(foreign_key="discipline.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")


class Tap(SQLModel, table=True):
    """An approval of one idea on one ballot."""

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["round_id", "voter"], ["ballot.round_id", "ballot.voter"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["round_id", "idea_id"], ["round_idea.round_id", "round_idea.idea_id"]),
        {"sqlite_with_rowid": False},
    )
    round_id: int = Field(primary_key=True)
    voter: str = Field(primary_key=True, max_length=64)
    idea_id: int = Field(primary_key=True)


class CountedBallot(SQLModel, table=True):
    """A ballot after the close of a secret round: discipline and approvals, linked to nobody.

    Written in the order of its content, so that its number tells nothing of when it was cast.
    """

    __tablename__ = "counted_ballot"
    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    discipline_id: int = Field(foreign_key="discipline.id")
    approvals: list[int] = Field(sa_type=columns.Json)
