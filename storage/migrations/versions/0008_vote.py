"""The vote in full: turnout, what befell a round, its result as a message, the end of its ballots.

Safe while the older code still runs: every new column has a default, and no old value is refused.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0008_vote"
down_revision = "0007_hunts"

_SUBJECTS = ("idea", "round", "project", "nudge", "hunt", "ending")
_NEW_SUBJECTS = ("idea", "round", "result", "project", "nudge", "hunt", "ending")


def upgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.add_column(sa.Column("published", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("eligible", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("extended", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("invite_at", columns.Instant(), nullable=True))
        batch.add_column(sa.Column("follows", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("result_ref", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("picture", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("ballots_until", columns.Instant(), nullable=True))
        batch.add_column(sa.Column("traces", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_foreign_key(op.f("fk_round_follows"), "round", ["follows"], ["id"])
        batch.create_unique_constraint(op.f("uq_round_follows"), ["follows"])
    op.create_index("ix_round_invite_at", "round", ["invite_at"])
    op.create_index("ix_round_ballots_until", "round", ["ballots_until"])
    op.create_table(
        "round_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                *("extended", "extended_itself", "cancelled", "picked", "followed"),
                name="roundevent",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("closes_at", columns.Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_step_round_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_step_person_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_round_step_idea_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_step")),
    )
    op.create_index(op.f("ix_round_step_round_id"), "round_step", ["round_id"])
    with op.batch_alter_table("round_idea") as batch:
        batch.add_column(sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(sa.Column("fleeting", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.drop_constraint(op.f("ck_outbox_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_subject"), sa.column("subject").in_(_NEW_SUBJECTS))


def downgrade() -> None:
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_subject"), sa.column("subject").in_(_SUBJECTS))
        batch.drop_column("fleeting")
    with op.batch_alter_table("round_idea") as batch:
        batch.drop_column("counted")
    op.drop_table("round_step")
    op.drop_index("ix_round_ballots_until", "round")
    op.drop_index("ix_round_invite_at", "round")
    with op.batch_alter_table("round") as batch:
        batch.drop_constraint(op.f("uq_round_follows"), type_="unique")
        batch.drop_constraint(op.f("fk_round_follows"), type_="foreignkey")
        for name in (
            *("traces", "ballots_until", "picture", "result_ref", "follows", "invite_at"),
            *("extended", "eligible", "published"),
        ):
            batch.drop_column(name)
