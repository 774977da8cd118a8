"""Taking out what is no longer needed, once a day, and saying what was taken out."""

from collections import Counter
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.services.installation import Installation
from storage import once, retention, workspaces

SAID_FOR = timedelta(days=30)
"""How long the words of a message in a channel stay in the outbox once it was sent; the card itself is drawn
from what is stored, and needs them no more."""
REDRAWN_FOR = timedelta(days=1)
MONTH_DAYS = 30.4375


async def sweep(installation: Installation, *, now: datetime) -> dict[str, int]:
    """Take out what has been kept long enough; returns how much of what, without what was nothing.

    Private messages, drafts, the words of check-ins and what was set aside go after the months that their
    workspace has chosen.
    Doing it twice changes nothing.
    """

    async def work(session: AsyncSession) -> dict[str, int]:
        removed = Counter(
            said_words=await retention.said(session, before=now - SAID_FOR),
            turns=await retention.paces(session, before=now - REDRAWN_FOR),
            redraws=await retention.updates(session, before=now - REDRAWN_FOR),
        )
        for workspace in await workspaces.every(session):
            months = installation.rules.of(workspace).keep_months
            before = now - timedelta(days=round(months * MONTH_DAYS))
            removed += Counter(
                notes=await retention.notes(session, workspace.id, before=before),
                drafts=await retention.drafts(session, workspace.id, before=before),
                given_up=await retention.given_up(session, workspace.id, before=before),
                private_messages=await retention.private_messages(session, workspace.id, before=before),
                check_in_texts=await retention.check_in_texts(session, workspace.id, before=before),
            )
        return {what: count for what, count in removed.items() if count}

    return await installation.database.write(work)


async def forget_requests(installation: Installation, *, now: datetime) -> int:
    """Take out the marks of requests whose copies are let in no more; returns how many there were."""
    async with installation.database.read() as session:
        if not await once.outlived(session, now=now):
            return 0
    async with installation.database.begin() as session:
        return await once.forget(session, now=now)
