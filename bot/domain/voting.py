"""The count: ballots in, result out. Exact, and the same however often it is done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

from bot.domain import balance, ballot, lot, phragmen
from bot.domain.ballot import Ballot, Key, Table
from storage.kinds import Outcome


@dataclass(frozen=True)
class Score(Generic[Key]):
    """How one idea did."""

    idea: Key
    support: Fraction
    """S(i); never shown exactly in a secret round."""
    breadth: int
    """B(i), the number of disciplines in which enough people want it."""
    weakest: Fraction
    """Its support in the discipline that wants it least, among those that handed in ballots."""
    taps: int
    eligible: bool
    """Whether it is broad enough to win."""

    @property
    def merit(self) -> tuple[Fraction, int, Fraction, int]:
        """What decides between ideas before the lot does; more is better."""
        return self.support, self.breadth, self.weakest, self.taps


@dataclass(frozen=True)
class Choice(Generic[Key]):
    """How one winner came to be chosen."""

    idea: Key
    runner_up: Key | None
    """The idea that would have been chosen in its place, had it not stood; None where there was none left."""
    earlier: bool
    """Whether it could be paid before the runner-up could, so that no tie had to be broken."""
    drawn: tuple[Key, ...]
    """Ideas equal to it in everything, which it beat by lot alone."""


@dataclass(frozen=True)
class Result(Generic[Key]):
    """A counted round. In a secret round only what `suppression.view` makes of it may be shown."""

    outcome: Outcome
    choices: tuple[Choice[Key], ...]
    order: tuple[Key, ...]
    """All ideas, the best first, those that cannot win included."""
    scores: Mapping[Key, Score[Key]]
    table: Table[Key]
    bar: int
    """The breadth an idea needed to win."""

    @property
    def winners(self) -> tuple[Key, ...]:
        """The winners in order of choice; empty unless the outcome is "chosen"."""
        return tuple(choice.idea for choice in self.choices)

    @property
    def ballots(self) -> int:
        """How many ballots were handed in, "none of these" included."""
        return self.table.ballots

    @property
    def top_three(self) -> tuple[Key, ...]:
        """The three best ideas that anybody wants, broad enough or not: what a final is held among."""
        return tuple(idea for idea in self.order if self.scores[idea].taps)[:3]

    @property
    def by_lot(self) -> bool:
        """Whether only the lot kept some idea from being among the winners."""
        return any(other not in self.winners for choice in self.choices for other in choice.drawn)


def count(
    ballots: Collection[Ballot[Key]],
    ideas: Collection[Key],
    *,
    seed: bytes,
    winners: int = 1,
    empty_chairs: int = 5,
    breadth: int = 2,
    eligible_disciplines: int | None = None,
    minimum_ballots: int = 5,
) -> Result[Key]:
    """Count a round.

    Ideas are ordered by support, then breadth, then their weakest discipline, then taps, then the lot drawn
    with `seed`. Winners are chosen by sequential Phragmén among the ideas that are broad enough; where two
    could be paid at the same moment, the one that stands first in that order is chosen. A single winner is
    thus the first of the order that is broad enough. There are fewer winners than `winners` where fewer
    ideas qualify.

    `eligible_disciplines` is how many disciplines have members who may vote; without it, how many handed in
    ballots. With fewer than two of them a breadth of 1 is enough, otherwise it takes `breadth`. With fewer
    than `minimum_ballots` the outcome is "too few voices": ideas are ordered, nothing wins.

    Raises ValueError for settings out of range, an idea listed twice, or a ballot for an idea not in `ideas`.
    """
    if winners < 1 or breadth < 1:
        raise ValueError("there is at least one winner, and at least one discipline must want it")
    table = ballot.tabulate(ballots, ideas)
    disciplines = len(table.voices) if eligible_disciplines is None else eligible_disciplines
    if disciplines < len(table.voices):
        raise ValueError("more disciplines have voted than may vote")
    bar = breadth if disciplines >= 2 else 1
    scale = balance.scale(table.voices, empty_chairs=empty_chairs)
    scores = {idea: _score(table, scale, idea, bar=bar) for idea in ideas}
    order = sorted(ideas, key=lambda idea: lot.draw(seed, idea))
    order.sort(key=lambda idea: scores[idea].merit, reverse=True)
    choices: tuple[Choice[Key], ...] = ()
    if len(ballots) >= minimum_ballots:
        candidates = [idea for idea in order if scores[idea].eligible]
        steps = phragmen.choose(ballots, scale=scale, candidates=candidates, winners=winners)
        choices = tuple(_choice(step, scores) for step in steps)
    return Result(
        outcome=_outcome(len(ballots), minimum_ballots=minimum_ballots, chosen=bool(choices)),
        choices=choices,
        order=tuple(order),
        scores=scores,
        table=table,
        bar=bar,
    )


def _score(table: Table[Key], scale: balance.Scale[Key], idea: Key, *, bar: int) -> Score[Key]:
    reached = balance.breadth(table, idea)
    return Score(
        idea=idea,
        support=balance.support(table, scale, idea),
        breadth=reached,
        weakest=balance.weakest(table, scale, idea),
        taps=table.taps(idea),
        eligible=reached >= bar,
    )


def _choice(step: phragmen.Step[Key], scores: Mapping[Key, Score[Key]]) -> Choice[Key]:
    return Choice(
        idea=step.idea,
        runner_up=step.runner_up,
        earlier=not step.equals,
        drawn=tuple(other for other in step.equals if scores[other].merit == scores[step.idea].merit),
    )


def _outcome(ballots: int, *, minimum_ballots: int, chosen: bool) -> Outcome:
    if ballots < minimum_ballots:
        return Outcome.TOO_FEW_VOICES
    return Outcome.CHOSEN if chosen else Outcome.NO_BROAD_AGREEMENT
