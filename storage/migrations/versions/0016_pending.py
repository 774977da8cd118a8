"""Indexes of what waits in the outbox, which stay small however much was said.

Older code goes on as it was, only slower.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_pending"
down_revision = "0015_kept_rules"

_PENDING = sa.text("state IN ('waiting', 'claimed')")
_PENDING_POSTS = sa.text("parcel != 'update' AND state IN ('waiting', 'claimed')")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["not_before", "id"],
        unique=False,
        sqlite_where=_PENDING,
        postgresql_where=_PENDING,
    )
    op.create_index(
        "ix_outbox_pending_place",
        "outbox",
        ["place", "id"],
        unique=False,
        sqlite_where=_PENDING_POSTS,
        postgresql_where=_PENDING_POSTS,
    )
    op.drop_index("ix_outbox_place_state", "outbox")


def downgrade() -> None:
    op.create_index("ix_outbox_place_state", "outbox", ["place", "state"], unique=False)
    op.drop_index("ix_outbox_pending_place", "outbox")
    op.drop_index("ix_outbox_pending", "outbox")
