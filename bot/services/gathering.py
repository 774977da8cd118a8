"""Gathering the group of a chosen idea: the proposal, the invitations and their answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import grouping
from bot.domain.permissions import Action
from bot.services import bundles, group_views, memberships, outgoing, permits, volunteering
from bot.services import people as person_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import gatherings, kinds, people, projects, supports, workspaces
from storage.gatherings import Willing
from storage.kinds import InvitationState, Willingness
from storage.models import Idea, Project, Workspace

ASKED_AT_MOST = 20
"""People in one invitation: more than two full groups is not a group."""


async def proposal(installation: Installation, actor: Actor, idea_id: int) -> group_views.TeamProposal:
    """The group the bot would propose now. Raises as `volunteer`, and TooLate where there is a group."""
    person_cases.require_staff(actor)
    async with installation.database.read() as session:
        idea = await volunteering.chosen(session, actor, idea_id)
        return await proposed(session, installation, actor, idea)


async def suggested(
    session: AsyncSession, installation: Installation, actor: Actor, idea_id: int
) -> tuple[str, ...]:
    """Whom the form for a new group starts with, as ids on the platform."""
    accepted = await gatherings.invited(session, idea_id, InvitationState.ACCEPTED)
    if accepted:
        return _ids(accepted)
    willing = await gatherings.willing(session, idea_id)
    if willing:
        limits = installation.rules.of(actor).limits()
        found = await _propose(session, actor.workspace_id, willing, kept=[], limits=limits)
        return _ids([_one(willing, pick.candidate.person) for pick in found.picks])
    supporters = await supports.of(session, idea_id)
    known = await people.external_ids(session, supporters)
    return tuple(known[one] for one in supporters if one in known)


async def invite(
    installation: Installation, actor: Actor, idea_id: int, person_ids: Sequence[int], *, now: datetime
) -> group_views.TeamProposal:
    """Ask people into the group, privately; the same again asks nobody twice.

    Those who said that they want in hear at once (in open hours), the others in their weekly message. Raises
    as `proposal`, and Invalid for nobody, too many, or a guest.
    """
    person_cases.require_staff(actor)
    wanted = [one for one in dict.fromkeys(person_ids) if one != actor.person_id]
    if not person_ids or len(wanted) > ASKED_AT_MOST:
        raise errors.Invalid("error.gathering.nobody", field="members", limit=ASKED_AT_MOST)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        idea = await volunteering.chosen(session, actor, idea_id)
        known = {one: await people.get(session, workspace.id, one) for one in wanted}
        if any(one is None or one.standing != kinds.Standing.STAFF for one in known.values()):
            raise errors.Invalid("error.project.member_guest", field="members")
        if actor.person_id in person_ids:
            await gatherings.invite(session, idea.id, actor.person_id, by_id=actor.person_id, now=now)
            await gatherings.answer_invitation(
                session, idea.id, actor.person_id, InvitationState.ACCEPTED, now=now
            )
        everybody = await people.external_ids(session, list(person_ids))
        for person_id in wanted:
            if await gatherings.invite(session, idea.id, person_id, by_id=actor.person_id, now=now):
                others = tuple(name for one, name in everybody.items() if one != person_id)
                await _ask(
                    session, installation, workspace, idea, person_id, actor.external_id, others, now=now
                )
        return await proposed(session, installation, actor, idea)


async def answer_invitation(
    installation: Installation, actor: Actor, idea_id: int, *, accept: bool, now: datetime
) -> group_views.Volunteered:
    """Say yes or no to an invitation; the last answer counts. Where the group has begun, yes is joining it.

    Raises NotFound where nobody asked, TooLate where there is no group to be in any more, and NotAllowed for
    a guest's yes.
    """
    permits.require(actor, Action.TAKE_PART if accept else Action.TEND_OWN)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        invitation = await gatherings.invitation(session, idea_id, actor.person_id)
        if invitation is None:
            raise errors.NotFound("error.gathering.not_invited")
        idea, project = await volunteering.looking(session, actor, idea_id)
        state = InvitationState.ACCEPTED if accept else InvitationState.DECLINED
        changed = invitation.state != state
        await gatherings.answer_invitation(session, idea.id, actor.person_id, state, now=now)
        if not accept:
            await gatherings.withdraw(session, idea.id, actor.person_id)
            await outgoing.redraw_idea(session, workspace, idea, now=now)
        elif project is not None:
            await memberships.let_in(session, workspace, project, actor.person_id, now=now)
        if changed and project is None:
            await _tell_organiser(session, workspace, idea, now=now)
        return group_views.Volunteered(
            idea.id,
            idea.title,
            Willingness.WILLING if accept else None,
            place=project.place if accept and project else None,
        )


async def started(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    project: Project,
    *,
    title: str,
    now: datetime,
) -> None:
    """A group has begun: tell those who wanted in and are not, that they can still join."""
    inside = {person.id for person, _ in await projects.members(session, project.id)}
    for one in await gatherings.willing(session, project.idea_id):
        if one.person.id not in inside:
            note = messages.StartedWithout(project_id=project.id, title=title)
            await bundles.add(session, installation.rules, workspace, one.person.id, note, now=now)


async def _ask(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    idea: Idea,
    person_id: int,
    by: str,
    others: tuple[str, ...],
    *,
    now: datetime,
) -> None:
    """A volunteer asked for this with their own tap, so it does not wait for the week's message."""
    answer = await gatherings.answer_of(session, idea.id, person_id)
    asked = messages.Invited(
        idea_id=idea.id,
        title=idea.title,
        by=by,
        others=others,
        willing=answer == Willingness.WILLING,
    )
    person = await people.get(session, workspace.id, person_id)
    if not asked.willing or person is None or person.external_id is None:
        await bundles.add(session, installation.rules, workspace, person_id, asked, now=now)
        return
    await outgoing.tell(
        session,
        workspace,
        asked,
        person=person.external_id,
        locale=person.locale or person.platform_locale or workspace.locale,
        now=now,
        not_before=bundles.open_from(now, installation.rules, workspace),
        key=f"invited:{idea.id}:{person_id}:{now.isoformat()}",
    )


async def _tell_organiser(session: AsyncSession, workspace: Workspace, idea: Idea, *, now: datetime) -> None:
    """The one who asked hears once everybody has answered; it is the answer to their own question."""
    if await gatherings.invited(session, idea.id, InvitationState.OPEN):
        return
    gathering = await gatherings.get(session, idea.id)
    if gathering is None or gathering.organiser_id is None:
        return
    organiser = await people.get(session, workspace.id, gathering.organiser_id)
    if organiser is None or organiser.external_id is None:
        return
    accepted = await gatherings.invited(session, idea.id, InvitationState.ACCEPTED)
    declined = await gatherings.invited(session, idea.id, InvitationState.DECLINED)
    await outgoing.tell(
        session,
        workspace,
        messages.TeamAnswered(
            idea_id=idea.id, title=idea.title, accepted=_ids(accepted), declined=len(declined)
        ),
        person=organiser.external_id,
        locale=organiser.locale or organiser.platform_locale or workspace.locale,
        now=now,
        key=f"answered:{idea.id}:{len(accepted)}:{len(declined)}:{now.date()}",
    )


async def proposed(
    session: AsyncSession, installation: Installation, actor: Actor, idea: Idea
) -> group_views.TeamProposal:
    workspace = await workspaces.get(session, actor.workspace_id)
    accepted = await gatherings.invited(session, idea.id, InvitationState.ACCEPTED)
    asked = await gatherings.invited(session, idea.id, InvitationState.OPEN)
    declined = await gatherings.invited(session, idea.id, InvitationState.DECLINED)
    willing = await gatherings.willing(session, idea.id)
    kept = [*accepted, *asked]
    refused = {one.person.id for one in declined}
    free = [one for one in willing if one.person.id not in refused]
    limits = installation.rules.of(workspace).limits()
    found = await _propose(session, workspace.id, free, kept=kept, limits=limits)
    listed = await workspaces.disciplines(session, workspace.id)
    names = {one.id: one.name for one in listed}
    everybody = [*kept, *free]
    gathering = await gatherings.get(session, idea.id)
    return group_views.TeamProposal(
        idea_id=idea.id,
        title=idea.title,
        picks=tuple(_view(everybody, one) for one in found.picks if one.why != grouping.Why.KEPT),
        others=tuple(_view(everybody, one) for one in found.others),
        accepted=_ids(accepted),
        waiting=_ids(asked),
        declined=len(declined),
        unheard=tuple(names[one] for one in found.unheard),
        missing=found.missing,
        narrow=found.narrow,
        wide_place=workspace.wide_place,
        advertised=gathering is not None and gathering.advertised_at is not None,
    )


async def _propose(
    session: AsyncSession,
    workspace_id: int,
    willing: Sequence[Willing],
    *,
    kept: Sequence[Willing],
    limits: grouping.Limits,
) -> grouping.Proposal:
    with_members = await people.members_by_discipline(session, workspace_id)
    listed = await workspaces.disciplines(session, workspace_id)
    return grouping.propose(
        [_candidate(one) for one in willing],
        [one.id for one in listed if with_members.get(one.id)],
        kept=[_candidate(one) for one in kept],
        limits=limits,
    )


def _candidate(one: Willing) -> grouping.Candidate:
    return grouping.Candidate(person=one.person.id, discipline=one.person.discipline_id, groups=one.groups)


def _one(found: Sequence[Willing], person_id: int) -> Willing:
    return next(one for one in found if one.person.id == person_id)


def _view(everybody: Sequence[Willing], pick: grouping.Pick) -> group_views.Suggested:
    one = _one(everybody, pick.candidate.person)
    return group_views.Suggested(one.person.external_id or "", one.discipline, pick.why.value)


def _ids(found: Sequence[Willing]) -> tuple[str, ...]:
    return tuple(one.person.external_id for one in found if one.person.external_id)
