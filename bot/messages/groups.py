"""What is said about groups: how they come together, and what happens to them."""

from datetime import date, datetime
from typing import Literal

from bot.messages.shared import Frozen
from storage import kinds


class Criterion(Frozen):
    """What would tell a group to stop, and the day on which it looks."""

    text: str
    on: date
    met: bool


class ProjectCard(Frozen):
    """A project group in its channel. `weekday` is 1 (Monday) to 7, `at` local "HH:MM".

    `stage` counts from 1; `stages` are the installation's own names, or empty for the ones everybody has.
    `next_nudge_at` is told where it does not follow from the rest: at first, after a rest, when it was moved.
    `muted` says that the nudges are off.
    """

    type: Literal["project_card"] = "project_card"
    project_id: int
    state: kinds.ProjectState
    title: str
    owner: str
    members: tuple[str, ...]
    disciplines: tuple[str, ...]
    next_step: str
    weekday: int
    at: str
    every_weeks: int
    next_nudge_at: datetime | None
    zone: str
    muted: bool = False
    leader: str = ""
    stage: int = 1
    stages: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()


class JoinedProject(Frozen):
    """To a member: you are in this group, and its next step."""

    type: Literal["joined_project"] = "joined_project"
    project_id: int
    title: str
    place: str
    owner: str
    next_step: str


class GroupNews(Frozen):
    """Something that happened to a group, said in the thread of its card.

    `person` did it, or it is about them; `text` is what they wrote. `stage` and `stages` as in ProjectCard.
    Where a lot was drawn, `count` is among how many, and `seed` what it was drawn with.
    """

    type: Literal["group_news"] = "group_news"
    project_id: int
    news: Literal[
        "joined",
        "left",
        "owner",
        "stage",
        "step",
        "plan",
        "shrunk",
        "voice",
        "voice_asked",
        "voice_none",
        "criterion",
    ]
    person: str
    text: str = ""
    stage: int = 1
    stages: tuple[str, ...] = ()
    count: int = 0
    seed: str = ""


class GroupWanted(Frozen):
    """In a chosen idea's channel, after a week without a group: what now?

    `willing` want in. Nobody does where it is 0; then the idea that came next may be taken instead.
    """

    type: Literal["group_wanted"] = "group_wanted"
    idea_id: int
    title: str
    willing: int
    runner_up: str | None = None


class GroupCall(Frozen):
    """In the wide channel: a group lacks `missing` people, above all from `disciplines`."""

    type: Literal["group_call"] = "group_call"
    idea_id: int
    title: str
    disciplines: tuple[str, ...]
    missing: int


class Invited(Frozen):
    """To one person: a group asks you in. `willing`: you said that you want to; `others` are asked too."""

    type: Literal["invited"] = "invited"
    idea_id: int
    title: str
    by: str
    others: tuple[str, ...]
    willing: bool


class TeamAnswered(Frozen):
    """To the one who sent the invitations: everybody has answered."""

    type: Literal["team_answered"] = "team_answered"
    idea_id: int
    title: str
    accepted: tuple[str, ...]
    declined: int


class AskedLater(Frozen):
    """To one who said "ask me later" about a group: now is later."""

    type: Literal["asked_later"] = "asked_later"
    idea_id: int
    title: str


class StartedWithout(Frozen):
    """To one who wanted in: the group has begun, and they can still join."""

    type: Literal["started_without"] = "started_without"
    project_id: int
    title: str


class BecameOwner(Frozen):
    """To one who answers for a group from now on, and did not take it on themselves."""

    type: Literal["became_owner"] = "became_owner"
    project_id: int
    title: str
    place: str
    next_step: str
