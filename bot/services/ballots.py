"""A person's own ballot in an open round: for their eyes only, changeable until the close."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain.permissions import Action
from bot.services import cards, outgoing, permits, secrecy, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ballot_papers, ideas, kinds, people, rounds, workspaces
from storage.models import Round


async def show(installation: Installation, actor: Actor, round_id: int, *, now: datetime) -> views.Ballot:
    """The person's own ballot. Raises as `tap` does."""
    async with installation.database.read() as session:
        round_ = await rounds.get(session, actor.workspace_id, round_id)
        await _require_voter(session, actor, round_, now=now)
        assert round_ is not None  # noqa: S101 - _require_voter has seen to it
        return await _ballot(session, installation, actor, round_)


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

    async def work(session: AsyncSession) -> views.Ballot:
        round_ = await rounds.get_to_vote(session, actor.workspace_id, round_id)
        discipline_id = await _require_voter(session, actor, round_, now=now)
        assert round_ is not None  # noqa: S101
        voter = secrecy.voter(installation.rules.secret, round_, actor.person_id)
        await _hand_in(session, actor, round_, voter, discipline_id=discipline_id, now=now)
        if approve:
            await _approve(session, round_, voter, idea_id)
        else:
            await rounds.withdraw(session, round_.id, voter, idea_id)
        return await _ballot(session, installation, actor, round_)

    return await installation.database.write(work)


async def tap_none(installation: Installation, actor: Actor, round_id: int, *, now: datetime) -> views.Ballot:
    """Hand in "none of these": a ballot without approvals, which counts as having taken part."""
    async with installation.database.begin() as session:
        round_ = await rounds.get_to_vote(session, actor.workspace_id, round_id)
        discipline_id = await _require_voter(session, actor, round_, now=now)
        assert round_ is not None  # noqa: S101
        voter = secrecy.voter(installation.rules.secret, round_, actor.person_id)
        await _hand_in(session, actor, round_, voter, discipline_id=discipline_id, now=now)
        await rounds.withdraw(session, round_.id, voter)
        return await _ballot(session, installation, actor, round_)


async def read(installation: Installation, actor: Actor, round_id: int, idea_id: int) -> messages.IdeaCard:
    """An idea on the paper in full. Raises NotFound for any other."""
    async with installation.database.read() as session:
        round_ = await rounds.get(session, actor.workspace_id, round_id)
        if round_ is None:
            raise errors.NotFound("error.round.not_found")
        idea = await ideas.get(session, actor.workspace_id, idea_id)
        if idea is None or not await rounds.is_on_paper(session, round_id, idea_id):
            raise errors.NotFound("error.idea.not_found")
        return await cards.idea(session, idea)


async def running(installation: Installation, actor: Actor) -> tuple[views.OpenRound, ...]:
    """The open rounds, the one that closes first first."""
    async with installation.database.read() as session:
        return await open_rounds(session, installation, actor)


async def open_rounds(
    session: AsyncSession, installation: Installation, actor: Actor
) -> tuple[views.OpenRound, ...]:
    """The same, as a part of another read."""
    lines = []
    for round_ in await rounds.open_ones(session, actor.workspace_id):
        voter = secrecy.voter(installation.rules.secret, round_, actor.person_id)
        lines.append(
            views.OpenRound(
                round_id=round_.id,
                place=round_.place,
                ref=round_.ref,
                closes_at=round_.closes_at,
                zone=actor.zone,
                ideas=len(await rounds.ideas(session, round_.id)),
                handed_in=await rounds.has_ballot(session, round_.id, voter),
                approved=len(await rounds.approvals(session, round_.id, voter)),
            )
        )
    return tuple(lines)


async def _require_voter(session: AsyncSession, actor: Actor, round_: Round | None, *, now: datetime) -> int:
    """The discipline the person votes in."""
    if round_ is None:
        raise errors.NotFound("error.round.not_found")
    if round_.state == kinds.RoundState.CANCELLED:
        raise errors.TooLate("error.round.cancelled")
    if round_.state != kinds.RoundState.OPEN or round_.closes_at <= now:
        raise errors.TooLate("error.round.closed")
    permits.require(actor, Action.VOTE)
    person = await people.get(session, actor.workspace_id, actor.person_id)
    if person is None or person.discipline_id is None or person.discipline_set_at is None:
        raise errors.NotAllowed("error.discipline.missing")
    if person.discipline_set_at > round_.opened_at and person.discipline_confirmed_at is None:
        raise errors.NotAllowed("error.discipline.unconfirmed")
    return person.discipline_id


async def _hand_in(
    session: AsyncSession,
    actor: Actor,
    round_: Round,
    voter: str,
    *,
    discipline_id: int,
    now: datetime,
) -> None:
    new = await rounds.hand_in(
        session,
        round_.id,
        voter,
        discipline_id=discipline_id,
        person_id=None if round_.secret else actor.person_id,
    )
    if new:
        await _show_count(session, actor, round_, now=now)


async def _show_count(session: AsyncSession, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Have the card tell the new number of ballots, where it tells one.

    Always on the full minute: the moment at which a card changes shall not be the moment somebody voted.
    """
    if await rounds.ballots_count(session, round_.id) < cards.FLOOR:
        return
    workspace = await workspaces.get(session, actor.workspace_id)
    soon = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    await outgoing.redraw_round(session, workspace, round_, now=soon)


async def _approve(session: AsyncSession, round_: Round, voter: str, idea_id: int) -> None:
    if not await rounds.is_on_paper(session, round_.id, idea_id):
        raise errors.NotFound("error.idea.not_found")
    idea = await ideas.get(session, round_.workspace_id, idea_id)
    if idea is None or idea.state != kinds.IdeaState.IN_ROUND:
        heir = (await ballot_papers.gone(session, round_.id)).get(idea_id)
        if heir:
            raise errors.TooLate("error.round.idea_joined", title=heir)
        raise errors.TooLate("error.round.idea_gone")
    if round_.tap_limit is not None:
        await rounds.hold_ballot(session, round_.id, voter)
        standing = await _standing(session, round_.id)
        approved = await rounds.approvals(session, round_.id, voter) & standing
        if len(approved | {idea_id}) > round_.tap_limit:
            raise errors.Invalid("error.round.tap_limit", limit=round_.tap_limit)
    await rounds.approve(session, round_.id, voter, idea_id)


async def _standing(session: AsyncSession, round_id: int) -> set[int]:
    """The ideas that can still be voted for."""
    return {
        idea.id for idea in await rounds.ideas(session, round_id) if idea.state == kinds.IdeaState.IN_ROUND
    }


async def _ballot(
    session: AsyncSession, installation: Installation, actor: Actor, round_: Round
) -> views.Ballot:
    voter = secrecy.voter(installation.rules.secret, round_, actor.person_id)
    approved = await rounds.approvals(session, round_.id, voter)
    on_paper = await rounds.ideas(session, round_.id)
    whole = all(idea.state == kinds.IdeaState.IN_ROUND for idea in on_paper)
    heirs = {} if whole else await ballot_papers.gone(session, round_.id)
    return views.Ballot(
        round_id=round_.id,
        secret=round_.secret,
        winners=round_.winners,
        tap_limit=round_.tap_limit,
        closes_at=round_.closes_at,
        zone=actor.zone,
        lines=tuple(
            views.BallotLine(
                idea_id=idea.id,
                title=idea.title,
                who=idea.who,
                approved=idea.id in approved and idea.state == kinds.IdeaState.IN_ROUND,
                own=idea.author_id == actor.person_id,
                more=bool(idea.who or idea.evidence),
                standing=idea.state == kinds.IdeaState.IN_ROUND,
                into=heirs.get(idea.id, ""),
            )
            for idea in on_paper
        ),
        handed_in=await rounds.has_ballot(session, round_.id, voter),
    )
