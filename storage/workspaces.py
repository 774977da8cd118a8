"""Workspaces and their disciplines."""

from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Discipline, Workspace


async def by_external(session: AsyncSession, platform: kinds.Platform, external_id: str) -> Workspace | None:
    found = await session.exec(
        select(Workspace).where(Workspace.platform == platform, Workspace.external_id == external_id)
    )
    return found.one_or_none()


async def meet(
    session: AsyncSession,
    platform: kinds.Platform,
    external_id: str,
    *,
    locale: str,
    zone: str,
    now: datetime,
) -> Workspace:
    """The workspace, made on first sight; two processes may meet it at once."""
    await session.exec(
        inserting.into(session, Workspace)
        .values(
            platform=platform,
            external_id=external_id,
            locale=locale,
            zone=zone,
            rounds_by_all=True,
            created_at=now,
        )
        .on_conflict_do_nothing()
    )
    found = await by_external(session, platform, external_id)
    assert found is not None  # noqa: S101 - inserted above, if it was not there
    return found


async def get(session: AsyncSession, workspace_id: int) -> Workspace:
    found = await session.exec(select(Workspace).where(Workspace.id == workspace_id))
    return found.one()


async def ids(session: AsyncSession) -> list[int]:
    found = await session.exec(select(Workspace.id).order_by(col(Workspace.id)))
    return list(found.all())


async def set_ideas_place_if_unset(session: AsyncSession, workspace_id: int, place: str) -> None:
    await session.exec(
        update(Workspace)
        .where(col(Workspace.id) == workspace_id, col(Workspace.ideas_place).is_(None))
        .values(ideas_place=place)
    )


async def disciplines(session: AsyncSession, workspace_id: int) -> list[Discipline]:
    """Those in use, in the order an administrator gave them."""
    found = await session.exec(
        select(Discipline)
        .where(Discipline.workspace_id == workspace_id, col(Discipline.retired_at).is_(None))
        .order_by(col(Discipline.position), col(Discipline.id))
    )
    return list(found.all())


async def discipline(session: AsyncSession, workspace_id: int, discipline_id: int) -> Discipline | None:
    found = await session.exec(
        select(Discipline).where(
            Discipline.workspace_id == workspace_id,
            Discipline.id == discipline_id,
            col(Discipline.retired_at).is_(None),
        )
    )
    return found.one_or_none()


async def hold(session: AsyncSession, workspace_id: int) -> Workspace:
    """The workspace, held until the transaction ends: two administrators take turns."""
    found = await session.exec(select(Workspace).where(Workspace.id == workspace_id).with_for_update())
    return found.one()


async def all_disciplines(session: AsyncSession, workspace_id: int) -> list[Discipline]:
    """Those in use and those retired."""
    found = await session.exec(
        select(Discipline)
        .where(Discipline.workspace_id == workspace_id)
        .order_by(col(Discipline.position), col(Discipline.id))
    )
    return list(found.all())


async def every(session: AsyncSession) -> list[Workspace]:
    found = await session.exec(select(Workspace).order_by(col(Workspace.id)))
    return list(found.all())
