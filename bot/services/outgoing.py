"""Putting what is to be said in the outbox, in the transaction of the change it reports."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from storage import kinds, outbox
from storage.models import (
    Asking,
    Ending,
    Hunt,
    Idea,
    Nudge,
    OutboxRow,
    Project,
    Round,
    Workspace,
)


async def post(
    session: AsyncSession,
    workspace: Workspace,
    message: messages.Message,
    *,
    place: str,
    now: datetime,
    key: str,
    subject: kinds.Subject | None = None,
    subject_id: int | None = None,
    in_thread: bool = False,
    fleeting: bool = False,
) -> None:
    """Say it in a place, in the workspace's language; `key` makes it once.

    The message becomes the card of its subject, or with `in_thread` goes in the thread of that card. What
    is `fleeting` is forgotten once it is said.
    """
    await outbox.add(
        session,
        OutboxRow(
            workspace_id=workspace.id,
            parcel=kinds.Parcel.POST,
            place=place,
            in_thread=in_thread,
            locale=workspace.locale,
            message=message.model_dump(mode="json"),
            subject=subject,
            subject_id=subject_id,
            fleeting=fleeting,
            key=key,
            not_before=now,
            created_at=now,
        ),
    )


async def tell(
    session: AsyncSession,
    workspace: Workspace,
    message: messages.Message,
    *,
    person: str,
    locale: str,
    now: datetime,
    key: str,
    not_before: datetime | None = None,
    fleeting: bool = False,
) -> None:
    """Say it to one person (their id on the platform), in their language; not before `not_before`.

    What is `fleeting` is forgotten once it is said.
    """
    await outbox.add(
        session,
        OutboxRow(
            workspace_id=workspace.id,
            parcel=kinds.Parcel.TELL,
            place=person,
            locale=locale,
            message=message.model_dump(mode="json"),
            fleeting=fleeting,
            key=key,
            not_before=not_before or now,
            created_at=now,
        ),
    )


async def redraw_idea(session: AsyncSession, workspace: Workspace, idea: Idea, *, now: datetime) -> None:
    await _redraw(session, workspace, kinds.Subject.IDEA, idea.id, place=idea.place, now=now)


async def redraw_round(session: AsyncSession, workspace: Workspace, round_: Round, *, now: datetime) -> None:
    await _redraw(session, workspace, kinds.Subject.ROUND, round_.id, place=round_.place, now=now)


async def redraw_result(session: AsyncSession, workspace: Workspace, round_: Round, *, now: datetime) -> None:
    await _redraw(session, workspace, kinds.Subject.RESULT, round_.id, place=round_.place, now=now)


async def redraw_project(
    session: AsyncSession, workspace: Workspace, project: Project, *, now: datetime
) -> None:
    await _redraw(session, workspace, kinds.Subject.PROJECT, project.id, place=project.place, now=now)


async def redraw_nudge(session: AsyncSession, workspace: Workspace, nudge: Nudge, *, now: datetime) -> None:
    await _redraw(session, workspace, kinds.Subject.NUDGE, nudge.id, place=nudge.place, now=now)


async def redraw_hunt(session: AsyncSession, workspace: Workspace, hunt: Hunt, *, now: datetime) -> None:
    await _redraw(session, workspace, kinds.Subject.HUNT, hunt.id, place=hunt.place, now=now)


async def redraw_ending(
    session: AsyncSession, workspace: Workspace, ending: Ending, *, now: datetime
) -> None:
    await _redraw(session, workspace, kinds.Subject.ENDING, ending.project_id, place=ending.place, now=now)


async def redraw_asking(
    session: AsyncSession, workspace: Workspace, asking: Asking, *, now: datetime
) -> None:
    await _redraw(session, workspace, kinds.Subject.ASKING, asking.id, place=asking.place, now=now)


async def _redraw(
    session: AsyncSession,
    workspace: Workspace,
    subject: kinds.Subject,
    subject_id: int,
    *,
    place: str,
    now: datetime,
) -> None:
    await outbox.redraw(
        session, workspace.id, subject, subject_id, place=place, locale=workspace.locale, now=now
    )
