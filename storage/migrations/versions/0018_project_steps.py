"""How groups went on when they chose their way, for the archive.

Adds a table; older code goes on as it was, and keeps no such steps.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0018_project_steps"
down_revision = "0017_done_requests"


def upgrade() -> None:
    op.create_table(
        "project_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
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
            nullable=False,
        ),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("let_go", sa.Text(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_project_step_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_step_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_step")),
    )
    op.create_index(op.f("ix_project_step_project_id"), "project_step", ["project_id"], unique=False)


def downgrade() -> None:
    op.drop_table("project_step")
