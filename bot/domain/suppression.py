"""The floor of five: what of a secret round may be shown.

Disciplines with fewer than five ballots are pooled, the next smallest taken in where the pool would hold
fewer than five ballots or only one discipline. Within a group, shares of a fifth or less and of four fifths
or more are shown as such and no finer; the ends belong to the bands, so that even in a group of five the
lowest band can mean nobody or one, never nobody alone.

Totals are published beside, and whether an idea is broad enough, so a figure that is not shown could follow
by subtraction. A row therefore shows its groups exactly where all of them lie between the bands, in bands
where not, and not at all where even the bands would say too much; `subtraction` decides. What holds, also
for a reader who knows this code, the ballots of every discipline, the total, the mark for breadth and all
that the row shows of the groups: in every discipline that is pooled, or shown in a band, or whose row shows
no groups, at least two counts remain possible, unless the total and the mark alone leave only one. Those two
are published by rule; so are the ranking and the bar, and what can be concluded from the latter lies outside
this promise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Generic

from bot.domain import subtraction
from bot.domain.ballot import Key, Table
from bot.domain.subtraction import Band
from bot.domain.voting import Result
from storage.kinds import Outcome

FLOOR = 5
STEPS = 5
"""How many steps the coarse bar has."""


class Detail(StrEnum):
    """How much of a row's groups is shown."""

    EXACT = "exact"
    BANDS = "bands"
    NONE = "none"


@dataclass(frozen=True)
class Group(Generic[Key]):
    """A discipline shown on its own, or the small ones together."""

    disciplines: tuple[Key, ...]
    ballots: int
    pooled: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group want an idea."""

    band: Band
    percent: int | None
    """Rounded; only in rows shown exactly."""


@dataclass(frozen=True)
class Row(Generic[Key]):
    """What is shown of one idea."""

    idea: Key
    rank: int
    """1 for the first of the order."""
    place: int | None
    """1 for the first winner chosen; None for an idea that did not win."""
    bar: int
    """Support in steps of 0 to 5, against the best supported idea."""
    taps: int
    broad: bool
    """Whether enough disciplines want it to win."""
    detail: Detail
    shares: tuple[Share, ...]
    """One for each group of the view, in its order; empty where the detail is "none"."""


@dataclass(frozen=True)
class View(Generic[Key]):
    """What may be shown of a secret round."""

    outcome: Outcome
    winners: tuple[Key, ...]
    ballots: int | None
    """None with fewer than five ballots: then only the outcome is shown, and there are no rows."""
    groups: tuple[Group[Key], ...]
    """Empty where only totals may be shown."""
    rows: tuple[Row[Key], ...]
    """In order of rank."""


def view(result: Result[Key]) -> View[Key]:
    """What may be shown of the result of a secret round."""
    if result.ballots < FLOOR:
        return View(result.outcome, result.winners, ballots=None, groups=(), rows=())
    shown = groups(result.table.voices)
    best = max((score.support for score in result.scores.values()), default=Fraction(0))
    ranked = enumerate(result.order, start=1)
    rows = tuple(_row(result, idea, rank=rank, groups=shown, best=best) for rank, idea in ranked)
    return View(result.outcome, result.winners, ballots=result.ballots, groups=shown, rows=rows)


def groups(voices: Mapping[Key, int]) -> tuple[Group[Key], ...]:
    """The groups whose figures may be shown, largest first and the pool last; none if only totals may be.

    `voices` are the ballots of each discipline. Which disciplines are pooled follows from these alone.
    """
    rest = sorted(voices, key=lambda discipline: (-voices[discipline], str(discipline)))
    pool: list[Key] = []
    held = 0
    while rest and (voices[rest[-1]] < FLOOR or (pool and held < FLOOR)):
        pool.append(rest.pop())
        held += voices[pool[-1]]
    shown = [Group((discipline,), voices[discipline], pooled=False) for discipline in rest]
    if pool:
        shown.append(Group(tuple(pool), held, pooled=True))
    return tuple(shown) if len(shown) > 1 else ()


def shares(sizes: Sequence[int], counts: Sequence[int], *, bar: int) -> tuple[Detail, tuple[Share, ...]]:
    """How the groups' shares of one idea may be shown: of groups of `sizes` ballots `counts` want it.

    `bar` is the breadth it takes to win.
    """
    bands = tuple(subtraction.band(count, size) for count, size in zip(counts, sizes, strict=True))
    if not (bands and subtraction.may_show(sizes, bands, taps=sum(counts), bar=bar)):
        return Detail.NONE, ()
    if set(bands) != {Band.MIDDLE}:
        return Detail.BANDS, tuple(Share(band, None) for band in bands)
    percents = [round(Fraction(100 * count, size)) for count, size in zip(counts, sizes, strict=True)]
    return Detail.EXACT, tuple(Share(Band.MIDDLE, percent) for percent in percents)


def _row(
    result: Result[Key], idea: Key, *, rank: int, groups: Sequence[Group[Key]], best: Fraction
) -> Row[Key]:
    score = result.scores[idea]
    sizes = [group.ballots for group in groups]
    detail, shown = shares(sizes, _counts(result.table, idea, groups), bar=result.bar)
    return Row(
        idea=idea,
        rank=rank,
        place=result.winners.index(idea) + 1 if idea in result.winners else None,
        bar=_bar(score.support, best),
        taps=score.taps,
        broad=score.eligible,
        detail=detail,
        shares=shown,
    )


def _counts(table: Table[Key], idea: Key, groups: Sequence[Group[Key]]) -> list[int]:
    return [sum(table.approvals[discipline][idea] for discipline in group.disciplines) for group in groups]


def _bar(support: Fraction, best: Fraction) -> int:
    return max(1, round(STEPS * support / best)) if support else 0
