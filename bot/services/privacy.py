"""What is stored about a person: shown, exported and erased."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

import pydantic
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain.permissions import Action
from bot.services import audit, permits, secrecy, traces
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import kinds, people, personal, projects, rounds, workspaces
from storage.models import Person

ERASED = {"type": "erased"}
"""What stands in place of a message that was sent and named the person."""
BY = ("author", "by", "person")
"""Under these keys a message names whose words, or whose doing, it tells of."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What is stored about a person, in numbers; `others` are traces besides, such as steps they took."""

    discipline: str | None
    locale: str
    ideas: int
    supports: int
    ballots: int
    projects: int
    check_ins: int
    messages: int
    others: int
    owned: tuple[str, ...]
    """Titles of the running groups they own: somebody else should take over before they are erased."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: how many cards are drawn anew, and how many groups have no owner now."""

    redrawn: int
    ownerless: tuple[str, ...]


async def show(installation: Installation, actor: Actor) -> Holding:
    """What is stored about the person who asks."""
    permits.require(actor, Action.TEND_OWN)
    async with installation.database.read() as session:
        person = await _person(session, actor)
        found = await personal.rows(session, person.id)
        spoken = await _spoken(session, person)
        named = {"idea": 0, "support": 0, "project_member": 0, "check_in": 0, "note": 0, "ballot": 0}
        counted = {table: len(mine) for table, mine in found.items()}
        told = await personal.told(session, person)
        disciplines = await workspaces.disciplines(session, actor.workspace_id)
        return Holding(
            discipline=next((one.name for one in disciplines if one.id == person.discipline_id), None),
            locale=actor.locale,
            ideas=counted.get("idea", 0),
            supports=counted.get("support", 0),
            ballots=len(await _ballots(session, installation, person)),
            projects=counted.get("project_member", 0),
            check_ins=counted.get("check_in", 0),
            messages=len(told) + counted.get("note", 0),
            others=sum(count for table, count in counted.items() if table not in named) + len(spoken),
            owned=await _owned(session, person),
        )


async def export(installation: Installation, actor: Actor) -> dict[str, Any]:
    """Everything stored about the person who asks, as JSON can carry it."""
    permits.require(actor, Action.TEND_OWN)
    async with installation.database.read() as session:
        person = await _person(session, actor)
        return await _exported(session, installation, person)


async def export_to_keep(installation: Installation, actor: Actor) -> dict[str, Any]:
    """The same for a file, which others may come upon: without the person's ballots in open secret rounds."""
    return _to_keep(await export(installation, actor))


async def export_of(
    installation: Installation, external_id: str, *, now: datetime, team: str | None = None
) -> list[dict[str, Any]]:
    """The same for a person who asked the operator, in every workspace that knows them, or that of `team`.

    The operator learns no ballot of a secret round by it, and that they looked is in the audit log.
    """
    async with installation.database.begin() as session:
        known = await personal.by_external(session, external_id, team=team)
        for person in known:
            await _log(session, person, kinds.Audited.PERSON_SHOWN, now=now)
        return [_to_keep(await _exported(session, installation, person)) for person in known]


async def erase(installation: Installation, actor: Actor, *, now: datetime) -> Erased:
    """Forget the person: the way from the id to them is deleted, and what shows them is drawn anew.

    What groups own stays, without the name: ideas, supports, answers and votes count as before. Whoever comes
    back is somebody new.
    """
    permits.require(actor, Action.TEND_OWN)
    async with installation.database.begin() as session:
        person = await _person(session, actor)
        return await _erase(session, person, now=now)


async def erase_of(
    installation: Installation, external_id: str, *, now: datetime, team: str | None = None
) -> int:
    """The same for a person who asked the operator; returns in how many workspaces they were known.

    Only in that of `team`, where one is named.
    """
    async with installation.database.begin() as session:
        known = await personal.by_external(session, external_id, team=team)
        for person in known:
            await _erase(session, person, now=now)
            await _log(session, person, kinds.Audited.PERSON_ERASED, now=now)
    return len(known)


def _to_keep(found: dict[str, Any]) -> dict[str, Any]:
    ballots = [one for one in found["ballots_in_open_rounds"] if not one["secret"]]
    return found | {"ballots_in_open_rounds": ballots, "left_out": "ballots in open secret rounds"}


async def _log(session: AsyncSession, person: Person, action: kinds.Audited, *, now: datetime) -> None:
    """That the operator did it, about whom as a number."""
    operator = audit.Administrator(person.workspace_id, None)
    await audit.write(session, operator, action, person_id=person.id, now=now)


async def _erase(session: AsyncSession, person: Person, *, now: datetime) -> Erased:
    assert person.external_id is not None  # noqa: S101 - it was found by it
    external_id = person.external_id
    workspace = await workspaces.get(session, person.workspace_id)
    owned = await _owned(session, person)
    redrawn = await traces.redraw(session, workspace, person, now=now)
    await personal.forget(session, person)
    for table, column, row in await personal.mentioning(session, workspace.id, external_id):
        values: dict[str, Any] = {column.name: without(row[column.name], external_id)}
        if table.name == "outbox":
            values = _unsaid(row, values[column.name])
        await personal.rewrite(session, table, row, values)
    return Erased(redrawn=redrawn, ownerless=owned)


def without(record: Any, external_id: str) -> Any:
    """The record with the person's id gone: out of lists, and empty where it stood alone."""
    match record:
        case dict():
            return {
                key: None if key == "author" and one == external_id else without(one, external_id)
                for key, one in record.items()
            }
        case list():
            return [without(one, external_id) for one in record if one != external_id]
        case _:
            return "" if record == external_id else record


def _unsaid(row: personal.Row, message: dict[str, Any]) -> dict[str, Any]:
    """What becomes of a message in the outbox: one that waits is said without the name, or not at all."""
    if row["state"] not in {kinds.ParcelState.WAITING, kinds.ParcelState.CLAIMED}:
        return {"message": ERASED}
    try:
        messages.read(message)
    except pydantic.ValidationError:
        return {"message": ERASED, "state": kinds.ParcelState.DROPPED, "problem": "erased"}
    return {"message": message}


async def _person(session: AsyncSession, actor: Actor) -> Person:
    person = await people.get(session, actor.workspace_id, actor.person_id)
    if person is None or person.external_id is None:
        raise errors.NotFound("error.person")
    return person


async def _owned(session: AsyncSession, person: Person) -> tuple[str, ...]:
    lines = await projects.lines(session, person.workspace_id, viewer=person.id)
    return tuple(
        line.title
        for line in lines
        if line.project.owner_id == person.id and line.project.state == kinds.ProjectState.ACTIVE
    )


async def _ballots(session: AsyncSession, installation: Installation, person: Person) -> list[dict[str, Any]]:
    """The person's ballots in open rounds; nobody can tell any more whose a closed round's were."""
    found = []
    for round_ in await rounds.open_ones(session, person.workspace_id):
        voter = secrecy.voter(installation.rules.secret, round_, person.id)
        if await rounds.has_ballot(session, round_.id, voter):
            approved = await rounds.approvals(session, round_.id, voter)
            found.append({"round_id": round_.id, "secret": round_.secret, "approved": sorted(approved)})
    return found


async def _exported(session: AsyncSession, installation: Installation, person: Person) -> dict[str, Any]:
    found = await personal.rows(session, person.id)
    told = await personal.told(session, person)
    return {
        "person": _plain(person.model_dump()),
        "ballots_in_open_rounds": await _ballots(session, installation, person),
        "private_messages": [
            {"queued_at": _plain(row.created_at), "sent_at": _plain(row.done_at), "message": row.message}
            for row in told
        ],
        "named_in": _plain(await _spoken(session, person)),
        "votes_in_open_rounds_closed": await _votes(session, person),
        "rows": {table: _plain(mine) for table, mine in found.items() if mine},
    }


async def _spoken(session: AsyncSession, person: Person) -> list[dict[str, Any]]:
    """Messages of the bot's, to all or to others, in which the person's id stands.

    Whole where they tell the person's words or doing, such as a comment; of others only what kind they are:
    who got them, and what else they say, is about other people.
    """
    told = []
    for table, column, row in await _mentions(session, person):
        if table not in {"outbox", "note"} or row.get("place") == person.external_id:
            continue
        if table == "note" and row["person_id"] == person.id:
            continue
        record = row[column]
        theirs = any(record.get(key) == person.external_id for key in BY)
        shown = record if theirs and row.get("parcel") == kinds.Parcel.POST else {"type": record.get("type")}
        told.append({"queued_at": row["created_at"], "message": shown})
    return told


async def _votes(session: AsyncSession, person: Person) -> list[dict[str, Any]]:
    """What the person approved in open votes, as their results tell all."""
    found = []
    for table, column, row in await _mentions(session, person):
        if table == "round":
            ideas = row[column].get("ideas", [])
            approved = [one["idea_id"] for one in ideas if person.external_id in (one["voters"] or ())]
            found.append({"round_id": row["id"], "approved": approved})
    return found


async def _mentions(session: AsyncSession, person: Person) -> list[tuple[str, str, personal.Row]]:
    found = await personal.mentioning(session, person.workspace_id, person.external_id or "")
    return [(table.name, column.name, row) for table, column, row in found]


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            return value
