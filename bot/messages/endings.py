"""What is said when a group ends, and of what comes after."""

from datetime import date
from typing import Literal

from bot.messages.shared import Frozen
from storage import kinds


class Reach(Frozen):
    """Where a result is used, ring by ring: its own service, other units, and those where it lasts.

    `taken_up` and `adapted` are the units that said so and did not stop since; `not_for_us` is their number.
    `lasting` tells for 3, 6 and 12 months how many of all still use it.
    """

    own: bool
    taken_up: tuple[str, ...]
    adapted: tuple[str, ...]
    not_for_us: int
    lasting: tuple[tuple[int, int], ...]


class EndingCard(Frozen):
    """A result in the wide channel: a group that completed, or retired with what it learnt.

    `thanked` are those of the group who said that they may be named. `closing` is the installation's own last
    line: None for the one everybody has, empty for none.
    """

    type: Literal["ending_card"] = "ending_card"
    project_id: int
    state: kinds.ProjectState
    title: str
    tried: str = ""
    learnt: str = ""
    wake_when: str = ""
    wake_on: date | None = None
    woken: bool = False
    changed: str = ""
    stopped: str = ""
    discipline: str | None = None
    keeper: str | None = None
    thanked: tuple[str, ...] = ()
    people: int
    reach: Reach
    closing: str | None = None
    picture: str | None = None
    """The file of the rings as they are, once the platform has it."""


class ThanksQuestion(Frozen):
    """To a member: may the result thank you by name?"""

    type: Literal["thanks_question"] = "thanks_question"
    project_id: int
    title: str


class VoiceQuestion(Frozen):
    """To a person outside a group, drawn by lot: would you listen in when it decides how to go on?"""

    type: Literal["voice_question"] = "voice_question"
    project_id: int
    title: str
    next_step: str
    ambassador: bool
    """Drawn first as one who was in an earlier group."""


class StillInUse(Frozen):
    """To one who uses a result, `months` after: is it still in use? `unit` is empty for its own keeper."""

    type: Literal["still_in_use"] = "still_in_use"
    check_id: int
    title: str
    months: int
    unit: str


class RippleQuestion(Frozen):
    """To one who said "not for us", `months` after: is it something for you now?"""

    type: Literal["ripple_question"] = "ripple_question"
    project_id: int
    title: str
    months: int


class WokenNote(Frozen):
    """To those who were in a group that was retired: the idea is awake. `reason` is words of a person."""

    type: Literal["woken_note"] = "woken_note"
    idea_id: int
    title: str
    reason: str
