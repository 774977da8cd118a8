"""What is said to a group about its week."""

from typing import Literal

from bot.messages.shared import Frozen
from storage import kinds


class NudgeCard(Frozen):
    """The weekly nudge with its three taps. `confidence` is the median of the answers so far.

    `obstacles` are those named by anybody who is stuck. `open` ends with the next nudge or the project.
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
