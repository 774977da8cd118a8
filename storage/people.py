"""People as rows: found by their id on the platform, never by name."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Discipline, Person, Workspace


async def with_workspace(
    session: AsyncSession, platform: kinds.Platform, team: str, external_id: str
) -> tuple[Person, Workspace] | None:
    found = await session.exec(
        select(Person, Workspace)
        .join(Workspace, col(Person.workspace_id) == Workspace.id)
        .where(
            Workspace.platform == platform,
            Workspace.external_id == team,
            Person.external_id == external_id,
        )
    )
    return found.one_or_none()


async def meet(
    session: AsyncSession,
    workspace_id: int,
    external_id: str,
    *,
    platform_locale: str | None,
    standing: kinds.Standing,
    now: datetime,
) -> Person:
    """The person, made on first sight, with what the platform says of them today."""
    known = {"platform_locale": platform_locale, "standing": standing, "met_at": now}
    await session.exec(
        inserting.into(session, Person)
        .values(workspace_id=workspace_id, external_id=external_id, role=kinds.Role.MEMBER, **known)
        .on_conflict_do_update(index_elements=["workspace_id", "external_id"], set_=known)
    )
    found = await session.exec(
        select(Person).where(Person.workspace_id == workspace_id, Person.external_id == external_id)
    )
    return found.one()


async def get(session: AsyncSession, workspace_id: int, person_id: int) -> Person | None:
    found = await session.exec(
        select(Person).where(Person.workspace_id == workspace_id, Person.id == person_id)
    )
    return found.one_or_none()


async def set_role(session: AsyncSession, person_id: int, role: kinds.Role) -> None:
    await session.exec(update(Person).where(col(Person.id) == person_id).values(role=role))


async def set_locale(session: AsyncSession, person_id: int, locale: str | None) -> None:
    await session.exec(update(Person).where(col(Person.id) == person_id).values(locale=locale))


async def set_met(session: AsyncSession, person_id: int, at: datetime) -> None:
    """When the platform last told of the person: long ago, and it is asked again."""
    await session.exec(update(Person).where(col(Person.id) == person_id).values(met_at=at))


async def set_discipline(
    session: AsyncSession, person_id: int, discipline_id: int, *, now: datetime, confirmed: bool
) -> None:
    await session.exec(
        update(Person)
        .where(col(Person.id) == person_id)
        .values(
            discipline_id=discipline_id,
            discipline_set_at=now,
            discipline_confirmed_at=now if confirmed else None,
        )
    )


async def external_ids(session: AsyncSession, person_ids: list[int]) -> dict[int, str]:
    """The ids on the platform of those who still have one."""
    found = await session.exec(
        select(Person.id, Person.external_id).where(
            col(Person.id).in_(person_ids), col(Person.external_id).is_not(None)
        )
    )
    return {key: external for key, external in found.all() if external is not None}


async def members_by_discipline(session: AsyncSession, workspace_id: int) -> dict[int, int]:
    """How many known members of staff each discipline in use has, without those who have left."""
    found = await session.exec(
        select(Person.discipline_id, sa.func.count())
        .join(Discipline, col(Person.discipline_id) == Discipline.id)
        .where(
            Person.workspace_id == workspace_id,
            Person.standing == kinds.Standing.STAFF,
            col(Person.gone_at).is_(None),
            col(Discipline.retired_at).is_(None),
        )
        .group_by(col(Person.discipline_id))
    )
    return {key: count for key, count in found.all() if key is not None}


async def administrators(session: AsyncSession, workspace_id: int) -> list[int]:
    """Those who can be told something."""
    found = await session.exec(
        select(Person.id)
        .where(
            Person.workspace_id == workspace_id,
            Person.role == kinds.Role.ADMINISTRATOR,
            Person.standing == kinds.Standing.STAFF,
            col(Person.external_id).is_not(None),
            col(Person.gone_at).is_(None),
        )
        .order_by(col(Person.id))
    )
    return list(found.all())


async def with_role(session: AsyncSession, workspace_id: int, role: kinds.Role) -> list[Person]:
    """Members of staff with this role who can still be reached."""
    found = await session.exec(
        select(Person)
        .where(
            Person.workspace_id == workspace_id,
            Person.role == role,
            Person.standing == kinds.Standing.STAFF,
            col(Person.external_id).is_not(None),
        )
        .order_by(col(Person.id))
    )
    return list(found.all())


async def of_discipline(session: AsyncSession, workspace_id: int, discipline_id: int) -> list[Person]:
    found = await session.exec(
        select(Person)
        .where(Person.workspace_id == workspace_id, Person.discipline_id == discipline_id)
        .order_by(col(Person.id))
    )
    return list(found.all())


async def unconfirmed(
    session: AsyncSession, workspace_id: int, *, after: datetime
) -> list[tuple[Person, Discipline]]:
    """Members of staff who chose their discipline after `after` and whom no administrator has confirmed."""
    found = await session.exec(
        select(Person, Discipline)
        .join(Discipline, col(Discipline.id) == Person.discipline_id)
        .where(
            Person.workspace_id == workspace_id,
            Person.standing == kinds.Standing.STAFF,
            col(Person.external_id).is_not(None),
            col(Person.discipline_set_at) > after,
            col(Person.discipline_confirmed_at).is_(None),
        )
        .order_by(col(Person.discipline_set_at), col(Person.id))
    )
    return list(found.all())


async def hold(session: AsyncSession, workspace_id: int, person_id: int) -> Person | None:
    """The person's row, held until the transaction ends: two administrators take turns."""
    found = await session.exec(
        select(Person).where(Person.workspace_id == workspace_id, Person.id == person_id).with_for_update()
    )
    return found.one_or_none()


async def confirm_discipline(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    await session.exec(update(Person).where(col(Person.id) == person_id).values(discipline_confirmed_at=now))


async def clear_discipline(session: AsyncSession, person_id: int) -> None:
    """Let the person choose anew."""
    await session.exec(
        update(Person)
        .where(col(Person.id) == person_id)
        .values(discipline_id=None, discipline_set_at=None, discipline_confirmed_at=None)
    )


async def set_gone(session: AsyncSession, person_id: int, at: datetime | None) -> None:
    """When the account was closed, or None once it is open again."""
    await session.exec(update(Person).where(col(Person.id) == person_id).values(gone_at=at))
