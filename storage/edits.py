"""The words of an idea, and what they were."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import idea_versions
from storage.models import Idea, IdeaEdit, IdeaStep


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    who: str
    frequency: str
    evidence: str
    cost: str


def of(idea: Idea | IdeaEdit) -> Words:
    return Words(idea.title, idea.who, idea.frequency, idea.evidence, idea.cost)


async def change(session: AsyncSession, idea: Idea, words: Words, *, now: datetime) -> int | None:
    """Give the idea these words, keeping the former; the change's number, or None where nothing changes."""
    before = of(idea)
    if words == before:
        return None
    kept = IdeaEdit(idea_id=idea.id, at=now, **asdict(before))
    session.add(kept)
    for name, text in asdict(words).items():
        setattr(idea, name, text)
    idea.version = await idea_versions.raised(session, idea.workspace_id)
    session.add(idea)
    await session.flush()
    return kept.id


async def former(session: AsyncSession, idea_id: int) -> list[IdeaEdit]:
    """What the idea said before, newest first."""
    found = await session.exec(
        select(IdeaEdit).where(IdeaEdit.idea_id == idea_id).order_by(col(IdeaEdit.id).desc())
    )
    return list(found.all())


async def steps(session: AsyncSession, idea_id: int) -> list[IdeaStep]:
    """The idea's road, newest first."""
    found = await session.exec(
        select(IdeaStep).where(IdeaStep.idea_id == idea_id).order_by(col(IdeaStep.id).desc())
    )
    return list(found.all())
