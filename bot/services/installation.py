"""What every use case stands on: the database and the installation's rules."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain import calendar
from bot.services import likeness
from storage import database


@dataclass(frozen=True, slots=True)
class Rules:
    """What an installation has chosen. `secret` derives the pseudonyms of secret ballots.

    `turnout` is the target in per cent of a discipline's known members; ballots are kept for
    `complaint_days` after the close.
    """

    secret: bytes = field(repr=False)
    locale: str = "nb"
    zone: str = "Europe/Oslo"
    empty_chairs: int = 5
    breadth: int = 2
    turnout: int = 30
    complaint_days: int = 14
    quiet_weeks: frozenset[int] = frozenset(range(28, 32))
    closed_days: frozenset[date] = frozenset()
    keep_months: int = 12
    """How long private messages and the words of check-ins are kept."""
    stages: tuple[str, ...] = ()
    """The names of a project's stages; empty for the ones everybody has."""
    closing_line: str | None = None
    """The last line of a result's card: None for the one everybody has, empty for none."""
    stage_days: int = 90
    """Days in one stage after which a group is asked whether it goes on."""

    def calendar(self, zone: str) -> calendar.Calendar:
        """The working year as it is in `zone` (an IANA name)."""
        return calendar.Calendar(
            zone=ZoneInfo(zone), closed_days=self.closed_days, quiet_weeks=self.quiet_weeks
        )


@dataclass(frozen=True, slots=True)
class Installation:
    database: database.Database
    rules: Rules
    memory: likeness.Memory = field(default_factory=likeness.Memory)
