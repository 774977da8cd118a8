"""Handlers for a person's own desk, discipline and language."""

import dataclasses

from bot import texts
from bot.services import confirmations, people
from bot.slack import requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import desk, words
from bot.slack.views import idea_forms


async def opened(visit: Visit[requests.HomeOpened]) -> None:
    """The Home tab was opened: draw the desk."""
    await desk.publish(visit)


async def closed(visit: Visit[requests.Closed]) -> None:
    """A modal that was opened from the Home tab was closed: what the tab shows may be another now."""
    await desk.refresh(visit)


async def choose_discipline(visit: Visit[requests.Click]) -> Instead | None:
    """A discipline was chosen: what waited for it is posted now."""
    chosen = words.number(visit.request.value)
    here = visit.door.installation
    drafts = await people.choose_discipline(here, visit.actor, chosen, now=visit.door.now())
    listed = await people.disciplines(here, visit.actor)
    if visit.request.on_home:
        await desk.publish(_with(visit, discipline_id=chosen))
        return None
    waits = await confirmations.is_waiting(here, visit.actor.workspace_id, visit.actor.person_id)
    name = next((one.name for one in listed if one.discipline_id == chosen), "")
    return Instead(idea_forms.published(drafts, visit.texts, discipline=name, waits=waits))


async def choose_locale(visit: Visit[requests.Click]) -> None:
    """A language was chosen on the Home tab: draw it in that language."""
    await people.choose_locale(visit.door.installation, visit.actor, visit.request.value)
    visit.door.locales[visit.actor.external_id] = visit.request.value
    await desk.publish(_with(visit, locale=visit.request.value))


def _with(visit: Visit[requests.Click], **changed: object) -> Visit[requests.Click]:
    actor = dataclasses.replace(visit.actor, **changed)  # type: ignore[arg-type]
    return dataclasses.replace(visit, actor=actor, texts=texts.load(actor.locale))
