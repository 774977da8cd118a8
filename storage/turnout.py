"""Who may vote in a round, and how many have: never who wanted what."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.agenda import Soonest
from storage.models import Ballot, Person, Round


@dataclass(frozen=True, slots=True)
class Voter:
    """A member who may vote. `external_id` is None for one who was erased."""

    person_id: int
    external_id: str | None
    discipline_id: int
    locale: str | None


async def electorate(session: AsyncSession, round_: Round) -> list[Voter]:
    """The known members of staff who may vote in `round_`, in order of their ids.

    Those who have left are not among them; a ballot they handed in before stays, and counts.
    """
    found = await session.exec(
        select(
            Person.id,
            Person.external_id,
            Person.discipline_id,
            sa.func.coalesce(Person.locale, Person.platform_locale),
        )
        .where(
            Person.workspace_id == round_.workspace_id,
            Person.standing == kinds.Standing.STAFF,
            col(Person.discipline_id).is_not(None),
            col(Person.gone_at).is_(None),
            sa.or_(
                col(Person.discipline_set_at) <= round_.opened_at,
                col(Person.discipline_confirmed_at).is_not(None),
            ),
        )
        .order_by(col(Person.id))
    )
    return [
        Voter(person_id, external_id, discipline_id, locale)
        for person_id, external_id, discipline_id, locale in found.all()
        if discipline_id is not None
    ]


async def voices(session: AsyncSession, round_id: int) -> dict[int, int]:
    """How many ballots each discipline has handed in; those without any are not in it."""
    found = await session.exec(
        select(Ballot.discipline_id, sa.func.count())
        .where(Ballot.round_id == round_id)
        .group_by(col(Ballot.discipline_id))
    )
    return dict(found.all())


async def voters(session: AsyncSession, round_id: int) -> set[str]:
    """The names the ballots of an open round are kept under: pseudonyms in a secret one."""
    found = await session.exec(select(Ballot.voter).where(Ballot.round_id == round_id))
    return set(found.all())


def next_invitation() -> Soonest:
    """When the missing voices of an open round are invited."""
    return select(sa.func.min(Round.invite_at)).where(Round.state == kinds.RoundState.OPEN)


async def to_invite(session: AsyncSession, *, now: datetime) -> list[int]:
    """The open rounds whose missing voices are to be invited now."""
    found = await session.exec(
        select(Round.id)
        .where(Round.state == kinds.RoundState.OPEN, col(Round.invite_at) <= now)
        .order_by(col(Round.id))
    )
    return list(found.all())


async def claim_invitation(session: AsyncSession, round_id: int, *, now: datetime) -> Round | None:
    """The round, once: None where another process was first, or its deadline has passed meanwhile."""
    found = await session.exec(
        select(Round)
        .where(Round.id == round_id, Round.state == kinds.RoundState.OPEN, col(Round.invite_at) <= now)
        .with_for_update()
    )
    round_ = found.one_or_none()
    if round_ is None:
        return None
    await session.exec(update(Round).where(col(Round.id) == round_id).values(invite_at=None))
    return round_ if round_.closes_at > now else None
