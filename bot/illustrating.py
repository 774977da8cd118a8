"""The picture of a message that is about to be said: drawn, uploaded, and awaited for a while.

The words are worth more than the picture: where anything goes wrong, they go alone.
"""

import asyncio
from datetime import datetime, timedelta
from typing import get_args

import structlog

from bot import messages, messenger, pictures, texts
from bot.messenger import Messenger
from bot.services import refs
from storage import database, kinds
from storage.models import OutboxRow

PATIENCE = timedelta(seconds=45)
"""How long words wait for their picture."""
SOON = 1.5
"""Seconds between two looks whether the platform is done with a file."""

_PICTURED = frozenset(one.model_fields["type"].default for one in get_args(pictures.Illustrated))

_log = structlog.get_logger(__name__)


def wanted(row: OutboxRow, *, now: datetime) -> bool:
    """Whether a picture may have to be uploaded before `row` is said."""
    if row.parcel == kinds.Parcel.UPDATE:
        return row.subject == kinds.Subject.ENDING
    said = row.message or {}
    pictured = said.get("type") in _PICTURED and said.get("history") != []
    return pictured and row.tried_at is None and not _late(row, now=now)


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

    `known` is the subject's card as stored, which knows of a picture uploaded before. What waits long for its
    turn in a wave goes without: very many pictures at once are no help to anybody. Raises Later while the
    platform is not done with the file.
    """
    if not isinstance(message, pictures.Illustrated) or row.subject is None or row.subject_id is None:
        return message
    file = known.picture if isinstance(known, pictures.Illustrated) else None
    late = _late(row, now=now)
    try:
        if file is None:
            from bot import drawing  # for a message a week

            found = None if late else pictures.of(message, texts.load(row.locale))
            if found is None:
                return message
            content = await asyncio.to_thread(drawing.png, found.drawing)
            file = await port.upload(found.name, content, about=found.drawing.about)
            async with store.begin() as session:
                await refs.keep_picture(session, row.subject, row.subject_id, file, message)
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


def _late(row: OutboxRow, *, now: datetime) -> bool:
    return now > row.created_at + PATIENCE
