"""Drains the outbox through the messengers.

A row is claimed with a lease, sent outside any transaction, and settled with where the message stands. Where
a send began and its end is not known (an answer never came, a sender died), the message is looked for on the
platform before it is sent again. Two messages the same are possible in one case: the platform took the first
and showed it to nobody who looked, the bot included, until the second was on its way.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import exc
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import clock, illustrating, messenger, saying
from bot.messenger import Messenger, Place, Ref
from bot.services import cards, losses, opening, refs, setbacks
from bot.services.installation import Installation
from storage import kinds, outbox, pace, workspaces
from storage.models import OutboxRow, Workspace

PATIENCE = 40.0
"""Seconds that one send may take, looking for an earlier one included."""
LEASE = timedelta(seconds=60)
"""Longer than the longest send, so that nobody else begins while it may still be under way."""
SPACING = timedelta(seconds=3.2)
"""The least time between two updates of one card: under 20 a minute, however many changes there are."""
AT_ONCE = 8
MOST_ATTEMPTS = 8
"""After so many a message is set aside, where others get through."""
HOPELESS_ATTEMPTS = 60
OUTAGE = timedelta(hours=6)
"""For so long a message waits for a platform through which nothing gets."""
EXPIRY = timedelta(days=7)
"""For so long it waits where the platform asks to wait, or takes the token no more."""
UNCLEAR_WAIT = timedelta(seconds=20)
"""Before looking for a message that may have been sent: the platform may still be at it."""
LONGEST_WAIT = 600.0
ELSEWHERE = LONGEST_WAIT
"""Before looking again at a message of a workspace without a messenger here: another process may say it."""

_log = structlog.get_logger(__name__)


class _Closed(Exception):
    """Its people are not to hear of it before `opens`."""

    def __init__(self, opens: datetime) -> None:
        super().__init__()
        self.opens = opens


class Delivery:
    """Sends what waits in the outbox. Any number of them may work on one database.

    `messengers` finds a workspace's own, since each has its token; None where this process has none for it.
    `more` may be set at any time: there may be more to send.
    """

    def __init__(
        self,
        installation: Installation,
        messengers: Callable[[Workspace], Messenger | None],
        *,
        now: clock.Clock,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.more = asyncio.Event()
        self._installation = installation
        self._store = installation.database
        self._messengers = messengers
        self._now = now
        self._jitter = jitter
        self._flying: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def drain(self) -> int:
        """Send what may be sent, until nothing is left and nothing under way; returns how many were taken on.

        A slow place holds up no other. Not for two callers at a time.
        """
        taken = 0
        while not self._stopping:
            self.more.clear()
            alone = not self._flying
            room = AT_ONCE - len(self._flying)
            rows = await self._claim(room) if room else []
            for row in rows:
                task = asyncio.create_task(self._deliver(row))
                self._flying.add(task)
                task.add_done_callback(self._flying.discard)
            taken += len(rows)
            if alone and not rows:  # what ended while it was asked may have made way for more
                break
            if self._flying and (len(rows) < room or not room):
                await self._wait()
        return taken

    async def stop(self, *, patience: float) -> None:
        """Begin nothing more; what is under way gets `patience` seconds, then its lease is handed back."""
        self._stopping = True
        self.more.set()
        if self._flying:
            _, late = await asyncio.wait(self._flying, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _wait(self) -> None:
        """Until a send has ended, or there is more to send and room for it."""
        woken = asyncio.create_task(self.more.wait())
        waited_for: set[asyncio.Task[Any]] = set(self._flying)
        if len(self._flying) < AT_ONCE:
            waited_for.add(woken)
        try:
            await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()

    async def _claim(self, room: int) -> list[OutboxRow]:
        now = self._now()
        known = await self._store.look(lambda session: _senders(session, now=now))
        if not known:
            return []

        def budgets(row: OutboxRow) -> list[pace.Budget]:
            return self._budgets(row, known[row.workspace_id])

        found = outbox.Claim([], more=True)
        while found.more and not self._stopping:
            async with self._store.begin() as session:
                found = await outbox.claim(
                    session, now=now, lease=LEASE, spacing=SPACING, limit=room, budgets=budgets
                )
        return found.rows

    def _budgets(self, row: OutboxRow, workspace: Workspace) -> list[pace.Budget]:
        port = self._messengers(workspace)
        if port is None:
            return []
        wanted = port.budgets(
            row.parcel,
            Place(row.place),
            looking=row.tried_at is not None,
            pictured=illustrating.wanted(row, now=self._now()),
        )
        return [pace.Budget(*one) for one in wanted]

    async def _deliver(self, row: OutboxRow) -> None:
        """What fails here leaves the row to its lease."""
        log = _log.bind(parcel=row.id, kind=row.parcel.value)
        try:
            await self._attempt(row, log)
        except asyncio.CancelledError:
            await self._put_back(row, wait=UNCLEAR_WAIT, problem="stopped", unclear=True)
            raise
        except (exc.SQLAlchemyError, OSError, TimeoutError) as error:
            log.error("delivery.database_away", error=type(error).__name__)
        except Exception:
            log.exception("delivery.failed")

    async def _attempt(self, row: OutboxRow, log: structlog.typing.FilteringBoundLogger) -> None:
        if row.attempts >= HOPELESS_ATTEMPTS:
            await self._set_aside(row, row.problem or "no_answer")
            return
        try:
            ref = await self._send(row)
        except _Closed as closed:
            log.info("delivery.closed", opens=closed.opens.isoformat())
            wait = closed.opens - self._now()
            await self._put_back(row, wait=wait, problem=outbox.PACED, unclear=False)
        except messenger.Later as later:
            log.info("delivery.later", problem=later.problem, seconds=later.seconds)
            await self._later(row, later)
        except messenger.Unclear as unclear:
            log.warning("delivery.unclear", attempt=row.attempts + 1)
            await self._unclear(row, str(unclear) or "no_answer")
        except messenger.Refused as refused:
            log.error("delivery.refused", problem=refused.problem)
            await self._set_aside(row, refused.problem)
        except (exc.SQLAlchemyError, OSError):
            raise
        except Exception as error:
            log.error("delivery.broken", attempt=row.attempts + 1, exc_info=row.attempts == 0)
            await self._unclear(row, f"internal {type(error).__name__}")
        else:
            await self._done(row, ref)

    async def _send(self, row: OutboxRow) -> Ref | None:
        """The message's ref, or None where there is nothing to say any more."""
        workspace, card = await self._store.look(lambda session: _drawn(session, row))
        now = self._now()
        if row.tried_at is None:
            if _is_card(row) and card is not None and card.over:
                return None
            opens = opening.of(row, card, self._installation.rules, workspace, now=now)
            if opens is None:
                return None
            if opens > now:
                raise _Closed(opens)
        port = self._messengers(workspace)
        if port is None:
            raise messenger.Later(ELSEWHERE, "other_workspace")
        try:
            async with asyncio.timeout(PATIENCE):
                return await saying.say(self._store, port, row, card, now=now)
        except TimeoutError as error:
            raise messenger.Unclear("too_slow") from error

    async def _later(self, row: OutboxRow, later: messenger.Later) -> None:
        now = self._now()
        if now - row.created_at > EXPIRY:
            await self._set_aside(row, later.problem)
            return
        wait = min(
            timedelta(seconds=later.seconds), OUTAGE if later.limited else timedelta(seconds=LONGEST_WAIT)
        )
        if later.limited:
            async with self._store.begin() as session:
                workspace = await workspaces.get(session, row.workspace_id)
                budgets = self._budgets(row, workspace)
                await pace.shut(session, row.workspace_id, budgets, until=now + wait, now=now)
        await self._put_back(row, wait=wait, problem=later.problem, unclear=False)

    async def _unclear(self, row: OutboxRow, problem: str) -> None:
        attempts = row.attempts + 1
        now = self._now()
        if attempts >= MOST_ATTEMPTS:
            since = now - timedelta(seconds=LONGEST_WAIT)
            async with self._store.read() as session:
                others = await outbox.others_sent(session, row, since=since)
            if others or now - row.created_at > OUTAGE:
                await self._set_aside(row, problem)
                return
        wait = timedelta(seconds=min(2.0**attempts, LONGEST_WAIT) * (1 + self._jitter()))
        if row.parcel != kinds.Parcel.UPDATE:  # an update drawn twice is drawn once
            wait += UNCLEAR_WAIT
        await self._put_back(row, wait=wait, problem=problem, unclear=True)

    async def _put_back(self, row: OutboxRow, *, wait: timedelta, problem: str, unclear: bool) -> None:
        async with self._store.begin() as session:
            await outbox.put_back(
                session, row, not_before=self._now() + wait, problem=problem[:100], unclear=unclear
            )

    async def _set_aside(self, row: OutboxRow, problem: str) -> None:
        """With its reason, for administrators to hear of; a claim that is no longer ours changes nothing."""
        now = self._now()
        async with self._store.begin() as session:
            aside = kinds.ParcelState.SET_ASIDE
            if await outbox.settle(session, row, state=aside, done_at=now, problem=problem[:100]):
                await setbacks.report(session, self._installation.rules, row, problem, now=now)
                await outbox.forget_fleeting(session, row)

    async def _done(self, row: OutboxRow, ref: Ref | None) -> None:
        state = kinds.ParcelState.SENT if ref is not None else kinds.ParcelState.DROPPED

        async def work(session: AsyncSession) -> None:
            held = await outbox.settle(
                session, row, state=state, done_at=self._now(), ref=ref, problem=None, tried_at=None
            )
            if held and _is_card(row) and row.subject is not None and row.subject_id is not None:
                if ref is not None:
                    await refs.keep(session, row.subject, row.subject_id, ref)
                else:
                    await losses.unsaid(session, row.subject, row.subject_id)
            if held:
                await outbox.forget_fleeting(session, row)

        await self._store.write(work)


async def _senders(session: AsyncSession, *, now: datetime) -> dict[int, Workspace]:
    """The workspaces by id where anything may be sent; none where nothing may."""
    if not await outbox.sendable(session, now=now):
        return {}
    return {one.id: one for one in await workspaces.every(session)}


async def _drawn(session: AsyncSession, row: OutboxRow) -> tuple[Workspace, cards.Card | None]:
    """The row's workspace, and the card of its subject as it is now."""
    workspace = await workspaces.get(session, row.workspace_id)
    if row.subject is None or row.subject_id is None:
        return workspace, None
    return workspace, await cards.draw(session, row.workspace_id, row.subject, row.subject_id)


def _is_card(row: OutboxRow) -> bool:
    """Whether it is to become the card of its subject."""
    return row.parcel == kinds.Parcel.POST and not row.in_thread
