"""Why a winner won: what the sentence says, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from bot.domain.ballot import Key
from bot.domain.voting import Result, Score


class Ground(StrEnum):
    """What set a winner apart from the idea that came next."""

    ALONE = "alone"
    """No other idea was left that was broad enough."""
    SUPPORT = "support"
    """The disciplines, each weighing about the same, want it more."""
    TURN = "turn"
    """More want the other idea, but many of them had an earlier winner already."""
    BREADTH = "breadth"
    """Equal support, but more disciplines want it."""
    WEAKEST = "weakest"
    """Equal in these too, but more wanted where it is wanted least."""
    TAPS = "taps"
    LOT = "lot"


@dataclass(frozen=True)
class Reason(Generic[Key]):
    """Why one winner won. A secret round says of `breadth` and `bar` only that the bar was met."""

    idea: Key
    place: int
    """1 for the first winner chosen."""
    taps: int
    ballots: int
    breadth: int
    bar: int
    ground: Ground
    over: Key | None
    """The idea it was chosen before; None where it stood alone."""
    narrow: tuple[Key, ...]
    """Ideas with more taps that could not win because too few disciplines want them, most taps first."""
    outweighed: tuple[Key, ...]
    """Ideas with more taps, broad enough, that were not chosen all the same, most taps first."""


def why(result: Result[Key], winner: Key) -> Reason[Key]:
    """Explain a winner of `result`. Raises ValueError for an idea that did not win."""
    place = result.winners.index(winner)
    choice = result.choices[place]
    score = result.scores[winner]
    beaten = [
        other
        for other in sorted(result.order, key=lambda idea: -result.scores[idea].taps)
        if result.scores[other].taps > score.taps and other not in result.winners
    ]
    return Reason(
        idea=winner,
        place=place + 1,
        taps=score.taps,
        ballots=result.ballots,
        breadth=score.breadth,
        bar=result.bar,
        ground=_ground(score, choice.runner_up, result.scores, earlier=choice.earlier),
        over=choice.runner_up,
        narrow=tuple(other for other in beaten if not result.scores[other].eligible),
        outweighed=tuple(other for other in beaten if result.scores[other].eligible),
    )


def _ground(
    score: Score[Key], runner_up: Key | None, scores: Mapping[Key, Score[Key]], *, earlier: bool
) -> Ground:
    if runner_up is None:
        return Ground.ALONE
    other = scores[runner_up]
    if earlier:
        return Ground.SUPPORT if score.support > other.support else Ground.TURN
    grounds = (Ground.SUPPORT, Ground.BREADTH, Ground.WEAKEST, Ground.TAPS)
    pairs = zip(grounds, score.merit, other.merit, strict=True)
    return next((ground for ground, mine, theirs in pairs if mine != theirs), Ground.LOT)
