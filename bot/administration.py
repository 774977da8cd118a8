"""The command line of an administrator: disciplines, facilitators, people, settings, the outbox, the log.

What is done here stands in the audit log as done at the command line.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot import clock, desk, parcels, terminal, texts, workspace
from bot.domain import roster
from bot.services import audit as audits
from bot.services import disciplines, facilitators
from bot.services.audit import Administrator
from bot.services.installation import Installation
from bot.slack import rosters
from bot.slack.door import Door
from bot.slack.views import placements as reports
from storage import workspaces as rows
from storage.models import AuditEntry

Team = Annotated[
    str | None, typer.Option("--workspace", help="The workspace's id (T…), where there are several.")
]
Name = Annotated[str, typer.Argument(help="The discipline's name.")]

discipline = typer.Typer(help="The list of disciplines.", no_args_is_help=True)
facilitator = typer.Typer(help="Who may open rounds and run hunts.", no_args_is_help=True)
people = typer.Typer(help="People's disciplines.", no_args_is_help=True)


def join(cli: typer.Typer) -> None:
    """Put these commands on the command line."""
    cli.add_typer(discipline, name="discipline")
    cli.add_typer(facilitator, name="facilitator")
    cli.add_typer(people, name="people")
    cli.add_typer(workspace.commands, name="workspace")
    cli.add_typer(parcels.commands, name="outbox")
    cli.command()(audit)


@discipline.command("list")
def list_disciplines(team: Team = None) -> None:
    """Show the disciplines in use, and how many known people each has."""

    async def work(here: Installation, who: Administrator) -> None:
        shown = await disciplines.listed(here, who)
        for line in shown.lines:
            terminal.say(f"{line.people:6}  {line.name}")
        if shown.locked:
            terminal.say("Locked: a round is open.")

    desk.run(desk.in_database(work, team))


@discipline.command("add")
def add_discipline(name: Name, team: Team = None) -> None:
    """Put a discipline on the list."""

    async def work(here: Installation, who: Administrator) -> None:
        await disciplines.add(here, who, name, now=clock.system())
        terminal.say(f"Added: {disciplines.checked(name)}")

    desk.run(desk.in_database(work, team))


@discipline.command("rename")
def rename_discipline(
    name: Name, new: Annotated[str, typer.Argument(help="Its new name.")], team: Team = None
) -> None:
    """Call a discipline something else; its people stay."""

    async def work(here: Installation, who: Administrator) -> None:
        await disciplines.rename(here, who, await _discipline(here, who, name), new, now=clock.system())
        terminal.say(f"Renamed to: {disciplines.checked(new)}")

    desk.run(desk.in_database(work, team))


@discipline.command("retire")
def retire_discipline(
    name: Name,
    into: Annotated[str | None, typer.Option(help="Move its people here; else they choose anew.")] = None,
    team: Team = None,
) -> None:
    """Take a discipline off the list."""

    async def work(here: Installation, who: Administrator) -> None:
        row = await _discipline(here, who, name)
        target = await _discipline(here, who, into) if into else None
        moved = await disciplines.retire(here, who, row, into=target, now=clock.system())
        terminal.say(f"People moved to {into}: {moved}" if into else f"People who choose anew: {moved}")

    desk.run(desk.in_database(work, team))


@facilitator.command("list")
def list_facilitators(team: Team = None) -> None:
    """Show the facilitators' member ids."""

    async def work(here: Installation, who: Administrator) -> None:
        found = await facilitators.listed(here, who)
        for person in found:
            terminal.say(person)
        if not found:
            terminal.say("There are no facilitators.", error=True)

    desk.run(desk.in_database(work, team))


@facilitator.command("add")
def add_facilitator(member: Annotated[str, typer.Argument(help="A Slack member id (U…).")]) -> None:
    """Make somebody a facilitator."""

    async def work(here: Door, who: Administrator) -> None:
        person = await here.actor(member)
        new = await facilitators.appoint(here.installation, who, [person.person_id], now=here.now())
        terminal.say(
            f"{member} is a facilitator now." if new else f"{member} has that role already, or more."
        )

    desk.run(desk.in_slack(work))


@facilitator.command("remove")
def remove_facilitator(member: Annotated[str, typer.Argument(help="A Slack member id (U…).")]) -> None:
    """Make a facilitator a member again."""

    async def work(here: Door, who: Administrator) -> None:
        person = await here.actor(member)
        if not await facilitators.dismiss(here.installation, who, [person.person_id], now=here.now()):
            desk.fail(f"{member} is no facilitator.")
        terminal.say(f"{member} is a member again.")

    desk.run(desk.in_slack(work))


@people.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="A CSV file: e-mail address and discipline.")],
    leave_out: Annotated[
        bool, typer.Option("--leave-out-wrong", help="Leave out lines that are wrong, and take the rest.")
    ] = False,
) -> None:
    """Set people's disciplines from a list, all of it or nothing, with a report of every line."""

    async def work(here: Door, who: Administrator) -> None:
        lines = rosters.read(_text(file), most=roster.MOST_LINES)
        reported, done = await rosters.place(here, who, lines, leave_out_wrong=leave_out, now=here.now())
        english = texts.load("en")
        for one in reported:
            terminal.say(("  " if one.good else "! ") + reports.sentence(one, english))
        terminal.say(reports.summary(reported, english))
        if not done:
            desk.fail("Nothing has changed. Mend the lines marked !, or give --leave-out-wrong.")

    desk.run(desk.in_slack(work))


def audit(
    since: Annotated[
        datetime | None, typer.Option(help="From this local time on.", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"])
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(help="Before this local time.", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"])
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, an object a line.")] = False,
    team: Team = None,
) -> None:
    """Show what administrators did; people by their numbers alone."""

    async def work(here: Installation, who: Administrator) -> None:
        async with here.database.read() as session:
            zone = ZoneInfo((await rows.get(session, who.workspace_id)).zone)
        found = await audits.read(
            here,
            who.workspace_id,
            since=since.replace(tzinfo=zone) if since else None,
            until=until.replace(tzinfo=zone) if until else None,
        )
        for entry in found:
            terminal.say(json.dumps(_record(entry), ensure_ascii=False) if as_json else _row(entry, zone))

    desk.run(desk.in_database(work, team))


def _record(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "person": entry.person_id,
        "details": entry.details,
    }


def _row(entry: AuditEntry, zone: ZoneInfo) -> str:
    actor = "command line" if entry.actor_id is None else f"person {entry.actor_id}"
    person = f"person {entry.person_id}" if entry.person_id is not None else "-"
    details = ", ".join(f"{name} {'-' if value is None else value}" for name, value in entry.details.items())
    at = f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    return f"{at}  {actor:14}  {entry.action:20}  {person:12}  {details}"


async def _discipline(here: Installation, who: Administrator, name: str) -> int:
    line = disciplines.find(await disciplines.listed(here, who), name)
    if line is None:
        desk.fail(f"No discipline in use is called {name!r}.")
    return line.discipline_id


def _text(file: Path) -> str:
    try:
        return roster.decode(file.read_bytes())
    except OSError as error:
        desk.fail(f"{file} cannot be read: {error.strerror}.")
    except roster.Unreadable:
        desk.fail(f"{file} is no text file. Save the spreadsheet as CSV.")
