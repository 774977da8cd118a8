"""What is published of a counted round: within the floor, with why the winner won."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import ballot, cells, explanation, lot, pabulib, receipt, suppression, turnout, voting
from storage import people, rounds
from storage.models import Idea, Round, Workspace
from storage.rounds import Cast

FEWEST = 5
"""Ballots of a discipline from which on those of a secret round may be given out, one by one."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A round as it was counted, before anything is published.

    `on_paper` are the ideas the count was held among, `eligible` the disciplines that could vote.
    """

    round_: Round
    on_paper: Sequence[Idea]
    cast: Sequence[Cast]
    eligible: int
    quiet: turnout.Quiet[int]
    result: voting.Result[int]


async def publish(
    session: AsyncSession,
    counted: Counted,
    workspace: Workspace,
    *,
    salt: bytes,
    complaint_until: datetime,
    now: datetime,
) -> messages.RoundResult:
    """The result as everybody sees it."""
    round_, result = counted.round_, counted.result
    view = suppression.view(result)
    told = view.ballots is not None
    quiet = counted.quiet if told else turnout.Quiet[int](named=(), small=False)
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
        receipt=digest(round_, list(titles), counted.cast, eligible=counted.eligible, salt=salt),
        closed_at=now,
        zone=workspace.zone,
        bar=result.bar,
        extended=round_.extended,
        barely=tuple(sorted((await rounds.discipline_names(session, list(quiet.named))).values())),
        barely_small=quiet.small,
        ballots_given=may_give_ballots(counted) if round_.published else None,
        complaint_until=complaint_until,
    )


def may_give_ballots(counted: Counted) -> bool:
    """Whether the ballots can be given out as promised: those of a secret round only where every discipline
    that was heard is large enough for its ballots to belong to nobody.
    """
    voices = counted.result.table.voices
    return not counted.round_.secret or all(heard >= FEWEST for heard in voices.values())


async def ballot_file(session: AsyncSession, counted: Counted) -> messages.BallotFile:
    """The ballots in random order, without names; counting the file gives the same winners."""
    round_ = counted.round_
    known = await rounds.discipline_names(session, list(counted.result.table.voices))
    names = {one: cells.harmless(" ".join(name.split())) for one, name in known.items()}
    if len(set(names.values())) < len(names):  # those that are told apart by signs that nobody sees
        names = {one: f"{name} ({one})" for one, name in names.items()}
    papers = [
        ballot.Ballot(names[paper.discipline_id], frozenset(map(str, paper.approvals)))
        for paper in counted.cast
    ]
    secrets.SystemRandom().shuffle(papers)
    content = pabulib.write(
        papers,
        {str(idea.id): cells.harmless(idea.title) for idea in counted.on_paper},
        meta={
            "description": f"Idejakt round {round_.id}",
            "country": "Norway",
            "unit": "Idejakt",
            "instance": round_.id,
            "num_winners": round_.winners,
            "empty_chairs": round_.empty_chairs,
            "breadth": bar(round_.breadth, counted.eligible),
            "eligible_disciplines": counted.eligible,
            "seed": round_.seed.hex(),
        },
    )
    return messages.BallotFile(
        round_id=round_.id, name=f"idejakt-{round_.id}.pb", content=content, ballots=len(papers)
    )


def bar(breadth: int, eligible: int) -> int:
    """The breadth it takes to win: never more disciplines than may vote."""
    return max(1, min(breadth, eligible))


def digest(
    round_: Round, idea_ids: Sequence[int], cast: Sequence[Cast], *, eligible: int, salt: bytes
) -> str:
    """The receipt's hash of a round, its settings and its ballots."""
    return receipt.digest(
        [ballot.Ballot(paper.discipline_id, paper.approvals) for paper in cast],
        ideas=list(idea_ids),
        settings={
            "round": round_.id,
            "winners": round_.winners,
            "empty_chairs": round_.empty_chairs,
            "breadth": round_.breadth,
            "eligible": eligible,
            "tap_limit": round_.tap_limit,
            "seed": round_.seed.hex(),
        },
        salt=salt,
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
