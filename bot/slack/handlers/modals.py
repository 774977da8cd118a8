"""Opening a modal from wherever the tap was."""

from bot.slack import requests
from bot.slack.answering import Visit
from bot.slack.views import blocks


async def show(visit: Visit[requests.Click], view: blocks.Json) -> None:
    """On top of the modal that was tapped in, else by itself."""
    client, trigger = visit.door.client, visit.request.trigger
    if visit.request.view_id is not None and not visit.request.on_home:
        await client.views_push(trigger_id=trigger, view=view)
    else:
        await client.views_open(trigger_id=trigger, view=view)


async def redraw(visit: Visit[requests.Click], view: blocks.Json) -> None:
    """In the place of the modal that was tapped in, else by itself."""
    if visit.request.view_id is not None and not visit.request.on_home:
        await visit.door.client.views_update(view_id=visit.request.view_id, view=view)
    else:
        await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)
