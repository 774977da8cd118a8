"""What could not be said to a group, told to somebody in it who can act."""

from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.services import briefs, bundles
from bot.services.installation import Rules
from storage import askings, kinds, nudges, projects
from storage.models import OutboxRow, Project

LOST = "lost"
"""Why a nudge was dropped that no channel would take."""
LATE = "late"
"""Why one was dropped whose turn came too late."""
_GROUPS = frozenset({kinds.Subject.PROJECT, kinds.Subject.NUDGE, kinds.Subject.ASKING})
_WHY: dict[str, Literal["archived", "not_in", "gone"]] = {
    "is_archived": "archived",
    "not_in_channel": "not_in",
    "channel_not_found": "gone",
}


async def tell(session: AsyncSession, rules: Rules, row: OutboxRow, problem: str, *, now: datetime) -> bool:
    """Tell the group's owner, or another member, that `row` was set aside; whether somebody knows.

    A group whose last nudge was lost too knows already, and is not told again until one has reached it. A
    card of theirs that cannot be drawn anew is no news of its own: the next one to be posted is. False for
    what is not said to a group, or where nobody is left in it.
    """
    if row.subject not in _GROUPS or row.subject_id is None:
        return False
    if row.parcel != kinds.Parcel.POST:
        return True
    project, told = await _lost(session, row)
    if project is None:
        return False
    if told or project.state != kinds.ProjectState.ACTIVE:
        return True
    brief = (await briefs.load(session, [project]))[0]
    if brief.keeper is None:
        return False
    note = messages.PlaceLost(
        project_id=project.id, title=brief.title, place=project.place, why=_WHY.get(problem, "other")
    )
    await bundles.add(session, rules, brief.workspace, brief.keeper, note, now=now)
    return True


async def unsaid(session: AsyncSession, subject: kinds.Subject, subject_id: int) -> None:
    """A card was not posted because its time is over: nobody was to answer a nudge, or is reminded of it."""
    if subject == kinds.Subject.NUDGE:
        await nudges.drop(session, subject_id, why=LATE)


async def _lost(session: AsyncSession, row: OutboxRow) -> tuple[Project | None, bool]:
    """The group it was for, and whether somebody knows that nothing reaches it. A nudge counts no more."""
    assert row.subject_id is not None  # noqa: S101 - who calls has seen to it
    if row.subject == kinds.Subject.PROJECT:
        return await projects.get(session, row.workspace_id, row.subject_id), False
    if row.subject == kinds.Subject.ASKING:
        asked = await askings.get(session, row.workspace_id, row.subject_id)
        return (asked[1] if asked else None), False
    found = await nudges.get(session, row.workspace_id, row.subject_id)
    if found is None:
        return None, False
    nudge, project = found
    before = await nudges.before(session, nudge)
    await nudges.drop(session, nudge.id, why=LOST)
    return project, before is not None and before.why == LOST
