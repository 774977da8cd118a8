"""People whose account was closed: their groups get another owner."""

from datetime import datetime

from bot import messages
from bot.services import briefs, bundles
from bot.services.installation import Installation
from storage import kinds, people, rhythms


async def left(
    installation: Installation, platform: kinds.Platform, team: str, external_id: str, *, now: datetime
) -> None:
    """An account was closed: a member of each group its person owns is told so, or the administrators."""
    async with installation.database.begin() as session:
        found = await people.with_workspace(session, platform, team, external_id)
        if found is None or found[0].gone_at is not None:
            return
        person, workspace = found
        await people.set_gone(session, person.id, now)
        for brief in await briefs.load(session, await rhythms.owned(session, person.id)):
            project = brief.project
            note = messages.OwnerGone(project_id=project.id, title=brief.title, place=project.place)
            keepers = [brief.keeper] if brief.keeper is not None else []
            for keeper in keepers or await people.administrators(session, workspace.id):
                await bundles.add(session, installation.rules, workspace, keeper, note, now=now)


async def came_back(
    installation: Installation, platform: kinds.Platform, team: str, external_id: str
) -> None:
    """A closed account was opened again."""
    async with installation.database.begin() as session:
        found = await people.with_workspace(session, platform, team, external_id)
        if found is not None and found[0].gone_at is not None:
            await people.set_gone(session, found[0].id, None)
