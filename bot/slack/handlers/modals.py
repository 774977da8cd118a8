"""Opening a modal from wherever the tap was.

One that is opened from the Home tab has Slack say when it is closed: the tab is drawn anew then, since what
it shows may have changed. What takes the modal's place until then says the same.
"""

from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack import requests
from bot.slack.answering import Visit
from bot.slack.views import blocks

_log = structlog.get_logger(__name__)


async def show(visit: Visit[requests.Click], view: blocks.Json) -> None:
    """On top of the modal that was tapped in, else by itself."""
    client, trigger = visit.door.client, visit.request.trigger
    if _in_modal(visit.request):
        await client.views_push(trigger_id=trigger, view=view)
    else:
        await client.views_open(trigger_id=trigger, view=in_place(visit.request, view))


async def redraw(visit: Visit[requests.Click], view: blocks.Json) -> None:
    """In the place of the modal that was tapped in, else by itself."""
    client, drawn = visit.door.client, in_place(visit.request, view)
    if _in_modal(visit.request):
        await client.views_update(view_id=visit.request.view_id or "", view=drawn)
    else:
        await client.views_open(trigger_id=visit.request.trigger, view=drawn)


async def tell(visit: Visit[Any], view_id: str, view: blocks.Json) -> None:
    """In the place of that modal, once what was asked is done: where it is gone, only the word is lost."""
    try:
        await visit.door.client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        _log.warning("answer.not_shown", code=str(error.response.get("error")))


def in_place(request: requests.Click, view: blocks.Json) -> blocks.Json:
    """The view as it follows the tap: it tells of its closing where it came from the Home tab."""
    return view | {"notify_on_close": True} if request.on_home or request.tells_closing else view


def _in_modal(request: requests.Click) -> bool:
    return request.view_id is not None and not request.on_home
