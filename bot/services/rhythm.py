"""A group's rhythm: snoozing, turning off, and changing when and where it hears from the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import calendar as calendars
from bot.domain import schedule
from bot.domain.permissions import Action
from bot.services import briefs, bundles, cards, outgoing, permits, rhythm_views
from bot.services.actor import Actor
from bot.services.installation import Installation, Rules
from storage import kinds, nudges, projects, rhythms, workspaces
from storage.models import Project, Workspace

WEEK = timedelta(days=7)
LONGEST = timedelta(days=183)
"""A group may be snoozed for half a year at most; for longer it is turned off."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a person asks for: `weekday` 1 (Monday) to 7, `at` local "HH:MM", every week or every second."""

    weekday: int
    at: str
    every_weeks: int
    place: str


async def form(installation: Installation, actor: Actor, project_id: int) -> rhythm_views.SlotForm:
    """What the form for a new slot starts from. Raises NotFound, NotAllowed or TooLate."""
    async with installation.database.read() as session:
        project = await _group(session, actor, project_id)
        return rhythm_views.SlotForm(
            project_id=project.id,
            title=await _title(session, project),
            weekday=project.weekday,
            at=project.at,
            every_weeks=project.every_weeks,
            place=project.place,
        )


async def snooze(
    installation: Installation, actor: Actor, project_id: int, *, until: date | None = None, now: datetime
) -> rhythm_views.Rhythm:
    """No nudge for a week, or before the local day `until`; the first one after it comes as usual.

    Raises Invalid for a day that has passed or is too far away, and as `form`.
    """
    async with installation.database.begin() as session:
        project = await _group(session, actor, project_id)
        today = calendars.local(now, ZoneInfo(project.zone)).date()
        day = until or today + WEEK
        if day <= today:
            raise errors.Invalid("error.snooze.past", field="snooze_until")
        if day - today > LONGEST:
            raise errors.Invalid("error.snooze.far", field="snooze_until")
        next_at = schedule.first_from(
            briefs.slot(project), installation.rules.of(actor).calendar(project.zone), day=day
        )
        values = {"next_nudge_at": next_at, "snoozed_until": next_at}
        return await _change(session, project, values, put_off=True, now=now)


async def mute(
    installation: Installation, actor: Actor, project_id: int, *, now: datetime
) -> rhythm_views.Rhythm:
    """Turn the group's nudges off, until somebody turns them on; the owner hears of it. Raises as `form`."""
    async with installation.database.begin() as session:
        project = await _group(session, actor, project_id)
        if not project.muted and project.owner_id != actor.person_id:
            note = messages.NudgesMuted(
                project_id=project.id, title=await _title(session, project), place=project.place
            )
            await _tell_keeper(session, installation.rules, project, note, now=now)
        return await _change(session, project, {"muted": True}, put_off=True, now=now)


async def resume(
    installation: Installation, actor: Actor, project_id: int, *, now: datetime
) -> rhythm_views.Rhythm:
    """Let the nudges come again as usual, after a snooze or after they were off. Raises as `form`."""
    async with installation.database.begin() as session:
        project = await _group(session, actor, project_id)
        next_at = await _next(session, project, briefs.slot(project), installation.rules.of(actor), now=now)
        values = {"muted": False, "snoozed_until": None, "next_nudge_at": next_at}
        return await _change(session, project, values, put_off=False, now=now)


async def set_slot(
    installation: Installation, actor: Actor, project_id: int, asked: Slot, *, now: datetime
) -> rhythm_views.Rhythm:
    """Another weekday, hour, rhythm or channel. What is snoozed stays so.

    In a new channel the group's card stands anew. Raises Invalid for a slot that cannot be, and as `form`.
    """
    async with installation.database.begin() as session:
        project = await _group(session, actor, project_id)
        try:
            slot = schedule.Slot(
                weekday=asked.weekday,
                at=time.fromisoformat(asked.at),
                zone=ZoneInfo(project.zone),
                every_weeks=asked.every_weeks,
            )
        except ValueError:
            raise errors.Invalid("error.project.slot", field="at") from None
        values: dict[str, Any] = {
            "weekday": asked.weekday,
            "at": asked.at,
            "every_weeks": asked.every_weeks,
            "next_nudge_at": await _next(session, project, slot, installation.rules.of(actor), now=now),
        }
        if project.snoozed_until is not None:
            day = calendars.local(project.snoozed_until, slot.zone).date()
            values["next_nudge_at"] = schedule.first_from(
                slot, installation.rules.of(actor).calendar(project.zone), day=day
            )
            values["snoozed_until"] = values["next_nudge_at"]
        moved = asked.place != project.place
        if moved:
            values |= {"place": asked.place, "ref": None}
        changed = await _change(session, project, values, put_off=None, now=now, drawn_anew=moved)
        if moved:
            await _post_anew(session, project, asked.place, now=now)
        return changed


async def every_second_week(
    installation: Installation, actor: Actor, project_id: int, *, now: datetime
) -> rhythm_views.Rhythm:
    """Take the offer of a nudge every second week. Raises as `form`."""
    async with installation.database.read() as session:
        project = await _group(session, actor, project_id)
    asked = Slot(weekday=project.weekday, at=project.at, every_weeks=2, place=project.place)
    return await set_slot(installation, actor, project_id, asked, now=now)


async def mute_own(
    installation: Installation, actor: Actor, project_id: int, *, muted: bool, now: datetime
) -> str:
    """No private reminders for this person any more, or again; returns the group's title. Raises as `form`.

    Where nobody is left to be reminded, the owner hears of it.
    """
    async with installation.database.begin() as session:
        project = await _group(session, actor, project_id)
        title = await _title(session, project)
        await rhythms.set_member_muted(session, project.id, actor.person_id, muted)
        members = await rhythms.reachable(session, [project.id])
        if muted and all(one.muted or one.person_id == actor.person_id for one in members):
            note = messages.NobodyReminded(project_id=project.id, title=title, place=project.place)
            await _tell_keeper(session, installation.rules, project, note, now=now)
        return title


async def _change(
    session: AsyncSession,
    project: Project,
    values: Mapping[str, Any],
    *,
    put_off: bool | None,
    now: datetime,
    drawn_anew: bool = False,
) -> rhythm_views.Rhythm:
    workspace = await workspaces.get(session, project.workspace_id)
    newest = await nudges.newest(session, project.id)
    if newest is not None:
        if put_off is not None:
            await nudges.put_off(session, newest.id, put_off=put_off)
        await outgoing.redraw_nudge(session, workspace, newest, now=now)
    if not drawn_anew:
        await outgoing.redraw_project(session, workspace, project, now=now)
    await rhythms.set_slot(session, project.id, **values)
    muted = values.get("muted", project.muted)
    return rhythm_views.Rhythm(
        project_id=project.id,
        title=await _title(session, project),
        next_at=None if muted else values.get("next_nudge_at", project.next_nudge_at),
        zone=project.zone,
        every_weeks=values.get("every_weeks", project.every_weeks),
    )


async def _next(
    session: AsyncSession, project: Project, slot: schedule.Slot, rules: Rules, *, now: datetime
) -> datetime:
    """The slot's next nudge, not too near to the last one."""
    newest = await nudges.newest(session, project.id)
    last = newest.at if newest else None
    return schedule.planned(slot, rules.calendar(project.zone), after=now, last=last)


async def _post_anew(session: AsyncSession, project: Project, place: str, *, now: datetime) -> None:
    """The group's card in its new channel."""
    workspace = await workspaces.get(session, project.workspace_id)
    moved = await projects.get(session, workspace.id, project.id)
    assert moved is not None  # noqa: S101 - it was changed in this transaction
    await session.refresh(moved)
    await outgoing.post(
        session,
        workspace,
        await cards.project(session, moved),
        place=place,
        now=now,
        key=f"project:{project.id}:{place}:{now.isoformat()}",
        subject=kinds.Subject.PROJECT,
        subject_id=project.id,
    )


async def _tell_keeper(
    session: AsyncSession, rules: Rules, project: Project, note: messages.Note, *, now: datetime
) -> None:
    brief = (await briefs.load(session, [project]))[0]
    workspace: Workspace = brief.workspace
    if brief.keeper is not None:
        await bundles.add(session, rules, workspace, brief.keeper, note, now=now)


async def _group(session: AsyncSession, actor: Actor, project_id: int) -> Project:
    """An active group, for its members and for those who look after all groups."""
    project = await projects.get(session, actor.workspace_id, project_id)
    if project is None:
        raise errors.NotFound("error.project.not_found")
    member = await projects.is_member(session, project.id, actor.person_id)
    permits.require(actor, Action.TEND_GROUP, own=member)
    if project.state != kinds.ProjectState.ACTIVE:
        raise errors.TooLate("error.nudge.finished")
    return project


async def _title(session: AsyncSession, project: Project) -> str:
    return (await rhythms.titles(session, [project.id]))[project.id][0]
