"""The weekly nudge: saying what is due, in sets, and reminding the contact of the week."""

import functools
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import schedule
from bot.services import askings, briefs, bundles, nudge_cards, verdicts, waves
from bot.services.briefs import Brief
from bot.services.installation import Installation, Rules
from bot.services.verdicts import Verdict
from storage import kinds, nudges, rhythms, workspaces
from storage.models import Project, Workspace

BATCH = 100
"""Groups settled in one transaction on SQLite, where what people do meanwhile waits for its end."""
LARGE_BATCH = 250
"""The same on PostgreSQL, where nobody waits for it: fewer statements in all."""

TRY_AGAIN = timedelta(days=1)
"""After a group whose slot or calendar makes no sense."""

_log = structlog.get_logger(__name__)


async def send_due(installation: Installation, *, now: datetime) -> int:
    """Settle every group whose nudge is due: send it, move it, drop it, or ask. Returns how many there were.

    A batch is a transaction of its own, whose groups no other process can have, so that a group is nudged
    once however many processes look, and once however long nobody looked.
    """
    settled = 0
    store = installation.database
    batch = functools.partial(
        _settle, rules=installation.rules, limit=BATCH if store.sqlite else LARGE_BATCH, now=now
    )
    while found := await store.write(batch):
        settled += found
    return settled


async def _settle(session: AsyncSession, rules: Rules, *, limit: int, now: datetime) -> int:
    """One batch; it waits for its session only."""
    due = await nudges.claim_due(session, now=now, limit=limit)
    if not due:
        return 0
    found = await briefs.load(session, due)
    chosen = {brief.workspace.id: rules.of(brief.workspace) for brief in found}
    reached = [(brief, _reach(brief, chosen[brief.workspace.id], now=now)) for brief in found]
    await nudges.move_on(session, {brief.project.id: verdict.next_at for brief, verdict in reached})
    await _send(session, [one for one in reached if one[1].act in {"send", "drop"}], now=now)
    await askings.ask(session, [(b, v.seen) for b, v in reached if v.act == "ask"], now=now)
    await _redraw_groups(session, reached, now=now)
    await _tell_keepers(session, rules, reached, now=now)
    return len(due)


def _reach(brief: Brief, rules: Rules, *, now: datetime) -> Verdict:
    """One group that makes no sense holds up no other."""
    try:
        return verdicts.reach(brief, rules, now=now)
    except (ValueError, KeyError):
        _log.exception("nudge.senseless", project=brief.project.id)
        return Verdict(act="wait", next_at=now + TRY_AGAIN)


async def _send(session: AsyncSession, reached: Sequence[tuple[Brief, Verdict]], *, now: datetime) -> None:
    numbers = await nudges.add(session, [_nudge(brief, verdict, now=now) for brief, verdict in reached])
    sent = [
        (brief, verdict, numbers[brief.project.id]) for brief, verdict in reached if verdict.act == "send"
    ]
    turns = {brief.project.id: verdict.contact for brief, verdict, _ in sent if verdict.contact is not None}
    await rhythms.take_turns(session, turns, now=now)
    await rhythms.set_offered(
        session, [brief.project.id for brief, verdict, _ in sent if verdict.offers], now=now
    )
    wave = await waves.begin(session, [brief.workspace for brief, _, _ in sent], now=now)
    for brief, verdict, nudge_id in sent:
        wave.post(
            brief.workspace,
            nudge_cards.fresh(brief, nudge_id, offers=verdict.offers),
            place=brief.project.place,
            key=f"nudge:{nudge_id}",
            subject=kinds.Subject.NUDGE,
            subject_id=nudge_id,
        )
        if brief.nudges:
            before = brief.nudges[-1]
            wave.redraw(brief.workspace, kinds.Subject.NUDGE, before.id, place=before.place)
    await wave.queue(session)


async def _redraw_groups(
    session: AsyncSession, reached: Sequence[tuple[Brief, Verdict]], *, now: datetime
) -> None:
    """Draw anew the cards that told a date which has passed, or have to tell one now."""
    found = [brief for brief, verdict in reached if not _regular(brief, verdict, now=now)]
    if not found:
        return
    wave = await waves.begin(session, [brief.workspace for brief in found], now=now)
    for brief in found:
        wave.redraw(brief.workspace, kinds.Subject.PROJECT, brief.project.id, place=brief.project.place)
    await wave.queue(session)


def _regular(brief: Brief, verdict: Verdict, *, now: datetime) -> bool:
    """Whether the group's card told no date for this nudge, and need tell none for the next."""
    project = brief.project
    if project.snoozed_until is not None or project.next_nudge_at is None or not brief.nudges:
        return False
    try:
        slot = briefs.slot(project)
    except (ValueError, KeyError):
        return True
    return schedule.is_regular(project.next_nudge_at, slot, last=brief.nudges[-1].at) and schedule.is_regular(
        verdict.next_at, slot, last=now
    )


def _nudge(brief: Brief, verdict: Verdict, *, now: datetime) -> dict[str, Any]:
    """The row of `storage.models.Nudge`."""
    project = brief.project
    return {
        "project_id": project.id,
        "state": kinds.NudgeState.SENT if verdict.act == "send" else kinds.NudgeState.DROPPED,
        "why": verdict.why,
        "due_at": project.next_nudge_at,
        "at": now,
        "place": project.place,
        "contact_id": verdict.contact,
        "remind_at": verdict.remind_at,
        "offers": verdict.offers,
        "put_off": False,
    }


async def _tell_keepers(
    session: AsyncSession, rules: Rules, reached: Sequence[tuple[Brief, Verdict]], *, now: datetime
) -> None:
    """Tell owners of weeks without an answer, neutrally, in the one message of their week."""
    found: dict[int, list[tuple[int, messages.Note]]] = defaultdict(list)
    places: dict[int, Workspace] = {}
    for brief, verdict in reached:
        if verdict.missed and brief.keeper is not None:
            project = brief.project
            note = messages.WeeksMissed(
                project_id=project.id, title=brief.title, place=project.place, weeks=verdict.missed
            )
            found[brief.workspace.id].append((brief.keeper, note))
            places[brief.workspace.id] = brief.workspace
    for workspace_id, notes in found.items():
        await bundles.add_all(session, rules, places[workspace_id], notes, now=now)


async def remind_due(installation: Installation, *, now: datetime) -> int:
    """Remind each contact of the week whose group has not answered; returns how many were due."""
    reminded = 0
    while found := await _remind(installation, now=now):
        reminded += found
    return reminded


async def _remind(installation: Installation, *, now: datetime) -> int:
    async with installation.database.begin() as session:
        due = await nudges.claim_reminders(session, now=now, limit=BATCH)
        if not due:
            return 0
        answered = {one.nudge_id for one in await nudges.answers(session, [nudge.id for nudge, _ in due])}
        ids = [project.id for _, project in due]
        titles = await rhythms.titles(session, ids)
        reachable = {
            (one.project_id, one.person_id) for one in await rhythms.reachable(session, ids) if not one.muted
        }
        found: dict[int, list[tuple[int, messages.Note]]] = defaultdict(list)
        for nudge, project in due:
            wanted = nudge.id not in answered and _may_be_reminded(project)
            if wanted and nudge.contact_id is not None and (project.id, nudge.contact_id) in reachable:
                note = messages.CheckInReminder(
                    nudge_id=nudge.id,
                    project_id=project.id,
                    title=titles[project.id][0],
                    place=project.place,
                    next_step=project.next_step,
                )
                found[project.workspace_id].append((nudge.contact_id, note))
        for workspace_id, notes in found.items():
            workspace = await workspaces.get(session, workspace_id)
            await bundles.add_all(session, installation.rules, workspace, notes, now=now)
        return len(due)


def _may_be_reminded(project: Project) -> bool:
    return project.state == kinds.ProjectState.ACTIVE and not project.muted
