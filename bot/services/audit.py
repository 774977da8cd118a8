"""Administrators at work: who they are here, and the log of what they did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.permissions import Action
from bot.services import permits
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import audit, kinds
from storage.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who may set a workspace up; `person_id` is None at the command line."""

    workspace_id: int
    person_id: int | None


def administrator(actor: Actor) -> Administrator:
    """The person as an administrator. Raises NotAllowed for others."""
    permits.require(actor, Action.SET_UP)
    return Administrator(actor.workspace_id, actor.person_id)


async def write(
    session: AsyncSession,
    who: Administrator,
    action: kinds.Audited,
    *,
    now: datetime,
    person_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Log what is being done, in the transaction that does it."""
    await audit.add(
        session,
        who.workspace_id,
        action,
        actor_id=who.person_id,
        person_id=person_id,
        details=details or {},
        now=now,
    )


async def read(
    installation: Installation,
    workspace_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[AuditEntry]:
    """What was done from `since` and before `until`, the oldest first."""
    async with installation.database.read() as session:
        return await audit.entries(session, workspace_id, since=since, until=until)
