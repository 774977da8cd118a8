"""The pictures of groups: a curve with a nudge, rings with a result.

Adds columns; older code goes on as it was.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0014_pictures"
down_revision = "0013_drafts"


def upgrade() -> None:
    with op.batch_alter_table("nudge") as batch:
        batch.add_column(sa.Column("picture", sa.String(length=64), nullable=True))
    with op.batch_alter_table("ending") as batch:
        batch.add_column(sa.Column("picture", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("pictured", columns.Json, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("ending") as batch:
        batch.drop_column("pictured")
        batch.drop_column("picture")
    with op.batch_alter_table("nudge") as batch:
        batch.drop_column("picture")
