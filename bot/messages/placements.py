"""What is said of disciplines that were chosen while a round was open."""

from datetime import datetime
from typing import Literal

from bot.messages.shared import Frozen


class ConfirmationsWaiting(Frozen):
    """To an administrator, once a round: people chose their discipline after it had opened."""

    type: Literal["confirmations_waiting"] = "confirmations_waiting"
    closes_at: datetime
    zone: str


class DisciplineSettled(Frozen):
    """To a person: your choice is confirmed, and you may vote; or it is not, and you are asked again."""

    type: Literal["discipline_settled"] = "discipline_settled"
    confirmed: bool
    discipline: str
    round_id: int
    closes_at: datetime
    zone: str
