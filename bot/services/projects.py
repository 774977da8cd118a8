"""Project groups: starting one on a chosen idea, its next step, and the list of them."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import choices, schedule
from bot.domain.permissions import Action
from bot.services import (
    bundles,
    cards,
    gathering,
    memberships,
    moves,
    outgoing,
    permits,
    safeguard,
    stopping,
    views,
)
from bot.services import ideas as idea_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas, kinds, nudges, people, projects, workspaces
from storage.models import Person, Project, Workspace

STEP_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Start:
    """What a person asks for when starting a group. People are ids of ours; `at` is local "HH:MM".

    `leader` is who agreed to the time, a name or a role. `zone` is the group's own; empty for the
    workspace's.
    """

    idea_id: int
    owner_id: int
    member_ids: tuple[int, ...]
    next_step: str
    leader: str = ""
    pre_mortem: str = ""
    criteria: tuple[stopping.Asked, ...] = ()
    zone: str = ""
    weekday: int = choices.Choices().nudge_weekday
    at: str = choices.Choices().nudge_at
    confirmed: bool = False
    """As `safeguard.require_clean` takes it."""


async def form(installation: Installation, actor: Actor, *, idea_id: int | None = None) -> views.ProjectForm:
    """What the form starts from. Raises Invalid where no idea is chosen, NotFound for an unknown one."""
    permits.require(actor, Action.START_GROUP)
    async with installation.database.read() as session:
        found = await ideas.lines(
            session, actor.workspace_id, viewer=actor.person_id, states=[kinds.IdeaState.CHOSEN]
        )
        listed = [line.idea.id for line in found]
        if idea_id is not None and idea_id not in listed:
            await _chosen_or_raise(session, actor, idea_id)
        if not found:
            raise errors.Invalid("error.project.nothing_chosen")
        selected = idea_id or (listed[0] if len(listed) == 1 else None)
        members = await gathering.suggested(session, installation, actor, selected) if selected else ()
    rules = installation.rules.of(actor)
    return views.ProjectForm(
        ideas=tuple(idea_cases.line_view(line, actor) for line in found),
        selected=selected,
        owner=actor.external_id,
        members=members,
        weekday=rules.nudge_weekday,
        at=rules.nudge_at,
        zone=actor.zone,
    )


async def check(installation: Installation, actor: Actor, start: Start, *, now: datetime) -> str:
    """Raise what `start_` would raise, before a channel is made for it; returns the idea's title."""
    permits.require(actor, Action.START_GROUP)
    _checked(actor, start, now=now)
    async with installation.database.read() as session:
        await _members(session, actor, start)
        return await _chosen_or_raise(session, actor, start.idea_id)


async def start_(installation: Installation, actor: Actor, start: Start, *, place: str, now: datetime) -> int:
    """Make the group and post its card in `place`; returns its id.

    The owner is a member too. Raises Invalid with the field it is about, NotFound, and TooLate where the
    idea is not waiting for a group (any more).
    """
    permits.require(actor, Action.START_GROUP)
    start, slot = _checked(actor, start, now=now)
    rules = installation.rules.of(actor)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        group = await _members(session, actor, start)
        title = await _chosen_or_raise(session, actor, start.idea_id)
        moved = await moves.move(
            session,
            rules,
            workspace,
            [start.idea_id],
            from_states=[kinds.IdeaState.CHOSEN],
            to_state=kinds.IdeaState.PROJECT,
            key=f"project:{place}",
            person_id=actor.person_id,
            now=now,
        )
        if not moved:
            raise errors.TooLate("error.project.exists", field="idea")
        project = await projects.add(
            session,
            Project(
                workspace_id=workspace.id,
                idea_id=start.idea_id,
                owner_id=start.owner_id,
                place=place,
                next_step=start.next_step,
                leader=start.leader,
                pre_mortem=start.pre_mortem,
                stages=list(rules.stages) or None,
                weekday=start.weekday,
                at=start.at,
                zone=start.zone,
                next_nudge_at=schedule.next_nudge(slot, rules.calendar(start.zone), after=now),
                stage_since=now,
                started_at=now,
            ),
            [person.id for person in group],
        )
        await projects.add_criteria(session, project.id, [(one.text, one.day) for one in start.criteria])
        await _say(session, installation, workspace, project, actor, title=title, now=now)
        return project.id


async def _say(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    project: Project,
    actor: Actor,
    *,
    title: str,
    now: datetime,
) -> None:
    """The group's card, and word to those who are in it, and to those who wanted to be."""
    card = await cards.project(session, project)
    await outgoing.post(
        session,
        workspace,
        card,
        place=project.place,
        now=now,
        key=f"project:{project.id}",
        subject=kinds.Subject.PROJECT,
        subject_id=project.id,
    )
    joined = messages.JoinedProject(
        project_id=project.id,
        title=title,
        place=project.place,
        owner=card.owner,
        next_step=project.next_step,
    )
    for person, _ in await projects.members(session, project.id):
        if person.id != actor.person_id:
            await bundles.add(session, installation.rules, workspace, person.id, joined, now=now)
    await gathering.started(session, installation, workspace, project, title=title, now=now)


async def set_next_step(
    installation: Installation,
    actor: Actor,
    project_id: int,
    next_step: str,
    *,
    now: datetime,
    confirmed: bool = False,
) -> None:
    """Agree on another next step. Raises as `memberships.require_hand`, and Invalid."""
    next_step = step(next_step, confirmed=confirmed)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await memberships.active(session, actor, project_id)
        await memberships.require_hand(session, actor, project)
        await projects.set_next_step(session, project.id, next_step)
        await memberships.tell(session, workspace, project, "step", actor.person_id, now=now, text=next_step)
        newest = await nudges.newest(session, project.id)
        if newest is not None:
            await outgoing.redraw_nudge(session, workspace, newest, now=now)


async def own_projects(session: AsyncSession, actor: Actor) -> tuple[views.ListedProject, ...]:
    """The groups a person is in, as a part of another read; the active ones first."""
    found = await projects.lines(
        session,
        actor.workspace_id,
        viewer=actor.person_id,
        member=actor.person_id,
    )
    return tuple(
        views.ListedProject(
            project_id=line.project.id,
            title=line.title,
            state=line.project.state,
            owner=line.owner,
            place=line.project.place,
            next_step=line.project.next_step,
            next_nudge_at=line.project.next_nudge_at,
            zone=line.project.zone,
            own=line.own,
        )
        for line in found
    )


def _checked(actor: Actor, start: Start, *, now: datetime) -> tuple[Start, schedule.Slot]:
    """What was asked for, tidied; raises Invalid for what cannot be."""
    zone = start.zone.strip() or actor.zone
    try:
        slot = schedule.Slot(
            weekday=start.weekday, at=time.fromisoformat(start.at), zone=ZoneInfo(zone), every_weeks=1
        )
    except (ZoneInfoNotFoundError, IsADirectoryError):
        raise errors.Invalid("error.project.zone", field="zone") from None
    except ValueError:
        raise errors.Invalid("error.project.slot", field="at") from None
    for field, text, empty in (
        ("leader", start.leader, "error.project.leader_empty"),
        ("pre_mortem", start.pre_mortem, "error.project.pre_mortem_empty"),
    ):
        if not text.strip():
            raise errors.Invalid(empty, field=field)
        if len(text) > STEP_LIMIT:
            raise errors.Invalid("error.project.next_step_long", field=field, limit=STEP_LIMIT)
    written = {"leader": start.leader, "pre_mortem": start.pre_mortem}
    today = now.astimezone(slot.zone).date()
    checked = dataclasses.replace(
        start,
        zone=zone,
        next_step=step(start.next_step, confirmed=start.confirmed),
        leader=start.leader.strip(),
        pre_mortem=start.pre_mortem.strip(),
        criteria=stopping.checked(start.criteria, today=today, confirmed=start.confirmed),
    )
    safeguard.require_clean(written, confirmed=start.confirmed)
    return checked, slot


def step(text: str, *, confirmed: bool) -> str:
    """A next step as it can be taken. Raises Invalid, and as `safeguard.require_clean`."""
    text = text.strip()
    if not text:
        raise errors.Invalid("error.project.next_step_empty", field="next_step")
    if len(text) > STEP_LIMIT:
        raise errors.Invalid("error.project.next_step_long", field="next_step", limit=STEP_LIMIT)
    safeguard.require_clean({"next_step": text}, confirmed=confirmed)
    return text


async def _members(session: AsyncSession, actor: Actor, start: Start) -> Sequence[Person]:
    group = []
    for person_id in dict.fromkeys((start.owner_id, *start.member_ids)):
        person = await people.get(session, actor.workspace_id, person_id)
        if person is None or person.standing != kinds.Standing.STAFF:
            field = "owner" if person_id == start.owner_id else "members"
            raise errors.Invalid("error.project.member_guest", field=field)
        group.append(person)
    return group


async def _chosen_or_raise(session: AsyncSession, actor: Actor, idea_id: int) -> str:
    idea = await ideas.get(session, actor.workspace_id, idea_id)
    if idea is None or idea.state == kinds.IdeaState.DRAFT:
        raise errors.NotFound("error.idea.not_found", field="idea")
    if idea.state == kinds.IdeaState.PROJECT:
        raise errors.TooLate("error.project.exists", field="idea")
    if idea.state != kinds.IdeaState.CHOSEN:
        raise errors.TooLate("error.project.not_chosen", field="idea")
    return idea.title
