"""Where the card of each subject stands, once it has been posted."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from storage import (
    askings,
    endings,
    hunts,
    ideas,
    kinds,
    nudges,
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
        case kinds.Subject.RESULT:
            await rounds.set_values(session, subject_id, result_ref=ref)
        case kinds.Subject.PROJECT:
            await projects.set_ref(session, subject_id, ref)
        case kinds.Subject.NUDGE:
            await nudges.set_ref(session, subject_id, ref)
        case kinds.Subject.ENDING:
            await endings.set_ref(session, subject_id, ref)
        case kinds.Subject.ASKING:
            await askings.set_ref(session, subject_id, ref)


async def keep_picture(
    session: AsyncSession,
    subject: kinds.Subject,
    subject_id: int,
    file: str,
    message: messages.Message,
) -> None:
    """Remember the file that shows the subject's picture, for when its card is drawn again."""
    match subject:
        case kinds.Subject.RESULT:
            await rounds.set_values(session, subject_id, picture=file)
        case kinds.Subject.NUDGE:
            await nudges.set_picture(session, subject_id, file)
        case kinds.Subject.ENDING if isinstance(message, messages.EndingCard):
            shown = message.reach.model_dump(mode="json")
            await endings.set_picture(session, subject_id, file, shown=shown)
        case _:
            raise ValueError(f"no picture of a {subject}")
