"""How the group of a chosen idea comes together: who wants in, and who was asked."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage import columns, kinds
from storage.models import shared


class Gathering(SQLModel, table=True):
    """A chosen idea that looks for its group. `ask_at` is when its channel is asked, if nobody came."""

    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    organiser_id: int | None = Field(default=None, foreign_key="person.id")
    """Who sent the invitations, and hears when they are answered."""
    opened_at: datetime = shared.instant()
    ask_at: datetime | None = Field(default=None, sa_type=columns.Instant, index=True)
    advertised_at: datetime | None = shared.instant(null=True)


class Volunteer(SQLModel, table=True):
    """A person's answer about being in the group; `ask_at` is when one who said "later" is asked again."""

    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    answer: kinds.Willingness = shared.kind(kinds.Willingness)
    at: datetime = shared.instant()
    ask_at: datetime | None = Field(default=None, sa_type=columns.Instant, index=True)


class Invitation(SQLModel, table=True):
    """A person asked to be in the group of an idea."""

    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    by_id: int = Field(foreign_key="person.id")
    state: kinds.InvitationState = shared.kind(kinds.InvitationState, default=kinds.InvitationState.OPEN)
    at: datetime = shared.instant()
    answered_at: datetime | None = shared.instant(null=True)
