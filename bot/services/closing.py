"""Closing a round: count, publish within the floor, unlink the ballots, move the ideas on."""

import functools
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import ballot, voting
from bot.services import moves, outgoing, results, secrecy, turnout
from bot.services.installation import Installation, Rules
from storage import kinds, receipts, rounds, workspaces
from storage import turnout as electorates
from storage.models import Round, Workspace
from storage.rounds import Cast


async def close_due(installation: Installation, *, now: datetime) -> int:
    """Close every round whose deadline has passed, however late; returns how many this process saw to.

    One in which too few have voted is extended instead, once.
    """
    async with installation.database.read() as session:
        due = await rounds.due(session, now=now)
    closed = 0
    for round_id in due:
        # Thousands of ballots are read, counted and written: in one go, on SQLite in the writer's own thread.
        closed += await installation.database.write(
            functools.partial(_close, installation=installation, round_id=round_id, now=now)
        )
    return closed


async def _close(session: AsyncSession, installation: Installation, round_id: int, *, now: datetime) -> bool:
    round_ = await rounds.get_to_close(session, round_id, now=now)
    if round_ is None:
        return False
    workspace = await workspaces.get(session, round_.workspace_id)
    rules = installation.rules.of(workspace)
    if await turnout.extend(session, installation, workspace, round_, now=now):
        return True
    counted = await _count(session, round_, target=turnout.target(round_, rules))
    # Where the ballots themselves are given out anybody can check the receipt, so it has no salt.
    given = round_.published and results.may_give_ballots(counted)
    salt = secrecy.salt() if round_.secret and not given else b""
    days = rules.complaint_days if round_.complaint_days is None else round_.complaint_days
    until = now + timedelta(days=days)
    result = await results.publish(session, counted, workspace, salt=salt, complaint_until=until, now=now)
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
        eligible=counted.eligible,
        invite_at=None,
        ballots_until=until,
        traces=round_.secret,
    )
    # Before what is said of each idea: that goes to the same channel, which takes a message a second.
    await outgoing.post(
        session,
        workspace,
        result,
        place=round_.place,
        now=now,
        key=f"round:{round_.id}:result",
        subject=kinds.Subject.RESULT,
        subject_id=round_.id,
    )
    if given:
        await outgoing.post(
            session,
            workspace,
            await results.ballot_file(session, counted),
            place=round_.place,
            now=now,
            key=f"round:{round_.id}:ballots",
            subject=kinds.Subject.RESULT,
            subject_id=round_.id,
            in_thread=True,
            fleeting=True,
        )
    await outgoing.redraw_round(session, workspace, round_, now=now)
    await _move_ideas(session, rules, workspace, counted, winners, now=now)
    return True


async def _count(session: AsyncSession, round_: Round, *, target: int) -> results.Counted:
    """Count what stands on the paper now: who voted for an idea that was withdrawn has voted all the same."""
    written = await rounds.ideas(session, round_.id)
    on_paper = [idea for idea in written if idea.state == kinds.IdeaState.IN_ROUND]
    standing = {idea.id for idea in on_paper}
    await receipts.set_uncounted(session, round_.id, [idea.id for idea in written if idea.id not in standing])
    cast = [
        Cast(paper.discipline_id, paper.approvals & standing, paper.person_id)
        for paper in await rounds.cast(session, round_.id)
    ]
    members = await electorates.electorate(session, round_)
    heard = {paper.discipline_id for paper in cast}
    eligible = len({voter.discipline_id for voter in members} | heard)
    quiet = await turnout.missing(session, round_, members, target=target)
    result = count(round_, [*standing], cast, eligible=eligible)
    return results.Counted(round_, on_paper, cast, eligible, quiet, result)


def count(round_: Round, idea_ids: list[int], cast: list[Cast], *, eligible: int) -> voting.Result[int]:
    """Count a round by its own rules."""
    return voting.count(
        [ballot.Ballot(paper.discipline_id, paper.approvals) for paper in cast],
        idea_ids,
        seed=round_.seed,
        winners=round_.winners,
        empty_chairs=round_.empty_chairs,
        breadth=results.bar(round_.breadth, eligible),
        eligible_disciplines=eligible,
    )


async def _move_ideas(
    session: AsyncSession,
    rules: Rules,
    workspace: Workspace,
    counted: results.Counted,
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
