"""How fast things may be sent."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.models import shared


class PaceRow(SQLModel, table=True):
    """One budget of a workspace, shared by all processes: `used_until` is how far what was sent reaches.

    `scope` names what is budgeted: a method of the platform, a channel, a card.
    """

    __tablename__ = "pace"
    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    scope: str = Field(primary_key=True, max_length=100)
    used_until: datetime = shared.instant()
