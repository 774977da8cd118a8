"""Saying one row of the outbox through a platform's messenger; every failure is one of the port's three."""

from datetime import datetime, timedelta

import structlog

from bot import illustrating, messages, messenger
from bot.messenger import Messenger, Place, Ref
from bot.services import cards
from storage import database, kinds
from storage.models import OutboxRow

LOOK_BACK = timedelta(minutes=2)

_log = structlog.get_logger(__name__)


async def say(
    store: database.Database, port: Messenger, row: OutboxRow, card: cards.Card | None, *, now: datetime
) -> Ref | None:
    """Where it stands now; None where there is nothing to say any more. `card` is its subject's.

    Where an earlier send may have gone through, it is looked for first.
    """
    standing = Ref(card.ref) if card is not None and card.ref is not None else None
    known = card.message if card is not None else None
    if row.parcel == kinds.Parcel.UPDATE:
        if card is None or standing is None:
            return None
        message = card.message
        if row.subject == kinds.Subject.ENDING:  # its rings may have grown; any other keeps its picture
            message = await illustrating.illustrated(store, port, row, message, known=known, now=now)
        await port.update(Place(card.place), standing, message, locale=row.locale)
        return standing
    thread = None
    if row.in_thread:
        if card is None:
            return None
        if standing is None:  # the card was set aside, so its thread has nowhere to be
            raise messenger.Refused("no_card")
        thread = standing
    if row.tried_at is not None:
        found = await _find(port, row, since=row.tried_at - LOOK_BACK, thread=thread)
        if found is not None:
            return found
    said = messages.read(row.message)
    message = await illustrating.illustrated(store, port, row, said, known=known, now=now)
    if row.parcel == kinds.Parcel.TELL:
        return await port.tell(row.place, message, locale=row.locale, parcel=row.id)
    return await port.post(Place(row.place), message, locale=row.locale, parcel=row.id, thread=thread)


async def _find(port: Messenger, row: OutboxRow, *, since: datetime, thread: Ref | None) -> Ref | None:
    """Where an earlier send put the message. Where the platform lets nobody look, a rare double is better
    than a loss."""
    private = row.parcel == kinds.Parcel.TELL
    try:
        return await port.find(Place(row.place), parcel=row.id, since=since, thread=thread, private=private)
    except messenger.Refused as refused:
        _log.warning("delivery.cannot_look", parcel=row.id, problem=refused.problem)
        return None
