"""A balanced group of those who want in: as many disciplines as possible, then a good size.

Among all groups within the limits the proposal is the one that is best in this order:

1. it covers the most disciplines,
2. its size is nearest to `Limits.ideal`,
3. its people are in the fewest other groups in all,
4. it holds those who said so first.

Taking the best one of each discipline and then the best of the second ones is exact, not a guess: every group
that covers the same disciplines at the same size has one person in each of those places, and the person taken
is the best there is for that place.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The size of a group, how many of one discipline, and how many active groups a person may be in."""

    smallest: int = 4
    largest: int = 7
    ideal: int = 5
    of_one_discipline: int = 2
    groups_each: int = 2
    disciplines: int = 3
    """Fewer than this is told as a gap, where more could be had."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Somebody who wants in; `groups` are the active groups they are in already."""

    person: int
    discipline: int | None
    groups: int = 0


class Why(StrEnum):
    """What a person brings to the proposal, or why they are not in it."""

    KEPT = "kept"
    ALONE = "alone"
    FIRST = "first"
    FREER = "freer"
    SECOND = "second"
    UNKNOWN = "unknown"
    BUSY = "busy"
    DISCIPLINE_FULL = "discipline_full"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Pick:
    candidate: Candidate
    why: Why


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who is proposed and why, who is not and why, and what is missing.

    `unheard` are disciplines of which nobody wants in, `missing` how many people a group of the smallest size
    still lacks, `narrow` whether it has fewer disciplines than it should though there are more.
    """

    picks: tuple[Pick, ...]
    others: tuple[Pick, ...]
    unheard: tuple[int, ...]
    missing: int
    narrow: bool


def propose(
    willing: Sequence[Candidate],
    disciplines: Iterable[int],
    *,
    kept: Sequence[Candidate] = (),
    limits: Limits | None = None,
) -> Proposal:
    """The best group of `willing`, who come in the order in which they said so, around those `kept`.

    `disciplines` are all there are. People who are kept are in whatever the limits say.
    """
    limits = limits or Limits()
    known = {one.person for one in kept}
    order = [one for one in willing if one.person not in known]
    free = [one for one in order if one.groups < limits.groups_each]
    ranked = sorted(free, key=lambda one: one.groups)  # stable: who said so first stays first
    covered = {one.discipline for one in kept if one.discipline is not None}
    room = max(0, limits.largest - len(kept))
    firsts = [one for one in _best_of_each(ranked) if one.discipline not in covered][:room]
    wanted = max(0, min(limits.ideal, limits.largest) - len(kept) - len(firsts))
    seconds = _seconds(ranked, [*kept, *firsts], limits)[:wanted]
    picked = {one.person for one in (*firsts, *seconds)}
    alone = Counter(one.discipline for one in free)
    picks = [Pick(one, Why.KEPT) for one in kept]
    picks += [Pick(one, _why_first(one, free, alone)) for one in firsts]
    picks += [Pick(one, Why.SECOND if one.discipline is not None else Why.UNKNOWN) for one in seconds]
    group = [pick.candidate for pick in picks]
    everything = dict.fromkeys(disciplines)
    heard = {one.discipline for one in (*kept, *willing)}
    reached = {one.discipline for one in group} - {None}
    return Proposal(
        picks=tuple(picks),
        others=tuple(Pick(one, _why_not(one, group, limits)) for one in order if one.person not in picked),
        unheard=tuple(one for one in everything if one not in heard),
        missing=max(0, limits.smallest - len(group)),
        narrow=len(reached) < min(limits.disciplines, len(everything)),
    )


def _best_of_each(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The first of each discipline, in rank; nobody without one."""
    best: dict[int, Candidate] = {}
    for one in ranked:
        if one.discipline is not None:
            best.setdefault(one.discipline, one)
    return sorted(best.values(), key=ranked.index)


def _seconds(ranked: Sequence[Candidate], taken: Sequence[Candidate], limits: Limits) -> list[Candidate]:
    """Who else may come, in rank, each with those before them."""
    counts = Counter(one.discipline for one in taken)
    covered = set(counts)
    found = []
    for one in ranked:
        known = one.discipline is None or one.discipline in covered
        if one not in taken and known and counts[one.discipline] < limits.of_one_discipline:
            counts[one.discipline] += 1
            found.append(one)
    return found


def _why_first(one: Candidate, free: Sequence[Candidate], alone: Counter[int | None]) -> Why:
    if alone[one.discipline] == 1:
        return Why.ALONE
    first = next(other for other in free if other.discipline == one.discipline)
    return Why.FIRST if first == one else Why.FREER


def _why_not(one: Candidate, group: Sequence[Candidate], limits: Limits) -> Why:
    if one.groups >= limits.groups_each:
        return Why.BUSY
    if sum(other.discipline == one.discipline for other in group) >= limits.of_one_discipline:
        return Why.DISCIPLINE_FULL
    return Why.FULL
