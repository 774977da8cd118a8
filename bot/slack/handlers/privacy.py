"""Handlers for what is stored about a person: anybody may ask, guests and strangers too."""

import json
from typing import Any

from bot.services import privacy
from bot.slack import requests
from bot.slack.answering import Visit
from bot.slack.views import blocks
from bot.slack.views import privacy as views


async def show(visit: Visit[Any]) -> blocks.Drawn:
    """`/idea privacy`: a summary, with buttons for the rest."""
    found = await privacy.show(visit.door.installation, visit.actor)
    months = visit.door.installation.rules.of(visit.actor).keep_months
    return views.holding(found, visit.texts, months=months)


async def export(visit: Visit[requests.Click]) -> None:
    """All of it, in a modal, where nobody else ever comes upon it."""
    found = await privacy.export(visit.door.installation, visit.actor)
    written = json.dumps(found, ensure_ascii=False, indent=1)
    view = views.exported(written, visit.texts)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)


async def file(visit: Visit[requests.Click]) -> blocks.Drawn:
    """All of it but what a file must not keep, as JSON in the person's conversation with the bot."""
    found = await privacy.export_to_keep(visit.door.installation, visit.actor)
    written = json.dumps(found, ensure_ascii=False, indent=1)
    client = visit.door.client
    opened = await client.conversations_open(users=visit.actor.external_id)
    await client.files_upload_v2(
        filename=f"idejakt-{visit.door.now().date().isoformat()}.json",
        content=written.encode(),
        channel=opened["channel"]["id"],
        initial_comment=visit.texts("privacy.file_text"),
    )
    return views.sent(visit.texts)


async def ask(visit: Visit[requests.Click]) -> None:
    """What an erasure means, before it is one."""
    found = await privacy.show(visit.door.installation, visit.actor)
    view = views.confirm(found, visit.texts)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)


async def erase(visit: Visit[requests.Submission]) -> blocks.Json:
    """Forget the person, this process's memory of their language included."""
    done = await privacy.erase(visit.door.installation, visit.actor, now=visit.door.now())
    visit.door.locales.pop(visit.actor.external_id, None)
    return views.erased(done, visit.texts)
