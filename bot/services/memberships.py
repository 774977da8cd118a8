"""Who is in a group, who answers for it, and its stage: one step each, and never one person's alone.

Every member may do what the owner may, and so may facilitators and administrators: the owner may be away.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain.permissions import Action
from bot.services import askings, bundles, group_views, outgoing, permits
from bot.services import people as person_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas, kinds, memberships, people, projects, workspaces
from storage.models import Project, Workspace

STAGES = 5
"""How many stages there are where the installation names none of its own."""


async def desk(installation: Installation, actor: Actor, project_id: int) -> group_views.GroupDesk:
    """The group, and what this person may do with it. Raises NotFound."""
    async with installation.database.read() as session:
        found = await projects.lines(
            session, actor.workspace_id, viewer=actor.person_id, project_id=project_id
        )
        if not found:
            raise errors.NotFound("error.project.not_found")
        line = found[0]
        project = line.project
        return group_views.GroupDesk(
            project_id=project.id,
            title=line.title,
            state=project.state,
            owner=line.owner,
            members=tuple(
                person.external_id
                for person, _ in await projects.members(session, project.id)
                if person.external_id
            ),
            place=project.place,
            next_step=project.next_step,
            leader=project.leader,
            pre_mortem=project.pre_mortem,
            stage=project.stage,
            stages=tuple(project.stages or ()),
            criteria=tuple(
                group_views.ListedCriterion(one.id, one.text, one.on_date, one.met_at is not None)
                for one in await projects.criteria(session, project.id)
            ),
            inside=line.own,
            owns=project.owner_id == actor.person_id,
            acts=permits.may(actor, Action.TEND_GROUP, own=line.own),
        )


async def join(installation: Installation, actor: Actor, project_id: int, *, now: datetime) -> Project:
    """Be in the group from now on; who is in it already stays. Raises NotFound, NotAllowed or TooLate."""
    person_cases.require_staff(actor)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await active(session, actor, project_id)
        await let_in(session, workspace, project, actor.person_id, now=now)
        return project


async def let_in(
    session: AsyncSession, workspace: Workspace, project: Project, person_id: int, *, now: datetime
) -> None:
    """The same, as a part of another use case's transaction."""
    if await memberships.join(session, project.id, person_id, now=now):
        await tell(session, workspace, project, "joined", person_id, now=now)


async def leave(installation: Installation, actor: Actor, project_id: int, *, now: datetime) -> Project:
    """Leave the group. An owner's part goes to the member who has been in it longest, who is told.

    Raises as `join`, but not for guests, and Invalid for the last one: a group of nobody is one to retire.
    """
    permits.require(actor, Action.TEND_OWN)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await active(session, actor, project_id)
        inside = await memberships.member_ids(session, project.id)
        others = [one for one in inside if one != actor.person_id]
        if actor.person_id not in inside:
            return project
        if not others:
            raise errors.Invalid("error.project.last_member")
        await memberships.leave(session, project.id, actor.person_id)
        await tell(session, workspace, project, "left", actor.person_id, now=now)
        if project.owner_id == actor.person_id:
            await _give(session, installation, workspace, project, others[0], now=now)
        return project


async def hand_over(
    installation: Installation, actor: Actor, project_id: int, person_id: int, *, now: datetime
) -> Project:
    """Make somebody the owner; they are in the group from then on, and are told if somebody else did it.

    Raises as `require_hand`, and Invalid for a guest.
    """
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await active(session, actor, project_id)
        await require_hand(session, actor, project)
        person = await people.get(session, workspace.id, person_id)
        if person is None or person.standing != kinds.Standing.STAFF or person.external_id is None:
            raise errors.Invalid("error.project.member_guest", field="owner")
        if project.owner_id != person_id:
            await memberships.join(session, project.id, person_id, now=now)
            by = actor.person_id
            await _give(session, installation, workspace, project, person_id, by=by, now=now)
            await askings.settle(session, workspace, project.id, kinds.Way.HAND_OVER, now=now)
        return project


async def set_stage(
    installation: Installation, actor: Actor, project_id: int, stage: int, *, now: datetime
) -> Project:
    """Move the group to a stage (from 1). Raises as `require_hand`, and Invalid for one there is not."""
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await active(session, actor, project_id)
        await require_hand(session, actor, project)
        if not 1 <= stage <= (len(project.stages) if project.stages else STAGES):
            raise errors.Invalid("error.button")
        if project.stage != stage:
            await memberships.change(session, project.id, stage=stage, stage_since=now)
            project.stage = stage
            await tell(session, workspace, project, "stage", actor.person_id, now=now)
        return project


async def meet_criterion(
    installation: Installation, actor: Actor, project_id: int, criterion_id: int, *, now: datetime
) -> Project:
    """Say that a stop criterion is met; the group will be asked about it. Raises as `require_hand`."""
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await active(session, actor, project_id)
        await require_hand(session, actor, project)
        met = await memberships.meet_criterion(session, project.id, criterion_id, now=now)
        if met is not None:
            await tell(session, workspace, project, "criterion", actor.person_id, now=now, text=met.text)
        return project


async def active(session: AsyncSession, actor: Actor, project_id: int) -> Project:
    """A group that is at work, held for a change. Raises NotFound or TooLate."""
    project = await memberships.hold(session, actor.workspace_id, project_id)
    if project is None:
        raise errors.NotFound("error.project.not_found")
    if project.state != kinds.ProjectState.ACTIVE:
        raise errors.TooLate("error.project.ended")
    return project


async def require_hand(session: AsyncSession, actor: Actor, project: Project) -> None:
    """Raises NotAllowed for those who are neither members nor facilitators nor administrators."""
    member = await projects.is_member(session, project.id, actor.person_id)
    permits.require(actor, Action.TEND_GROUP, own=member)


async def tell(
    session: AsyncSession,
    workspace: Workspace,
    project: Project,
    news: str,
    person_id: int,
    *,
    now: datetime,
    text: str = "",
) -> None:
    """Draw the group's card anew, and say in its thread what happened."""
    known = await people.external_ids(session, [person_id])
    await outgoing.redraw_project(session, workspace, project, now=now)
    said = messages.GroupNews.model_validate(
        {
            "project_id": project.id,
            "news": news,
            "person": known.get(person_id, ""),
            "text": text,
            "stage": project.stage,
            "stages": tuple(project.stages or ()),
        }
    )
    await _say(session, workspace, project, said, key=f"{news}:{person_id}", now=now)


async def tell_lot(
    session: AsyncSession, workspace: Workspace, project: Project, *, among: int, seed: str, now: datetime
) -> None:
    """Say in the group's thread that somebody from outside was asked, and how the lot was drawn."""
    said = messages.GroupNews(project_id=project.id, news="voice_asked", person="", count=among, seed=seed)
    await _say(session, workspace, project, said, key=seed, now=now)


async def _say(
    session: AsyncSession,
    workspace: Workspace,
    project: Project,
    said: messages.GroupNews,
    *,
    key: str,
    now: datetime,
) -> None:
    await outgoing.post(
        session,
        workspace,
        said,
        place=project.place,
        now=now,
        key=f"project:{project.id}:{key}:{now.isoformat()}",
        subject=kinds.Subject.PROJECT,
        subject_id=project.id,
        in_thread=True,
    )


async def _give(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    project: Project,
    person_id: int,
    *,
    now: datetime,
    by: int | None = None,
) -> None:
    await memberships.change(session, project.id, owner_id=person_id)
    await tell(session, workspace, project, "owner", person_id, now=now)
    if person_id != by:
        idea = await ideas.get(session, workspace.id, project.idea_id)
        note = messages.BecameOwner(
            project_id=project.id,
            title=idea.title if idea else "",
            place=project.place,
            next_step=project.next_step,
        )
        await bundles.add(session, installation.rules, workspace, person_id, note, now=now)
