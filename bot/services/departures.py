"""People whose account was closed: their groups get another owner."""

from dataclasses import dataclass
from datetime import datetime

from bot import messages
from bot.services import briefs, bundles
from bot.services.installation import Installation
from storage import kinds, people, rhythms, workspaces


@dataclass(frozen=True, slots=True)
class Known:
    """A person we know, and how they stand, and whether their account is closed, as far as we heard."""

    person_id: int
    workspace_id: int
    standing: kinds.Standing
    administrator: bool
    gone: bool


async def known(
    installation: Installation, platform: kinds.Platform, team: str, external_id: str
) -> Known | None:
    """The person by their id on the platform; most of whom it tells were never here."""
    async with installation.database.read() as session:
        found = await people.with_workspace(session, platform, team, external_id)
    if found is None:
        return None
    person, workspace = found
    return Known(
        person.id,
        workspace.id,
        standing=person.standing,
        administrator=person.role == kinds.Role.ADMINISTRATOR,
        gone=person.gone_at is not None,
    )


async def doubt(installation: Installation, who: Known, *, met_at: datetime) -> None:
    """Have every process ask anew who the person is: they were last met at `met_at`, long ago."""
    async with installation.database.begin() as session:
        await people.set_met(session, who.person_id, met_at)


async def left(installation: Installation, who: Known, *, now: datetime) -> None:
    """An account was closed: a member of each group its person owns is told so, or the administrators."""
    async with installation.database.begin() as session:
        person = await people.get(session, who.workspace_id, who.person_id)
        if person is None or person.gone_at is not None:
            return
        workspace = await workspaces.get(session, who.workspace_id)
        await people.set_gone(session, person.id, now)
        for brief in await briefs.load(session, await rhythms.owned(session, person.id)):
            project = brief.project
            note = messages.OwnerGone(project_id=project.id, title=brief.title, place=project.place)
            keepers = [brief.keeper] if brief.keeper is not None else []
            for keeper in keepers or await people.administrators(session, workspace.id):
                await bundles.add(session, installation.rules, workspace, keeper, note, now=now)


async def came_back(installation: Installation, who: Known) -> None:
    """A closed account was opened again."""
    async with installation.database.begin() as session:
        await people.set_gone(session, who.person_id, None)
