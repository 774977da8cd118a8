"""Taps on ballots: what thirty people tap at the same moment is read, judged and kept together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain import merging
from bot.services import ballots, secrecy, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import kinds
from storage import taps as rows
from storage.models import Person, Round

Paper = Mapping[int, Sequence[rows.Line]]
"""The ideas on the paper of each round."""
_STANDING = kinds.IdeaState.IN_ROUND


@dataclass(frozen=True, slots=True)
class Asked:
    """One tap."""

    installation: Installation
    actor: Actor
    round_id: int
    idea_id: int
    approve: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class _Vote:
    """A tap that may be kept, as far as its limit allows."""

    asked: Asked
    round_: Round
    voter: rows.Voter
    discipline_id: int


async def tap(
    installation: Installation,
    actor: Actor,
    round_id: int,
    idea_id: int,
    *,
    approve: bool,
    now: datetime,
) -> views.Ballot:
    """Set whether the person's ballot approves an idea; setting it twice changes nothing.

    Returns the ballot as it now stands. Raises TooLate for a closed round, NotFound for one of another
    workspace or an idea not on its paper, NotAllowed for those who may not vote, Invalid past the limit.
    """
    asked = Asked(installation, actor, round_id, idea_id, approve, now)
    return await installation.database.write_together(_together, asked)


async def _together(session: AsyncSession, asked: Sequence[Asked]) -> list[views.Ballot | Exception]:
    found = await rows.rounds_to_vote(session, {one.round_id for one in asked})
    known = await rows.people(session, {one.actor.person_id for one in asked})
    paper = await rows.lines(session, set(found))
    judged = [_judged(one, found, known, paper) for one in asked]
    votes = [vote for vote in judged if isinstance(vote, _Vote)]
    approved = iter(await _keep(session, votes, paper))
    return [_answer(vote, next(approved), paper) if isinstance(vote, _Vote) else vote for vote in judged]


def _judged(
    one: Asked, found: Mapping[int, Round], known: Mapping[int, Person], paper: Paper
) -> _Vote | errors.UserError:
    round_ = found.get(one.round_id)
    try:
        discipline_id = ballots.require_voter(one.actor, round_, known.get(one.actor.person_id), now=one.now)
        assert round_ is not None  # noqa: S101 - require_voter has seen to it
        if one.approve:
            _require_standing(one.idea_id, paper[round_.id])
    except errors.UserError as error:
        return error
    voter = round_.id, secrecy.voter(one.installation.rules.secret, round_, one.actor.person_id)
    return _Vote(one, round_, voter, discipline_id)


def _require_standing(idea_id: int, paper: Sequence[rows.Line]) -> None:
    line = next((line for line in paper if line.idea_id == idea_id), None)
    if line is None:
        raise errors.NotFound("error.idea.not_found")
    if line.state != _STANDING:
        if line.into:
            raise errors.TooLate("error.round.idea_joined", title=line.into)
        raise errors.TooLate("error.round.idea_gone")


async def _keep(
    session: AsyncSession, votes: Sequence[_Vote], paper: Paper
) -> list[set[int] | errors.UserError]:
    """What each ballot approves after its tap, in the order in which they came."""
    voters = {vote.voter for vote in votes}
    approved = await rows.standing(session, voters)
    await _hand_in(session, {vote.voter: vote for vote in votes if vote.voter not in approved})
    if any(vote.round_.tap_limit is not None for vote in votes):
        await rows.hold(session, voters)
        approved = await rows.standing(session, voters)
    changed: dict[tuple[int, str, int], bool] = {}
    outcomes: list[set[int] | errors.UserError] = []
    for vote in votes:
        chosen, idea_id = approved.setdefault(vote.voter, set()), vote.asked.idea_id
        if vote.asked.approve:
            standing = {line.idea_id for line in paper[vote.round_.id] if line.state == _STANDING}
            limit = vote.round_.tap_limit
            if not merging.has_room(chosen, idea_id, standing, limit):
                outcomes.append(errors.Invalid("error.round.tap_limit", limit=limit))
                continue
            chosen.add(idea_id)
        else:
            chosen.discard(idea_id)
        changed[*vote.voter, idea_id] = vote.asked.approve
        outcomes.append(set(chosen))
    await rows.keep(session, changed)
    return outcomes


async def _hand_in(session: AsyncSession, new: Mapping[rows.Voter, _Vote]) -> None:
    papers = (
        {
            "round_id": vote.round_.id,
            "voter": voter,
            "discipline_id": vote.discipline_id,
            "person_id": None if vote.round_.secret else vote.asked.actor.person_id,
        }
        for (_, voter), vote in new.items()
    )
    await rows.hand_in(session, papers)
    for vote in {vote.round_.id: vote for vote in new.values()}.values():
        asked = vote.asked
        await ballots.show_count(session, asked.installation, asked.actor, vote.round_, now=asked.now)


def _answer(
    vote: _Vote, approved: set[int] | errors.UserError, paper: Paper
) -> views.Ballot | errors.UserError:
    if isinstance(approved, errors.UserError):
        return approved
    return ballots.ballot(
        vote.asked.actor, vote.round_, paper[vote.round_.id], approved=approved, handed_in=True
    )
