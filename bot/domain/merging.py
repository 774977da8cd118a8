"""Ideas that become a part of others: whose support comes along, and whose votes while a round is open.

Everybody counts once, whichever of the two they spoke for. A ballot never grows by it, so no limit of taps is
passed; and none is lost: whoever handed one in has taken part, even if nothing on it still counts.
"""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.domain.ballot import Key

Who = TypeVar("Who", bound=Hashable)
"""A person, or the name of a ballot."""


def newcomers(coming: Set[Who], there: Set[Who]) -> frozenset[Who]:
    """Those of `coming` who are not `there` already: the others would count twice."""
    return frozenset(coming - there)


def hanging(coming: Set[Who], there: Set[Who], lent: Set[Who]) -> frozenset[Who]:
    """Those of `coming` who count for the other idea because of this merge, some perhaps of earlier ones too.

    Of those who are `there` already, some are only `lent` by other merges; the rest have said so themselves.
    """
    return frozenset(coming - (there - lent))


def going(came: Set[Who], elsewhere: Set[Who]) -> frozenset[Who]:
    """Who goes where a merge is undone: those who `came` by it, and by no other that stands."""
    return frozenset(came - elsewhere)


@dataclass(frozen=True, slots=True)
class Paper(Generic[Key]):
    """The ideas of an open round. `heirs` are those that left, each with the one its votes count for now, or
    None where they count for nothing; `standing` are the others, which can be voted for.
    """

    standing: frozenset[Key]
    heirs: Mapping[Key, Key | None]

    def without(self, idea: Key, into: Key | None = None) -> "Paper[Key]":
        """The paper once `idea` has left it, as a part of `into` or withdrawn.

        Its votes, and those it had taken over itself, go to `into` if that stands on the same paper; else
        they count for nothing. Raises ValueError for an idea that cannot leave, or would go into itself.
        """
        if idea not in self.standing or idea == into:
            raise ValueError(f"{idea} does not stand on the paper, or would become a part of itself")
        heir = into if into in self.standing else None
        passed_on = {gone: heir if old == idea else old for gone, old in self.heirs.items()}
        return Paper(self.standing - {idea}, {**passed_on, idea: heir})


def has_room(approvals: Set[Key], idea: Key, standing: Set[Key], limit: int | None) -> bool:
    """Whether a ballot may approve `idea` too, within `limit` taps. What no longer stands takes no room."""
    return limit is None or len(approvals & standing | {idea}) <= limit
