"""A person's desk: what is theirs, and what waits for them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services import (
    ballots,
    views,
)
from bot.services import (
    ideas as idea_cases,
)
from bot.services import (
    people as person_cases,
)
from bot.services import (
    projects as project_cases,
)
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import ideas, kinds, news

MOST = 10


async def desk(installation: Installation, actor: Actor, *, now: datetime) -> views.Desk:
    async with installation.database.read() as session:
        disciplines = await person_cases.listed_disciplines(session, actor.workspace_id)
        drafts = await ideas.lines(
            session,
            actor.workspace_id,
            viewer=actor.person_id,
            states=[kinds.IdeaState.DRAFT],
            author=actor.person_id,
        )
        own = await ideas.lines(
            session,
            actor.workspace_id,
            viewer=actor.person_id,
            states=idea_cases.SEEN,
            author=actor.person_id,
            limit=MOST,
        )
        return views.Desk(
            locale=actor.locale,
            discipline=next(
                (one.name for one in disciplines if one.discipline_id == actor.discipline_id), None
            ),
            disciplines=disciplines,
            drafts=tuple(idea_cases.line_view(line, actor) for line in drafts),
            ideas=tuple(idea_cases.line_view(line, actor) for line in own),
            rounds=await ballots.open_rounds(session, installation, actor),
            projects=await project_cases.own_projects(session, actor),
            administrator=actor.role == kinds.Role.ADMINISTRATOR,
            digest=(await news.digests(session, [actor.person_id]))[actor.person_id],
            day=now.astimezone(ZoneInfo(actor.zone)).date(),
        )
