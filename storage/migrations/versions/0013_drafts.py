"""Drafts of ideas that a person keeps for later.

Adds a table; older code goes on as it was.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0013_drafts"
down_revision = "0012_paper"


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", columns.Json, nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("person_id", "request_key", name=op.f("uq_draft_person_id_request_key")),
    )
