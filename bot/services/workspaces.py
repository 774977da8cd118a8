"""Setting a workspace up: its channels, language, disciplines, and who may open rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.services import audit, choices, confirmations, disciplines, safeguard, views
from bot.services.actor import Actor
from bot.services.audit import Administrator
from bot.services.installation import Installation
from storage import kinds, rounds, workspaces
from storage.models import Workspace

LOCALES = ("nb", "nn", "en")
SETTINGS = ("ideas_place", "wide_place", "locale", "rounds_by_all")


@dataclass(frozen=True, slots=True)
class Setup:
    """What an administrator asks for; those of `disciplines` that are not on the list yet are added to it."""

    ideas_place: str | None
    wide_place: str | None
    locale: str
    rounds_by_all: bool
    disciplines: tuple[str, ...]
    confirmed: bool = False
    """As `safeguard.require_clean` takes it."""


async def form(installation: Installation, actor: Actor) -> views.SetupForm:
    """What is set now. Raises NotAllowed for others than administrators."""
    return await shown(installation, audit.administrator(actor))


async def shown(installation: Installation, who: Administrator) -> views.SetupForm:
    """What is set now."""
    async with installation.database.read() as session:
        workspace = await workspaces.get(session, who.workspace_id)
        listed = await workspaces.disciplines(session, workspace.id)
        locked = bool(await rounds.open_ones(session, workspace.id))
    return views.SetupForm(
        ideas_place=workspace.ideas_place,
        wide_place=workspace.wide_place,
        locale=workspace.locale,
        rounds_by_all=workspace.rounds_by_all,
        disciplines=tuple(one.name for one in listed),
        locked=locked,
        unconfirmed=len(await confirmations.waiting(installation, who)),
    )


async def set_up(installation: Installation, actor: Actor, setup: Setup, *, now: datetime) -> None:
    """Set everything. Raises NotAllowed, Invalid, and TooLate for new disciplines while a round is open."""
    who = audit.administrator(actor)
    safeguard.require_clean({"disciplines": "\n".join(setup.disciplines)}, confirmed=setup.confirmed)
    async with installation.database.begin() as session:
        workspace = await workspaces.hold(session, who.workspace_id)
        await disciplines.add_missing(session, who, setup.disciplines, now=now)
        wanted = {name: getattr(setup, name) for name in SETTINGS}
        await _change(session, who, workspace, wanted, now=now)


async def change(
    installation: Installation,
    who: Administrator,
    chosen: Mapping[str, str | None],
    *,
    now: datetime,
    **wanted: Any,
) -> list[str]:
    """Set some of SETTINGS, and of those that `choices.choose` takes; returns the names of those that were
    another before. Raises Invalid, and then nothing is set.
    """
    async with installation.database.begin() as session:
        workspace = await workspaces.hold(session, who.workspace_id)
        changed = await _change(session, who, workspace, wanted, now=now)
        return changed + await choices.set_(session, installation.rules, who, workspace, chosen, now=now)


async def _change(
    session: AsyncSession, who: Administrator, workspace: Workspace, wanted: dict[str, Any], *, now: datetime
) -> list[str]:
    if wanted.get("locale", workspace.locale) not in LOCALES:
        raise errors.Invalid("error.setup.locale", field="locale")
    changed = []
    for name in SETTINGS:
        before = getattr(workspace, name)
        if name not in wanted or wanted[name] == before:
            continue
        setattr(workspace, name, wanted[name])
        changed.append(name)
        details = {"setting": name, "before": before, "after": wanted[name]}
        await audit.write(session, who, kinds.Audited.SETTING_CHANGED, details=details, now=now)
    session.add(workspace)
    return changed
