"""What is to be known of groups before they hear from the bot, for many of them at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import calendar as calendars
from bot.domain import schedule
from bot.domain.weeks import Week
from storage import askings, kinds, nudges, rhythms, workspaces
from storage.models import Asking, Nudge, Person, Project, ProjectMember, StopCriterion, Workspace

WEEKS = 8
"""How many nudges back a group is remembered."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A group: its `members` whose account is open, its last `nudges` and their `weeks`, oldest first."""

    project: Project
    workspace: Workspace
    title: str
    owner: str
    members: tuple[tuple[ProjectMember, Person], ...]
    nudges: tuple[Nudge, ...]
    weeks: tuple[Week, ...]
    checked_in: datetime | None
    criteria: tuple[StopCriterion, ...]
    askings: tuple[Asking, ...]

    @property
    def keeper(self) -> int | None:
        """Who is told what concerns the group: its owner, or else its first member; their id."""
        ids = [person.id for _, person in self.members]
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
    members: dict[int, list[tuple[ProjectMember, Person]]] = defaultdict(list)
    for membership, person in await rhythms.reachable(session, ids):
        members[membership.project_id].append((membership, person))
    sent: dict[int, list[Nudge]] = defaultdict(list)
    for nudge in await nudges.latest(session, ids, limit=WEEKS):
        sent[nudge.project_id].append(nudge)
    answers: dict[int, list[nudges.Answer]] = defaultdict(list)
    for answer in await nudges.answers(session, [nudge.id for group in sent.values() for nudge in group]):
        answers[answer.nudge_id].append(answer)
    checked_in = await nudges.last_check_ins(session, ids)
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
            weeks=tuple(week(nudge, answers[nudge.id], zone=project.zone) for nudge in sent[project.id]),
            checked_in=checked_in.get(project.id),
            criteria=tuple(criteria[project.id]),
            askings=tuple(asked[project.id]),
        )
        for project in found
    ]


def week(nudge: Nudge, answers: Sequence[nudges.Answer], *, zone: str) -> Week:
    """What came of a nudge; nobody was to answer one that was put off, or that never stood in the channel."""
    stuck = [one for one in answers if one.movement == kinds.Movement.STUCK]
    return Week(
        day=calendars.local(nudge.at, ZoneInfo(zone)).date(),
        answers=len(answers),
        levels=tuple(one.confidence for one in answers if one.confidence is not None),
        stuck=len(stuck),
        obstacles=frozenset(one.obstacle for one in stuck if one.obstacle is not None),
        excused=nudge.put_off or nudge.ref is None,
    )
