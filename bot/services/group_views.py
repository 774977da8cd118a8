"""What use cases answer with about groups and their results, as `bot.services.views`."""

from dataclasses import dataclass
from datetime import date, datetime

from bot import messages
from storage import kinds


@dataclass(frozen=True, slots=True)
class Volunteered:
    """What a person has said about a group; `place` is where it meets, where they are in it now."""

    idea_id: int
    title: str
    answer: kinds.Willingness | None
    place: str | None = None
    asked_again: datetime | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A person in the proposal of a group, or not in it; `why` is one of `bot.domain.grouping.Why`."""

    person: str
    discipline: str | None
    why: str


@dataclass(frozen=True, slots=True)
class TeamProposal:
    """The group the bot proposes for a chosen idea, and how far it has come.

    `waiting` were asked and have not answered; `accepted` said yes. `unheard` are disciplines of which
    nobody wants in, `missing` how many people are lacking. `wide_place` is where a gap can be told.
    """

    idea_id: int
    title: str
    picks: tuple[Suggested, ...]
    others: tuple[Suggested, ...]
    accepted: tuple[str, ...]
    waiting: tuple[str, ...]
    declined: int
    unheard: tuple[str, ...]
    missing: int
    narrow: bool
    wide_place: str | None
    advertised: bool


@dataclass(frozen=True, slots=True)
class ListedCriterion:
    criterion_id: int
    text: str
    on: date
    met: bool


@dataclass(frozen=True, slots=True)
class GroupDesk:
    """A group as one person may work on it; `acts` says that they may do what its owner may.

    `stages` are names, or empty for the ones everybody has.
    """

    project_id: int
    title: str
    state: kinds.ProjectState
    owner: str
    members: tuple[str, ...]
    place: str
    next_step: str
    leader: str
    pre_mortem: str
    stage: int
    stages: tuple[str, ...]
    criteria: tuple[ListedCriterion, ...]
    inside: bool
    owns: bool
    acts: bool

    @property
    def ended(self) -> bool:
        return self.state is not kinds.ProjectState.ACTIVE


@dataclass(frozen=True, slots=True)
class Fares:
    """How an active group fares, for those who oversee groups; days are local to the group.

    `history` is its confidence week by week, None where too few answered. `last_sign` is the day of its last
    answer, None where there was none since it `started`. `asked` is the day on which it was asked how it goes
    on, while it has not answered.
    """

    history: tuple[float | None, ...]
    last_sign: date | None
    started: date
    asked: date | None
    signals: tuple[messages.Signal, ...]


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """One group of the overview. `own`: the person who asked is a member; `muted`: its nudges are off."""

    project_id: int
    title: str
    state: kinds.ProjectState
    owner: str
    place: str
    next_step: str
    stage: int
    stages: tuple[str, ...]
    next_nudge_at: datetime | None
    zone: str
    muted: bool
    own: bool
    fares: Fares | None


@dataclass(frozen=True, slots=True)
class Rates:
    """How nudges fare in total, over the last `weeks`: fields as `storage.overviews.Rates`."""

    weeks: int
    sent: int
    answered: int
    put_off: int
    groups: int
    muted: int


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One page of the overview, from 1; `rates` only for those who oversee groups."""

    groups: tuple[ListedGroup, ...]
    page: int
    pages: int
    total: int
    rates: Rates | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a person has told about a result: their unit, what it made of it, and a line."""

    project_id: int
    title: str
    unit: str
    kind: kinds.RippleKind
    line: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """What an earlier group tried and learnt about an idea that was retired."""

    idea_id: int
    project_id: int
    tried: str
    learnt: str
    wake_when: str
