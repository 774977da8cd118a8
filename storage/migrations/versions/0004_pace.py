"""Budgets of sending, claims that are numbered, and one row for each ask to draw a card anew.

Safe while the earlier code runs: it knows neither the new table nor the new column, and asks as before.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PENDING = sa.text("parcel = 'update' AND state IN ('waiting', 'claimed')")
WAITING = sa.text("parcel = 'update' AND state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "pace",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=100), nullable=False),
        sa.Column("used_until", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_pace_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "scope", name=op.f("pk_pace")),
    )
    op.add_column("outbox", sa.Column("claims", sa.Integer(), server_default="0", nullable=False))
    op.drop_index("uq_outbox_waiting_update", "outbox")
    op.create_index(
        "ix_outbox_pending_update",
        "outbox",
        ["subject", "subject_id", "id"],
        unique=False,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )


def downgrade() -> None:
    op.execute(
        "DELETE FROM outbox WHERE parcel = 'update' AND state = 'waiting' AND EXISTS ("
        "SELECT 1 FROM outbox AS earlier WHERE earlier.subject = outbox.subject "
        "AND earlier.subject_id = outbox.subject_id AND earlier.parcel = 'update' "
        "AND earlier.state = 'waiting' AND earlier.id < outbox.id)"
    )
    op.drop_index("ix_outbox_pending_update", "outbox")
    op.create_index(
        "uq_outbox_waiting_update",
        "outbox",
        ["subject", "subject_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.drop_column("outbox", "claims")
    op.drop_table("pace")
