"""Disciplines chosen while a round was open: they vote in it once an administrator has confirmed them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import calendar as calendars
from bot.services import audit, outgoing, views
from bot.services.audit import Administrator
from bot.services.installation import Installation, Rules
from storage import kinds, people, rounds, workspaces
from storage.models import Discipline, Person, Workspace


async def ask(session: AsyncSession, rules: Rules, workspace_id: int, *, now: datetime) -> None:
    """Tell the administrators that somebody waits, where a round is open: each of them once a round.

    It concerns the deadline of an open round, so it does not wait for their weekly message; it keeps to open
    hours. All who wait are behind its one button.
    """
    workspace = await workspaces.get(session, workspace_id)
    for round_ in await rounds.open_ones(session, workspace_id):
        for person in await people.with_role(session, workspace_id, kinds.Role.ADMINISTRATOR):
            calendar = rules.of(workspace).calendar(workspace.zone)
            await outgoing.tell(
                session,
                workspace,
                messages.ConfirmationsWaiting(closes_at=round_.closes_at, zone=workspace.zone),
                person=person.external_id or "",
                locale=_locale(person, workspace),
                now=now,
                not_before=calendars.next_open_at(now, calendar, zone=ZoneInfo(workspace.zone)),
                key=f"confirmations:{round_.id}:{person.id}",
            )


async def waiting(installation: Installation, who: Administrator) -> tuple[views.Unconfirmed, ...]:
    """Everybody whose choice waits, the longest waiting first; nobody where no round is open."""
    async with installation.database.read() as session:
        return tuple(
            views.Unconfirmed(person.id, person.external_id or "", discipline.name)
            for person, discipline in await _waiting(session, who.workspace_id)
        )


async def is_waiting(installation: Installation, workspace_id: int, person_id: int) -> bool:
    """Whether this person's own choice waits."""
    async with installation.database.read() as session:
        return any(person.id == person_id for person, _ in await _waiting(session, workspace_id))


async def confirm(installation: Installation, who: Administrator, person_id: int, *, now: datetime) -> None:
    """Let the person vote in the open rounds, and tell them. A second tap changes nothing.

    Raises NotFound for one who is not known here, TooLate where there is no choice of theirs any more.
    """
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, who.workspace_id)
        person = await people.hold(session, who.workspace_id, person_id)
        if person is None:
            raise errors.NotFound("error.person")
        if person.discipline_id is None:
            raise errors.TooLate("error.confirmation.gone")
        if person.discipline_confirmed_at is None:
            await settle(session, who, workspace, person, now=now)


async def decline(installation: Installation, who: Administrator, person_id: int, *, now: datetime) -> None:
    """Take the choice back and ask the person to choose anew. Raises as `confirm`."""
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, who.workspace_id)
        person = await people.hold(session, who.workspace_id, person_id)
        if person is None:
            raise errors.NotFound("error.person")
        if person.discipline_id is None or person.discipline_confirmed_at is not None:
            raise errors.TooLate("error.confirmation.gone")
        await _tell(session, workspace, person, confirmed=False, now=now)
        details = {"discipline": person.discipline_id}
        await audit.write(
            session, who, kinds.Audited.PERSON_UNPLACED, person_id=person.id, details=details, now=now
        )
        await people.clear_discipline(session, person.id)


async def settle(
    session: AsyncSession, who: Administrator, workspace: Workspace, person: Person, *, now: datetime
) -> None:
    """Confirm the discipline a person has, as a part of another use case."""
    await people.confirm_discipline(session, person.id, now=now)
    details = {"discipline": person.discipline_id}
    await audit.write(
        session, who, kinds.Audited.PERSON_CONFIRMED, person_id=person.id, details=details, now=now
    )
    await _tell(session, workspace, person, confirmed=True, now=now)


async def _waiting(session: AsyncSession, workspace_id: int) -> list[tuple[Person, Discipline]]:
    """Those who chose after the first of the open rounds had opened."""
    opened = [round_.opened_at for round_ in await rounds.open_ones(session, workspace_id)]
    if not opened:
        return []
    return await people.unconfirmed(session, workspace_id, after=min(opened))


async def _tell(
    session: AsyncSession, workspace: Workspace, person: Person, *, confirmed: bool, now: datetime
) -> None:
    """A word to the person, where an open round waits for it."""
    kept_out = [
        round_
        for round_ in await rounds.open_ones(session, workspace.id)
        if person.discipline_set_at is not None and person.discipline_set_at > round_.opened_at
    ]
    if not kept_out or person.external_id is None or person.discipline_id is None:
        return
    row = await workspaces.discipline(session, workspace.id, person.discipline_id)
    await outgoing.tell(
        session,
        workspace,
        messages.DisciplineSettled(
            confirmed=confirmed,
            discipline=row.name if row else "",
            round_id=kept_out[0].id,
            closes_at=kept_out[0].closes_at,
            zone=workspace.zone,
        ),
        person=person.external_id,
        locale=_locale(person, workspace),
        now=now,
        key=f"settled:{person.id}:{now.isoformat()}",
    )


def _locale(person: Person, workspace: Workspace) -> str:
    return person.locale or person.platform_locale or workspace.locale
