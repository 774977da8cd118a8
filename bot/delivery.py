"""Drains the outbox through the messengers.

A row is claimed with a lease, sent outside any transaction, and settled with where the message stands. Where
a send began and its end is not known (an answer never came, a sender died), the message is looked for on the
platform before it is sent again.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot import messages, messenger
from bot.messenger import Messenger, Place, Ref
from bot.services import cards, refs
from storage import database, kinds, outbox, workspaces
from storage.models import OutboxRow

LEASE = timedelta(seconds=60)
SPACING = timedelta(seconds=3)
"""The least time between two updates of one card: 20 a minute, however many changes there are."""
BATCH = 20
MOST_ATTEMPTS = 8
UNCLEAR_WAIT = timedelta(seconds=20)
"""Before looking for a message that may have been sent: the platform may still be at it."""
LOOK_BACK = timedelta(minutes=2)
LONGEST_WAIT = 600.0

_log = structlog.get_logger(__name__)


class Delivery:
    """Sends what waits in the outbox. Any number of them may work on one database."""

    def __init__(
        self,
        store: database.Database,
        messengers: Mapping[kinds.Platform, Messenger],
        *,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._messengers = messengers
        self._jitter = jitter

    async def drain(self, *, now: datetime) -> int:
        """Send what may be sent at `now`; returns how many rows were taken on."""
        done = 0
        while rows := await self._claim(now=now):
            await asyncio.gather(*(self._deliver(row, now=now) for row in rows))
            done += len(rows)
        return done

    async def _claim(self, *, now: datetime) -> list[OutboxRow]:
        async with self._store.begin() as session:
            return await outbox.claim(session, now=now, lease=LEASE, spacing=SPACING, limit=BATCH)

    async def _deliver(self, row: OutboxRow, *, now: datetime) -> None:
        log = _log.bind(parcel=row.id, kind=row.parcel.value)
        try:
            ref = await self._send(row)
        except messenger.Later as later:
            wait = timedelta(seconds=min(later.seconds, LONGEST_WAIT))
            await self._put_back(row, not_before=now + wait, problem=later.problem, unclear=False)
            log.info("delivery.later", problem=later.problem, seconds=later.seconds)
        except messenger.Unclear as unclear:
            await self._unclear(row, now=now, problem=str(unclear) or "no_answer")
            log.warning("delivery.unclear", attempt=row.attempts + 1)
        except messenger.Refused as refused:
            await self._settle(row, kinds.ParcelState.SET_ASIDE, now=now, problem=refused.problem)
            log.error("delivery.refused", problem=refused.problem)
        else:
            state = kinds.ParcelState.SENT if ref is not None else kinds.ParcelState.DROPPED
            await self._settle(row, state, now=now, ref=ref)

    async def _send(self, row: OutboxRow) -> Ref | None:
        """The message's ref, or None where there is nothing to say any more."""
        async with self._store.read() as session:
            workspace = await workspaces.get(session, row.workspace_id)
            card = None
            if row.subject is not None and row.subject_id is not None:
                card = await cards.draw(session, row.workspace_id, row.subject, row.subject_id)
        port = self._messengers[workspace.platform]
        if row.parcel == kinds.Parcel.UPDATE:
            if card is None or card.ref is None:
                return None
            await port.update(Place(card.place), Ref(card.ref), card.message, locale=row.locale)
            return Ref(card.ref)
        thread = None
        if row.in_thread:
            if card is None or card.ref is None:
                return None
            thread = Ref(card.ref)
        if row.tried_at is not None:
            found = await port.find(
                Place(row.place),
                parcel=row.id,
                since=row.tried_at - LOOK_BACK,
                thread=thread,
                private=row.parcel == kinds.Parcel.TELL,
            )
            if found is not None:
                return found
        message = messages.read(row.message)
        if row.parcel == kinds.Parcel.TELL:
            return await port.tell(row.place, message, locale=row.locale, parcel=row.id)
        return await port.post(Place(row.place), message, locale=row.locale, parcel=row.id, thread=thread)

    async def _unclear(self, row: OutboxRow, *, now: datetime, problem: str) -> None:
        attempts = row.attempts + 1
        if attempts >= MOST_ATTEMPTS:
            await self._settle(row, kinds.ParcelState.SET_ASIDE, now=now, problem=problem)
            return
        backoff = timedelta(seconds=min(2.0**attempts, LONGEST_WAIT) * (1 + self._jitter()))
        await self._put_back(row, not_before=now + UNCLEAR_WAIT + backoff, problem=problem, unclear=True)

    async def _put_back(self, row: OutboxRow, *, not_before: datetime, problem: str, unclear: bool) -> None:
        async with self._store.begin() as session:
            await outbox.put_back(session, row, not_before=not_before, problem=problem[:100], unclear=unclear)

    async def _settle(
        self,
        row: OutboxRow,
        state: kinds.ParcelState,
        *,
        now: datetime,
        ref: Ref | None = None,
        problem: str | None = None,
    ) -> None:
        async with self._store.begin() as session:
            await outbox.settle(
                session, row.id, state=state, done_at=now, ref=ref, problem=problem and problem[:100]
            )
            is_card = row.parcel == kinds.Parcel.POST and not row.in_thread
            if ref is not None and is_card and row.subject is not None and row.subject_id is not None:
                await refs.keep(session, row.subject, row.subject_id, ref)
