"""How groups ended, who may be thanked, and who was asked to listen in from outside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import kinds
from storage.agenda import Soonest
from storage.models import (
    Discipline,
    Ending,
    Idea,
    OutsideVoice,
    Person,
    Project,
    ProjectMember,
    Thanks,
)


async def add(session: AsyncSession, ending: Ending) -> Ending:
    session.add(ending)
    await session.flush()
    return ending


async def get(
    session: AsyncSession, workspace_id: int, project_id: int
) -> tuple[Ending, Project, Idea] | None:
    found = await session.exec(
        select(Ending, Project, Idea)
        .join(Project, col(Project.id) == Ending.project_id)
        .join(Idea, col(Idea.id) == Project.idea_id)
        .where(Project.workspace_id == workspace_id, Ending.project_id == project_id)
    )
    return found.one_or_none()


async def set_ref(session: AsyncSession, project_id: int, ref: str) -> None:
    await session.exec(update(Ending).where(col(Ending.project_id) == project_id).values(ref=ref))


async def set_picture(session: AsyncSession, project_id: int, file: str, *, shown: Mapping[str, Any]) -> None:
    """Remember the file of the rings, and what they show."""
    await session.exec(
        update(Ending).where(col(Ending.project_id) == project_id).values(picture=file, pictured=dict(shown))
    )


async def discipline_name(session: AsyncSession, discipline_id: int | None) -> str | None:
    found = await session.exec(select(Discipline.name).where(Discipline.id == discipline_id))
    return found.one_or_none()


async def retired(
    session: AsyncSession, workspace_id: int, idea_ids: Sequence[int]
) -> list[tuple[Ending, Idea]]:
    """What was learnt about these ideas, the latest ending of each last."""
    found = await session.exec(
        select(Ending, Idea)
        .join(Project, col(Project.id) == Ending.project_id)
        .join(Idea, col(Idea.id) == Project.idea_id)
        .where(
            Project.workspace_id == workspace_id,
            col(Idea.id).in_(idea_ids),
            Ending.state == kinds.ProjectState.RETIRED,
        )
        .order_by(col(Ending.at))
    )
    return list(found.all())


async def due_wakes(session: AsyncSession, *, now: datetime) -> list[tuple[Ending, Project, Idea]]:
    """Retired ideas whose day to wake has come."""
    found = await session.exec(
        select(Ending, Project, Idea)
        .join(Project, col(Project.id) == Ending.project_id)
        .join(Idea, col(Idea.id) == Project.idea_id)
        .where(col(Ending.wake_at) <= now, col(Ending.woken_at).is_(None))
        .order_by(col(Ending.wake_at), col(Ending.project_id))
    )
    return list(found.all())


async def wake(session: AsyncSession, project_id: int, *, now: datetime) -> bool:
    """Note that the idea woke; only one process or person can win."""
    done = await session.exec(
        update(Ending)
        .where(
            col(Ending.project_id) == project_id,
            col(Ending.state) == kinds.ProjectState.RETIRED,
            col(Ending.woken_at).is_(None),
        )
        .values(woken_at=now, wake_at=None)
    )
    return bool(done.rowcount)


async def postpone_wake(session: AsyncSession, project_id: int, *, to: datetime) -> None:
    await session.exec(
        update(Ending)
        .where(col(Ending.project_id) == project_id, col(Ending.wake_at).is_not(None))
        .values(wake_at=to)
    )


def next_wake() -> Soonest:
    return select(sa.func.min(Ending.wake_at)).where(col(Ending.woken_at).is_(None))


async def ask_thanks(
    session: AsyncSession, project_id: int, person_ids: Sequence[int], *, now: datetime
) -> None:
    session.add_all(
        Thanks(project_id=project_id, person_id=person_id, asked_at=now) for person_id in person_ids
    )
    await session.flush()


async def answer_thanks(session: AsyncSession, project_id: int, person_id: int, *, consents: bool) -> bool:
    """Returns whether they were asked."""
    done = await session.exec(
        update(Thanks)
        .where(col(Thanks.project_id) == project_id, col(Thanks.person_id) == person_id)
        .values(consents=consents)
    )
    return bool(done.rowcount)


async def thanked(session: AsyncSession, project_id: int) -> list[str]:
    """Those who said that they may be named, as ids on the platform."""
    found = await session.exec(
        select(Person.external_id)
        .join(Thanks, col(Thanks.person_id) == Person.id)
        .where(
            Thanks.project_id == project_id,
            col(Thanks.consents).is_(True),
            col(Person.external_id).is_not(None),
        )
        .order_by(col(Person.id))
    )
    return [one for one in found.all() if one is not None]


async def outsiders(session: AsyncSession, workspace_id: int, project_id: int) -> list[tuple[Person, bool]]:
    """Staff of other disciplines than the group's, not asked before; and whether a group of theirs has ended.

    Those without a discipline are left out: nothing is known of what they would bring.
    """
    inside = (
        select(Person.discipline_id)
        .join(ProjectMember, col(ProjectMember.person_id) == Person.id)
        .where(ProjectMember.project_id == project_id, col(Person.discipline_id).is_not(None))
    )
    asked = select(OutsideVoice.person_id).where(OutsideVoice.project_id == project_id)
    members = select(ProjectMember.person_id).where(ProjectMember.project_id == project_id)
    experienced = (
        select(ProjectMember.person_id)
        .join(Project, col(Project.id) == ProjectMember.project_id)
        .where(
            col(ProjectMember.person_id) == col(Person.id),
            col(Project.state) != kinds.ProjectState.ACTIVE,
        )
        .correlate(Person)
        .exists()
    )
    found = await session.exec(
        select(Person, experienced)
        .where(
            Person.workspace_id == workspace_id,
            Person.standing == kinds.Standing.STAFF,
            col(Person.external_id).is_not(None),
            col(Person.gone_at).is_(None),
            col(Person.discipline_id).is_not(None),
            col(Person.discipline_id).not_in(inside),
            col(Person.id).not_in(asked),
            col(Person.id).not_in(members),
        )
        .order_by(col(Person.id))
    )
    return [(person, bool(before)) for person, before in found.all()]


async def voice_questions(session: AsyncSession, workspace_id: int, *, since: datetime) -> dict[int, int]:
    """How often people were asked to listen in to any group since then; who never was is not in it."""
    found = await session.exec(
        select(OutsideVoice.person_id, sa.func.count())
        .join(Project, col(Project.id) == OutsideVoice.project_id)
        .where(Project.workspace_id == workspace_id, col(OutsideVoice.asked_at) >= since)
        .group_by(col(OutsideVoice.person_id))
    )
    return dict(found.all())


async def voices(session: AsyncSession, project_id: int) -> list[OutsideVoice]:
    """Everybody who was asked to listen in, in order."""
    found = await session.exec(
        select(OutsideVoice)
        .where(OutsideVoice.project_id == project_id)
        .order_by(col(OutsideVoice.asked_at), col(OutsideVoice.person_id))
    )
    return list(found.all())


async def ask_voice(session: AsyncSession, project_id: int, person_id: int, *, now: datetime) -> None:
    session.add(OutsideVoice(project_id=project_id, person_id=person_id, asked_at=now))
    await session.flush()


async def answer_voice(
    session: AsyncSession, project_id: int, person_id: int, *, answer: bool, now: datetime
) -> bool:
    """Set the answer of one who was asked; returns whether it is another than before."""
    done = await session.exec(
        update(OutsideVoice)
        .where(
            col(OutsideVoice.project_id) == project_id,
            col(OutsideVoice.person_id) == person_id,
            sa.or_(col(OutsideVoice.answer).is_(None), col(OutsideVoice.answer) != answer),
        )
        .values(answer=answer, answered_at=now)
    )
    return bool(done.rowcount)
