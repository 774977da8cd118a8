"""How a group ends: retired with what it learnt, or completed with what changed; and thanks by consent."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import calendar as calendars
from bot.domain.permissions import Action
from bot.services import askings, bundles, cards, memberships, moves, outgoing, permits, ripples, safeguard
from bot.services.actor import Actor
from bot.services.installation import Installation, Rules
from storage import endings, ideas, kinds, nudges, people, workspaces
from storage import memberships as rows
from storage.models import Ending, Project, Workspace

TEXT_LIMIT = 1_500


@dataclass(frozen=True, slots=True)
class Learning:
    """What a group hands on when it retires; the idea wakes on a condition in words, a local day, or both."""

    tried: str
    learnt: str
    wake_when: str = ""
    wake_on: date | None = None
    confirmed: bool = False
    """As `safeguard.require_clean` takes it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What came of a group, what was stopped because of it, and which service and person own it now."""

    changed: str
    stopped: str
    discipline_id: int
    keeper_id: int
    confirmed: bool = False


async def retire(
    installation: Installation, actor: Actor, project_id: int, learning: Learning, *, now: datetime
) -> str:
    """End the group with what it learnt; returns where its card stands.

    Raises as `memberships.require_hand`, TooLate where it has ended, Invalid with the field it is about.
    """
    texts = checked(
        {"tried": learning.tried, "learnt": learning.learnt, "wake_when": learning.wake_when},
        needed=("tried", "learnt"),
        confirmed=learning.confirmed,
    )
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await memberships.active(session, actor, project_id)
        await memberships.require_hand(session, actor, project)
        wake_at = _wake_at(installation.rules.of(workspace), project, learning.wake_on, now=now)
        ending = Ending(
            project_id=project.id,
            state=kinds.ProjectState.RETIRED,
            by_id=actor.person_id,
            wake_on=learning.wake_on,
            wake_at=wake_at,
            place=_place(workspace, project),
            closing=installation.rules.of(workspace).closing_line,
            at=now,
            tried=texts["tried"],
            learnt=texts["learnt"],
            wake_when=texts["wake_when"],
        )
        await _end(session, installation, workspace, actor, project, ending, now=now)
        return ending.place


async def complete(
    installation: Installation, actor: Actor, project_id: int, change: Change, *, now: datetime
) -> str:
    """End the group with what changed; its new keeper is asked about it after 3, 6 and 12 months.

    Returns where its card stands. Raises as `retire`.
    """
    texts = checked(
        {"changed": change.changed, "stopped": change.stopped},
        needed=("changed",),
        confirmed=change.confirmed,
    )
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        project = await memberships.active(session, actor, project_id)
        await memberships.require_hand(session, actor, project)
        keeper = await people.get(session, workspace.id, change.keeper_id)
        if keeper is None or keeper.standing != kinds.Standing.STAFF:
            raise errors.Invalid("error.ending.keeper", field="keeper")
        if await workspaces.discipline(session, workspace.id, change.discipline_id) is None:
            raise errors.NotFound("error.discipline.not_found", field="discipline")
        ending = Ending(
            project_id=project.id,
            state=kinds.ProjectState.COMPLETED,
            by_id=actor.person_id,
            discipline_id=change.discipline_id,
            keeper_id=change.keeper_id,
            place=_place(workspace, project),
            closing=installation.rules.of(workspace).closing_line,
            at=now,
            changed=texts["changed"],
            stopped=texts["stopped"],
        )
        await _end(session, installation, workspace, actor, project, ending, now=now)
        await ripples.plan(session, installation, workspace, project.id, keeper.id, None, now=now)
        return ending.place


async def answer_thanks(
    installation: Installation, actor: Actor, project_id: int, *, consents: bool, now: datetime
) -> None:
    """Say whether one may be named on the result's card; the last answer counts. Raises NotFound."""
    permits.require(actor, Action.TEND_OWN)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        found = await endings.get(session, workspace.id, project_id)
        if found is None or not await endings.answer_thanks(
            session, project_id, actor.person_id, consents=consents
        ):
            raise errors.NotFound("error.project.not_found")
        await outgoing.redraw_ending(session, workspace, found[0], now=now)


def checked(texts: dict[str, str], *, needed: tuple[str, ...], confirmed: bool) -> dict[str, str]:
    """The texts tidied. Raises Invalid for what is missing or too long, and as `safeguard.require_clean`."""
    tidy = {field: text.strip() for field, text in texts.items()}
    for field, text in tidy.items():
        if not text and field in needed:
            raise errors.Invalid("error.ending.empty", field=field)
        if len(text) > TEXT_LIMIT:
            raise errors.Invalid("error.idea.text_long", field=field, limit=TEXT_LIMIT)
    safeguard.require_clean(tidy, confirmed=confirmed)
    return tidy


async def _end(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    actor: Actor,
    project: Project,
    ending: Ending,
    *,
    now: datetime,
) -> None:
    """Write the end, tell it widely, and ask the members whether they may be thanked by name."""
    await rows.change(session, project.id, state=ending.state, ended_at=now, next_nudge_at=None)
    project.state = ending.state
    await endings.add(session, ending)
    retired = ending.state == kinds.ProjectState.RETIRED
    await moves.move(
        session,
        installation.rules,
        workspace,
        [project.idea_id],
        from_states=[kinds.IdeaState.PROJECT],
        to_state=kinds.IdeaState.RETIRED if retired else kinds.IdeaState.COMPLETED,
        key=f"ending:{project.id}",
        person_id=actor.person_id,
        reason=ending.learnt or ending.changed,
        now=now,
    )
    if retired:
        await askings.settle(session, workspace, project.id, kinds.Way.RETIRE, now=now)
    await outgoing.redraw_project(session, workspace, project, now=now)
    newest = await nudges.newest(session, project.id)
    if newest is not None:
        await outgoing.redraw_nudge(session, workspace, newest, now=now)
    idea = await ideas.get(session, workspace.id, project.idea_id)
    question = messages.ThanksQuestion(project_id=project.id, title=idea.title if idea else "")
    members = await rows.member_ids(session, project.id)
    await endings.ask_thanks(session, project.id, members, now=now)
    for person_id in members:
        await bundles.add(session, installation.rules, workspace, person_id, question, now=now)
    card = await cards.ending(session, workspace.id, project.id)
    if card is not None:
        await outgoing.post(
            session,
            workspace,
            card.message,
            place=ending.place,
            now=now,
            key=f"ending:{project.id}",
            subject=kinds.Subject.ENDING,
            subject_id=project.id,
        )


def _wake_at(rules: Rules, project: Project, wake_on: date | None, *, now: datetime) -> datetime | None:
    """The opening hour of the day to wake, or of the first open day after it."""
    if wake_on is None:
        return None
    zone = ZoneInfo(project.zone)
    if wake_on <= calendars.local(now, zone).date():
        raise errors.Invalid("error.project.criterion_on", field="wake_on")
    calendar = rules.calendar(project.zone)
    return calendars.to_instant(calendar.next_open_day(wake_on), calendars.OPENS, zone)


def _place(workspace: Workspace, project: Project) -> str:
    return workspace.wide_place or workspace.ideas_place or project.place
