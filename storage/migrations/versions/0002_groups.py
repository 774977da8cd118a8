"""How groups come together and end: volunteers, invitations, the start, endings, ripples.

Adds tables and columns; a project may be followed by another one of the same idea, if it woke again.
Stop the earlier code first: it does not know what a new project must say.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0002"
down_revision = "0001"

BEFORE = "subject IN ('idea', 'round', 'project', 'nudge')"
AFTER = "subject IN ('idea', 'round', 'project', 'nudge', 'ending')"


def upgrade() -> None:
    op.create_table(
        "gathering",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", columns.Instant(), nullable=False),
        sa.Column("ask_at", columns.Instant(), nullable=True),
        sa.Column("advertised_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_gathering_idea_id")),
        sa.ForeignKeyConstraint(["organiser_id"], ["person.id"], name=op.f("fk_gathering_organiser_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_gathering")),
    )
    op.create_index(op.f("ix_gathering_ask_at"), "gathering", ["ask_at"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                name="invitationstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("answered_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_invitation_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_invitation_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_person_id"), "invitation", ["person_id"], unique=False)

    op.create_table(
        "volunteer",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "willing", "later", name="willingness", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("ask_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_volunteer_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_volunteer_person_id")),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_volunteer")),
    )
    op.create_index(op.f("ix_volunteer_ask_at"), "volunteer", ["ask_at"], unique=False)
    op.create_index(op.f("ix_volunteer_person_id"), "volunteer", ["person_id"], unique=False)

    op.create_table(
        "ending",
        sa.Column("project_id", sa.Integer(), nullable=False),
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
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("learnt", sa.Text(), nullable=False),
        sa.Column("wake_when", sa.Text(), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("wake_at", columns.Instant(), nullable=True),
        sa.Column("woken_at", columns.Instant(), nullable=True),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("stopped", sa.Text(), nullable=False),
        sa.Column("discipline_id", sa.Integer(), nullable=True),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=True),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_ending_by_id")),
        sa.ForeignKeyConstraint(["discipline_id"], ["discipline.id"], name=op.f("fk_ending_discipline_id")),
        sa.ForeignKeyConstraint(["keeper_id"], ["person.id"], name=op.f("fk_ending_keeper_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ending_project_id")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_ending")),
    )
    op.create_index(op.f("ix_ending_wake_at"), "ending", ["wake_at"], unique=False)

    op.create_table(
        "outside_voice",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=True),
        sa.Column("asked_at", columns.Instant(), nullable=False),
        sa.Column("answered_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outside_voice_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_outside_voice_project_id")),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_outside_voice")),
    )
    op.create_index(op.f("ix_outside_voice_person_id"), "outside_voice", ["person_id"], unique=False)

    op.create_table(
        "stop_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("met_at", columns.Instant(), nullable=True),
        sa.Column("asked_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_stop_criterion_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_criterion")),
    )
    op.create_index(op.f("ix_stop_criterion_project_id"), "stop_criterion", ["project_id"], unique=False)

    op.create_table(
        "thanks",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("consents", sa.Boolean(), nullable=True),
        sa.Column("asked_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_thanks_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_thanks_project_id")),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_thanks")),
    )
    op.create_index(op.f("ix_thanks_person_id"), "thanks", ["person_id"], unique=False)

    op.create_table(
        "ripple",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "taken_up",
                "adapted",
                "not_for_us",
                name="ripplekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ripple_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["ending.project_id"], name=op.f("fk_ripple_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ripple")),
        sa.UniqueConstraint("project_id", "person_id", name=op.f("uq_ripple_project_id_person_id")),
    )
    op.create_index(op.f("ix_ripple_person_id"), "ripple", ["person_id"], unique=False)

    op.create_table(
        "ripple_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ripple_id", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("asked_at", columns.Instant(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "in_use",
                "changed",
                "stopped",
                name="use",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ripple_check_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["ending.project_id"], name=op.f("fk_ripple_check_project_id")
        ),
        sa.ForeignKeyConstraint(["ripple_id"], ["ripple.id"], name=op.f("fk_ripple_check_ripple_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ripple_check")),
        sa.UniqueConstraint(
            "project_id", "person_id", "months", name=op.f("uq_ripple_check_project_id_person_id_months")
        ),
    )
    op.create_index(op.f("ix_ripple_check_due_at"), "ripple_check", ["due_at"], unique=False)
    op.create_index(op.f("ix_ripple_check_person_id"), "ripple_check", ["person_id"], unique=False)

    with op.batch_alter_table("project") as batch:
        batch.add_column(sa.Column("leader", sa.Text(), nullable=True))
        batch.add_column(sa.Column("pre_mortem", sa.Text(), nullable=True))
        batch.add_column(sa.Column("stage", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("stage_since", columns.Instant(), nullable=True))
        batch.add_column(sa.Column("ended_at", columns.Instant(), nullable=True))
    op.execute("UPDATE project SET leader = '', pre_mortem = '', stage = 1, stage_since = started_at")
    with op.batch_alter_table("project") as batch:
        for name, kind in (
            ("leader", sa.Text()),
            ("pre_mortem", sa.Text()),
            ("stage", sa.Integer()),
            ("stage_since", columns.Instant()),
        ):
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.create_check_constraint(op.f("ck_project_stage"), "stage >= 1")
        batch.drop_constraint(op.f("uq_project_idea_id"), type_="unique")
        batch.create_index(op.f("ix_project_idea_id"), ["idea_id"], unique=False)
        batch.create_index(
            "uq_project_active_idea",
            ["idea_id"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )
    _subjects(AFTER)


def downgrade() -> None:
    _subjects(BEFORE)
    with op.batch_alter_table("project") as batch:
        batch.drop_index("uq_project_active_idea")
        batch.drop_index(op.f("ix_project_idea_id"))
        batch.drop_constraint(op.f("ck_project_stage"), type_="check")
        for name in ("leader", "pre_mortem", "stage", "stage_since", "ended_at"):
            batch.drop_column(name)
        batch.create_unique_constraint(op.f("uq_project_idea_id"), ["idea_id"])
    op.drop_table("ripple_check")
    op.drop_table("ripple")
    op.drop_table("thanks")
    op.drop_table("stop_criterion")
    op.drop_table("outside_voice")
    op.drop_table("ending")
    op.drop_table("volunteer")
    op.drop_table("invitation")
    op.drop_table("gathering")


def _subjects(condition: str) -> None:
    """Say anew which subjects a message may stand for."""
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_subject"), condition)
