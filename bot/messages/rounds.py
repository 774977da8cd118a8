"""What is said of a round: its card, what befalls it, its result."""

from datetime import datetime
from typing import Literal

from bot.messages.shared import Frozen
from storage import kinds


class BallotIdea(Frozen):
    """An idea on the paper. One that is `gone` was withdrawn or merged.

    `into` is the title of the idea that took over its votes, where one did.
    """

    idea_id: int
    title: str
    gone: bool = False
    into: str = ""


class RoundStep(Frozen):
    """Something that befell a round; `by` is who did it, absent where it happened by itself."""

    event: kinds.RoundEvent
    by: str | None
    reason: str


class RoundCard(Frozen):
    """A round in its channel. `ballots` is absent while too few have voted for the number to be told."""

    type: Literal["round_card"] = "round_card"
    round_id: int
    state: kinds.RoundState
    secret: bool
    winners: int
    tap_limit: int | None
    breadth: int
    empty_chairs: int
    opened_by: str
    closes_at: datetime
    zone: str
    ideas: tuple[BallotIdea, ...]
    ballots: int | None
    seed_hash: str
    published: bool = False
    """Whether the ballots are given out with the result, shuffled and without names."""
    follows: bool = False
    """Whether it takes up an earlier round that nobody won."""
    steps: tuple[RoundStep, ...] = ()
    """What befell it, oldest first."""


class RoundNote(Frozen):
    """What befalls a round, said in its channel, or in the thread of its card where an idea leaves it.

    `closes_at` is the deadline as it now is. `quiet` are the disciplines that have hardly spoken, as far as
    they may be named, and `small` says that there are others. `title` is the idea that was withdrawn, or
    became a part of `into`: one on the same paper, that takes over its votes, where it `joined` that.
    """

    type: Literal["round_note"] = "round_note"
    round_id: int
    event: kinds.RoundEvent | Literal["turnout", "withdrawn", "joined", "merged", "restored"]
    by: str | None = None
    reason: str = ""
    closes_at: datetime
    zone: str
    quiet: tuple[str, ...] = ()
    small: bool = False
    title: str = ""
    into: str = ""


class VoteInvitation(Frozen):
    """To a member who has not voted: there is a day left. Said once a round."""

    type: Literal["vote_invitation"] = "vote_invitation"
    round_id: int
    place: str
    ideas: int
    secret: bool
    closes_at: datetime
    zone: str


class BallotFile(Frozen):
    """The ballots of a closed round as a Pabulib file, shuffled and without names."""

    type: Literal["ballot_file"] = "ballot_file"
    round_id: int
    name: str
    content: str
    ballots: int


class RankedIdea(Frozen):
    """A line of a result. `bar` is coarse, 0 to 5; `chosen` its place among the winners, from 1.

    `taps` and `broad` are absent where figures must not be shown. `voters` are named in open rounds only.
    """

    rank: int
    idea_id: int
    title: str
    bar: int | None
    taps: int | None
    broad: bool | None
    chosen: int | None
    voters: tuple[str, ...] | None = None


class Heard(Frozen):
    """A discipline's share in a result; `name` is absent for the pool of small disciplines."""

    name: str | None
    ballots: int


class Reason(Frozen):
    """Why the first winner won.

    `ground` is what set it apart from `over`, the idea that came next (absent where it stood alone).
    `narrow` had more taps but too few disciplines behind them; `outweighed` had more taps, broad enough, and
    yet less support once every discipline weighs about the same.
    """

    ground: Literal["alone", "support", "turn", "breadth", "weakest", "taps", "lot"]
    title: str
    over: str | None
    bar: int
    """The number of disciplines an idea needed to win."""
    narrow: tuple[str, ...]
    outweighed: tuple[str, ...]


class Decision(Frozen):
    """How a round that nobody won was taken further, and by whom: `title` is the idea that was picked."""

    event: kinds.RoundEvent
    by: str
    title: str = ""
    reason: str = ""


class RoundResult(Frozen):
    """The result of a closed round, within the floor of five."""

    type: Literal["round_result"] = "round_result"
    round_id: int
    secret: bool
    outcome: kinds.Outcome
    winners: int
    ideas: tuple[RankedIdea, ...]
    """In order; only the outcome is known where it is empty."""
    ballots: int | None
    heard: tuple[Heard, ...]
    reason: Reason | None = None
    """Why the first winner won; absent where nothing did."""
    lot_decided: bool
    seed: str
    seed_hash: str
    receipt: str
    closed_at: datetime
    zone: str
    bar: int = 2
    """The number of disciplines an idea needed to win."""
    extended: bool = False
    """Whether the deadline was moved because too few had voted."""
    barely: tuple[str, ...] = ()
    """The disciplines that were barely heard, as far as they may be named."""
    barely_small: bool = False
    """Whether there are others, too small to be named."""
    ballots_given: bool | None = None
    """Whether the ballots are given out; false where that was promised and would have told who voted what."""
    complaint_until: datetime | None = None
    """Until when the round can be counted again."""
    decision: Decision | None = None
    picture: str | None = None
    """The file on the platform that shows the result, once there is one; opaque here."""
