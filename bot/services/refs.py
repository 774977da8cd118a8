"""Where the card of each subject stands, once it has been posted."""

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import (
    endings,
    hunts,
    ideas,
    kinds,
    projects,
    rounds,
)


async def keep(session: AsyncSession, subject: kinds.Subject, subject_id: int, ref: str) -> None:
    """Remember that the subject's card is the message `ref`."""
    match subject:
        case kinds.Subject.IDEA:
            await ideas.set_ref(session, subject_id, ref)
        case kinds.Subject.ROUND:
            await rounds.set_ref(session, subject_id, ref)
        case kinds.Subject.HUNT:
            await hunts.set_ref(session, subject_id, ref)
        case kinds.Subject.PROJECT:
            await projects.set_ref(session, subject_id, ref)
        case kinds.Subject.NUDGE:
            await projects.set_nudge_ref(session, subject_id, ref)
        case kinds.Subject.ENDING:
            await endings.set_ref(session, subject_id, ref)
