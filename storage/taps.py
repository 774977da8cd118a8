"""Taps of many people at once: a fixed number of statements, however many they are.

Each statement is made once: putting it together costs more than SQLite takes to answer it.
"""

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.models import Ballot, Idea, Person, Round, RoundIdea, Tap, Workspace

Voter = tuple[int, str]
"""A round's id and the name of a ballot in it."""


class Line(NamedTuple):
    """An idea as a ballot paper shows it."""

    idea_id: int
    title: str
    who: str
    more: bool
    state: kinds.IdeaState
    author_id: int
    into: str
    """The title of the idea that took over its votes, where one did."""


async def people(session: AsyncSession, person_ids: Collection[int]) -> dict[int, Person]:
    found = await session.exec(_people(), params={"ids": _even(person_ids)})
    return {person.id: person for person in found.all()}


async def met(
    session: AsyncSession, platform: kinds.Platform, team: str, external_ids: Collection[str]
) -> dict[str, tuple[Person, Workspace]]:
    """Those of `external_ids` that the workspace knows."""
    params = {"platform": platform, "team": team, "external_ids": _even(external_ids)}
    found = await session.exec(_met(), params=params)
    return {person.external_id or "": (person, workspace) for person, workspace in found.all()}


async def rounds_to_vote(session: AsyncSession, round_ids: Collection[int]) -> dict[int, Round]:
    """The rounds, held against their close until the transaction ends; voters do not wait for one another."""
    found = await session.exec(_rounds_to_vote(), params={"ids": _even(round_ids)})
    return {round_.id: round_ for round_ in found.all()}


async def lines(session: AsyncSession, round_ids: Collection[int]) -> dict[int, list[Line]]:
    """What stands on each round's paper, in its order."""
    found = await session.exec(_lines(), params={"ids": _even(round_ids)})
    papers: dict[int, list[Line]] = {round_id: [] for round_id in round_ids}
    for round_id, *line in found:
        papers[round_id].append(Line(*line))
    return papers


async def standing(session: AsyncSession, voters: Collection[Voter]) -> dict[Voter, set[int]]:
    """What each ballot approves; a voter without a ballot is not in it."""
    # Voters of other rounds by the same name are no harm: who asks takes what is theirs.
    params = {
        "round_ids": _even({round_id for round_id, _ in voters}),
        "voters": _even({voter for _, voter in voters}),
    }
    found = await session.exec(_standing(), params=params)
    kept: dict[Voter, set[int]] = {}
    for round_id, voter, idea_id in found.all():
        approved = kept.setdefault((round_id, voter), set())
        if idea_id is not None:
            approved.add(idea_id)
    return kept


async def hand_in(session: AsyncSession, rows: Iterable[Mapping[str, Any]]) -> None:
    """Make sure these ballots exist. In the order of their key: nobody waits for each other in a circle."""
    ordered = sorted((dict(row) for row in rows), key=lambda row: (row["round_id"], row["voter"]))
    if ordered:
        await session.exec(inserting.plain(session, Ballot).on_conflict_do_nothing(), params=ordered)


async def hold(session: AsyncSession, voters: Collection[Voter]) -> None:
    """Keep other devices of the same people waiting until the transaction ends."""
    await session.exec(
        select(Ballot.round_id)
        .where(sa.tuple_(col(Ballot.round_id), col(Ballot.voter)).in_(sorted(voters)))
        .order_by(col(Ballot.round_id), col(Ballot.voter))
        .with_for_update()
    )


async def keep(session: AsyncSession, taps: Mapping[tuple[int, str, int], bool]) -> None:
    """Set whether the ballot of (round, voter) approves the idea."""
    approved = [_tap(key) for key, approve in sorted(taps.items()) if approve]
    withdrawn = [_tap(key) for key, approve in sorted(taps.items()) if not approve]
    if approved:
        await session.exec(inserting.plain(session, Tap).on_conflict_do_nothing(), params=approved)
    if withdrawn:
        rows = [{f"the_{name}": value for name, value in row.items()} for row in withdrawn]
        await session.exec(_withdrawal(), params=rows)


async def as_many(session: AsyncSession, round_id: int, floor: int) -> bool:
    """Whether the round has `floor` ballots or more; costs the same however many there are."""
    found = await session.exec(select(Ballot.voter).where(Ballot.round_id == round_id).limit(floor))
    return len(found.all()) >= floor


@functools.cache
def _people() -> Any:
    return select(Person).where(col(Person.id).in_(_several("ids")))


@functools.cache
def _met() -> Any:
    return (
        select(Person, Workspace)
        .join(Workspace, col(Person.workspace_id) == Workspace.id)
        .where(
            col(Workspace.platform) == sa.bindparam("platform"),
            col(Workspace.external_id) == sa.bindparam("team"),
            col(Person.external_id).in_(_several("external_ids")),
        )
    )


@functools.cache
def _rounds_to_vote() -> Any:
    return (
        select(Round)
        .where(col(Round.id).in_(_several("ids")))
        .order_by(col(Round.id))
        .with_for_update(read=True)
    )


@functools.cache
def _lines() -> Any:
    more = sa.or_(col(Idea.who) != "", col(Idea.evidence) != "")
    heir = aliased(Idea)
    into = sa.func.coalesce(col(heir.title), "")
    shown = (col(Idea.id), col(Idea.title), col(Idea.who), more, col(Idea.state), col(Idea.author_id), into)
    return (
        sa.select(col(RoundIdea.round_id), *shown)
        .join(Idea, col(RoundIdea.idea_id) == col(Idea.id))
        .outerjoin(heir, col(RoundIdea.into_id) == col(heir.id))
        .where(col(RoundIdea.round_id).in_(_several("ids")))
        .order_by(col(RoundIdea.round_id), col(RoundIdea.position))
    )


@functools.cache
def _standing() -> Any:
    joined = (col(Tap.round_id) == col(Ballot.round_id)) & (col(Tap.voter) == col(Ballot.voter))
    return (
        select(Ballot.round_id, Ballot.voter, Tap.idea_id)
        .outerjoin(Tap, joined)
        .where(col(Ballot.round_id).in_(_several("round_ids")), col(Ballot.voter).in_(_several("voters")))
    )


@functools.cache
def _withdrawal() -> Any:
    table = _table(Tap)
    gone = (table.c[name] == sa.bindparam(f"the_{name}") for name in ("round_id", "voter", "idea_id"))
    return sa.delete(table).where(*gone)


def _several(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, expanding=True)


def _tap(key: tuple[int, str, int]) -> dict[str, Any]:
    return dict(zip(("round_id", "voter", "idea_id"), key, strict=True))


def _even(values: Collection[Any]) -> Sequence[Any]:
    return inserting.even(sorted(values))


def _table(model: type[SQLModel]) -> sa.Table:
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table
