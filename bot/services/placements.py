"""Placing people: their disciplines set from an administrator's list, all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.services import audit, confirmations, ideas
from bot.services import people as person_cases
from bot.services.audit import Administrator
from bot.services.installation import Installation
from storage import kinds, people, rounds, workspaces
from storage.models import Person, Workspace


class Verdict(StrEnum):
    """What becomes of a line of a list."""

    PLACED = "placed"
    SAME = "same"
    CONFIRMED = "confirmed"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_DISCIPLINE = "unknown_discipline"
    GUEST = "guest"
    TWICE = "twice"
    LOCKED = "locked"


GOOD = frozenset({Verdict.PLACED, Verdict.SAME, Verdict.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Wish:
    """A person (an id of ours, None where nobody is known) and the name of a discipline."""

    person_id: int | None
    discipline: str


async def place(
    installation: Installation,
    who: Administrator,
    wishes: Sequence[Wish],
    *,
    leave_out_wrong: bool,
    refuse: bool = False,
    now: datetime,
) -> tuple[list[Verdict], bool]:
    """Set people's disciplines, in one transaction; returns a verdict for each wish, and whether it was done.

    Where a wish cannot be met nothing at all is done, unless `leave_out_wrong`; nor with `refuse`, where
    something else was wrong and only the verdicts are wanted. While a round is open nobody
    is moved from one discipline to another; who has none yet, or waits for confirmation, is settled.
    """
    async with installation.database.begin() as session:
        workspace = await workspaces.hold(session, who.workspace_id)
        locked = bool(await rounds.open_ones(session, workspace.id))
        names = {one.name.casefold(): one.id for one in await workspaces.disciplines(session, workspace.id)}
        seen: set[int] = set()
        steps = [await _judge(session, who, wish, names, seen, locked=locked) for wish in wishes]
        verdicts = [verdict for verdict, _, _ in steps]
        if refuse or (not leave_out_wrong and not GOOD.issuperset(verdicts)):
            return verdicts, False
        for verdict, person, discipline_id in steps:
            if person is not None and verdict in GOOD:
                await _place(session, who, workspace, person, discipline_id, verdict, now=now)
        return verdicts, True


async def _judge(
    session: AsyncSession,
    who: Administrator,
    wish: Wish,
    names: dict[str, int],
    seen: set[int],
    *,
    locked: bool,
) -> tuple[Verdict, Person | None, int]:
    discipline_id = names.get(" ".join(wish.discipline.split()).casefold(), 0)
    person = await people.hold(session, who.workspace_id, wish.person_id) if wish.person_id else None
    if person is None:
        return Verdict.UNKNOWN_PERSON, None, discipline_id
    if person.id in seen:
        return Verdict.TWICE, person, discipline_id
    seen.add(person.id)
    if person.standing != kinds.Standing.STAFF:
        return Verdict.GUEST, person, discipline_id
    if not discipline_id:
        return Verdict.UNKNOWN_DISCIPLINE, person, discipline_id
    if person.discipline_id == discipline_id:
        known = person.discipline_confirmed_at is not None
        return (Verdict.SAME if known else Verdict.CONFIRMED), person, discipline_id
    if person.discipline_id is not None and locked:
        return Verdict.LOCKED, person, discipline_id
    return Verdict.PLACED, person, discipline_id


async def _place(
    session: AsyncSession,
    who: Administrator,
    workspace: Workspace,
    person: Person,
    discipline_id: int,
    verdict: Verdict,
    *,
    now: datetime,
) -> None:
    if verdict is Verdict.CONFIRMED:
        await confirmations.settle(session, who, workspace, person, now=now)
    elif verdict is Verdict.PLACED:
        await people.set_discipline(session, person.id, discipline_id, now=now, confirmed=True)
        details = {"discipline": discipline_id}
        await audit.write(
            session, who, kinds.Audited.PERSON_PLACED, person_id=person.id, details=details, now=now
        )
        await ideas.post_drafts(session, person_cases.actor_of(person, workspace), discipline_id, now=now)
