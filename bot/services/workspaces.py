"""Setting a workspace up: its channels, language, disciplines, and who may open rounds."""

from dataclasses import dataclass
from datetime import datetime

from bot import errors
from bot.services import safeguard, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import kinds, rounds, workspaces

NAME_LIMIT = 75
LOCALES = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True)
class Setup:
    """What an administrator asks for; `disciplines` in the order they are to be listed."""

    ideas_place: str | None
    wide_place: str | None
    locale: str
    rounds_by_all: bool
    disciplines: tuple[str, ...]
    confirmed: bool = False
    """As `safeguard.require_clean` takes it."""


async def form(installation: Installation, actor: Actor) -> views.SetupForm:
    """What is set now. Raises NotAllowed for others than administrators."""
    _require_administrator(actor)
    async with installation.database.read() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        listed = await workspaces.disciplines(session, workspace.id)
        locked = bool(await rounds.open_ones(session, workspace.id))
    return views.SetupForm(
        ideas_place=workspace.ideas_place,
        wide_place=workspace.wide_place,
        locale=workspace.locale,
        rounds_by_all=workspace.rounds_by_all,
        disciplines=tuple(one.name for one in listed),
        locked=locked,
    )


async def set_up(installation: Installation, actor: Actor, setup: Setup, *, now: datetime) -> None:
    """Set everything. Raises NotAllowed, Invalid, and TooLate for other disciplines while a round is open."""
    _require_administrator(actor)
    names = _names(setup.disciplines)
    safeguard.require_clean({"disciplines": "\n".join(names)}, confirmed=setup.confirmed)
    if setup.locale not in LOCALES:
        raise errors.Invalid("error.setup.locale", field="locale")
    async with installation.database.begin() as session:
        workspace = await workspaces.get(session, actor.workspace_id)
        listed = [one.name for one in await workspaces.disciplines(session, workspace.id)]
        if names != listed:
            # Splitting one discipline in four would tilt a vote that is going on.
            if await rounds.open_ones(session, workspace.id):
                raise errors.TooLate("error.setup.locked", field="disciplines")
            await workspaces.replace_disciplines(session, workspace.id, names, now=now)
        workspace.ideas_place = setup.ideas_place
        workspace.wide_place = setup.wide_place
        workspace.locale = setup.locale
        workspace.rounds_by_all = setup.rounds_by_all
        session.add(workspace)


def _require_administrator(actor: Actor) -> None:
    if actor.role != kinds.Role.ADMINISTRATOR or actor.standing != kinds.Standing.STAFF:
        raise errors.NotAllowed("error.setup.not_allowed")


def _names(written: tuple[str, ...]) -> list[str]:
    names = [" ".join(name.split()) for name in written]
    names = [name for name in names if name]
    if not names:
        raise errors.Invalid("error.setup.disciplines_few", field="disciplines")
    seen: set[str] = set()
    for name in names:
        if len(name) > NAME_LIMIT:
            raise errors.Invalid("error.setup.long", field="disciplines", limit=NAME_LIMIT)
        if name.casefold() in seen:
            raise errors.Invalid("error.setup.duplicate", field="disciplines", name=name)
        seen.add(name.casefold())
    return names
