"""Everything the bot says unasked: frozen, neutral in meaning, drawn by each platform in its own form.

Text of people is carried as written. A person is their id on the platform; a place likewise. Instants are
aware, in UTC; `zone` is the IANA name in which they are to be read.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.messages.endings import (
    EndingCard,
    Reach,
    RippleQuestion,
    StillInUse,
    ThanksQuestion,
    VoiceQuestion,
    WokenNote,
)
from bot.messages.groups import (
    AskedLater,
    BecameOwner,
    Criterion,
    GroupCall,
    GroupNews,
    GroupWanted,
    Invited,
    JoinedProject,
    ProjectCard,
    StartedWithout,
    TeamAnswered,
)
from bot.messages.hunts import (
    CaseIdea,
    HuntCard,
    HuntCase,
    HuntDue,
    HuntNews,
)
from bot.messages.ideas import IdeaChanged, IdeaComment, IdeaNews
from bot.messages.nudges import (
    AskingCard,
    CheckInReminder,
    NobodyReminded,
    NudgeCard,
    NudgesMuted,
    OwnerGone,
    PlaceLost,
    Signal,
    WeeksMissed,
)
from bot.messages.placements import ConfirmationsWaiting, DisciplineSettled
from bot.messages.rounds import (
    BallotFile,
    BallotIdea,
    Decision,
    Heard,
    RankedIdea,
    Reason,
    RoundCard,
    RoundNote,
    RoundResult,
    RoundStep,
    VoteInvitation,
)
from bot.messages.shared import Frozen
from storage import kinds

__all__ = [
    "AskedLater",
    "AskingCard",
    "BallotFile",
    "BallotIdea",
    "BecameOwner",
    "CaseIdea",
    "CheckInReminder",
    "ConfirmationsWaiting",
    "Criterion",
    "Decision",
    "DisciplineSettled",
    "EndingCard",
    "GroupCall",
    "GroupNews",
    "GroupWanted",
    "Heard",
    "HuntCard",
    "HuntCase",
    "HuntDue",
    "HuntNews",
    "IdeaChanged",
    "IdeaComment",
    "IdeaNews",
    "Invited",
    "JoinedProject",
    "NobodyReminded",
    "NudgeCard",
    "NudgesMuted",
    "OwnerGone",
    "PlaceLost",
    "ProjectCard",
    "RankedIdea",
    "Reach",
    "Reason",
    "RippleQuestion",
    "RoundCard",
    "RoundNote",
    "RoundResult",
    "RoundStep",
    "Signal",
    "StartedWithout",
    "StillInUse",
    "TeamAnswered",
    "ThanksQuestion",
    "VoiceQuestion",
    "VoteInvitation",
    "WeeksMissed",
    "WokenNote",
]
"""What is drawn up in a module of its own, beside the messages of this one."""


class IdeaCard(Frozen):
    """An idea in the ideas channel; no `author` and no `discipline` where it was posted without the name."""

    type: Literal["idea_card"] = "idea_card"
    idea_id: int
    kind: kinds.IdeaKind
    state: kinds.IdeaState
    title: str
    who: str = ""
    frequency: str = ""
    evidence: str = ""
    cost: str = ""
    areas: tuple[str, ...] = ()
    """Service areas it touches."""
    themes: tuple[str, ...] = ()
    author: str | None = None
    discipline: str | None = None
    supporters: int = 0
    willing: int = 0
    """How many want to be in its group."""
    source: str | None = None


class IdeaNote(Frozen):
    """A change of an idea's state, said in the thread of its card."""

    type: Literal["idea_note"] = "idea_note"
    idea_id: int
    title: str
    state: kinds.IdeaState
    reason: str = ""
    """Words of a person, where a person decided."""
    why: str = ""
    """A word of ours for a change that the state alone does not explain: "nobody_came" or "woken"."""
    other: str = ""
    """The title of the idea it was merged into."""


class IdeaMoved(Frozen):
    """To an author: what became of your idea."""

    type: Literal["idea_moved"] = "idea_moved"
    idea_id: int
    title: str
    state: kinds.IdeaState
    reason: str = ""
    why: str = ""
    """As in IdeaNote."""
    other: str = ""


class SetAside(Frozen):
    """To an administrator: something could not be said, and will not be tried again.

    `place` is None for private messages. `problem` is the platform's own code, or one of ours.
    """

    type: Literal["set_aside"] = "set_aside"
    place: str | None
    problem: str


Note = Annotated[
    IdeaMoved
    | IdeaNews
    | JoinedProject
    | HuntDue
    | SetAside
    | Invited
    | AskedLater
    | StartedWithout
    | BecameOwner
    | ThanksQuestion
    | VoiceQuestion
    | StillInUse
    | RippleQuestion
    | WokenNote
    | CheckInReminder
    | WeeksMissed
    | PlaceLost
    | NobodyReminded
    | NudgesMuted
    | OwnerGone,
    Field(discriminator="type"),
]
"""Something that concerns one person; bundled, at most one private message a week."""


class Bundle(Frozen):
    """The one private message of a person's week."""

    type: Literal["bundle"] = "bundle"
    notes: tuple[Note, ...]


Message = Annotated[
    IdeaCard
    | IdeaNote
    | IdeaComment
    | IdeaChanged
    | RoundCard
    | RoundResult
    | ProjectCard
    | NudgeCard
    | AskingCard
    | HuntCard
    | HuntNews
    | HuntCase
    | ConfirmationsWaiting
    | DisciplineSettled
    | GroupNews
    | GroupWanted
    | GroupCall
    | Invited
    | TeamAnswered
    | EndingCard
    | RoundNote
    | BallotFile
    | VoteInvitation
    | Bundle,
    Field(discriminator="type"),
]

_message: TypeAdapter[Message] = TypeAdapter(Message)
_note: TypeAdapter[Note] = TypeAdapter(Note)
_signal: TypeAdapter[Signal] = TypeAdapter(Signal)


def read(data: object) -> Message:
    """The message that `data` (as `model_dump(mode="json")` wrote it) carries."""
    return _message.validate_python(data)


def read_note(data: object) -> Note:
    """The note that `data` (as `model_dump(mode="json")` wrote it) carries."""
    return _note.validate_python(data)


def read_signal(data: object) -> Signal:
    """The signal that `data` (as `model_dump(mode="json")` wrote it) carries."""
    return _signal.validate_python(data)
