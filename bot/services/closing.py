"""Closing a round: count, publish within the floor, unlink the ballots, move the ideas on."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import ballot, explanation, lot, receipt, suppression, voting
from bot.services import moves, outgoing, secrecy
from bot.services.installation import Installation, Rules
from storage import kinds, people, rounds, workspaces
from storage.models import Idea, Round, Workspace
from storage.rounds import Cast


@dataclass(frozen=True, slots=True)
class Counted:
    """A round as it was counted, before anything is published."""

    round_: Round
    on_paper: Sequence[Idea]
    cast: Sequence[Cast]
    result: voting.Result[int]


async def close_due(installation: Installation, *, now: datetime) -> int:
    """Close every round whose deadline has passed, however late; returns how many this process closed."""
    async with installation.database.read() as session:
        due = await rounds.due(session, now=now)
    closed = 0
    for round_id in due:
        closed += await _close(installation, round_id, now=now)
    return closed


async def _close(installation: Installation, round_id: int, *, now: datetime) -> bool:
    async with installation.database.begin() as session:
        round_ = await rounds.get_to_close(session, round_id, now=now)
        if round_ is None:
            return False
        workspace = await workspaces.get(session, round_.workspace_id)
        counted = await _count(session, round_)
        salt = secrecy.salt() if round_.secret else b""
        result = await _publish(session, counted, workspace, salt=salt, now=now)
        if round_.secret:
            await rounds.unlink(session, round_.id, counted.cast)
        winners = list(counted.result.winners)
        await rounds.set_chosen(session, round_.id, winners)
        await rounds.close(
            session,
            round_,
            state=kinds.RoundState.CLOSED,
            closed_at=now,
            outcome=counted.result.outcome,
            result=result.model_dump(mode="json"),
            receipt=result.receipt,
            receipt_salt=salt or None,
        )
        await _move_ideas(session, installation.rules, workspace, counted, winners, now=now)
        await outgoing.redraw_round(session, workspace, round_, now=now)
        await outgoing.post(
            session, workspace, result, place=round_.place, now=now, key=f"round:{round_.id}:result"
        )
        return True


async def _count(session: AsyncSession, round_: Round) -> Counted:
    on_paper = await rounds.ideas(session, round_.id)
    cast = await rounds.cast(session, round_.id)
    heard = {paper.discipline_id for paper in cast}
    eligible = await rounds.eligible_disciplines(session, round_.workspace_id)
    # Exact fractions over thousands of ballots take a while: other people's taps need not wait for them.
    result = await asyncio.to_thread(
        voting.count,
        [ballot.Ballot(paper.discipline_id, paper.approvals) for paper in cast],
        [idea.id for idea in on_paper],
        seed=round_.seed,
        winners=round_.winners,
        empty_chairs=round_.empty_chairs,
        breadth=round_.breadth,
        eligible_disciplines=max(eligible, len(heard)),
    )
    return Counted(round_, on_paper, cast, result)


async def _publish(
    session: AsyncSession, counted: Counted, workspace: Workspace, *, salt: bytes, now: datetime
) -> messages.RoundResult:
    round_, result = counted.round_, counted.result
    view = suppression.view(result)
    titles = {idea.id: idea.title for idea in counted.on_paper}
    voters = await _voters(session, counted)
    return messages.RoundResult(
        round_id=round_.id,
        secret=round_.secret,
        outcome=result.outcome,
        winners=round_.winners,
        ideas=tuple(
            messages.RankedIdea(
                rank=row.rank,
                idea_id=row.idea,
                title=titles[row.idea],
                bar=row.bar,
                taps=row.taps,
                broad=row.broad,
                chosen=row.place,
                voters=voters.get(row.idea) if voters is not None else None,
            )
            for row in view.rows
        ),
        ballots=view.ballots,
        heard=await _heard(session, view.groups),
        reason=_reason(result, titles),
        lot_decided=result.by_lot,
        seed=round_.seed.hex(),
        seed_hash=lot.seed_hash(round_.seed),
        receipt=receipt.digest(
            [ballot.Ballot(paper.discipline_id, paper.approvals) for paper in counted.cast],
            ideas=list(titles),
            settings={
                "round": round_.id,
                "winners": round_.winners,
                "empty_chairs": round_.empty_chairs,
                "breadth": round_.breadth,
                "tap_limit": round_.tap_limit,
                "seed": round_.seed.hex(),
            },
            salt=salt,
        ),
        closed_at=now,
        zone=workspace.zone,
    )


async def _voters(session: AsyncSession, counted: Counted) -> dict[int, tuple[str, ...]] | None:
    """Who approved each idea, in an open round; None in a secret one."""
    if counted.round_.secret:
        return None
    known = await people.external_ids(
        session, [paper.person_id for paper in counted.cast if paper.person_id is not None]
    )
    return {
        idea.id: tuple(
            sorted(
                known[paper.person_id]
                for paper in counted.cast
                if idea.id in paper.approvals and paper.person_id in known
            )
        )
        for idea in counted.on_paper
    }


async def _heard(
    session: AsyncSession, groups: Sequence[suppression.Group[int]]
) -> tuple[messages.Heard, ...]:
    names = await rounds.discipline_names(session, [one for group in groups for one in group.disciplines])
    return tuple(
        messages.Heard(
            name=None if group.pooled else names[group.disciplines[0]],
            ballots=group.ballots,
        )
        for group in groups
    )


def _reason(result: voting.Result[int], titles: dict[int, str]) -> messages.Reason | None:
    if not result.winners:
        return None
    why = explanation.why(result, result.winners[0])
    return messages.Reason(
        ground=why.ground.value,
        title=titles[why.idea],
        over=titles[why.over] if why.over is not None else None,
        bar=why.bar,
        narrow=tuple(titles[one] for one in why.narrow),
        outweighed=tuple(titles[one] for one in why.outweighed),
    )


async def _move_ideas(
    session: AsyncSession,
    rules: Rules,
    workspace: Workspace,
    counted: Counted,
    winners: list[int],
    *,
    now: datetime,
) -> None:
    others = [idea.id for idea in counted.on_paper if idea.id not in winners]
    for idea_ids, state in ((winners, kinds.IdeaState.CHOSEN), (others, kinds.IdeaState.NEW)):
        await moves.move(
            session,
            rules,
            workspace,
            idea_ids,
            from_states=[kinds.IdeaState.IN_ROUND],
            to_state=state,
            key=f"round:{counted.round_.id}:closed",
            reason=counted.result.outcome.value,
            now=now,
        )
