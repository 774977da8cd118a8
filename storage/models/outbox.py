"""What is to be said."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import columns, kinds
from storage.models import shared

_PENDING = "state IN ('waiting', 'claimed')"
"""Word for word what queries say: SQLite takes an index of some rows for no other."""


class OutboxRow(SQLModel, table=True):
    """Something to say, written with the change it reports.

    A post or tell carries its `message`. An update carries none: it is drawn from its subject when it is
    sent, so that one claimed row serves all the waiting ones. `place` is a channel, or the external id of
    the person for a tell. The lease says how long the claimer may hold it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sa.CheckConstraint("(message IS NULL) = (parcel = 'update')", name="message"),
        sa.Index(
            "ix_outbox_pending_update",
            "subject",
            "subject_id",
            "id",
            sqlite_where=sa.text(f"parcel = 'update' AND {_PENDING}"),
            postgresql_where=sa.text(f"parcel = 'update' AND {_PENDING}"),
        ),
        sa.Index("ix_outbox_state_not_before", "state", "not_before"),
        sa.Index(
            "ix_outbox_pending",
            "not_before",
            "id",
            sqlite_where=sa.text(_PENDING),
            postgresql_where=sa.text(_PENDING),
        ),
        sa.Index(
            "ix_outbox_pending_place",
            "place",
            "id",
            sqlite_where=sa.text(f"parcel != 'update' AND {_PENDING}"),
            postgresql_where=sa.text(f"parcel != 'update' AND {_PENDING}"),
        ),
    )
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = shared.workspace()
    parcel: kinds.Parcel = shared.kind(kinds.Parcel)
    place: str = Field(max_length=64)
    in_thread: bool = False
    """Whether it belongs in the thread of its subject's card, rather than being that card."""
    locale: str = Field(max_length=8)
    message: dict[str, Any] | None = Field(default=None, sa_type=columns.Json)
    subject: kinds.Subject | None = shared.kind(kinds.Subject, default=None, nullable=True)
    subject_id: int | None = None
    key: str | None = Field(default=None, max_length=100, unique=True)
    """Names what is said, so that it is said once."""
    fleeting: bool = shared.flag(False)
    """Whether the row goes once its end is known: that it was said is nobody's business."""
    state: kinds.ParcelState = shared.kind(kinds.ParcelState, default=kinds.ParcelState.WAITING)
    attempts: int = 0
    claims: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often it was claimed: the number of a claim says whether it is still the one that holds."""
    not_before: datetime = shared.instant()
    tried_at: datetime | None = shared.instant(null=True)
    """When the first send began whose outcome is not known yet; empty while none did."""
    lease_until: datetime | None = shared.instant(null=True)
    ref: str | None = Field(default=None, max_length=64)
    problem: str | None = Field(default=None, max_length=100)
    created_at: datetime = shared.instant()
    done_at: datetime | None = shared.instant(null=True)
