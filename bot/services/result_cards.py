"""Drawing the result of a round from what was published of it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from storage import kinds, people, rounds
from storage.models import Round


async def result(session: AsyncSession, row: Round) -> messages.RoundResult:
    """As it was published, with its picture and what a facilitator decided since. Only of a closed round."""
    published = messages.read(row.result)
    if not isinstance(published, messages.RoundResult):
        raise TypeError("what is stored is not a result")
    titles = {one.id: one.title for one in await rounds.ideas(session, row.id)}
    decision = published.decision
    for step in await rounds.steps(session, row.id):
        if step.event in (kinds.RoundEvent.PICKED, kinds.RoundEvent.FOLLOWED) and step.person_id:
            by = await people.external_ids(session, [step.person_id])
            decision = messages.Decision(
                event=step.event,
                by=by.get(step.person_id, ""),
                title=titles.get(step.idea_id or 0, ""),
                reason=step.reason,
            )
    return published.model_copy(update={"picture": row.picture, "decision": decision})
