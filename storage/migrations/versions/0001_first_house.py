"""The first house: workspaces, people, ideas, rounds, projects, the outbox.

The first revision; there is no older code to keep running.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "platform",
            sa.Enum("slack", "teams", name="platform", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("ideas_place", sa.String(length=64), nullable=True),
        sa.Column("wide_place", sa.String(length=64), nullable=True),
        sa.Column("rounds_by_all", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("platform", "external_id", name=op.f("uq_workspace_platform_external_id")),
    )
    op.create_table(
        "discipline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=75), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_discipline_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discipline")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_discipline_workspace_id_name")),
    )
    op.create_index(op.f("ix_discipline_workspace_id"), "discipline", ["workspace_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column(
            "parcel",
            sa.Enum(
                "post", "update", "tell", name="parcel", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("in_thread", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("message", columns.Json, nullable=True),
        sa.Column(
            "subject",
            sa.Enum(
                "idea",
                "round",
                "project",
                "nudge",
                name="subject",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=100), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "claimed",
                "sent",
                "set_aside",
                "dropped",
                name="parcelstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", columns.Instant(), nullable=False),
        sa.Column("tried_at", columns.Instant(), nullable=True),
        sa.Column("lease_until", columns.Instant(), nullable=True),
        sa.Column("ref", sa.String(length=64), nullable=True),
        sa.Column("problem", sa.String(length=100), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("done_at", columns.Instant(), nullable=True),
        sa.CheckConstraint("(message IS NULL) = (parcel = 'update')", name=op.f("ck_outbox_message")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_outbox_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_place_state", "outbox", ["place", "state"], unique=False)
    op.create_index("ix_outbox_state_not_before", "outbox", ["state", "not_before"], unique=False)
    op.create_index(op.f("ix_outbox_workspace_id"), "outbox", ["workspace_id"], unique=False)
    op.create_index(
        "uq_outbox_waiting_update",
        "outbox",
        ["subject", "subject_id"],
        unique=True,
        sqlite_where=sa.text("parcel = 'update' AND state = 'waiting'"),
        postgresql_where=sa.text("parcel = 'update' AND state = 'waiting'"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=True),
        sa.Column("locale", sa.String(length=8), nullable=True),
        sa.Column("platform_locale", sa.String(length=8), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "facilitator",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "staff",
                "guest",
                "connected",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("discipline_id", sa.Integer(), nullable=True),
        sa.Column("discipline_set_at", columns.Instant(), nullable=True),
        sa.Column("discipline_confirmed_at", columns.Instant(), nullable=True),
        sa.Column("met_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["discipline_id"], ["discipline.id"], name=op.f("fk_person_discipline_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("workspace_id", "external_id", name=op.f("uq_person_workspace_id_external_id")),
    )
    op.create_index(op.f("ix_person_discipline_id"), "person", ["discipline_id"], unique=False)
    op.create_index(op.f("ix_person_workspace_id"), "person", ["workspace_id"], unique=False)
    op.create_table(
        "idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "problem", "dead_horse", name="ideakind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
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
                name="ideastate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("discipline_id", sa.Integer(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=True),
        sa.Column("request_key", sa.String(length=64), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_idea_author_id")),
        sa.ForeignKeyConstraint(["discipline_id"], ["discipline.id"], name=op.f("fk_idea_discipline_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_idea_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.UniqueConstraint("request_key", name=op.f("uq_idea_request_key")),
    )
    op.create_index(op.f("ix_idea_author_id"), "idea", ["author_id"], unique=False)
    op.create_index("ix_idea_workspace_id_state", "idea", ["workspace_id", "state"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("note", columns.Json, nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("not_before", columns.Instant(), nullable=False),
        sa.Column("told_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_person_id_told_at", "note", ["person_id", "told_at"], unique=False)
    op.create_index("ix_note_told_at_not_before", "note", ["told_at", "not_before"], unique=False)
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                "cancelled",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("winners", sa.Integer(), nullable=False),
        sa.Column("tap_limit", sa.Integer(), nullable=True),
        sa.Column("breadth", sa.Integer(), nullable=False),
        sa.Column("empty_chairs", sa.Integer(), nullable=False),
        sa.Column("opened_at", columns.Instant(), nullable=False),
        sa.Column("closes_at", columns.Instant(), nullable=False),
        sa.Column("closed_at", columns.Instant(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "chosen",
                "too_few_voices",
                "no_broad_agreement",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("result", columns.Json, nullable=True),
        sa.Column("receipt", sa.String(length=64), nullable=True),
        sa.Column("receipt_salt", sa.LargeBinary(), nullable=True),
        sa.Column("request_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(salt IS NOT NULL) = (secret AND state = 'open')", name=op.f("ck_round_salt")),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_round_order")),
        sa.CheckConstraint("tap_limit IS NULL OR tap_limit > 0", name=op.f("ck_round_tap_limit")),
        sa.CheckConstraint("winners BETWEEN 1 AND 5", name=op.f("ck_round_winners")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_round_opened_by")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_round_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("request_key", name=op.f("uq_round_request_key")),
    )
    op.create_index("ix_round_state_closes_at", "round", ["state", "closes_at"], unique=False)
    op.create_index(op.f("ix_round_workspace_id"), "round", ["workspace_id"], unique=False)
    op.create_table(
        "ballot",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("discipline_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["discipline_id"], ["discipline.id"], name=op.f("fk_ballot_discipline_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ballot_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ballot_round_id")),
        sa.PrimaryKeyConstraint("round_id", "voter", name=op.f("pk_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counted_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("discipline_id", sa.Integer(), nullable=False),
        sa.Column("approvals", columns.Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["discipline_id"], ["discipline.id"], name=op.f("fk_counted_ballot_discipline_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_counted_ballot_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_ballot")),
    )
    op.create_index(op.f("ix_counted_ballot_round_id"), "counted_ballot", ["round_id"], unique=False)
    op.create_table(
        "idea_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "from_state",
            sa.Enum(
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
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
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
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_step_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idea_step_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_step")),
    )
    op.create_index(op.f("ix_idea_step_idea_id"), "idea_step", ["idea_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "completed",
                "retired",
                name="projectstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("next_nudge_at", columns.Instant(), nullable=True),
        sa.Column("started_at", columns.Instant(), nullable=False),
        sa.CheckConstraint("every_weeks IN (1, 2)", name=op.f("ck_project_every_weeks")),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_project_weekday")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_project_idea_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_project_owner_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_project_idea_id")),
    )
    op.create_index(op.f("ix_project_owner_id"), "project", ["owner_id"], unique=False)
    op.create_index("ix_project_state_next_nudge_at", "project", ["state", "next_nudge_at"], unique=False)
    op.create_index(op.f("ix_project_workspace_id"), "project", ["workspace_id"], unique=False)
    op.create_table(
        "round_idea",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_round_idea_idea_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_idea_round_id")),
        sa.PrimaryKeyConstraint("round_id", "idea_id", name=op.f("pk_round_idea")),
    )
    op.create_index(op.f("ix_round_idea_idea_id"), "round_idea", ["idea_id"], unique=False)
    op.create_table(
        "support",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_support_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_person_id")),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_support")),
    )
    op.create_index(op.f("ix_support_person_id"), "support", ["person_id"], unique=False)
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent", "dropped", name="nudgestate", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(length=24), nullable=True),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_nudge_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("project_id", "due_at", name=op.f("uq_nudge_project_id_due_at")),
    )
    op.create_table(
        "project_member",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_project_member_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_member_project_id")),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_project_member")),
    )
    op.create_index(op.f("ix_project_member_person_id"), "project_member", ["person_id"], unique=False)
    op.create_table(
        "tap",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "idea_id"],
            ["round_idea.round_id", "round_idea.idea_id"],
            name=op.f("fk_tap_round_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "voter"],
            ["ballot.round_id", "ballot.voter"],
            name=op.f("fk_tap_round_id_voter"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "voter", "idea_id", name=op.f("pk_tap")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "check_in",
        sa.Column("nudge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column(
            "movement",
            sa.Enum(
                "moving",
                "stuck",
                "done",
                name="movement",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "obstacle",
            sa.Enum(
                "time",
                "decision",
                "people",
                "knowledge",
                "other",
                name="obstacle",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.CheckConstraint("confidence BETWEEN 1 AND 5", name=op.f("ck_check_in_confidence")),
        sa.ForeignKeyConstraint(["nudge_id"], ["nudge.id"], name=op.f("fk_check_in_nudge_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_in_person_id")),
        sa.PrimaryKeyConstraint("nudge_id", "person_id", name=op.f("pk_check_in")),
    )
    op.create_index(op.f("ix_check_in_person_id"), "check_in", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("check_in")
    op.drop_table("tap")
    op.drop_table("project_member")
    op.drop_table("nudge")
    op.drop_table("support")
    op.drop_table("round_idea")
    op.drop_table("project")
    op.drop_table("idea_step")
    op.drop_table("counted_ballot")
    op.drop_table("ballot")
    op.drop_table("round")
    op.drop_table("note")
    op.drop_table("idea")
    op.drop_table("person")
    op.drop_table("outbox")
    op.drop_table("discipline")
    op.drop_table("workspace")
