"""People: meeting them, their language, their discipline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain.permissions import Action
from bot.services import confirmations, ideas, permits, views
from bot.services.actor import Actor
from bot.services.installation import Installation, Rules
from storage import kinds, people, rounds, taps, workspaces
from storage.models import Person, Workspace


@dataclass(frozen=True, slots=True)
class Profile:
    """What the platform says of a person. `locale` is nb, nn or en, or None where it is none of them."""

    locale: str | None
    standing: kinds.Standing
    administrator: bool


async def recall(
    installation: Installation,
    *,
    platform: kinds.Platform,
    team: str,
    external_id: str,
    met_after: datetime,
) -> Actor | None:
    """The person, if they were met here after `met_after`; otherwise the platform must be asked."""
    found = await installation.database.look_together(_recall, (platform, team, external_id))
    if found is None or found[0].met_at <= met_after:
        return None
    return actor_of(*found)


async def _recall(
    session: AsyncSession, asked: Sequence[tuple[kinds.Platform, str, str]]
) -> list[tuple[Person, Workspace] | Exception | None]:
    known = {
        (platform, team): await taps.met(
            session, platform, team, {who for *where, who in asked if where == [platform, team]}
        )
        for platform, team in {(platform, team) for platform, team, _ in asked}
    }
    return [known[platform, team].get(who) for platform, team, who in asked]


async def meet(
    installation: Installation,
    *,
    platform: kinds.Platform,
    team: str,
    external_id: str,
    profile: Profile,
    now: datetime,
) -> Actor:
    """Take note of a person with what the platform says of them today.

    Administrators of the platform, or named in the settings, are ours as long as they are theirs.
    """
    rules = installation.rules
    async with installation.database.begin() as session:
        workspace = await workspaces.meet(
            session, platform, team, locale=rules.locale, zone=rules.zone, now=now
        )
        person = await people.meet(
            session,
            workspace.id,
            external_id,
            platform_locale=profile.locale,
            standing=profile.standing,
            now=now,
        )
        administrator = profile.administrator and profile.standing == kinds.Standing.STAFF
        if administrator != (person.role == kinds.Role.ADMINISTRATOR):
            person.role = kinds.Role.ADMINISTRATOR if administrator else kinds.Role.MEMBER
            await people.set_role(session, person.id, person.role)
    return actor_of(person, workspace)


async def disciplines(installation: Installation, actor: Actor) -> tuple[views.Discipline, ...]:
    """The list to choose from."""
    async with installation.database.read() as session:
        return await listed_disciplines(session, actor.workspace_id)


async def choose_discipline(
    installation: Installation, actor: Actor, discipline_id: int, *, now: datetime
) -> list[views.Posted]:
    """Set the person's own discipline and post the ideas that waited for it; returns those.

    Raises TooLate while a round is open and the person has a discipline already, NotFound for one that is
    not on the list, NotAllowed for guests and people of connected workspaces.
    """
    permits.require(actor, Action.CHOOSE_DISCIPLINE)
    async with installation.database.begin() as session:
        await set_discipline(session, installation.rules, actor, discipline_id, now=now)
        return await ideas.post_drafts(session, actor, discipline_id, now=now)


async def set_discipline(
    session: AsyncSession, rules: Rules, actor: Actor, discipline_id: int, *, now: datetime
) -> None:
    """The same, as a part of another use case's transaction."""
    person = await people.get(session, actor.workspace_id, actor.person_id)
    if person is None:
        raise errors.NotFound("error.workspace")
    if person.discipline_id == discipline_id:
        return
    if await workspaces.discipline(session, actor.workspace_id, discipline_id) is None:
        raise errors.NotFound("error.discipline.not_found", field="discipline")
    if person.discipline_id is not None and await rounds.open_ones(session, actor.workspace_id):
        raise errors.TooLate("error.discipline.locked", field="discipline")
    await people.set_discipline(session, actor.person_id, discipline_id, now=now, confirmed=False)
    await confirmations.ask(session, rules, actor.workspace_id, now=now)


async def choose_locale(installation: Installation, actor: Actor, locale: str) -> None:
    """Set the language of what is said to this person in private: nb, nn or en."""
    permits.require(actor, Action.TEND_OWN)
    if locale not in {"nb", "nn", "en"}:
        raise errors.Invalid("error.setup.locale")
    async with installation.database.begin() as session:
        await people.set_locale(session, actor.person_id, locale)


def require_staff(actor: Actor) -> None:
    """Raises NotAllowed for guests and people of connected workspaces: they may look."""
    permits.require(actor, Action.TAKE_PART)


async def listed_disciplines(session: AsyncSession, workspace_id: int) -> tuple[views.Discipline, ...]:
    found = await workspaces.disciplines(session, workspace_id)
    return tuple(views.Discipline(one.id, one.name) for one in found)


def actor_of(person: Person, workspace: Workspace) -> Actor:
    """The person as use cases need them."""
    return Actor(
        workspace_id=workspace.id,
        person_id=person.id,
        external_id=person.external_id or "",
        role=person.role,
        standing=person.standing,
        locale=person.locale or person.platform_locale or workspace.locale,
        discipline_id=person.discipline_id,
        shared_locale=workspace.locale,
        zone=workspace.zone,
        ideas_place=workspace.ideas_place,
        rounds_by_all=workspace.rounds_by_all,
        choices=workspace.choices,
    )
