"""How a hunt ends: finished with what was learnt, or called off; and its case."""

from datetime import datetime

from bot import errors, messages
from bot.domain.permissions import Action
from bot.services import hunt_cards, hunt_news, hunts, permits
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import hunts as rows
from storage import kinds, workspaces
from storage.models import HuntStep


async def finish(
    installation: Installation,
    actor: Actor,
    hunt_id: int,
    *,
    decision: str,
    learnt: str,
    confirmed: bool = False,
    now: datetime,
) -> None:
    """End a hunt with what was learnt, and tell its case in the wide channel.

    Raises NotAllowed, NotFound, TooLate where it has ended or its vote is not over, Invalid for the texts.
    """
    permits.require(actor, Action.RUN_HUNT)
    learnt = hunts.text_of(
        learnt, field="learnt", key="error.hunt.learnt", limit=hunts.TEXT_LIMIT, confirmed=confirmed
    )
    if decision.strip():
        decision = hunts.text_of(
            decision, field="decision", key="error.hunt.learnt", limit=hunts.TEXT_LIMIT, confirmed=confirmed
        )
    async with installation.database.begin() as session:
        hunt = hunts.running(await rows.hold(session, actor.workspace_id, hunt_id))
        if hunt.state != kinds.HuntState.GROUPING:
            raise errors.TooLate("error.hunt.early", field="learnt")
        hunt.decision, hunt.learnt = decision.strip(), learnt
        workspace = await workspaces.get(session, actor.workspace_id)
        await hunt_news.end(session, workspace, hunt, now=now)


async def cancel(
    installation: Installation,
    actor: Actor,
    hunt_id: int,
    *,
    reason: str,
    confirmed: bool = False,
    now: datetime,
) -> None:
    """Call a hunt off while it collects; its ideas stay. Raises as `finish`, TooLate once it votes."""
    permits.require(actor, Action.RUN_HUNT)
    said = hunts.text_of(
        reason, field="reason", key="error.hunt.reason", limit=hunts.REASON_LIMIT, confirmed=confirmed
    )
    async with installation.database.begin() as session:
        hunt = hunts.running(await rows.hold(session, actor.workspace_id, hunt_id))
        if hunt.state != kinds.HuntState.COLLECTING:
            raise errors.TooLate("error.hunt.voting", field="reason")
        hunt.state, hunt.next_at, hunt.ended_at = kinds.HuntState.CANCELLED, None, now
        await rows.keep_step(
            session,
            HuntStep(
                hunt_id=hunt.id,
                person_id=actor.person_id,
                step=hunt.state.value,
                before=hunt.group_by,
                after=now,
                reason=said,
                at=now,
            ),
        )
        workspace = await workspaces.get(session, actor.workspace_id)
        await hunt_news.say(session, workspace, hunt, "cancelled", by=actor.external_id, reason=said, now=now)


async def case(installation: Installation, actor: Actor, hunt_id: int) -> messages.HuntCase:
    """A finished hunt on one page, as it is today. Raises NotFound, and TooLate for one that still runs."""
    async with installation.database.read() as session:
        hunt = await rows.get(session, actor.workspace_id, hunt_id)
        if hunt is None:
            raise errors.NotFound("error.hunt.not_found")
        if hunt.state != kinds.HuntState.FINISHED:
            raise errors.TooLate("error.hunt.running")
        return await hunt_cards.case(session, hunt)
