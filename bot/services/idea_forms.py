"""What the form for an idea asks with; people who open it at the same moment read it together."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.services import hunt_ideas, people, views
from bot.services.actor import Actor
from bot.services.installation import Installation


async def asked(installation: Installation, actor: Actor) -> views.IdeaForm:
    """The disciplines in use, and the hunts an idea can belong to now."""
    return await installation.database.look_together(_asked, actor.workspace_id)


async def _asked(session: AsyncSession, workspace_ids: Sequence[int]) -> list[views.IdeaForm | Exception]:
    found = {one: await _in(session, one) for one in set(workspace_ids)}
    return [found[one] for one in workspace_ids]


async def _in(session: AsyncSession, workspace_id: int) -> views.IdeaForm:
    return views.IdeaForm(
        disciplines=await people.listed_disciplines(session, workspace_id),
        hunts=await hunt_ideas.collecting_in(session, workspace_id),
    )
