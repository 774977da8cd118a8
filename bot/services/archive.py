"""The archive: what was decided and why, without any person's id; for keeping when the bot is gone."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.services import archived, audit
from bot.services.installation import Installation
from storage import archive, kinds
from storage import models as rows

PERSONS = ("voters", "by")
"""Keys of a result under which people's ids stand."""


async def collect(installation: Installation, *, now: datetime, team: str | None = None) -> archived.Archive:
    """One consistent picture of everything that an archive keeps; that it was taken is in the audit log.

    Of every workspace, or of that of `team` (its id on the platform): none where there is no such one.
    """
    async with installation.database.begin() as session:
        every = await archive.workspaces(session)
        wanted = [one for one in every if team is None or one.external_id == team]
        for workspace in wanted:
            operator = audit.Administrator(workspace.id, None)
            await audit.write(session, operator, kinds.Audited.ARCHIVE_WRITTEN, now=now)
        return archived.Archive(
            made_at=now,
            workspaces=[
                archived.Workspace(
                    team=workspace.external_id,
                    ideas=await _ideas(session, workspace.id),
                    hunts=await _hunts(session, workspace.id),
                    rounds=await _rounds(session, workspace.id),
                    projects=await _projects(session, workspace.id),
                )
                for workspace in wanted
            ],
        )


async def _ideas(session: AsyncSession, workspace_id: int) -> list[archived.Idea]:
    history: dict[int, list[archived.Step]] = defaultdict(list)
    for row in await archive.steps(session, workspace_id):
        step = archived.Step(at=row.at, from_state=row.from_state, to_state=row.to_state, reason=row.reason)
        history[row.idea_id].append(step)
    areas = _grouped(await archive.areas(session, workspace_id))
    themes = _grouped(await archive.themes(session, workspace_id))
    merged = dict(await archive.merges(session, workspace_id))
    return [
        archived.Idea(
            id=idea.id,
            kind=idea.kind,
            state=idea.state,
            title=idea.title,
            who=idea.who,
            frequency=idea.frequency,
            evidence=idea.evidence,
            cost=idea.cost,
            areas=areas[idea.id],
            themes=themes[idea.id],
            merged_into=merged.get(idea.id),
            discipline=discipline if idea.named else None,
            posted_at=idea.created_at,
            supporters=supporters,
            history=history[idea.id],
        )
        for idea, discipline, supporters in await archive.ideas(session, workspace_id)
    ]


async def _rounds(session: AsyncSession, workspace_id: int) -> list[archived.Round]:
    papers: dict[int, list[archived.OnPaper]] = defaultdict(list)
    for line in await archive.papers(session, workspace_id):
        papers[line.round_id].append(archived.OnPaper(idea_id=line.idea_id, chosen=line.chosen))
    history: dict[int, list[archived.RoundStep]] = defaultdict(list)
    for row in await archive.round_steps(session, workspace_id):
        history[row.round_id].append(
            archived.RoundStep(
                at=row.at, event=row.event, reason=row.reason, idea_id=row.idea_id, closes_at=row.closes_at
            )
        )
    found = await archive.rounds(session, workspace_id)
    return [_round(row, papers[row.id], history[row.id]) for row in found]


async def _hunts(session: AsyncSession, workspace_id: int) -> list[archived.Hunt]:
    ideas = _grouped(await archive.hunt_ideas(session, workspace_id))
    history: dict[int, list[archived.HuntStep]] = defaultdict(list)
    for row in await archive.hunt_steps(session, workspace_id):
        step = archived.HuntStep(
            at=row.at, step=row.step, before=row.before, after=row.after, reason=row.reason
        )
        history[row.hunt_id].append(step)
    return [
        archived.Hunt(
            id=hunt.id,
            state=hunt.state,
            question=hunt.question,
            cohort=hunt.cohort,
            year=hunt.year,
            winners=hunt.winners,
            opened_at=hunt.opened_at,
            collect_until=hunt.collect_until,
            vote_until=hunt.vote_until,
            group_by=hunt.group_by,
            ended_at=hunt.ended_at,
            ideas=ideas[hunt.id],
            round_id=hunt.round_id,
            decision=hunt.decision,
            learnt=hunt.learnt,
            history=history[hunt.id],
        )
        for hunt in await archive.hunts(session, workspace_id)
    ]


async def _projects(session: AsyncSession, workspace_id: int) -> list[archived.Project]:
    criteria: dict[int, list[archived.Criterion]] = defaultdict(list)
    for row in await archive.criteria(session, workspace_id):
        criteria[row.project_id].append(archived.Criterion(text=row.text, on=row.on_date, met_at=row.met_at))
    asked: dict[int, list[archived.Asked]] = defaultdict(list)
    for one in await archive.askings(session, workspace_id):
        asked[one.project_id].append(
            archived.Asked(at=one.at, answer=one.answer, answered_at=one.answered_at)
        )
    history: dict[int, list[archived.ProjectStep]] = defaultdict(list)
    for step in await archive.project_steps(session, workspace_id):
        history[step.project_id].append(
            archived.ProjectStep(at=step.at, way=step.way, next_step=step.next_step, let_go=step.let_go)
        )
    ripples: dict[int, list[archived.Ripple]] = defaultdict(list)
    for told in await archive.ripples(session, workspace_id):
        ripples[told.project_id].append(
            archived.Ripple(at=told.at, unit=told.unit, kind=told.kind, line=told.line)
        )
    return [
        archived.Project(
            id=project.id,
            idea_id=project.idea_id,
            state=project.state,
            started_at=project.started_at,
            ended_at=project.ended_at,
            next_step=project.next_step,
            pre_mortem=project.pre_mortem,
            stage=project.stage,
            stages=project.stages or [],
            criteria=criteria[project.id],
            asked=asked[project.id],
            history=history[project.id],
            tried=ending.get("tried", ""),
            learnt=ending.get("learnt", ""),
            wake_when=ending.get("wake_when", ""),
            wake_on=ending.get("wake_on"),
            changed=ending.get("changed", ""),
            stopped=ending.get("stopped", ""),
            ripples=ripples[project.id],
        )
        for project, ending in await archive.projects(session, workspace_id)
    ]


def _grouped(pairs: list[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _round(
    row: rows.Round, paper: list[archived.OnPaper], history: list[archived.RoundStep]
) -> archived.Round:
    closed = row.state != kinds.RoundState.OPEN
    return archived.Round(
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
        history=history,
        result=_without_persons(row.result) if row.result else None,
    )


def _without_persons(result: Any) -> Any:
    match result:
        case dict():
            return {key: _without_persons(one) for key, one in result.items() if key not in PERSONS}
        case list():
            return [_without_persons(one) for one in result]
        case _:
            return result
