"""How the group of a chosen idea comes together: who wants in, who was asked, and when somebody is asked."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import inserting, kinds
from storage.agenda import Soonest
from storage.models import (
    Discipline,
    Gathering,
    Idea,
    Invitation,
    Person,
    Project,
    ProjectMember,
    Round,
    RoundIdea,
    Volunteer,
)


@dataclass(frozen=True, slots=True)
class Willing:
    """A person with their discipline and the number of active groups they are in."""

    person: Person
    discipline: str | None
    groups: int


async def open_(session: AsyncSession, idea_id: int, *, ask_at: datetime | None, now: datetime) -> None:
    """The idea looks for its group; one that was chosen before starts over."""
    values = {"opened_at": now, "ask_at": ask_at, "advertised_at": None, "organiser_id": None}
    await session.exec(
        inserting.into(session, Gathering)
        .values(idea_id=idea_id, **values)
        .on_conflict_do_update(index_elements=["idea_id"], set_=values)
    )


async def get(session: AsyncSession, idea_id: int) -> Gathering | None:
    found = await session.exec(select(Gathering).where(Gathering.idea_id == idea_id))
    return found.one_or_none()


async def close(session: AsyncSession, idea_id: int) -> None:
    """Nothing is asked any more: the group is there, or the idea was given up."""
    await session.exec(update(Gathering).where(col(Gathering.idea_id) == idea_id).values(ask_at=None))


async def answer(
    session: AsyncSession,
    idea_id: int,
    person_id: int,
    willingness: kinds.Willingness,
    *,
    ask_at: datetime | None,
    now: datetime,
) -> None:
    """Set a person's answer; who says the same again keeps their place in the order."""
    values = {"answer": willingness, "ask_at": ask_at, "at": now}
    statement = inserting.into(session, Volunteer).values(idea_id=idea_id, person_id=person_id, **values)
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["idea_id", "person_id"],
            set_=values,
            where=col(Volunteer.answer) != willingness,
        )
    )


async def answer_of(session: AsyncSession, idea_id: int, person_id: int) -> kinds.Willingness | None:
    found = await session.exec(
        select(Volunteer).where(Volunteer.idea_id == idea_id, Volunteer.person_id == person_id)
    )
    said = found.one_or_none()
    return said.answer if said else None


async def withdraw(session: AsyncSession, idea_id: int, person_id: int) -> None:
    await session.exec(
        sa.delete(Volunteer).where(col(Volunteer.idea_id) == idea_id, col(Volunteer.person_id) == person_id)
    )


async def count(session: AsyncSession, idea_id: int) -> int:
    """How many want in."""
    found = await session.exec(
        select(sa.func.count()).where(
            Volunteer.idea_id == idea_id, Volunteer.answer == kinds.Willingness.WILLING
        )
    )
    return int(found.one())


async def willing(session: AsyncSession, idea_id: int) -> list[Willing]:
    """Members of staff who want in, in the order in which they said so."""
    said = col(Volunteer.answer) == kinds.Willingness.WILLING
    return await _people(session, Volunteer, idea_id, said)


async def invited(session: AsyncSession, idea_id: int, state: kinds.InvitationState) -> list[Willing]:
    """Members of staff whose invitation is in this state, in the order they were asked."""
    return await _people(session, Invitation, idea_id, col(Invitation.state) == state)


async def _people(
    session: AsyncSession,
    by: type[Volunteer] | type[Invitation],
    idea_id: int,
    said: sa.ColumnElement[bool],
) -> list[Willing]:
    groups = (
        select(sa.func.count())
        .select_from(ProjectMember)
        .join(Project, col(Project.id) == ProjectMember.project_id)
        .where(
            col(ProjectMember.person_id) == col(Person.id),
            col(Project.state) == kinds.ProjectState.ACTIVE,
        )
        .correlate(Person)
        .scalar_subquery()
    )
    found = await session.exec(
        select(Person, Discipline.name, groups)
        .join(by, col(by.person_id) == Person.id)
        .outerjoin(Discipline, col(Discipline.id) == Person.discipline_id)
        .where(
            by.idea_id == idea_id,
            said,
            Person.standing == kinds.Standing.STAFF,
            col(Person.external_id).is_not(None),
        )
        .order_by(col(by.at), col(Person.id))
    )
    return [Willing(person, discipline, count) for person, discipline, count in found.all()]


async def invite(session: AsyncSession, idea_id: int, person_id: int, *, by_id: int, now: datetime) -> bool:
    """Returns whether the invitation is new; one that was answered is left as it is."""
    done = await session.exec(
        inserting.into(session, Invitation)
        .values(
            idea_id=idea_id,
            person_id=person_id,
            by_id=by_id,
            state=kinds.InvitationState.OPEN,
            at=now,
        )
        .on_conflict_do_nothing()
    )
    await session.exec(update(Gathering).where(col(Gathering.idea_id) == idea_id).values(organiser_id=by_id))
    return bool(done.rowcount)


async def invitation(session: AsyncSession, idea_id: int, person_id: int) -> Invitation | None:
    found = await session.exec(
        select(Invitation).where(Invitation.idea_id == idea_id, Invitation.person_id == person_id)
    )
    return found.one_or_none()


async def answer_invitation(
    session: AsyncSession,
    idea_id: int,
    person_id: int,
    state: kinds.InvitationState,
    *,
    now: datetime,
) -> None:
    await session.exec(
        update(Invitation)
        .where(col(Invitation.idea_id) == idea_id, col(Invitation.person_id) == person_id)
        .values(state=state, answered_at=now)
    )


async def invitations_of(session: AsyncSession, person_id: int) -> list[Idea]:
    """The ideas whose groups have asked this person and wait for an answer."""
    found = await session.exec(
        select(Idea)
        .join(Invitation, col(Invitation.idea_id) == Idea.id)
        .where(
            Invitation.person_id == person_id,
            Invitation.state == kinds.InvitationState.OPEN,
            col(Idea.state).in_([kinds.IdeaState.CHOSEN, kinds.IdeaState.PROJECT]),
        )
        .order_by(col(Invitation.at))
    )
    return list(found.all())


async def advertise(session: AsyncSession, idea_id: int, *, now: datetime) -> bool:
    """Note that the gap is told in the wide channel; returns whether it was not before."""
    done = await session.exec(
        update(Gathering)
        .where(col(Gathering.idea_id) == idea_id, col(Gathering.advertised_at).is_(None))
        .values(advertised_at=now)
    )
    return bool(done.rowcount)


async def due_calls(session: AsyncSession, *, now: datetime) -> list[tuple[Gathering, Idea]]:
    """Chosen ideas whose channel is to be asked now."""
    found = await session.exec(
        select(Gathering, Idea)
        .join(Idea, col(Idea.id) == Gathering.idea_id)
        .where(col(Gathering.ask_at) <= now, Idea.state == kinds.IdeaState.CHOSEN)
        .order_by(col(Gathering.ask_at), col(Gathering.idea_id))
    )
    return list(found.all())


async def claim_call(session: AsyncSession, gathering: Gathering, *, ask_at: datetime | None) -> bool:
    """Move on from the due time that was read; only one process can win."""
    done = await session.exec(
        update(Gathering)
        .where(col(Gathering.idea_id) == gathering.idea_id, col(Gathering.ask_at) == gathering.ask_at)
        .values(ask_at=ask_at)
    )
    return bool(done.rowcount)


async def due_later(session: AsyncSession, *, now: datetime) -> list[tuple[Volunteer, Idea]]:
    """People who said "later" and are to be asked now; ideas that ended are among them."""
    found = await session.exec(
        select(Volunteer, Idea)
        .join(Idea, col(Idea.id) == Volunteer.idea_id)
        .where(col(Volunteer.ask_at) <= now)
        .order_by(col(Volunteer.ask_at), col(Volunteer.person_id))
    )
    return list(found.all())


async def claim_later(session: AsyncSession, volunteer: Volunteer) -> bool:
    """Ask once; only one process can win."""
    done = await session.exec(
        update(Volunteer)
        .where(
            col(Volunteer.idea_id) == volunteer.idea_id,
            col(Volunteer.person_id) == volunteer.person_id,
            col(Volunteer.ask_at) == volunteer.ask_at,
        )
        .values(ask_at=None)
    )
    return bool(done.rowcount)


def next_call() -> Soonest:
    """When the channel of a chosen idea is asked for people."""
    soonest = select(sa.func.min(Gathering.ask_at)).join(Idea, col(Idea.id) == Gathering.idea_id)
    return soonest.where(Idea.state == kinds.IdeaState.CHOSEN)


def next_later() -> Soonest:
    """When somebody who said "later" is asked again."""
    return select(sa.func.min(Volunteer.ask_at))


async def round_of(session: AsyncSession, idea_id: int) -> Round | None:
    """The closed round that chose the idea, the latest if there are several."""
    found = await session.exec(
        select(Round)
        .join(RoundIdea, col(RoundIdea.round_id) == Round.id)
        .where(RoundIdea.idea_id == idea_id, col(RoundIdea.chosen).is_not(None))
        .order_by(col(Round.id).desc())
        .limit(1)
    )
    return found.one_or_none()
