"""The marks of requests that changed something, so that a copy changes nothing in another process.

Adds a table; older code goes on as it was, and keeps no marks.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0017_done_requests"
down_revision = "0016_pending"


def upgrade() -> None:
    op.create_table(
        "done_request",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("until", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_done_request_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "mark", name=op.f("pk_done_request")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_done_request_until", "done_request", ["until"], unique=False)


def downgrade() -> None:
    op.drop_table("done_request")
