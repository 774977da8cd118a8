"""Requests from outside that changed something."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.models import shared


class DoneRequest(SQLModel, table=True):
    """The mark of a request whose change is committed, so that a copy of it changes nothing.

    `mark` is a hash of the platform's name for the request; it leads to nobody. `until` is
    rounded up to five minutes: it shall not tell when a secret ballot was cast.
    """

    __tablename__ = "done_request"
    __table_args__ = (sa.Index("ix_done_request_until", "until"), {"sqlite_with_rowid": False})
    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    mark: bytes = Field(primary_key=True)
    until: datetime = shared.instant()
