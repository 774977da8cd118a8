"""What is said of a hunt: its card, news in its thread, and its case when it is over."""

from datetime import datetime
from typing import Literal

from bot.messages.rounds import Decision, Reason
from bot.messages.shared import Frozen
from storage import kinds


class HuntCard(Frozen):
    """A hunt in its channel: the plan, where it stands, what comes next and what one can do now.

    `question` is empty for an open call. `ideas` counts them. `chosen` are titles of ideas that were chosen;
    `groups` counts those of them that have a group. `voting_again` where ideas of it are in a later round.
    """

    type: Literal["hunt_card"] = "hunt_card"
    hunt_id: int
    state: kinds.HuntState
    question: str
    cohort: str
    year: int
    collect_until: datetime
    vote_until: datetime
    group_by: datetime
    zone: str
    ideas: int
    round_id: int | None
    chosen: tuple[str, ...]
    groups: int
    voting_again: bool


class HuntNews(Frozen):
    """A change of a hunt's plan, in the thread of its card; `by` and `reason` where a person made it.

    `more_time` and `too_few` are the bot's own, where there was too little to vote on.
    """

    type: Literal["hunt_news"] = "hunt_news"
    hunt_id: int
    news: Literal["moved", "more_time", "cancelled", "too_few"]
    collect_until: datetime
    vote_until: datetime
    group_by: datetime
    zone: str
    by: str | None = None
    reason: str = ""


class CaseIdea(Frozen):
    title: str
    state: kinds.IdeaState
    chosen: bool


class HuntCase(Frozen):
    """A finished hunt on one page: question, ideas, decision and why, what came of it, what was learnt.

    `why` is the computed reason of the vote, `picked` what a facilitator chose where nobody won, and
    `decision` what was written about it at the end.
    """

    type: Literal["hunt_case"] = "hunt_case"
    hunt_id: int
    question: str
    cohort: str
    year: int
    ideas: tuple[CaseIdea, ...]
    outcome: kinds.Outcome | None
    why: Reason | None = None
    picked: Decision | None = None
    decision: str
    learnt: tuple[str, ...]


class HuntDue(Frozen):
    """To who opened a hunt: the day for groups has come; write what was learnt, and end it."""

    type: Literal["hunt_due"] = "hunt_due"
    hunt_id: int
    question: str
    cohort: str
    place: str
