"""The list of disciplines: an administrator's to change, and never while a round is open."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.services import audit, safeguard, views
from bot.services.audit import Administrator
from bot.services.installation import Installation
from storage import kinds, people, rounds, workspaces
from storage.models import Discipline

NAME_LIMIT = 75


async def listed(installation: Installation, who: Administrator) -> views.DisciplineList:
    """Those in use, with how many known people each has."""
    async with installation.database.read() as session:
        found = await workspaces.disciplines(session, who.workspace_id)
        members = await people.members_by_discipline(session, who.workspace_id)
        locked = bool(await rounds.open_ones(session, who.workspace_id))
    return views.DisciplineList(
        lines=tuple(views.DisciplineLine(one.id, one.name, members.get(one.id, 0)) for one in found),
        locked=locked,
    )


async def add(
    installation: Installation, who: Administrator, name: str, *, confirmed: bool = False, now: datetime
) -> int:
    """Put a discipline last on the list; returns its id. A retired one of that name is taken back.

    Raises Invalid for a name that is empty, too long or there already, TooLate while a round is open, and as
    `safeguard.require_clean` does; `confirmed` is its.
    """
    name = checked(name)
    safeguard.require_clean({"discipline_name": name}, confirmed=confirmed)
    async with installation.database.begin() as session:
        known = await _unlocked(session, who)
        return (await _add(session, who, known, name, now=now)).id


async def rename(
    installation: Installation,
    who: Administrator,
    discipline_id: int,
    name: str,
    *,
    confirmed: bool = False,
    now: datetime,
) -> None:
    """Call it something else; its people stay. Raises as `add`, and NotFound."""
    name = checked(name)
    safeguard.require_clean({"discipline_name": name}, confirmed=confirmed)
    async with installation.database.begin() as session:
        known = await _unlocked(session, who)
        row = _in_use(known, discipline_id)
        if row.name == name:
            return
        other = _named(known, name)
        if other is not None and other.id != row.id:
            raise errors.Invalid("error.discipline.exists", field="discipline_name", name=other.name)
        before, row.name = row.name, name
        session.add(row)
        details = {"discipline": row.id, "before": before, "after": name}
        await audit.write(session, who, kinds.Audited.DISCIPLINE_RENAMED, details=details, now=now)


async def retire(
    installation: Installation,
    who: Administrator,
    discipline_id: int,
    *,
    into: int | None = None,
    now: datetime,
) -> int:
    """Take it off the list; returns how many people it had.

    They are moved to the discipline `into`, or choose anew where that is None. What was posted and voted
    under it stays. Raises TooLate while a round is open, NotFound, and Invalid for the last one.
    """
    async with installation.database.begin() as session:
        known = await _unlocked(session, who)
        row = _in_use(known, discipline_id)
        target = _in_use(known, into) if into is not None else None
        if target is row:
            raise errors.Invalid("error.discipline.into_itself", field="discipline_into")
        if sum(one.retired_at is None for one in known) == 1:
            raise errors.Invalid("error.setup.disciplines_few", field="discipline_name")
        return await _retire(session, who, row, target, now=now)


async def add_missing(
    session: AsyncSession, who: Administrator, names: Sequence[str], *, now: datetime
) -> None:
    """Add those of `names` that are not on the list, as a part of another use case.

    Raises Invalid where a name stands twice or the list would be empty, TooLate while a round is open and
    there is something to add.
    """
    wanted = [checked(name, field="disciplines") for name in names if name.strip()]
    seen: set[str] = set()
    for name in wanted:
        if name.casefold() in seen:
            raise errors.Invalid("error.setup.duplicate", field="disciplines", name=name)
        seen.add(name.casefold())
    in_use = await workspaces.disciplines(session, who.workspace_id)
    missing = [name for name in wanted if _named(in_use, name) is None]
    if not in_use and not missing:
        raise errors.Invalid("error.setup.disciplines_few", field="disciplines")
    if missing:
        known = await _unlocked(session, who, field="disciplines")
        for name in missing:
            await _add(session, who, known, name, now=now)


def checked(name: str, *, field: str = "discipline_name") -> str:
    """The name on one line. Raises Invalid where nothing or too much is left."""
    name = " ".join(name.split())
    if not name:
        raise errors.Invalid("error.discipline.unnamed", field=field)
    if len(name) > NAME_LIMIT:
        raise errors.Invalid("error.setup.long", field=field, limit=NAME_LIMIT)
    return name


def find(listed_: views.DisciplineList, name: str) -> views.DisciplineLine | None:
    """The discipline in use that is called so, in large or small letters."""
    wanted = " ".join(name.split()).casefold()
    return next((one for one in listed_.lines if one.name.casefold() == wanted), None)


async def _unlocked(
    session: AsyncSession, who: Administrator, *, field: str | None = None
) -> list[Discipline]:
    """Every discipline there ever was. Splitting one in four would tilt a vote that is going on.

    The workspace is held meanwhile: a round that is being opened waits, or is seen here.
    """
    await workspaces.hold(session, who.workspace_id)
    if await rounds.open_ones(session, who.workspace_id):
        raise errors.TooLate("error.setup.locked", field=field)
    return await workspaces.all_disciplines(session, who.workspace_id)


def _in_use(known: Sequence[Discipline], discipline_id: int) -> Discipline:
    for row in known:
        if row.id == discipline_id and row.retired_at is None:
            return row
    raise errors.NotFound("error.discipline.not_found")


def _named(known: Sequence[Discipline], name: str) -> Discipline | None:
    return next((row for row in known if row.name.casefold() == name.casefold()), None)


async def _add(
    session: AsyncSession, who: Administrator, known: list[Discipline], name: str, *, now: datetime
) -> Discipline:
    row = _named(known, name)
    if row is not None and row.retired_at is None:
        raise errors.Invalid("error.discipline.exists", field="discipline_name", name=row.name)
    last = max((one.position for one in known if one.retired_at is None), default=-1)
    if row is None:
        row = Discipline(workspace_id=who.workspace_id, name=name)
        known.append(row)
    row.name, row.position, row.retired_at = name, last + 1, None
    session.add(row)
    await session.flush()
    details = {"discipline": row.id, "name": name}
    await audit.write(session, who, kinds.Audited.DISCIPLINE_ADDED, details=details, now=now)
    return row


async def _retire(
    session: AsyncSession, who: Administrator, row: Discipline, target: Discipline | None, *, now: datetime
) -> int:
    members = await people.of_discipline(session, who.workspace_id, row.id)
    for person in members:
        if target is None:
            await people.clear_discipline(session, person.id)
        else:
            await people.set_discipline(session, person.id, target.id, now=now, confirmed=True)
    row.retired_at = now
    session.add(row)
    details = {"discipline": row.id, "name": row.name, "people": len(members)}
    if target is not None:
        details["into"] = target.id
    await audit.write(session, who, kinds.Audited.DISCIPLINE_RETIRED, details=details, now=now)
    return len(members)
