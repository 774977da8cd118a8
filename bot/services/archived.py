"""What the archive holds, as records with a schema: what was decided and why, without any person's id."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from storage import kinds


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Record):
    """One change of an idea's state, with its reason in words, or a word of ours where the bot did it."""

    at: datetime
    from_state: kinds.IdeaState
    to_state: kinds.IdeaState
    reason: str


class Idea(_Record):
    """An idea as it stands, with its history. The discipline is absent where it was posted without a name.

    `areas` are the service areas it touches, `merged_into` the idea it became a part of.
    """

    id: int
    kind: kinds.IdeaKind
    state: kinds.IdeaState
    title: str
    who: str
    frequency: str
    evidence: str
    cost: str
    areas: list[str]
    themes: list[str]
    merged_into: int | None
    discipline: str | None
    posted_at: datetime
    supporters: int
    history: list[Step]


class OnPaper(_Record):
    """An idea on a ballot paper; `chosen` is its place among the winners."""

    idea_id: int
    chosen: int | None


class RoundStep(_Record):
    """What befell a vote, with its reason in words; `idea_id` is what was picked."""

    at: datetime
    event: kinds.RoundEvent
    reason: str
    idea_id: int | None
    closes_at: datetime | None


class Round(_Record):
    """A vote with its receipt; `seed` (hexadecimal) is absent while it is open."""

    id: int
    state: kinds.RoundState
    secret: bool
    winners: int
    tap_limit: int | None
    breadth: int
    empty_chairs: int
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    outcome: kinds.Outcome | None
    receipt: str | None
    seed: str | None
    paper: list[OnPaper]
    history: list[RoundStep]
    result: dict[str, Any] | None


class HuntStep(_Record):
    """A date of a hunt's plan that was moved, or the word that called it off (`step` is "cancelled")."""

    at: datetime
    step: str
    before: datetime
    after: datetime
    reason: str


class Hunt(_Record):
    """A season of ideas: its question, its plan, what was decided and learnt."""

    id: int
    state: kinds.HuntState
    question: str
    cohort: str
    year: int
    winners: int
    opened_at: datetime
    collect_until: datetime
    vote_until: datetime
    group_by: datetime
    ended_at: datetime | None
    ideas: list[int]
    round_id: int | None
    decision: str
    learnt: str
    history: list[HuntStep]


class Criterion(_Record):
    """What would tell a group to stop, and the day on which it looked."""

    text: str
    on: date
    met_at: datetime | None


class Asked(_Record):
    """A group was asked whether to go on, and what it chose."""

    at: datetime
    answer: kinds.Way | None
    answered_at: datetime | None


class ProjectStep(_Record):
    """How a group chose to go on: with another next step, or smaller by what it let go of."""

    at: datetime
    way: kinds.Way
    next_step: str
    let_go: str


class Ripple(_Record):
    """What another unit made of a result."""

    at: datetime
    unit: str
    kind: kinds.RippleKind
    line: str


class Project(_Record):
    """A project group and, where it has ended, what came of it. Who was in it is left out."""

    id: int
    idea_id: int
    state: kinds.ProjectState
    started_at: datetime
    ended_at: datetime | None
    next_step: str
    pre_mortem: str
    stage: int
    stages: list[str]
    criteria: list[Criterion]
    asked: list[Asked]
    history: list[ProjectStep]
    tried: str
    learnt: str
    wake_when: str
    wake_on: date | None
    changed: str
    stopped: str
    ripples: list[Ripple]


class Workspace(_Record):
    team: str
    ideas: list[Idea]
    hunts: list[Hunt]
    rounds: list[Round]
    projects: list[Project]


class Archive(_Record):
    """Everything, of every workspace of the installation."""

    made_at: datetime
    workspaces: list[Workspace]
