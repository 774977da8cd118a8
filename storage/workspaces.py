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


async def platforms(session: AsyncSession) -> dict[int, kinds.Platform]:
    """Where each workspace lives."""
    found = await session.exec(select(Workspace.id, Workspace.platform))
    return {workspace: kinds.Platform(platform) for workspace, platform in found.all()}


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


async def replace_disciplines(
    session: AsyncSession, workspace_id: int, names: list[str], *, now: datetime
) -> None:
    """Make `names` the list: new ones are added, missing ones retired, known ones kept or taken back."""
    known = await session.exec(select(Discipline).where(Discipline.workspace_id == workspace_id))
    by_name = {discipline.name: discipline for discipline in known.all()}
    for position, name in enumerate(names):
        row = by_name.pop(name, None) or Discipline(workspace_id=workspace_id, name=name, position=position)
        row.retired_at = None
        row.position = position
        session.add(row)
    for row in by_name.values():
        row.retired_at = row.retired_at or now
        session.add(row)
