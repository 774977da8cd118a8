"""What use cases of rounds answer with; read-only and neutral as the other views."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import comparison


@dataclass(frozen=True, slots=True)
class SteeringForm:
    """What may happen to an open round. `deadlines` are those of one working day more, two, and so on."""

    round_id: int
    closes_at: datetime
    zone: str
    deadlines: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Pickable:
    idea_id: int
    title: str


@dataclass(frozen=True, slots=True)
class PickForm:
    """The ideas of a round that nobody won, one of which can be chosen with a reason."""

    round_id: int
    ideas: tuple[Pickable, ...]


@dataclass(frozen=True, slots=True)
class Recount:
    """Whether a closed round, counted again, gives the same; `until` is when that can no longer be asked."""

    round_id: int
    receipt: str
    hash_agrees: bool
    result_agrees: bool
    until: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An idea that stands elsewhere when every tap counts the same; ranks from 1."""

    title: str
    balanced: int
    plain: int
    why: comparison.Why


@dataclass(frozen=True, slots=True)
class Compared:
    """The balanced order beside plain counting. `plain` are ranks, titles and taps; empty where only the
    outcome may be known. `winners` are the titles of those that won, `plain_winners` of those with most taps.
    """

    plain: tuple[tuple[int, str, int], ...]
    moved: tuple[Moved, ...]
    winners: tuple[str, ...]
    plain_winners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BallotLine:
    """`standing` is false for an idea that was withdrawn or merged while the round is open.

    `into` is the title of the idea that took over its votes, where one did.
    """

    idea_id: int
    title: str
    who: str
    approved: bool
    own: bool
    more: bool = False
    """Whether there is more to read than stands here."""
    standing: bool = True
    into: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A person's own ballot, for their eyes only. `handed_in` is true for a ballot of none too."""

    round_id: int
    secret: bool
    winners: int
    tap_limit: int | None
    closes_at: datetime
    zone: str
    lines: tuple[BallotLine, ...]
    handed_in: bool

    @property
    def approved(self) -> tuple[BallotLine, ...]:
        return tuple(line for line in self.lines if line.approved)


@dataclass(frozen=True, slots=True)
class OpenRound:
    round_id: int
    place: str
    ref: str | None
    closes_at: datetime
    zone: str
    ideas: int
    handed_in: bool
    approved: int


@dataclass(frozen=True, slots=True)
class RoundTheme:
    """A theme, and how many ideas with it can be voted on."""

    theme_id: int
    name: str
    ideas: int
