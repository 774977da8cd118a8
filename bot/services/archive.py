"""The archive: what was decided and why, without any person's id; for keeping when the bot is gone."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.services.installation import Installation
from storage import archive, kinds
from storage import models as rows


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Record):
    """One change of an idea's state, with its reason in words, or a word of ours where the bot did it."""

    at: datetime
    from_state: kinds.IdeaState
    to_state: kinds.IdeaState
    reason: str


class Idea(_Record):
    """An idea as it stands, with its history. The discipline is absent where it was posted without a name."""

    id: int
    kind: kinds.IdeaKind
    state: kinds.IdeaState
    title: str
    who: str
    evidence: str
    discipline: str | None
    posted_at: datetime
    supporters: int
    history: list[Step]


class OnPaper(_Record):
    """An idea on a ballot paper; `chosen` is its place among the winners."""

    idea_id: int
    chosen: int | None


class Round(_Record):
    """A vote with its receipt; `seed` (hexadecimal) is absent while it is open."""

    id: int
    state: kinds.RoundState
    secret: bool
    winners: int
    tap_limit: int | None
    breadth: int
    empty_chairs: int
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    outcome: kinds.Outcome | None
    receipt: str | None
    seed: str | None
    paper: list[OnPaper]
    result: dict[str, Any] | None


class Project(_Record):
    """A project group and, where it has ended, what came of it."""

    id: int
    idea_id: int
    state: kinds.ProjectState
    started_at: datetime
    ended_at: datetime | None
    next_step: str
    tried: str
    learnt: str
    wake_when: str
    wake_on: date | None
    changed: str
    stopped: str


class Workspace(_Record):
    team: str
    ideas: list[Idea]
    rounds: list[Round]
    projects: list[Project]


class Archive(_Record):
    """Everything, of every workspace of the installation."""

    made_at: datetime
    workspaces: list[Workspace]


async def collect(installation: Installation, *, now: datetime) -> Archive:
    """One consistent picture of everything that an archive keeps."""
    async with installation.database.read() as session:
        return Archive(
            made_at=now,
            workspaces=[
                Workspace(
                    team=workspace.external_id,
                    ideas=await _ideas(session, workspace.id),
                    rounds=await _rounds(session, workspace.id),
                    projects=await _projects(session, workspace.id),
                )
                for workspace in await archive.workspaces(session)
            ],
        )


async def _ideas(session: AsyncSession, workspace_id: int) -> list[Idea]:
    history: dict[int, list[Step]] = defaultdict(list)
    for row in await archive.steps(session, workspace_id):
        step = Step(at=row.at, from_state=row.from_state, to_state=row.to_state, reason=row.reason)
        history[row.idea_id].append(step)
    return [
        Idea(
            id=idea.id,
            kind=idea.kind,
            state=idea.state,
            title=idea.title,
            who=idea.who,
            evidence=idea.evidence,
            discipline=discipline if idea.named else None,
            posted_at=idea.created_at,
            supporters=supporters,
            history=history[idea.id],
        )
        for idea, discipline, supporters in await archive.ideas(session, workspace_id)
    ]


async def _rounds(session: AsyncSession, workspace_id: int) -> list[Round]:
    papers: dict[int, list[OnPaper]] = defaultdict(list)
    for line in await archive.papers(session, workspace_id):
        papers[line.round_id].append(OnPaper(idea_id=line.idea_id, chosen=line.chosen))
    return [_round(row, papers[row.id]) for row in await archive.rounds(session, workspace_id)]


async def _projects(session: AsyncSession, workspace_id: int) -> list[Project]:
    return [
        Project(
            id=project.id,
            idea_id=project.idea_id,
            state=project.state,
            started_at=project.started_at,
            ended_at=project.ended_at,
            next_step=project.next_step,
            tried=ending.get("tried", ""),
            learnt=ending.get("learnt", ""),
            wake_when=ending.get("wake_when", ""),
            wake_on=ending.get("wake_on"),
            changed=ending.get("changed", ""),
            stopped=ending.get("stopped", ""),
        )
        for project, ending in await archive.projects(session, workspace_id)
    ]


def _round(row: rows.Round, paper: list[OnPaper]) -> Round:
    closed = row.state != kinds.RoundState.OPEN
    return Round(
        id=row.id,
        state=row.state,
        secret=row.secret,
        winners=row.winners,
        tap_limit=row.tap_limit,
        breadth=row.breadth,
        empty_chairs=row.empty_chairs,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        receipt=row.receipt,
        seed=row.seed.hex() if closed else None,
        paper=paper,
        result=_without_voters(row.result) if row.result else None,
    )


def _without_voters(result: Any) -> Any:
    match result:
        case dict():
            return {key: _without_voters(one) for key, one in result.items() if key != "voters"}
        case list():
            return [_without_voters(one) for one in result]
        case _:
            return result
