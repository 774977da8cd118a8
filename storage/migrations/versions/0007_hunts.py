"""Hunts: seasons of collecting, voting and grouping by one plan.

New tables, and one more subject of messages; older code goes on as it was.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0007_hunts"
down_revision = "0006_audit"

BEFORE = "subject IN ('idea', 'round', 'project', 'nudge', 'ending')"
AFTER = "subject IN ('idea', 'round', 'project', 'nudge', 'hunt', 'ending')"


def upgrade() -> None:
    op.create_table(
        "hunt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "collecting",
                "voting",
                "grouping",
                "finished",
                "cancelled",
                name="huntstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("question", sa.String(length=150), nullable=False),
        sa.Column("cohort", sa.String(length=75), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("winners", sa.Integer(), nullable=False),
        sa.Column("collect_until", columns.Instant(), nullable=False),
        sa.Column("vote_until", columns.Instant(), nullable=False),
        sa.Column("group_by", columns.Instant(), nullable=False),
        sa.Column("next_at", columns.Instant(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("reminded_at", columns.Instant(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("learnt", sa.Text(), nullable=False),
        sa.Column("opened_at", columns.Instant(), nullable=False),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.Column("request_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint("collect_until < vote_until AND vote_until < group_by", name=op.f("ck_hunt_plan")),
        sa.CheckConstraint("winners BETWEEN 1 AND 5", name=op.f("ck_hunt_winners")),
        sa.CheckConstraint(
            "(next_at IS NULL) = (state IN ('finished', 'cancelled'))", name=op.f("ck_hunt_next_at")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_hunt_workspace_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_hunt_opened_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_hunt_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hunt")),
        sa.UniqueConstraint("round_id", name=op.f("uq_hunt_round_id")),
        sa.UniqueConstraint("request_key", name=op.f("uq_hunt_request_key")),
    )
    op.create_index(op.f("ix_hunt_workspace_id"), "hunt", ["workspace_id"], unique=False)
    op.create_index(op.f("ix_hunt_next_at"), "hunt", ["next_at"], unique=False)
    op.create_table(
        "hunt_idea",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("hunt_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_hunt_idea_idea_id")),
        sa.ForeignKeyConstraint(["hunt_id"], ["hunt.id"], name=op.f("fk_hunt_idea_hunt_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_hunt_idea")),
    )
    op.create_index(op.f("ix_hunt_idea_hunt_id"), "hunt_idea", ["hunt_id"], unique=False)
    op.create_table(
        "hunt_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hunt_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("before", columns.Instant(), nullable=False),
        sa.Column("after", columns.Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["hunt_id"], ["hunt.id"], name=op.f("fk_hunt_step_hunt_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hunt_step_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hunt_step")),
    )
    op.create_index(op.f("ix_hunt_step_hunt_id"), "hunt_step", ["hunt_id"], unique=False)
    op.create_table(
        "hunt_member",
        sa.Column("hunt_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hunt_id"], ["hunt.id"], name=op.f("fk_hunt_member_hunt_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hunt_member_person_id")),
        sa.PrimaryKeyConstraint("hunt_id", "person_id", name=op.f("pk_hunt_member")),
    )
    op.create_index(op.f("ix_hunt_member_person_id"), "hunt_member", ["person_id"], unique=False)
    _subjects(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE subject = 'hunt'")
    _subjects(BEFORE)
    for table in ("hunt_member", "hunt_step", "hunt_idea", "hunt"):
        op.drop_table(table)


def _subjects(condition: str) -> None:
    """Say anew which subjects a message may stand for."""
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_subject"), condition)
