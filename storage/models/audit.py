"""The audit log."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import columns
from storage.models import shared


class AuditEntry(SQLModel, table=True):
    """One thing an administrator did; triggers of the database refuse to change or delete it.

    People stand here by their id alone, without a foreign key: erasing a person leaves a number that means
    nobody. `actor_id` is None for the command line. `details` never hold a person's name or address.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_workspace_id_at", "workspace_id", "at"),)
    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    at: datetime = shared.instant()
    actor_id: int | None = None
    action: str = Field(max_length=48)
    person_id: int | None = None
    details: dict[str, Any] = Field(sa_type=columns.Json)
