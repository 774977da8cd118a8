"""The picture of a message that is about to be posted: drawn, uploaded, and awaited for a while.

A result is worth more than its picture: where anything goes wrong, the words go alone.
"""

import asyncio
from datetime import datetime, timedelta

import structlog

from bot import charts, drawing, messages, messenger, texts
from bot.messenger import Messenger
from bot.services import refs
from storage import database
from storage.models import OutboxRow

PATIENCE = timedelta(seconds=45)
"""How long words wait for their picture."""
SOON = 1.5
"""Seconds between two looks whether the platform is done with a file."""

_log = structlog.get_logger(__name__)


async def illustrated(
    store: database.Database,
    port: Messenger,
    row: OutboxRow,
    message: messages.Message,
    *,
    known: messages.Message | None,
    now: datetime,
) -> messages.Message:
    """The message with its picture, if it has one and that can be had.

    `known` is the subject's card as stored, which knows of a picture uploaded before. Raises Later while the
    platform is not done with the file.
    """
    if not isinstance(message, messages.RoundResult) or row.subject is None or row.subject_id is None:
        return message
    file = known.picture if isinstance(known, messages.RoundResult) else None
    late = now > row.created_at + PATIENCE
    try:
        if file is None:
            drawn = charts.picture(message, texts.load(row.locale))
            if drawn is None or late:
                return message
            content = await asyncio.to_thread(drawing.png, drawn)
            file = await port.upload("resultat.png", content, about=drawn.about)
            async with store.begin() as session:
                await refs.keep_picture(session, row.subject, row.subject_id, file)
        if not await port.ready(file):
            raise messenger.Later(SOON, "picture_not_ready")
    except messenger.Later:
        if late:
            return message
        raise
    except (messenger.Refused, messenger.Unclear) as error:
        _log.warning("delivery.no_picture", parcel=row.id, problem=str(error))
        return message
    return message.model_copy(update={"picture": file})
