"""${message}.

Safe while the older code still runs: say why, or say that it is not.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
