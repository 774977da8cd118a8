"""Everything posted that shows one person, to be drawn anew once they are forgotten."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import askings, endings, hunts, ideas, kinds, nudges, outbox, personal, projects, rounds
from storage.models import Person, Workspace

Mine = Mapping[str, Sequence[personal.Row]]


class Trace(NamedTuple):
    """A card that stands somewhere."""

    subject: kinds.Subject
    subject_id: int
    place: str


async def redraw(session: AsyncSession, workspace: Workspace, person: Person, *, now: datetime) -> int:
    """Have all of it drawn anew; returns how much that is. Drawing comes after this transaction."""
    mine = await personal.rows(session, person.id)
    mentioned = await personal.mentioning(session, workspace.id, person.external_id or "")
    counted = {row["id"] for table, _, row in mentioned if table.name == "round"}
    found = {
        trace
        for finding in (
            _ideas(session, workspace, mine),
            _rounds(session, workspace, mine, counted),
            _groups(session, workspace, mine),
            _hunts(session, workspace, mine),
        )
        async for trace in finding
    }
    for trace in sorted(found):
        await outbox.redraw(
            session,
            workspace.id,
            trace.subject,
            trace.subject_id,
            place=trace.place,
            locale=workspace.locale,
            now=now,
        )
    return len(found)


async def _ideas(session: AsyncSession, workspace: Workspace, mine: Mine) -> AsyncIterator[Trace]:
    for row in mine.get("idea", ()):
        idea = await ideas.get(session, workspace.id, row["id"])
        if idea is not None and idea.ref is not None:
            yield Trace(kinds.Subject.IDEA, idea.id, idea.place)


async def _rounds(
    session: AsyncSession, workspace: Workspace, mine: Mine, counted: set[int]
) -> AsyncIterator[Trace]:
    """Those they opened or steered, and the results that name them, in `counted` or by what they decided."""
    steered = {row["round_id"] for row in mine.get("round_step", ())}
    for round_id in {row["id"] for row in mine.get("round", ())} | steered | counted:
        round_ = await rounds.get(session, workspace.id, round_id)
        if round_ is not None and round_.ref is not None:
            yield Trace(kinds.Subject.ROUND, round_.id, round_.place)
        if round_ is not None and round_.result_ref is not None:
            yield Trace(kinds.Subject.RESULT, round_.id, round_.place)


async def _groups(session: AsyncSession, workspace: Workspace, mine: Mine) -> AsyncIterator[Trace]:
    """Groups they are in or own, each with its newest nudge, what is asked of it, and its result."""
    theirs = {row["project_id"] for row in mine.get("project_member", ())}
    ended = {row["project_id"] for row in mine.get("ending", ())}
    for project_id in theirs | ended | {row["id"] for row in mine.get("project", ())}:
        project = await projects.get(session, workspace.id, project_id)
        if project is None:
            continue
        if project.ref is not None:
            yield Trace(kinds.Subject.PROJECT, project.id, project.place)
        newest = await nudges.newest(session, project.id)
        if newest is not None and newest.ref is not None:
            yield Trace(kinds.Subject.NUDGE, newest.id, newest.place)
        for asking in await askings.open_of(session, project.id):
            if asking.ref is not None:
                yield Trace(kinds.Subject.ASKING, asking.id, asking.place)
        ending = await endings.get(session, workspace.id, project.id)
        if ending is not None and ending[0].ref is not None:
            yield Trace(kinds.Subject.ENDING, project.id, ending[0].place)


async def _hunts(session: AsyncSession, workspace: Workspace, mine: Mine) -> AsyncIterator[Trace]:
    for row in mine.get("hunt", ()):
        hunt = await hunts.get(session, workspace.id, row["id"])
        if hunt is not None and hunt.ref is not None:
            yield Trace(kinds.Subject.HUNT, hunt.id, hunt.place)
