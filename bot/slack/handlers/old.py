"""Handlers for what an earlier version of us drew, and nothing answers to any more."""

from typing import Any, NoReturn

from bot import errors
from bot.slack.answering import Visit


async def button(_visit: Visit[Any]) -> NoReturn:
    """A button or menu of a message that has stood since before an upgrade."""
    raise errors.TooLate("error.button")


async def form(_visit: Visit[Any]) -> NoReturn:
    """A form that was open while we were upgraded, or a shortcut that is gone."""
    raise errors.TooLate("error.form_old")


async def command(_visit: Visit[Any]) -> NoReturn:
    """A command that the app's manifest in Slack still names."""
    raise errors.TooLate("error.command_old")
