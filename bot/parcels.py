"""The command line for messages that could not be sent."""

from typing import Annotated

import typer

from bot import clock, desk, terminal
from bot.services import backlog
from bot.services.audit import Administrator
from bot.services.installation import Installation

Team = Annotated[
    str | None, typer.Option("--workspace", help="The workspace's id (T…), where there are several.")
]

commands = typer.Typer(help="Messages that could not be sent.", no_args_is_help=True)


@commands.command("list")
def list_(team: Team = None) -> None:
    """Show what was set aside, and why; of private messages not to whom."""

    async def work(here: Installation, who: Administrator) -> None:
        aside = await backlog.aside(here, who)
        if not aside:
            terminal.say("No message was set aside.")
        for one in aside:
            at = f"{one.at:%Y-%m-%d %H:%M}Z" if one.at else ""
            terminal.say(f"{one.number:8}  {at:17}  {one.place or 'private':12}  {one.problem}")

    desk.run(desk.in_database(work, team))


@commands.command("again")
def again(
    numbers: Annotated[list[int] | None, typer.Argument(help="Which ones, as `list` shows them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were set aside.")] = False,
    team: Team = None,
) -> None:
    """Send it again, once what kept it is mended; what may have got through is looked for first."""
    if bool(numbers) == everything:
        desk.fail("Name the messages by their numbers, or say --all.")

    async def work(here: Installation, who: Administrator) -> None:
        taken = await backlog.take_up(here, who, None if everything else numbers, now=clock.system())
        terminal.say(f"Messages that will be sent again: {taken}")

    desk.run(desk.in_database(work, team))
