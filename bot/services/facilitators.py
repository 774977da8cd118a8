"""Facilitators: who may open rounds where not everybody may, and run hunts."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.services import audit
from bot.services.audit import Administrator
from bot.services.installation import Installation
from storage import kinds, people


async def listed(installation: Installation, who: Administrator) -> tuple[str, ...]:
    """Their ids on the platform, in the order they were met."""
    async with installation.database.read() as session:
        found = await people.with_role(session, who.workspace_id, kinds.Role.FACILITATOR)
    return tuple(person.external_id for person in found if person.external_id)


async def appoint(
    installation: Installation, who: Administrator, person_ids: Iterable[int], *, now: datetime
) -> int:
    """Make people (ids of ours) facilitators; returns how many became so. Administrators stay what they are.

    Raises Invalid for guests, people of connected workspaces and those not known here.
    """
    async with installation.database.begin() as session:
        return await _appoint(session, who, person_ids, now=now)


async def dismiss(
    installation: Installation, who: Administrator, person_ids: Iterable[int], *, now: datetime
) -> int:
    """Make facilitators members again; returns how many were one."""
    async with installation.database.begin() as session:
        return await _dismiss(session, who, person_ids, now=now)


async def replace(
    installation: Installation, who: Administrator, person_ids: Iterable[int], *, now: datetime
) -> None:
    """Make exactly these the facilitators, all or nothing. Raises as `appoint`."""
    wanted = set(person_ids)
    async with installation.database.begin() as session:
        await _appoint(session, who, sorted(wanted), now=now)
        found = await people.with_role(session, who.workspace_id, kinds.Role.FACILITATOR)
        await _dismiss(session, who, [one.id for one in found if one.id not in wanted], now=now)


async def _appoint(
    session: AsyncSession, who: Administrator, person_ids: Iterable[int], *, now: datetime
) -> int:
    changed = 0
    for person_id in dict.fromkeys(person_ids):
        person = await people.hold(session, who.workspace_id, person_id)
        if person is None or person.standing != kinds.Standing.STAFF:
            raise errors.Invalid("error.facilitator.guest", field="facilitators")
        if person.role == kinds.Role.MEMBER:
            await people.set_role(session, person.id, kinds.Role.FACILITATOR)
            await audit.write(session, who, kinds.Audited.FACILITATOR_ADDED, person_id=person.id, now=now)
            changed += 1
    return changed


async def _dismiss(
    session: AsyncSession, who: Administrator, person_ids: Iterable[int], *, now: datetime
) -> int:
    changed = 0
    for person_id in dict.fromkeys(person_ids):
        person = await people.hold(session, who.workspace_id, person_id)
        if person is not None and person.role == kinds.Role.FACILITATOR:
            await people.set_role(session, person.id, kinds.Role.MEMBER)
            await audit.write(session, who, kinds.Audited.FACILITATOR_REMOVED, person_id=person.id, now=now)
            changed += 1
    return changed
