"""The missing voices: who has not voted is asked once, and leaves no trace of having been asked."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import messages
from bot.domain import turnout as rules
from bot.services import outgoing, secrecy, steering
from bot.services.installation import Installation, Rules
from storage import ballot_papers, kinds, rounds, turnout, workspaces
from storage.models import Round, RoundStep, Workspace
from storage.turnout import Voter


async def invite_due(installation: Installation, *, now: datetime) -> int:
    """A day before each deadline, tell the channel who is hardly heard and invite those who have not voted.

    Returns how many rounds were seen to. Each is one transaction that one process wins, so that nobody is
    invited twice.
    """
    async with installation.database.read() as session:
        due = await turnout.to_invite(session, now=now)
    seen_to = 0
    for round_id in due:
        seen_to += await _invite(installation, round_id, now=now)
    return seen_to


async def _invite(installation: Installation, round_id: int, *, now: datetime) -> bool:
    async with installation.database.begin() as session:
        round_ = await turnout.claim_invitation(session, round_id, now=now)
        if round_ is None:
            return False
        workspace = await workspaces.get(session, round_.workspace_id)
        members = await turnout.electorate(session, round_)
        target_here = target(round_, installation.rules.of(workspace))
        quiet = await missing(session, round_, members, target=target_here)
        if quiet.anybody:
            names = await rounds.discipline_names(session, list(quiet.named))
            await outgoing.post(
                session,
                workspace,
                messages.RoundNote(
                    round_id=round_.id,
                    event="turnout",
                    closes_at=round_.closes_at,
                    zone=workspace.zone,
                    quiet=tuple(sorted(names.values())),
                    small=quiet.small,
                ),
                place=round_.place,
                now=now,
                key=f"round:{round_.id}:turnout",
            )
        await _tell(session, installation, workspace, round_, members, now=now)
    return True


def target(round_: Round, rules_now: Rules) -> int:
    """The target the round was opened with, in per cent; of one older than that setting, the one of now."""
    return rules_now.turnout if round_.turnout is None else round_.turnout


async def missing(
    session: AsyncSession, round_: Round, members: Sequence[Voter], *, target: int
) -> rules.Quiet[int]:
    """The disciplines below `target` per cent of those who may vote."""
    known = Counter(voter.discipline_id for voter in members)
    return rules.quiet(known, await turnout.voices(session, round_.id), target=target)


async def extend(
    session: AsyncSession, installation: Installation, workspace: Workspace, round_: Round, *, now: datetime
) -> bool:
    """Extend a due round once where the target was missed; returns whether that was done."""
    rules_here = installation.rules.of(workspace)
    wanted = target(round_, rules_here)
    if round_.extended or not wanted:
        return False
    members = await turnout.electorate(session, round_)
    if not (await missing(session, round_, members, target=wanted)).anybody:
        return False
    calendar = rules_here.calendar(workspace.zone)
    closes_at = rules.extended_deadline(round_.closes_at, calendar, now=now)
    invite_at = round_.invite_at and rules.invitation_at(round_.opened_at, closes_at, calendar)
    await rounds.set_values(session, round_.id, closes_at=closes_at, extended=True, invite_at=invite_at)
    await steering.tell(
        session,
        workspace,
        round_,
        RoundStep(
            round_id=round_.id, event=kinds.RoundEvent.EXTENDED_ITSELF, closes_at=closes_at, reason="", at=now
        ),
    )
    return True


async def _tell(
    session: AsyncSession,
    installation: Installation,
    workspace: Workspace,
    round_: Round,
    members: Sequence[Voter],
    *,
    now: datetime,
) -> None:
    """Who has a ballot is found through the names the ballots are kept under; whose is whose is not asked."""
    handed_in = await turnout.voters(session, round_.id)
    invitation = messages.VoteInvitation(
        round_id=round_.id,
        place=round_.place,
        ideas=await ballot_papers.count(session, round_.id),
        secret=round_.secret,
        closes_at=round_.closes_at,
        zone=workspace.zone,
    )
    for member in members:
        if member.external_id is None:
            continue
        if secrecy.voter(installation.rules.secret, round_, member.person_id) in handed_in:
            continue
        await outgoing.tell(
            session,
            workspace,
            invitation,
            person=member.external_id,
            locale=member.locale or workspace.locale,
            now=now,
            key=f"round:{round_.id}:invite:{member.person_id}",
            fleeting=True,
        )
