"""A person's own ballot in an open round: for their eyes only, changeable until the close."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain.permissions import Action
from bot.services import cards, permits, secrecy, views
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ballot_papers, ideas, kinds, outbox, people, rounds, taps
from storage.models import Person, Round

NO_DISCIPLINE = "error.discipline.missing"
"""The key of the refusal that a person can mend at once."""


async def show(installation: Installation, actor: Actor, round_id: int, *, now: datetime) -> views.Ballot:
    """The person's own ballot. Raises as `taps.tap` does."""
    async with installation.database.read() as session:
        round_ = await rounds.get(session, actor.workspace_id, round_id)
        await _require_voter(session, actor, round_, now=now)
        assert round_ is not None  # noqa: S101 - _require_voter has seen to it
        return await _ballot(session, installation, actor, round_)


async def tap_none(installation: Installation, actor: Actor, round_id: int, *, now: datetime) -> views.Ballot:
    """Hand in "none of these": a ballot without approvals, which counts as having taken part."""
    async with installation.database.begin() as session:
        round_ = await rounds.get_to_vote(session, actor.workspace_id, round_id)
        discipline_id = await _require_voter(session, actor, round_, now=now)
        assert round_ is not None  # noqa: S101 - _require_voter has seen to it
        voter = secrecy.voter(installation.rules.secret, round_, actor.person_id)
        await _hand_in(session, installation, actor, round_, voter, discipline_id=discipline_id, now=now)
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
                ideas=await ballot_papers.count(session, round_.id),
                handed_in=await rounds.has_ballot(session, round_.id, voter),
                approved=len(await rounds.approvals(session, round_.id, voter)),
            )
        )
    return tuple(lines)


def require_voter(actor: Actor, round_: Round | None, person: Person | None, *, now: datetime) -> int:
    """The discipline the person votes in. Raises TooLate, NotFound or NotAllowed where they may not."""
    if round_ is None or round_.workspace_id != actor.workspace_id:
        raise errors.NotFound("error.round.not_found")
    if round_.state == kinds.RoundState.CANCELLED:
        raise errors.TooLate("error.round.cancelled")
    if round_.state != kinds.RoundState.OPEN or round_.closes_at <= now:
        raise errors.TooLate("error.round.closed")
    permits.require(actor, Action.VOTE)
    if person is None or person.discipline_id is None or person.discipline_set_at is None:
        raise errors.NotAllowed(NO_DISCIPLINE)
    if person.discipline_set_at > round_.opened_at and person.discipline_confirmed_at is None:
        raise errors.NotAllowed("error.discipline.unconfirmed")
    return person.discipline_id


async def show_count(
    session: AsyncSession, installation: Installation, actor: Actor, round_: Round, *, now: datetime
) -> None:
    """Have the card tell the new number of ballots, where it tells one.

    Always on the full minute: the moment at which a card changes shall not be the moment somebody voted.
    """
    if round_.id not in installation.told:
        if not await taps.as_many(session, round_.id, cards.FLOOR):
            return
        installation.told.add(round_.id)
    soon = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    await outbox.redraw(
        session,
        round_.workspace_id,
        kinds.Subject.ROUND,
        round_.id,
        place=round_.place,
        locale=actor.shared_locale,
        now=soon,
    )


def ballot(
    actor: Actor, round_: Round, paper: Sequence[taps.Line], *, approved: Collection[int], handed_in: bool
) -> views.Ballot:
    """The person's ballot as they see it."""
    return views.Ballot(
        round_id=round_.id,
        secret=round_.secret,
        winners=round_.winners,
        tap_limit=round_.tap_limit,
        closes_at=round_.closes_at,
        zone=actor.zone,
        lines=tuple(
            views.BallotLine(
                idea_id=line.idea_id,
                title=line.title,
                who=line.who,
                approved=line.idea_id in approved and line.state == kinds.IdeaState.IN_ROUND,
                own=line.author_id == actor.person_id,
                more=line.more,
                standing=line.state == kinds.IdeaState.IN_ROUND,
                into=line.into,
            )
            for line in paper
        ),
        handed_in=handed_in,
    )


async def _require_voter(session: AsyncSession, actor: Actor, round_: Round | None, *, now: datetime) -> int:
    person = await people.get(session, actor.workspace_id, actor.person_id)
    return require_voter(actor, round_, person, now=now)


async def _hand_in(
    session: AsyncSession,
    installation: Installation,
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
        await show_count(session, installation, actor, round_, now=now)


async def _ballot(
    session: AsyncSession, installation: Installation, actor: Actor, round_: Round
) -> views.Ballot:
    voter = secrecy.voter(installation.rules.secret, round_, actor.person_id)
    return ballot(
        actor,
        round_,
        (await taps.lines(session, [round_.id]))[round_.id],
        approved=await rounds.approvals(session, round_.id, voter),
        handed_in=await rounds.has_ballot(session, round_.id, voter),
    )
