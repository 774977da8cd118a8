"""Drawing a person's Home tab."""

from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.services import home
from bot.slack.answering import Visit
from bot.slack.views import home as views

_log = structlog.get_logger(__name__)


async def publish(visit: Visit[Any]) -> None:
    """Draw the desk as it is now."""
    desk = await home.desk(visit.door.installation, visit.actor, now=visit.door.now())
    view = views.desk(desk, visit.texts, workspace=visit.door.team.url)
    await visit.door.client.views_publish(user_id=visit.actor.external_id, view=view)


async def refresh(visit: Visit[Any]) -> None:
    """The same after something was done there, which is done whether the desk can be drawn or not."""
    try:
        await publish(visit)
    except SlackApiError as error:
        _log.warning("home.not_drawn", code=str(error.response.get("error")))
