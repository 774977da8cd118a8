"""A database as it is after some time: people, ideas, an open round, and any number of stored ballots."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import database, kinds, migrations
from storage.models import Ballot, Discipline, Idea, IdeaVersion, Person, Round, RoundIdea, Tap, Workspace
from tests.benchmarks import slack

CHANNEL = "C0BENCH"
DISCIPLINES = 8
ON_PAPER = 10
CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Town:
    """What was planted: `people` by their id on the platform, and the ideas on the round's ballot paper."""

    round_: Round
    people: dict[str, int]
    ideas: list[int]


async def plant(
    url: str,
    *,
    people: int,
    ballots: int = 0,
    titles: list[str] | None = None,
    closes_at: datetime | None = None,
) -> Town:
    """Migrate the empty database at `url` and fill it; `ballots` are by people that nobody knows any more."""
    await migrations.upgrade(url)
    store = database.Database(url)
    try:
        return await _plant(store, people=people, ballots=ballots, titles=titles or [], closes_at=closes_at)
    finally:
        await store.close()


async def _plant(
    store: database.Database, *, people: int, ballots: int, titles: list[str], closes_at: datetime | None
) -> Town:
    now = datetime.now(UTC)
    before = now - timedelta(days=1)
    async with store.begin() as session:
        workspace = Workspace(
            platform=kinds.Platform.SLACK,
            external_id=slack.TEAM,
            locale="nb",
            zone="Europe/Oslo",
            ideas_place=CHANNEL,
            created_at=before,
        )
        session.add(workspace)
        await session.flush()
        disciplines = [
            Discipline(workspace_id=workspace.id, name=f"Tjeneste {number}") for number in range(DISCIPLINES)
        ]
        session.add_all(disciplines)
        await session.flush()
        known = [
            Person(
                workspace_id=workspace.id,
                external_id=f"U{number:07}",
                platform_locale="nb",
                discipline_id=disciplines[number % DISCIPLINES].id,
                discipline_set_at=before,
                met_at=now,
            )
            for number in range(people)
        ]
        session.add_all(known)
        await session.flush()
        ideas = [
            Idea(
                workspace_id=workspace.id,
                state=kinds.IdeaState.IN_ROUND if number < ON_PAPER else kinds.IdeaState.NEW,
                author_id=known[number % people].id,
                discipline_id=disciplines[number % DISCIPLINES].id,
                title=title,
                who="Ungdom mellom 13 og 16 år, og foreldrene deres",
                place=CHANNEL,
                ref="1700000000.000100",
                created_at=before,
                version=number + 1,
            )
            for number, title in enumerate(
                titles or [f"Foreldre vet ikke hvem de skal ringe om sak {n}" for n in range(ON_PAPER)]
            )
        ]
        session.add_all([*ideas, IdeaVersion(workspace_id=workspace.id, version=len(ideas))])
        await session.flush()
        round_ = Round(
            workspace_id=workspace.id,
            place=CHANNEL,
            ref="1700000000.000200",
            opened_by=known[0].id,
            breadth=2,
            empty_chairs=5,
            opened_at=before,
            closes_at=closes_at or now + timedelta(days=7),
            salt=secrets.token_bytes(32),
            seed=secrets.token_bytes(32),
            extended=True,  # the strangers among its voters are no turnout; it shall close all the same
        )
        session.add(round_)
        await session.flush()
        paper = [idea.id for idea in ideas[:ON_PAPER]]
        session.add_all(
            RoundIdea(round_id=round_.id, idea_id=idea_id, position=position)
            for position, idea_id in enumerate(paper)
        )
        await session.flush()
        for voters in _voters(ballots):
            await _insert(
                session,
                Ballot,
                [
                    {
                        "round_id": round_.id,
                        "voter": voter,
                        "discipline_id": disciplines[number % DISCIPLINES].id,
                    }
                    for number, voter in enumerate(voters)
                ],
            )
            await _insert(
                session,
                Tap,
                [
                    {"round_id": round_.id, "voter": voter, "idea_id": paper[(number + offset) % ON_PAPER]}
                    for number, voter in enumerate(voters)
                    for offset in (0, 1, 4)
                ],
            )
    async with store.begin() as session:
        connection = await session.connection()
        await connection.execute(sa.text("ANALYZE"))
    return Town(round_, {one.external_id or "": one.id for one in known}, paper)


async def _insert(session: AsyncSession, table: type[SQLModel], rows: list[dict[str, object]]) -> None:
    connection = await session.connection()
    await connection.execute(sa.insert(table), rows)


def _voters(count: int) -> Iterator[list[str]]:
    """Pseudonyms as a secret round has them, sorted, so that storing a million takes seconds."""
    names = sorted(secrets.token_hex(32) for _ in range(count))
    for start in range(0, count, CHUNK):
        yield names[start : start + CHUNK]
