"""What is to be known of groups before they hear from the bot, for many of them at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import calendar as calendars
from bot.domain import schedule
from bot.domain.weeks import Week
from storage import askings, kinds, nudges, rhythms, workspaces
from storage.models import Asking, Project, StopCriterion, Workspace
from storage.nudges import Past
from storage.rhythms import Reachable

WEEKS = 8
"""How many nudges back a group is remembered."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A group: its `members` whose account is open, its last `nudges` and their `weeks`, oldest first."""

    project: Project
    workspace: Workspace
    title: str
    owner: str
    members: tuple[Reachable, ...]
    nudges: tuple[Past, ...]
    weeks: tuple[Week, ...]
    criteria: tuple[StopCriterion, ...]
    askings: tuple[Asking, ...]

    @property
    def keeper(self) -> int | None:
        """Who is told what concerns the group: its owner, or else its first member; their id."""
        ids = [one.person_id for one in self.members]
        return self.project.owner_id if self.project.owner_id in ids else next(iter(ids), None)


def slot(project: Project) -> schedule.Slot:
    """The group's own hour. Raises ValueError where the row holds none."""
    return schedule.Slot(
        weekday=project.weekday,
        at=time.fromisoformat(project.at),
        zone=ZoneInfo(project.zone),
        every_weeks=project.every_weeks,
    )


async def load(session: AsyncSession, found: Sequence[Project]) -> list[Brief]:
    """A brief for each group, in the same order, with as many statements for many as for one."""
    ids = [project.id for project in found]
    places = {one: await workspaces.get(session, one) for one in {each.workspace_id for each in found}}
    titles = await rhythms.titles(session, ids)
    members: dict[int, list[Reachable]] = defaultdict(list)
    for member in await rhythms.reachable(session, ids):
        members[member.project_id].append(member)
    sent: dict[int, list[Past]] = defaultdict(list)
    for nudge in await nudges.latest(session, ids, limit=WEEKS):
        sent[nudge.project_id].append(nudge)
    criteria: dict[int, list[StopCriterion]] = defaultdict(list)
    for criterion in await askings.criteria(session, ids):
        criteria[criterion.project_id].append(criterion)
    asked: dict[int, list[Asking]] = defaultdict(list)
    for asking in await askings.of(session, ids):
        asked[asking.project_id].append(asking)
    return [
        Brief(
            project=project,
            workspace=places[project.workspace_id],
            title=titles[project.id][0],
            owner=titles[project.id][1],
            members=tuple(members[project.id]),
            nudges=tuple(sent[project.id]),
            weeks=_weeks(sent[project.id], zone=project.zone),
            criteria=tuple(criteria[project.id]),
            askings=tuple(asked[project.id]),
        )
        for project in found
    ]


def _weeks(sent: Sequence[Past], *, zone: str) -> tuple[Week, ...]:
    there = ZoneInfo(zone) if sent else None
    return tuple(week(nudge, zone=there) for nudge in sent) if there else ()


def week(nudge: Past, *, zone: ZoneInfo) -> Week:
    """What came of a nudge; nobody was to answer one that was put off, or that never stood in the channel."""
    day = calendars.local(nudge.at, zone).date()
    excused = nudge.put_off or nudge.ref is None
    told = nudge.week
    if told is None:
        return Week(day=day, excused=excused)
    return Week(
        day=day,
        answers=told["answers"],
        levels=tuple(told["levels"]),
        stuck=told["stuck"],
        obstacles=frozenset(map(kinds.Obstacle, told["obstacles"])),
        excused=excused,
    )
