"""What a person's desk answers with, as `bot.services.views`."""

from dataclasses import dataclass
from datetime import date

from bot.services.drafts import Draft
from bot.services.views import Discipline, ListedIdea, ListedProject, OpenRound
from storage import kinds


@dataclass(frozen=True, slots=True)
class Invitation:
    """A group that asks the person in and waits for an answer; `place` and `ref` are the idea's card."""

    idea_id: int
    title: str
    place: str
    ref: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A person's Home tab. `waiting` are ideas that wait for their author to choose a discipline.

    `ideas` are the newest of `ideas_in_all`; `staff` tells whether the person may do more than look.
    """

    locale: str
    discipline: str | None
    disciplines: tuple[Discipline, ...]
    drafts: tuple[Draft, ...]
    waiting: tuple[ListedIdea, ...]
    ideas: tuple[ListedIdea, ...]
    ideas_in_all: int
    rounds: tuple[OpenRound, ...]
    invitations: tuple[Invitation, ...]
    projects: tuple[ListedProject, ...]
    staff: bool
    administrator: bool
    day: date
    digest: kinds.Digest = kinds.Digest.WEEKLY
