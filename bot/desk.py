"""Where an administrator's command works: at the database alone, or with Slack at hand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NoReturn

import typer

from bot import app as wiring
from bot import errors, logs, notation, terminal, texts
from bot import settings as configuration
from bot.services.audit import Administrator
from bot.services.installation import Installation
from bot.settings import HouseRules, Settings
from bot.slack.door import Door
from storage import database, kinds, workspaces
from storage.models import Workspace

WRONG = 2
"""The exit status of a command that could not do what was asked."""


def settings() -> Settings:
    """All that is set; the logs watch for its secrets from then on. SettingsError names what is wrong."""
    found = Settings.load()
    logs.configure(form=found.log_format, level=found.log_level, secrets=configuration.secrets(found))
    return found


@asynccontextmanager
async def installation(*, secret: bool = False) -> AsyncIterator[Installation]:
    """The database and the rules of the house alone: nobody is asked, and no token is needed.

    With the installation's `secret` where it takes that to know whose something is.
    """
    url = configuration.database_url()
    watched = [word for word in (notation.password(url), configuration.secret() if secret else None) if word]
    logs.configure(form="console", level="WARNING", secrets=watched)
    known = wiring.house_rules(HouseRules.load(), secret=configuration.secret() if secret else "")
    store = database.Database(url)
    try:
        yield Installation(store, known)
    finally:
        await store.close()


async def in_database(
    work: Callable[[Installation, Administrator], Awaitable[None]], team: str | None
) -> None:
    async with installation() as here:
        async with here.database.read() as session:
            found = await workspaces.every(session)
        await work(here, Administrator(_chosen(found, team).id, None))


async def in_slack(work: Callable[[Door, Administrator], Awaitable[None]]) -> None:
    """With Slack at hand; the workspace is the one the bot token belongs to."""
    async with wiring.at_desk(settings()) as here:
        async with here.installation.database.read() as session:
            found = await workspaces.by_external(session, kinds.Platform.SLACK, here.team.team_id)
        if found is None:
            fail("Nobody has used the bot in this workspace yet. Type /idea setup there first.")
        await work(here, Administrator(found.id, None))


def _chosen(found: list[Workspace], team: str | None) -> Workspace:
    matching = [one for one in found if team is None or one.external_id == team]
    if not matching:
        fail("There is no such workspace." if team else "Nobody has used the bot yet.")
    if len(matching) > 1:
        fail(f"Choose one with --workspace: {', '.join(one.external_id for one in matching)}")
    return matching[0]


def run(work: Coroutine[Any, Any, None]) -> None:
    """Do it; what is wrong with what was asked is told in English, with status 2."""
    try:
        asyncio.run(work)
    except errors.UserError as error:
        values = {"channel": "that channel"} if "channel" in error.values else {}
        fail(texts.load("en")(error.key, **{**error.values, **values}))


def fail(message: str) -> NoReturn:
    """End the command with a word on what to do."""
    terminal.say(message, error=True)
    raise typer.Exit(WRONG)
