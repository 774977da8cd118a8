"""Counting a closed round again, and deleting what a count needs once nobody may ask for one."""

import asyncio
from datetime import datetime

from bot import errors, messages
from bot.services import closing, results, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import kinds, receipts, rounds
from storage.models import Round


async def recount(installation: Installation, actor: Actor, round_id: int, *, now: datetime) -> views.Recount:
    """Count again, and hold hash and result against the first count.

    Anybody may ask, and learns nothing but whether they agree. Raises NotFound, and TooLate for a round that
    is open still, cancelled, or whose complaint window has ended.
    """
    async with installation.database.read() as session:
        round_ = await rounds.get(session, actor.workspace_id, round_id)
        _require_countable(round_, now=now)
        assert round_ is not None  # noqa: S101 - _require_countable has seen to it
        cast = await receipts.counted(session, round_)
        idea_ids = await receipts.counted_ideas(session, round_.id)
    eligible = round_.eligible or 1
    again = await asyncio.to_thread(closing.count, round_, idea_ids, cast, eligible=eligible)
    digest = results.digest(round_, idea_ids, cast, eligible=eligible, salt=round_.receipt_salt or b"")
    published = messages.read(round_.result)
    assert isinstance(published, messages.RoundResult)  # noqa: S101 - only results are stored there
    chosen = sorted((one for one in published.ideas if one.chosen), key=lambda one: one.chosen or 0)
    order = tuple(one.idea_id for one in published.ideas)
    return views.Recount(
        round_id=round_.id,
        receipt=round_.receipt or "",
        hash_agrees=digest == round_.receipt,
        result_agrees=again.outcome == round_.outcome
        and (not order or again.order == order)
        and (not order or again.winners == tuple(one.idea_id for one in chosen)),
        until=round_.ballots_until or now,
        zone=actor.zone,
    )


async def recount_latest(
    installation: Installation, actor: Actor, place: str, *, now: datetime
) -> views.Recount:
    """The same for the round that was closed last in `place`."""
    async with installation.database.read() as session:
        round_ = await receipts.latest_closed(session, actor.workspace_id, place)
    if round_ is None:
        raise errors.NotFound("error.recount.none")
    return await recount(installation, actor, round_.id, now=now)


async def forget_due(installation: Installation, *, now: datetime) -> int:
    """Delete the ballots of rounds whose complaint window has ended; returns how many rounds."""
    async with installation.database.read() as session:
        due = await receipts.expired(session, now=now)
    done = 0
    for round_id in due:
        async with installation.database.begin() as session:
            done += await receipts.forget(session, round_id, now=now)
    return done


async def wipe_due(installation: Installation, *, now: datetime) -> int:  # noqa: ARG001 - one shape for jobs
    """Have the database give up what secret rounds deleted; returns for how many rounds that was done.

    A database that is too busy keeps its traces until the next look.
    """
    async with installation.database.read() as session:
        due = await receipts.with_traces(session)
    if not due or not await installation.database.wipe(receipts.TABLES):
        return 0
    async with installation.database.begin() as session:
        await receipts.set_traceless(session, due)
    return len(due)


def _require_countable(round_: Round | None, *, now: datetime) -> None:
    if round_ is None:
        raise errors.NotFound("error.round.not_found")
    if round_.state == kinds.RoundState.OPEN:
        raise errors.TooLate("error.recount.open")
    if round_.state == kinds.RoundState.CANCELLED:
        raise errors.TooLate("error.round.cancelled")
    if round_.ballots_until is None or round_.ballots_until <= now:
        raise errors.TooLate("error.recount.gone")
