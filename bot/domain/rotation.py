"""The contact of the week: whose turn it is to be reminded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Candidate:
    """A member who may be reminded: since when, and when it was last their turn (aware)."""

    person_id: int
    joined_at: datetime
    last: datetime | None


def contact(candidates: Iterable[Candidate]) -> int | None:
    """The person whose turn is longest ago; None where nobody may be reminded.

    Who never had a turn comes first, by when they joined. Over any number of weeks with the same members, no
    two had turns that differ by more than one.
    """
    order = sorted(candidates, key=lambda one: (one.last or _NEVER, one.joined_at, one.person_id))
    return order[0].person_id if order else None
