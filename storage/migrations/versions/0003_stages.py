"""What a group and a result keep of the installation's choices: names of stages, the closing line.

Adds columns; older code goes on as it was.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("project", sa.Column("stages", columns.Json, nullable=True))
    op.add_column("ending", sa.Column("closing", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("ending", "closing")
    op.drop_column("project", "stages")
