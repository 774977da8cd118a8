"""Drawing the shared cards from what is stored: redraw, never increment."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import lot, schedule
from bot.domain import (
    ripples as rings,
)
from bot.services import (
    briefs,
    hunt_cards,
    nudge_cards,
    result_cards,
)
from storage import (
    askings,
    ballot_papers,
    endings,
    gatherings,
    hunts,
    ideas,
    kinds,
    nudges,
    people,
    projects,
    rhythms,
    ripples,
    rounds,
    themes,
    workspaces,
)
from storage.models import (
    Ending,
    Idea,
    Project,
    Round,
)

FLOOR = 5
"""The number of ballots is told from here on; below it, who has voted would be too easy to guess."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """A group that hears from the bot within open hours of its `zone`, and at `next_at` the next time."""

    zone: str
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is now, and where it stands; `ref` is None until it has been posted.

    One that is `over` before it was posted need not be posted any more; one for a `group` comes within its
    hours.
    """

    place: str
    ref: str | None
    message: messages.Message
    over: bool = False
    group: Weekly | None = None


async def draw(
    session: AsyncSession, workspace_id: int, subject: kinds.Subject, subject_id: int
) -> Card | None:
    """The subject's card as it is now, or None where there is no such subject."""
    match subject:
        case kinds.Subject.IDEA:
            found = await ideas.get(session, workspace_id, subject_id)
            return Card(found.place, found.ref, await idea(session, found)) if found else None
        case kinds.Subject.ROUND:
            vote = await rounds.get(session, workspace_id, subject_id)
            return Card(vote.place, vote.ref, await round_card(session, vote)) if vote else None
        case kinds.Subject.RESULT:
            vote = await rounds.get(session, workspace_id, subject_id)
            if vote is None or vote.result is None:
                return None
            return Card(vote.place, vote.result_ref, await result_cards.result(session, vote))
        case kinds.Subject.PROJECT:
            group = await projects.get(session, workspace_id, subject_id)
            return Card(group.place, group.ref, await project(session, group)) if group else None
        case kinds.Subject.NUDGE:
            return await _nudge(session, workspace_id, subject_id)
        case kinds.Subject.ASKING:
            return await _asking(session, workspace_id, subject_id)
        case kinds.Subject.HUNT:
            season = await hunts.get(session, workspace_id, subject_id)
            return Card(season.place, season.ref, await hunt_cards.card(session, season)) if season else None
        case kinds.Subject.ENDING:
            return await ending(session, workspace_id, subject_id)


async def idea(session: AsyncSession, row: Idea) -> messages.IdeaCard:
    """Without the author's name it tells their discipline neither: a small one would give them away."""
    line = (
        await ideas.lines(session, row.workspace_id, viewer=0, states=list(kinds.IdeaState), ids=[row.id])
    )[0]
    author = await people.external_ids(session, [row.author_id]) if row.named else {}
    return messages.IdeaCard(
        idea_id=row.id,
        kind=row.kind,
        state=row.state,
        title=row.title,
        who=row.who,
        frequency=row.frequency,
        evidence=row.evidence,
        cost=row.cost,
        areas=tuple(one.name for one in await ideas.areas(session, row.id)),
        themes=tuple(one.name for one in await themes.of(session, row.id)),
        author=author.get(row.author_id),
        discipline=line.discipline if row.named else None,
        supporters=line.supporters,
        willing=await gatherings.count(session, row.id),
        source=row.source if row.named else None,
    )


async def round_card(session: AsyncSession, row: Round) -> messages.RoundCard:
    on_paper = await rounds.ideas(session, row.id)
    gone = await ballot_papers.gone(session, row.id)
    opener = await people.external_ids(session, [row.opened_by])
    ballots = await rounds.ballots_count(session, row.id) if row.state == kinds.RoundState.OPEN else 0
    return messages.RoundCard(
        round_id=row.id,
        state=row.state,
        secret=row.secret,
        winners=row.winners,
        tap_limit=row.tap_limit,
        breadth=row.breadth,
        empty_chairs=row.empty_chairs,
        opened_by=opener.get(row.opened_by, ""),
        closes_at=row.closes_at,
        zone=await _zone(session, row.workspace_id),
        ideas=tuple(
            messages.BallotIdea(
                idea_id=one.id, title=one.title, gone=one.id in gone, into=gone.get(one.id, "")
            )
            for one in on_paper
        ),
        ballots=ballots if ballots >= FLOOR else None,
        seed_hash=lot.seed_hash(row.seed),
        published=row.published,
        follows=row.follows is not None,
        steps=tuple([step async for step in _steps(session, row)]),
    )


async def _steps(session: AsyncSession, row: Round) -> AsyncIterator[messages.RoundStep]:
    for step in await rounds.steps(session, row.id):
        by = await people.external_ids(session, [step.person_id]) if step.person_id else {}
        yield messages.RoundStep(
            event=step.event, by=by.get(step.person_id) if step.person_id else None, reason=step.reason
        )


async def project(session: AsyncSession, row: Project) -> messages.ProjectCard:
    line = (await projects.lines(session, row.workspace_id, viewer=0, project_id=row.id))[0]
    group = await projects.members(session, row.id)
    return messages.ProjectCard(
        project_id=row.id,
        state=row.state,
        title=line.title,
        owner=line.owner,
        members=tuple(person.external_id for person, _ in group if person.external_id),
        disciplines=tuple(sorted({discipline for _, discipline in group if discipline})),
        next_step=row.next_step,
        weekday=row.weekday,
        at=row.at,
        every_weeks=row.every_weeks,
        next_nudge_at=None if row.muted else await _told_at(session, row),
        zone=row.zone,
        muted=row.muted,
        leader=row.leader,
        stage=row.stage,
        stages=tuple(row.stages or ()),
        criteria=tuple(
            messages.Criterion(text=one.text, on=one.on_date, met=one.met_at is not None)
            for one in await projects.criteria(session, row.id)
        ),
    )


async def _told_at(session: AsyncSession, row: Project) -> datetime | None:
    """The next nudge, where it does not follow from the group's slot."""
    if row.next_nudge_at is None:
        return None
    try:
        slot = briefs.slot(row)
    except (ValueError, KeyError):
        return row.next_nudge_at
    last = await nudges.last_at(session, row.id)
    regular = row.snoozed_until is None and schedule.is_regular(row.next_nudge_at, slot, last=last)
    return None if regular else row.next_nudge_at


async def ending(session: AsyncSession, workspace_id: int, project_id: int) -> Card | None:
    """A result with where it is used; units are named, people only where they said so."""
    found = await endings.get(session, workspace_id, project_id)
    if found is None:
        return None
    row, group, idea = found
    keeper = await people.external_ids(session, [row.keeper_id] if row.keeper_id else [])
    reach = await _reach(session, row)
    message = messages.EndingCard(
        project_id=row.project_id,
        state=row.state,
        title=idea.title,
        tried=row.tried,
        learnt=row.learnt,
        wake_when=row.wake_when,
        wake_on=row.wake_on,
        woken=row.woken_at is not None,
        changed=row.changed,
        stopped=row.stopped,
        discipline=await endings.discipline_name(session, row.discipline_id),
        keeper=keeper.get(row.keeper_id or 0),
        thanked=tuple(await endings.thanked(session, row.project_id)),
        people=len(await projects.members(session, group.id)),
        reach=reach,
        closing=row.closing,
        picture=row.picture if row.pictured == reach.model_dump(mode="json") else None,
    )
    return Card(row.place, row.ref, message)


async def _reach(session: AsyncSession, row: Ending) -> messages.Reach:
    answered: dict[int | None, list[rings.Check]] = {}
    for check in await ripples.checks_of(session, row.project_id):
        if check.answer is not None:
            told = rings.Check(months=check.months, use=check.answer)
            answered.setdefault(check.ripple_id, []).append(told)
    reports = [
        rings.Report(unit=one.unit, kind=one.kind, checks=tuple(answered.get(one.id, ())))
        for one in await ripples.all_of(session, row.project_id)
    ]
    found = rings.rings(reports, answered.get(None, []), completed=row.state == kinds.ProjectState.COMPLETED)
    return messages.Reach(
        own=found.own,
        taken_up=found.taken_up,
        adapted=found.adapted,
        not_for_us=found.not_for_us,
        lasting=found.lasting,
    )


async def _nudge(session: AsyncSession, workspace_id: int, nudge_id: int) -> Card | None:
    pair = await nudges.get(session, workspace_id, nudge_id)
    if pair is None:
        return None
    row, group = pair
    newest = await nudges.newest(session, group.id)
    open_ = group.state == kinds.ProjectState.ACTIVE and newest is not None and newest.id == row.id
    brief = (await briefs.load(session, [group]))[0]
    answers = await nudges.answers(session, [row.id])
    return Card(
        row.place,
        row.ref,
        nudge_cards.nudge(brief, row, answers, open_=open_),
        over=not open_,
        group=Weekly(group.zone, group.next_nudge_at),
    )


async def _asking(session: AsyncSession, workspace_id: int, asking_id: int) -> Card | None:
    pair = await askings.get(session, workspace_id, asking_id)
    if pair is None:
        return None
    row, group = pair
    title, owner = (await rhythms.titles(session, [group.id]))[group.id]
    message = nudge_cards.asking(row, group, title=title, owner=owner)
    return Card(row.place, row.ref, message, over=not message.open, group=Weekly(group.zone))


async def _zone(session: AsyncSession, workspace_id: int) -> str:
    return (await workspaces.get(session, workspace_id)).zone
