"""More of what is fixed when a round opens: its target for the turnout, and its complaint window.

Adds columns; older code goes on as it was, and what it opens goes by the settings of its close.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_kept_rules"
down_revision = "0014_pictures"


def upgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.add_column(sa.Column("turnout", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("complaint_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.drop_column("complaint_days")
        batch.drop_column("turnout")
