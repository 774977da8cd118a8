"""What use cases answer with, for the person who asked: read-only, neutral, drawn by the platforms.

Text of people is as written; a person is their id on the platform; instants are aware, in UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.choices import Choices
from bot.domain.deeds import Deed
from bot.services.hunt_views import HuntForm, HuntLead, HuntList, ListedHunt
from bot.services.round_views import (
    Ballot,
    BallotLine,
    Compared,
    Moved,
    OpenRound,
    Pickable,
    PickForm,
    Recount,
    RoundTheme,
    SteeringForm,
)
from storage import kinds
from storage.edits import Words

__all__ = [
    "Ballot",
    "BallotLine",
    "Compared",
    "HuntForm",
    "HuntLead",
    "HuntList",
    "ListedHunt",
    "Moved",
    "OpenRound",
    "PickForm",
    "Pickable",
    "Recount",
    "RoundTheme",
    "SteeringForm",
]
"""What is drawn up in a module of its own, beside the views of this one."""


@dataclass(frozen=True, slots=True)
class Discipline:
    discipline_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Posted:
    """An idea that was taken in. `waiting` means: unseen until its author has chosen a discipline.

    `disguise` says that it reads like a solution; `hunt` is one that it joined by itself.
    """

    idea_id: int
    title: str
    place: str
    waiting: bool
    disguise: bool = False
    hunt: "ListedHunt | None" = None


@dataclass(frozen=True, slots=True)
class ListedIdea:
    """One line of a list; `supported` by the one who asked, `own` where it is theirs.

    `breadth` is the number of disciplines among its supporters. `tried` and `learnt` tell, where it was asked
    for, what a group that was retired left behind.
    """

    idea_id: int
    kind: kinds.IdeaKind
    state: kinds.IdeaState
    title: str
    discipline: str | None
    supporters: int
    breadth: int
    supported: bool
    own: bool
    place: str
    ref: str | None
    created_at: datetime
    tried: str = ""
    learnt: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    theme_id: int
    name: str


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """One page of a list, from 1, with what was looked for and all that could be."""

    ideas: tuple[ListedIdea, ...]
    page: int
    pages: int
    total: int
    search: str
    theme: int | None = None
    discipline: int | None = None
    state: kinds.IdeaState | None = None
    mine: bool = False
    order: kinds.IdeaOrder = kinds.IdeaOrder.NEWEST
    themes: tuple[Theme, ...] = ()
    disciplines: tuple[Discipline, ...] = ()
    states: tuple[kinds.IdeaState, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to an idea: a new state with its reason, or the words that were replaced."""

    at: datetime
    state: kinds.IdeaState | None
    reason: str
    former: Words | None


@dataclass(frozen=True, slots=True)
class Paper:
    """One idea, whole, as one person sees it. `into` is the title of the idea it was merged into."""

    line: ListedIdea
    words: Words
    named: bool
    areas: tuple[Discipline, ...]
    themes: tuple[Theme, ...]
    listed_themes: tuple[Theme, ...]
    into: str
    muted: bool
    deeds: tuple[Deed, ...]
    road: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class RoundForm:
    """What the form for a new round starts from. `ideas` are those that can be voted on, newest first.

    `selected` (idea ids) and `closes_at` are suggestions; `disciplines` counts those with members and
    `people` the known members, so that the form can warn of a vote that can hardly be secret. Of `total` open
    ideas `found` have the words of `search` in them. `themes` are those with enough of them for a round.
    """

    ideas: tuple[ListedIdea, ...]
    selected: tuple[int, ...]
    closes_at: datetime
    zone: str
    breadth: int
    empty_chairs: int
    people: int
    disciplines: int
    winners: int = 1
    total: int = 0
    found: int = 0
    search: str = ""
    themes: tuple[RoundTheme, ...] = ()


@dataclass(frozen=True, slots=True)
class IdeaForm:
    """What the form for an idea asks with: the disciplines in use, and the `hunts` that collect."""

    disciplines: tuple[Discipline, ...]
    hunts: tuple[ListedHunt, ...]


@dataclass(frozen=True, slots=True)
class ProjectForm:
    """What the form for a new group starts from: ideas that were chosen and have no group yet.

    `members` (ids on the platform) are suggested for the selected one: those who said yes to an invitation,
    else those the bot would propose, else those who support it.
    """

    ideas: tuple[ListedIdea, ...]
    selected: int | None
    owner: str
    members: tuple[str, ...]
    weekday: int
    at: str
    zone: str


@dataclass(frozen=True, slots=True)
class ListedProject:
    project_id: int
    title: str
    state: kinds.ProjectState
    owner: str
    place: str
    next_step: str
    next_nudge_at: datetime | None
    zone: str
    own: bool
    """Whether the person who asked is a member."""


@dataclass(frozen=True, slots=True)
class DisciplineLine:
    """A discipline in use; `people` counts its known members of staff."""

    discipline_id: int
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class DisciplineList:
    """`locked` while a round is open."""

    lines: tuple[DisciplineLine, ...]
    locked: bool


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Somebody (`person` is their id on the platform) whose choice waits for an administrator."""

    person_id: int
    person: str
    discipline: str


@dataclass(frozen=True, slots=True)
class SetupForm:
    """What an administrator may set. Disciplines are locked while a round is open.

    `unconfirmed` counts people whose choice of discipline waits for a word.
    """

    ideas_place: str | None
    wide_place: str | None
    locale: str
    rounds_by_all: bool
    disciplines: tuple[str, ...]
    locked: bool
    unconfirmed: int = 0


@dataclass(frozen=True, slots=True)
class ChoicesForm:
    """The settings of a workspace as they hold, its `zone`, and the names of those `chosen` there.

    The closing line is what stands on a card, whoever wrote it.
    """

    values: Choices
    zone: str
    chosen: frozenset[str]
