"""Settings that a workspace chooses for itself.

Adds a column; older code goes on as it was.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0010_choices"
down_revision = "0009_nudges"


def upgrade() -> None:
    op.add_column("workspace", sa.Column("choices", columns.Json, nullable=False, server_default="{}"))
