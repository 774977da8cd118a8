"""A result looked into: the whole order, and for a facilitator plain counting beside the balanced one."""

from bot import errors, messages
from bot.domain import comparison
from bot.services import steering, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import kinds, rounds
from storage.models import Round


async def compare(installation: Installation, actor: Actor, round_id: int) -> views.Compared:
    """Hold a closed round's published order against plain counting: it tells nothing that is not published.

    Raises as `published`, and NotAllowed for whom the round is not theirs to steer.
    """
    async with installation.database.read() as session:
        round_ = await rounds.get(session, actor.workspace_id, round_id)
    if round_ is not None:
        steering.require_steward(actor, round_)
    published = _published(round_)
    shown = {one.idea_id: one for one in published.ideas}
    compared = comparison.compare(
        [comparison.Row(one.idea_id, one.rank, one.taps or 0, bool(one.broad)) for one in published.ideas]
    )
    winners = sorted((one for one in published.ideas if one.chosen), key=lambda one: one.chosen or 0)
    return views.Compared(
        plain=tuple((rank, shown[idea].title, shown[idea].taps or 0) for rank, idea in compared.plain),
        moved=tuple(
            views.Moved(shown[one.idea].title, one.balanced, one.plain, one.why)
            for one in compared.differences
        ),
        winners=tuple(one.title for one in winners),
        plain_winners=tuple(shown[idea].title for _, idea in compared.plain[: published.winners]),
    )


async def published(installation: Installation, actor: Actor, round_id: int) -> messages.RoundResult:
    """A round's result as everybody sees it. Raises NotFound, and TooLate before the close."""
    async with installation.database.read() as session:
        return _published(await rounds.get(session, actor.workspace_id, round_id))


def _published(round_: Round | None) -> messages.RoundResult:
    if round_ is None:
        raise errors.NotFound("error.round.not_found")
    if round_.state == kinds.RoundState.CANCELLED:
        raise errors.TooLate("error.round.cancelled")
    if round_.state != kinds.RoundState.CLOSED:
        raise errors.TooLate("error.recount.open")
    result = messages.read(round_.result)
    assert isinstance(result, messages.RoundResult)  # noqa: S101 - only results are stored there
    return result
