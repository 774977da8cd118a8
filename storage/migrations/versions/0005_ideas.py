"""More of an idea: what it asks, where it belongs, what became of it, and who wants to hear.

Safe while the earlier code runs: the new columns have defaults, and nothing that was there changes.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0005"
down_revision = "0004"

STANDING = sa.text("undone_at IS NULL")
STATES = (
    "draft",
    "new",
    "in_round",
    "chosen",
    "project",
    "completed",
    "retired",
    "parked",
    "merged",
    "withdrawn",
)


def upgrade() -> None:
    op.add_column("idea", sa.Column("frequency", sa.Text(), server_default="", nullable=False))
    op.add_column("idea", sa.Column("cost", sa.Text(), server_default="", nullable=False))
    op.add_column("idea", sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_idea_workspace_id_version", "idea", ["workspace_id", "version"], unique=False)
    # What was there before comes first: 1, with nothing newer.
    op.execute("UPDATE idea SET version = 1")
    op.create_table(
        "idea_version",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_idea_version_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_idea_version")),
    )
    op.execute("INSERT INTO idea_version (workspace_id, version) SELECT id, 1 FROM workspace")
    _words()
    _merges()
    op.create_table(
        "idea_mute",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_mute_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idea_mute_person_id")),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_idea_mute")),
    )
    op.create_index(op.f("ix_idea_mute_person_id"), "idea_mute", ["person_id"], unique=False)
    op.create_table(
        "news_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "digest",
            sa.Enum(
                "off", "daily", "weekly", name="digest", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_news_choice_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_news_choice")),
    )


def _words() -> None:
    op.create_table(
        "idea_area",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("discipline_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["discipline_id"], ["discipline.id"], name=op.f("fk_idea_area_discipline_id")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_area_idea_id")),
        sa.PrimaryKeyConstraint("idea_id", "discipline_id", name=op.f("pk_idea_area")),
    )
    op.create_index(op.f("ix_idea_area_discipline_id"), "idea_area", ["discipline_id"], unique=False)
    op.create_table(
        "idea_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("cost", sa.Text(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_edit_idea_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_edit")),
    )
    op.create_index(op.f("ix_idea_edit_idea_id"), "idea_edit", ["idea_id"], unique=False)
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_theme_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_theme_workspace_id_name")),
    )
    op.create_table(
        "idea_theme",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_theme_idea_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_idea_theme_theme_id")),
        sa.PrimaryKeyConstraint("idea_id", "theme_id", name=op.f("pk_idea_theme")),
    )
    op.create_index(op.f("ix_idea_theme_theme_id"), "idea_theme", ["theme_id"], unique=False)


def _merges() -> None:
    op.create_table(
        "idea_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column(
            "was",
            sa.Enum(*STATES, name="was", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("undone_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_merge_idea_id")),
        sa.ForeignKeyConstraint(["into_id"], ["idea.id"], name=op.f("fk_idea_merge_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_merge")),
    )
    op.create_index(op.f("ix_idea_merge_into_id"), "idea_merge", ["into_id"], unique=False)
    op.create_index(
        "uq_idea_merge_standing",
        "idea_merge",
        ["idea_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "merged_support",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["idea_merge.id"], name=op.f("fk_merged_support_merge_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_merged_support_person_id")),
        sa.PrimaryKeyConstraint("merge_id", "person_id", name=op.f("pk_merged_support")),
    )
    op.create_index(op.f("ix_merged_support_person_id"), "merged_support", ["person_id"], unique=False)
