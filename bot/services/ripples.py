"""Ripples: what other units make of a result, and asking them and its keeper whether it lasts."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import calendar as calendars
from bot.domain import ripples as rules
from bot.services import bundles, group_views, outgoing, safeguard
from bot.services import people as person_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import endings, ripples, workspaces
from storage.kinds import RippleKind, Use
from storage.models import Workspace

UNIT_LIMIT = 100
LINE_LIMIT = 300


async def show(
    installation: Installation, actor: Actor, project_id: int, kind: RippleKind
) -> group_views.Told:
    """What this person told, or would tell, of a result. Raises NotFound, NotAllowed for guests."""
    person_cases.require_staff(actor)
    async with installation.database.read() as session:
        found = await endings.get(session, actor.workspace_id, project_id)
        if found is None:
            raise errors.NotFound("error.ending.not_found")
        known = await ripples.of_person(session, project_id, actor.person_id)
        own = await endings.discipline_name(session, actor.discipline_id) or ""
        unit, line = (known.unit, known.line) if known else (own, "")
        return group_views.Told(project_id, found[2].title, unit, kind, line)


async def tell(
    installation: Installation,
    actor: Actor,
    project_id: int,
    kind: RippleKind,
    *,
    now: datetime,
    unit: str | None = None,
    line: str | None = None,
    confirmed: bool = False,
) -> group_views.Told:
    """Tell what one's unit makes of a result; telling again changes it.

    Without `unit` it is the one told before, else the person's discipline. They are asked again after 3, 6
    and 12 months. Raises as `show`, and Invalid where no unit is known.
    """
    shown = await show(installation, actor, project_id, kind)
    unit = " ".join((shown.unit if unit is None else unit).split())
    if not unit:
        raise errors.Invalid("error.ripple.unit", field="unit")
    if len(unit) > UNIT_LIMIT:
        raise errors.Invalid("error.project.next_step_long", field="unit", limit=UNIT_LIMIT)
    if line is not None and len(line := line.strip()) > LINE_LIMIT:
        raise errors.Invalid("error.project.next_step_long", field="line", limit=LINE_LIMIT)
    safeguard.require_clean({"unit": unit, "line": line or ""}, confirmed=confirmed)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        found = await endings.get(session, workspace.id, project_id)
        if found is None:
            raise errors.NotFound("error.ending.not_found")
        told = await ripples.tell(
            session, project_id, actor.person_id, unit=unit, kind=kind, line=line, now=now
        )
        await plan(session, installation, workspace, project_id, actor.person_id, told.id, now=now)
        await outgoing.redraw_ending(session, workspace, found[0], now=now)
        return group_views.Told(project_id, shown.title, told.unit, told.kind, told.line)


async def plan(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    project_id: int,
    person_id: int,
    ripple_id: int | None,
    *,
    now: datetime,
) -> None:
    """Put down when a person is asked again: the same day of the month, or the open day after it."""
    zone = ZoneInfo(workspace.zone)
    calendar = installation.rules.of(workspace).calendar(workspace.zone)
    today = calendars.local(now, zone).date()
    dues = [
        (
            months,
            calendars.to_instant(calendar.next_open_day(_months_after(today, months)), calendars.OPENS, zone),
        )
        for months in rules.MONTHS
    ]
    await ripples.plan(session, project_id, person_id, ripple_id, dues)


async def ask_due(installation: Installation, *, now: datetime) -> int:
    """Ask those whose time has come, each in their weekly message; how many were asked."""
    async with installation.database.read() as session:
        due = await ripples.due(session, now=now)
    asked = 0
    for one in due:
        asked += await _ask(installation, one, now=now)
    return asked


async def answer(installation: Installation, actor: Actor, check_id: int, use: Use, *, now: datetime) -> None:
    """Say whether it is still in use; the last answer counts.

    Raises NotAllowed for guests, NotFound where nobody asked.
    """
    person_cases.require_staff(actor)
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        check = await ripples.answer(session, workspace.id, check_id, actor.person_id, use, now=now)
        if check is None:
            raise errors.NotFound("error.ripple.not_asked")
        found = await endings.get(session, workspace.id, check.project_id)
        if found is not None:
            await outgoing.redraw_ending(session, workspace, found[0], now=now)


async def _ask(installation: Installation, due: ripples.Due, *, now: datetime) -> bool:
    async with installation.database.begin() as session:
        if not await ripples.claim(session, due.check.id, now=now):
            return False
        workspace = await workspaces.get(session, due.project.workspace_id)
        note: messages.Note
        if due.ripple is not None and due.ripple.kind == RippleKind.NOT_FOR_US:
            note = messages.RippleQuestion(
                project_id=due.project.id, title=due.title, months=due.check.months
            )
        else:
            note = messages.StillInUse(
                check_id=due.check.id,
                title=due.title,
                months=due.check.months,
                unit=due.ripple.unit if due.ripple else "",
            )
        await bundles.add(session, installation.rules, workspace, due.check.person_id, note, now=now)
    return True


def _months_after(day: date, months: int) -> date:
    """The same day so many months on; the last day of a month too short for it."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
