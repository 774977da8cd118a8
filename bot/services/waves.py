"""A wave of messages that come due together, spread so that no limit of a platform is met.

Slack takes several hundred posts a minute from an app in one workspace, about one a second in one channel,
and some fifty redraws a minute. A wave stays well below, so that what people ask for finds room between.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from storage import kinds, outbox, pace, queues
from storage.models import Workspace

POSTS_APART = timedelta(seconds=0.2)
REDRAWS_APART = timedelta(seconds=2)
_POSTS = pace.Budget("wave posts", POSTS_APART)
_REDRAWS = pace.Budget("wave redraws", REDRAWS_APART)
"""Up to when each workspace is booked."""
PLACES_APART = timedelta(seconds=1.5)
"""Between two posts in one place."""


class Wave:
    """Collects what is to be said at `now`; `queue` puts it in the outbox."""

    def __init__(self, *, now: datetime, meters: pace.Meters) -> None:
        self._now = now
        self._meters = meters
        self._places: dict[tuple[int, str], datetime] = {}
        self._rows: list[dict[str, Any]] = []

    def post(
        self,
        workspace: Workspace,
        message: messages.Message,
        *,
        place: str,
        key: str,
        subject: kinds.Subject,
        subject_id: int,
    ) -> None:
        """A card of its own, in the workspace's language; `key` makes it once."""
        at = pace.free_at(self._meters, workspace.id, [_POSTS], now=self._now)
        at = max(at, self._places.get((workspace.id, place), at))
        self._places[workspace.id, place] = at + PLACES_APART
        pace.use(self._meters, workspace.id, [_POSTS], now=at)
        self._add(
            workspace,
            parcel=kinds.Parcel.POST,
            place=place,
            message=message.model_dump(mode="json"),
            subject=subject,
            subject_id=subject_id,
            key=key,
            not_before=at,
        )

    def redraw(self, workspace: Workspace, subject: kinds.Subject, subject_id: int, *, place: str) -> None:
        """The subject's card drawn anew; nobody waits for it."""
        at = pace.free_at(self._meters, workspace.id, [_REDRAWS], now=self._now)
        pace.use(self._meters, workspace.id, [_REDRAWS], now=at)
        self._add(
            workspace,
            parcel=kinds.Parcel.UPDATE,
            place=place,
            message=None,
            subject=subject,
            subject_id=subject_id,
            key=None,
            not_before=at,
        )

    def _add(self, workspace: Workspace, **values: Any) -> None:
        """A row of the outbox without a record of its own: a wave can be very large."""
        turn = {"problem": outbox.PACED if values["not_before"] > self._now else None}
        shared = {"workspace_id": workspace.id, "locale": workspace.locale, "created_at": self._now}
        self._rows.append({**queues.NEW, **shared, **turn, **values})

    async def queue(self, session: AsyncSession) -> None:
        await queues.add(session, self._rows)
        await pace.keep(session, self._meters)


async def begin(session: AsyncSession, found: Sequence[Workspace], *, now: datetime) -> Wave:
    """A wave behind those booked before in these workspaces; two waves of one are made one by one."""
    ids = {workspace.id for workspace in found}
    wanted = [(one, budget.scope) for one in ids for budget in (_POSTS, _REDRAWS)]
    return Wave(now=now, meters=await pace.hold(session, wanted, now=now))
