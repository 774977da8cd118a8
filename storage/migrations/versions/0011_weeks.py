"""What came of a group's weeks, kept beside the answers themselves, so that nobody reads them all anew.

Adds columns and fills them. Answers that older code takes meanwhile are missing in them until the next answer
to the same nudge, which counts them all.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0011_weeks"
down_revision = "0010_choices"

nudge = sa.table("nudge", sa.column("id", sa.Integer), sa.column("week", columns.Json))
check_in = sa.table(
    "check_in",
    sa.column("nudge_id", sa.Integer),
    sa.column("confidence", sa.Integer),
    sa.column("movement", sa.String),
    sa.column("obstacle", sa.String),
)
LAST = """
UPDATE project SET checked_in_at = (
    SELECT max(check_in.at) FROM check_in JOIN nudge ON nudge.id = check_in.nudge_id
    WHERE nudge.project_id = project.id
)
"""


def upgrade() -> None:
    with op.batch_alter_table("project") as batch:
        batch.add_column(sa.Column("checked_in_at", columns.Instant(), nullable=True))
    with op.batch_alter_table("nudge") as batch:
        batch.add_column(sa.Column("week", columns.Json, nullable=True))
    op.execute(LAST)
    _fill()


def downgrade() -> None:
    with op.batch_alter_table("nudge") as batch:
        batch.drop_column("week")
    with op.batch_alter_table("project") as batch:
        batch.drop_column("checked_in_at")


def _fill() -> None:
    """Each nudge's week, from its answers."""
    weeks: dict[int, list[sa.Row[tuple[object, ...]]]] = {}
    for row in op.get_bind().execute(sa.select(check_in)):
        weeks.setdefault(row.nudge_id, []).append(row)
    for nudge_id, answers in weeks.items():
        stuck = [one for one in answers if one.movement == "stuck"]
        week = {
            "answers": len(answers),
            "levels": sorted(one.confidence for one in answers if one.confidence is not None),
            "stuck": len(stuck),
            "obstacles": sorted({one.obstacle for one in stuck if one.obstacle is not None}),
        }
        op.execute(nudge.update().where(nudge.c.id == nudge_id).values(week=week))
