"""A wave of messages that come due together, spread so that no limit of a platform is met.

Slack takes several hundred posts a minute from an app in one workspace, about one a second in one channel,
and some fifty redraws a minute. A wave stays well below, so that what people ask for finds room between.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from storage import kinds, outbox, queues
from storage.models import Workspace

POSTS_APART = timedelta(seconds=0.2)
REDRAWS_APART = timedelta(seconds=2)
PLACES_APART = timedelta(seconds=1.5)
"""Between two posts in one place."""


class Wave:
    """Collects what is to be said at `now`; `queue` puts it in the outbox."""

    def __init__(self, *, now: datetime, booked: Mapping[tuple[int, kinds.Parcel], datetime]) -> None:
        self._now = now
        self._posts = {one: at for (one, parcel), at in booked.items() if parcel == kinds.Parcel.POST}
        self._redraws = {one: at for (one, parcel), at in booked.items() if parcel == kinds.Parcel.UPDATE}
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
        at = _after(self._posts.get(workspace.id), POSTS_APART, now=self._now)
        at = max(at, _after(self._places.get((workspace.id, place)), PLACES_APART, now=self._now))
        self._places[workspace.id, place] = at
        self._posts[workspace.id] = max(at, self._posts.get(workspace.id, at))
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
        at = _after(self._redraws.get(workspace.id), REDRAWS_APART, now=self._now)
        self._redraws[workspace.id] = at
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


async def begin(session: AsyncSession, found: Sequence[Workspace], *, now: datetime) -> Wave:
    """A wave behind what is queued already in these workspaces; two waves of one are made one by one."""
    ids = sorted({workspace.id for workspace in found})
    await queues.hold(session, ids)
    return Wave(now=now, booked=await queues.booked(session, ids))


def _after(last: datetime | None, step: timedelta, *, now: datetime) -> datetime:
    return now if last is None else max(now, last + step)
