"""A person's desk: what is theirs, and what waits for them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.permissions import Action
from bot.services import ballots, drafts, home_views, permits
from bot.services import ideas as idea_cases
from bot.services import people as person_cases
from bot.services import projects as project_cases
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import gatherings, ideas, kinds, news

MOST = 10


async def desk(installation: Installation, actor: Actor, *, now: datetime) -> home_views.Desk:
    """The desk as it is now. What asks for an answer comes first: a ballot not handed in, an invitation."""
    return await installation.database.look(lambda session: _desk(session, installation, actor, now=now))


async def _desk(
    session: AsyncSession, installation: Installation, actor: Actor, *, now: datetime
) -> home_views.Desk:
    own, author = actor.workspace_id, actor.person_id
    disciplines = await person_cases.listed_disciplines(session, own)
    waiting = await ideas.lines(session, own, viewer=author, states=[kinds.IdeaState.DRAFT], author=author)
    mine = await ideas.lines(session, own, viewer=author, states=idea_cases.SEEN, author=author, limit=MOST)
    groups = await project_cases.own_projects(session, actor)
    rounds = await ballots.open_rounds(session, installation, actor)
    return home_views.Desk(
        locale=actor.locale,
        discipline=next((one.name for one in disciplines if one.discipline_id == actor.discipline_id), None),
        disciplines=disciplines,
        drafts=await drafts.listed(session, actor),
        waiting=tuple(idea_cases.line_view(line, actor) for line in waiting),
        ideas=tuple(idea_cases.line_view(line, actor) for line in mine),
        ideas_in_all=await ideas.count(session, own, states=idea_cases.SEEN, author=author),
        rounds=tuple(sorted(rounds, key=lambda one: one.handed_in)),
        invitations=tuple(
            home_views.Invitation(idea.id, idea.title, idea.place, idea.ref)
            for idea in await gatherings.invitations_of(session, author)
        ),
        projects=tuple(one for one in groups if one.state == kinds.ProjectState.ACTIVE),
        staff=permits.may(actor, Action.TAKE_PART),
        administrator=permits.may(actor, Action.SET_UP),
        digest=(await news.digests(session, [author]))[author],
        day=now.astimezone(ZoneInfo(actor.zone)).date(),
    )
