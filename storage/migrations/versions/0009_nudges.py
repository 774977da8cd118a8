"""Nudges that can be snoozed, muted and answered for; reminders; asking a group whether it goes on.

Adds a table and columns. Stop the earlier code first: it does not know what a new nudge must say.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0009_nudges"
down_revision = "0008_vote"

BEFORE = "subject IN ('idea', 'round', 'result', 'project', 'nudge', 'hunt', 'ending')"
AFTER = "subject IN ('idea', 'round', 'result', 'project', 'nudge', 'hunt', 'ending', 'asking')"


def upgrade() -> None:
    op.create_table(
        "asking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("signals", columns.Json, nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "continue",
                "shrink",
                "hand_over",
                "retire",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_asking_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asking")),
    )
    op.create_index(op.f("ix_asking_project_id"), "asking", ["project_id"], unique=False)

    with op.batch_alter_table("project") as batch:
        batch.add_column(sa.Column("snoozed_until", columns.Instant(), nullable=True))
        batch.add_column(sa.Column("offered_at", columns.Instant(), nullable=True))
        batch.add_column(sa.Column("stage_asked_at", columns.Instant(), nullable=True))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("gone_at", columns.Instant(), nullable=True))
    _add("project_member", ["muted"], sa.Column("contacted_at", columns.Instant(), nullable=True))
    _add(
        "nudge",
        ["offers", "put_off"],
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("remind_at", columns.Instant(), nullable=True),
    )
    with op.batch_alter_table("nudge") as batch:
        batch.create_foreign_key(op.f("fk_nudge_contact_id"), "person", ["contact_id"], ["id"])
        batch.create_index(op.f("ix_nudge_remind_at"), ["remind_at"], unique=False)
    _subjects(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE subject = 'asking'")
    _subjects(BEFORE)
    with op.batch_alter_table("nudge") as batch:
        batch.drop_index(op.f("ix_nudge_remind_at"))
        batch.drop_constraint(op.f("fk_nudge_contact_id"), type_="foreignkey")
        for name in ("contact_id", "remind_at", "offers", "put_off"):
            batch.drop_column(name)
    with op.batch_alter_table("project_member") as batch:
        batch.drop_column("muted")
        batch.drop_column("contacted_at")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("gone_at")
    with op.batch_alter_table("project") as batch:
        for name in ("snoozed_until", "offered_at", "stage_asked_at"):
            batch.drop_column(name)
    op.drop_table("asking")


def _add(table: str, flags: list[str], *more: sa.Column[object]) -> None:
    """Add columns; the flags begin as no in the rows there are."""
    with op.batch_alter_table(table) as batch:
        for flag in flags:
            batch.add_column(sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
        for column in more:
            batch.add_column(column)
    with op.batch_alter_table(table) as batch:
        for flag in flags:
            batch.alter_column(flag, existing_type=sa.Boolean(), server_default=None)


def _subjects(condition: str) -> None:
    """Say anew which subjects a message may stand for."""
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_subject"), condition)
