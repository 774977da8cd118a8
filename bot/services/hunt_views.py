"""What use cases of hunts answer with; read-only and neutral as the other views."""

from dataclasses import dataclass

from bot import messages
from bot.domain import hunting
from storage import kinds


@dataclass(frozen=True, slots=True)
class HuntForm:
    """What the form for a new hunt starts from."""

    plan: hunting.Plan
    zone: str
    year: int
    winners: int = 1


@dataclass(frozen=True, slots=True)
class ListedHunt:
    card: messages.HuntCard
    place: str
    ref: str | None


@dataclass(frozen=True, slots=True)
class HuntList:
    """`leads` tells whether the one who asked may start hunts."""

    running: tuple[ListedHunt, ...]
    finished: tuple[ListedHunt, ...]
    leads: bool


@dataclass(frozen=True, slots=True)
class HuntLead:
    """What a facilitator can do with a hunt; `movable` are names of steps."""

    hunt_id: int
    question: str
    state: kinds.HuntState
    plan: hunting.Plan
    movable: tuple[str, ...]
    zone: str
