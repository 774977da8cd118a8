"""An idea merged while a round is open: which one on the paper its votes count for.

Adds a column; older code goes on as it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_paper"
down_revision = "0011_weeks"


def upgrade() -> None:
    with op.batch_alter_table("round_idea") as batch:
        batch.add_column(sa.Column("into_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_round_idea_into_id"), "idea", ["into_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("round_idea") as batch:
        batch.drop_constraint(op.f("fk_round_idea_into_id"), type_="foreignkey")
        batch.drop_column("into_id")
