"""Drawing a hunt from what is stored: its card, and its case."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.services import result_cards
from storage import hunts, kinds, rounds, workspaces
from storage.models import Hunt

CHOSEN = frozenset(
    {
        kinds.IdeaState.CHOSEN,
        kinds.IdeaState.PROJECT,
        kinds.IdeaState.COMPLETED,
        kinds.IdeaState.RETIRED,
    }
)


async def card(session: AsyncSession, hunt: Hunt) -> messages.HuntCard:
    """The hunt as it is now; the deadline of its vote is the round's own, where that was moved."""
    found = await hunts.ideas(session, hunt.id)
    vote = await rounds.get(session, hunt.workspace_id, hunt.round_id) if hunt.round_id else None
    open_now = vote is not None and vote.state == kinds.RoundState.OPEN
    return messages.HuntCard(
        hunt_id=hunt.id,
        state=hunt.state,
        question=hunt.question,
        cohort=hunt.cohort,
        year=hunt.year,
        collect_until=hunt.collect_until,
        vote_until=vote.closes_at if vote is not None and open_now else hunt.vote_until,
        group_by=hunt.group_by,
        zone=(await workspaces.get(session, hunt.workspace_id)).zone,
        ideas=len(found),
        round_id=hunt.round_id if open_now else None,
        chosen=tuple(idea.title for idea in found if idea.state in CHOSEN),
        groups=sum(idea.state in CHOSEN and idea.state != kinds.IdeaState.CHOSEN for idea in found),
        voting_again=not open_now and any(idea.state == kinds.IdeaState.IN_ROUND for idea in found),
    )


async def case(session: AsyncSession, hunt: Hunt) -> messages.HuntCase:
    """The hunt on one page, with what became of its ideas up to now: chosen ones first."""
    found = await hunts.ideas(session, hunt.id)
    vote = await hunts.decided_by(session, hunt)
    result = await result_cards.result(session, vote) if vote is not None and vote.result else None
    picked = result.decision if result is not None else None
    learnt = [hunt.learnt] if hunt.learnt else []
    return messages.HuntCase(
        hunt_id=hunt.id,
        question=hunt.question,
        cohort=hunt.cohort,
        year=hunt.year,
        ideas=tuple(
            messages.CaseIdea(title=idea.title, state=idea.state, chosen=idea.state in CHOSEN)
            for idea in sorted(found, key=lambda one: one.state not in CHOSEN)
        ),
        outcome=result.outcome if result else None,
        why=result.reason if result else None,
        picked=picked if picked is not None and picked.event == kinds.RoundEvent.PICKED else None,
        decision=hunt.decision,
        learnt=(*learnt, *await hunts.learnings(session, hunt.id)),
    )
