"""What is said to a group about its week, and to single people about theirs."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.messages.shared import Frozen
from storage import kinds


class NudgeCard(Frozen):
    """The weekly nudge with its three taps. `confidence` is the median of the answers so far.

    `obstacles` are those named by anybody who is stuck. `open` ends with the next nudge or the project.
    `history` has the confidence of the weeks before, oldest first, None where it is not told. With
    `snoozed_until` or `muted` the nudges rest; `offers` asks whether every second week would do.
    """

    type: Literal["nudge_card"] = "nudge_card"
    nudge_id: int
    project_id: int
    title: str
    next_step: str
    owner: str
    answers: int
    confidence: float | None
    moving: int
    stuck: int
    done: int
    obstacles: tuple[kinds.Obstacle, ...]
    open: bool
    history: tuple[float | None, ...] = ()
    snoozed_until: datetime | None = None
    zone: str = "UTC"
    muted: bool = False
    offers: bool = False
    picture: str | None = None
    """The file of the curve, once the platform has it."""


class MissedSignal(Frozen):
    """`count` check-ins in a row had no answer, from the day `since`."""

    type: Literal["missed"] = "missed"
    count: int
    since: date


class LowSignal(Frozen):
    """The confidence of the last weeks, oldest first, never above two."""

    type: Literal["low"] = "low"
    levels: tuple[float, ...]


class ObstacleSignal(Frozen):
    """Stuck on the same thing in `count` of the last weeks."""

    type: Literal["obstacle"] = "obstacle"
    obstacle: kinds.Obstacle
    count: int


class CriterionSignal(Frozen):
    """A stop criterion, in the group's own words, was met, or its day has come."""

    type: Literal["criterion"] = "criterion"
    text: str
    on: date
    met: bool


class StageSignal(Frozen):
    """`days` days in one stage."""

    type: Literal["stage"] = "stage"
    days: int


Signal = Annotated[
    MissedSignal | LowSignal | ObstacleSignal | CriterionSignal | StageSignal, Field(discriminator="type")
]


class AskingCard(Frozen):
    """A group asked whether it goes on, and why it is asked; `answer` once it has chosen.

    `open` ends with the answer or the project.
    """

    type: Literal["asking_card"] = "asking_card"
    asking_id: int
    project_id: int
    title: str
    owner: str
    signals: tuple[Signal, ...]
    answer: kinds.Way | None
    open: bool


class CheckInReminder(Frozen):
    """To the contact of the week: nobody has answered; one may do it here."""

    type: Literal["check_in_reminder"] = "check_in_reminder"
    nudge_id: int
    project_id: int
    title: str
    place: str
    next_step: str


class WeeksMissed(Frozen):
    """To the owner: nobody answered for `weeks` weeks; perhaps another slot would do better."""

    type: Literal["weeks_missed"] = "weeks_missed"
    project_id: int
    title: str
    place: str
    weeks: int


class PlaceLost(Frozen):
    """To one who can act: the nudge could not be said in the group's channel. `why` names the reason."""

    type: Literal["place_lost"] = "place_lost"
    project_id: int
    title: str
    place: str
    why: Literal["archived", "not_in", "gone", "other"]


class NobodyReminded(Frozen):
    """To the owner: nobody in the group takes reminders any more."""

    type: Literal["nobody_reminded"] = "nobody_reminded"
    project_id: int
    title: str
    place: str


class NudgesMuted(Frozen):
    """To the owner: somebody in the group turned its nudges off."""

    type: Literal["nudges_muted"] = "nudges_muted"
    project_id: int
    title: str
    place: str


class OwnerGone(Frozen):
    """To a member: the owner's account is closed, and the group needs another owner."""

    type: Literal["owner_gone"] = "owner_gone"
    project_id: int
    title: str
    place: str
