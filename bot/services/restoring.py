"""After a backup was put back: what it says is true no more, so it is begun anew rather than trusted."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import calendar, turnout
from bot.services import audit, outgoing, secrecy
from bot.services.installation import Installation, Rules
from storage import backlog, hunts, kinds, receipts, rounds, workspaces
from storage.models import Round, Workspace

DAYS = 2
"""Working days that people have at least to vote again."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How many open rounds start over, and how many messages are looked for before they are sent."""

    rounds: int
    messages: int


async def begin_anew(installation: Installation, *, now: datetime) -> Begun:
    """Start every open round over, and tell its channel; do not say again what was said since the backup.

    Votes cast after the backup are not in it, and those in it may have been changed since: all are deleted,
    with the key to them. Nobody loses the chance to vote: the deadline lies two working days ahead or more.
    """
    begun = 0
    async with installation.database.begin() as session:
        for workspace in await workspaces.every(session):
            rules = installation.rules.of(workspace)
            for open_ in await rounds.open_ones(session, workspace.id):
                round_ = await rounds.get_to_steer(session, workspace.id, open_.id)
                if round_ is not None:
                    await _start_over(session, rules, workspace, round_, now=now)
                    begun += 1
            operator = audit.Administrator(workspace.id, None)
            await audit.write(session, operator, kinds.Audited.BACKUP_RESTORED, now=now)
        doubtful = await backlog.doubt(session)
    return Begun(rounds=begun, messages=doubtful)


async def _start_over(
    session: AsyncSession, rules: Rules, workspace: Workspace, round_: Round, *, now: datetime
) -> None:
    working = rules.calendar(workspace.zone)
    closes_at = max(round_.closes_at, calendar.extend_by_working_days(now, working, days=DAYS))
    await receipts.clear(session, round_.id)
    await rounds.set_values(
        session,
        round_.id,
        salt=secrecy.salt() if round_.secret else None,
        closes_at=closes_at,
        invite_at=turnout.invitation_at(now, closes_at, working),
    )
    await outgoing.redraw_round(session, workspace, round_, now=now)
    hunt = await hunts.of_round(session, round_.id)
    if hunt is not None:
        await outgoing.redraw_hunt(session, workspace, hunt, now=now)
    note = messages.RoundNote(round_id=round_.id, event="restored", closes_at=closes_at, zone=workspace.zone)
    key = f"round:{round_.id}:restored:{int(now.timestamp())}"
    await outgoing.post(session, workspace, note, place=round_.place, now=now, key=key)
