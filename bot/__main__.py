"""The command line. What one command alone needs is loaded by that command: `serve` starts sooner."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, NoReturn

import asyncpg
import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import administration, clock, desk, terminal
from bot import app as wiring
from bot import settings as configuration
from bot.settings import Settings, SettingsError
from storage import migrations

WRONG = 2

Team = Annotated[
    str | None, typer.Option("--workspace", help="Of this workspace alone (T…), where there are several.")
]

cli = typer.Typer(
    help="Idéjakt: find problems worth solving, choose together, and get them solved.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

administration.join(cli)


def main() -> None:
    """The entry point `idejakt`."""
    try:
        cli()
    except (SettingsError, wiring.StartError) as error:
        terminal.page(str(error), error=True)
        sys.exit(WRONG)
    except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__  # its words may quote what is kept
        terminal.say(f"The database does not answer as it should ({kind}). Run: idejakt doctor", error=True)
        sys.exit(WRONG)
    except OSError as error:
        said = error.strerror or type(error).__name__
        terminal.say(f"That did not work: {said}. Run: idejakt doctor", error=True)
        sys.exit(WRONG)


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="The playground's port; 0 takes a free one.")] = 8060,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start with an empty workspace.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its data between runs.")] = Path(".demo"),
) -> None:
    """Try the bot in the browser, without Slack."""
    from bot import demo as demonstration

    walk = demonstration.run(folder, port=port, fresh=fresh, open_browser=not no_open)
    try:
        asyncio.run(_until_stopped(walk))
    except demonstration.DemoError as error:
        _fail(str(error))


@cli.command()
def serve() -> None:
    """Listen to Slack; on SQLite, do everything else too."""
    settings = desk.settings()
    asyncio.run(_until_stopped(_run(settings, listen=True, work=wiring.one_process(settings))))


@cli.command()
def work() -> None:
    """Send what waits and do what is due; for PostgreSQL, beside any number of `serve`."""
    settings = desk.settings()
    if wiring.one_process(settings):
        _fail("On SQLite `idejakt serve` does everything; a second process is for PostgreSQL.")
    asyncio.run(_until_stopped(_run(settings, listen=False, work=True)))


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    url = configuration.database_url()
    waiting = asyncio.run(migrations.pending(url))
    asyncio.run(migrations.upgrade(url))
    terminal.say(f"Ran {', '.join(waiting)}." if waiting else "The schema is the newest already.")


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; it may not be there yet.")],
) -> None:
    """Copy the SQLite database to a file while the bot runs; for PostgreSQL there is pg_dump."""
    from storage import backup as backups

    try:
        size = backups.save(configuration.database_url(), file)
    except backups.BackupError as error:
        _fail(str(error))
    terminal.say(f"{file} holds everything, in {size} bytes. Keep IDEJAKT_SECRET apart from it.")


@cli.command()
def restored() -> None:
    """After a backup was put back, before the bot starts: open rounds start over, nothing is said twice."""
    from bot import offices

    begun = asyncio.run(offices.restored(now=clock.system()))
    terminal.say(
        f"Rounds that start over: {begun.rounds}. Messages looked for before sending: {begun.messages}."
    )


@cli.command()
def manifest(
    url: Annotated[str | None, typer.Option(help="The installation's public address, for HTTP.")] = None,
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode: no public address.")] = False,
    name: Annotated[str, typer.Option(help="What the app is called in Slack.")] = "Idéjakt",
) -> None:
    """Print the Slack app manifest of this installation."""
    from bot import manifest as manifests

    try:
        made = manifests.manifest(transport="socket" if socket else "http", url=url, name=name)
    except ValueError as error:
        _fail(f"{error}. Give --url https://…, or --socket.")
    terminal.page(manifests.written(made))


@cli.command()
def doctor() -> None:
    """Check the installation, and say for each thing that is wrong what to do."""
    from bot import doctor as examination

    findings = asyncio.run(examination.examine(clock=clock.system))
    terminal.page(examination.report(findings))
    if not examination.healthy(findings):
        raise typer.Exit(1)


@cli.command()
def tally(
    file: Annotated[Path, typer.Argument(help="A Pabulib file (.pb) with approval votes.")],
    winners: Annotated[int | None, typer.Option(help="How many ideas are chosen.")] = None,
    empty_chairs: Annotated[int | None, typer.Option(help="Empty chairs in every discipline.")] = None,
    breadth: Annotated[int | None, typer.Option(help="Disciplines that must want an idea.")] = None,
    discipline: Annotated[
        str, typer.Option(help="The voter column that names the discipline.")
    ] = "discipline",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Count a file of ballots as the bot counts a round."""
    from bot import tally as tallies

    try:
        counted = tallies.tally(
            file,
            winners=winners,
            empty_chairs=empty_chairs,
            breadth=breadth,
            discipline_column=discipline,
            as_json=as_json,
        )
    except tallies.TallyError as error:
        _fail(str(error))
    terminal.page(counted)


@cli.command()
def privacy(
    person: Annotated[
        str | None, typer.Option(help="A person's id in Slack: everything stored about them, as JSON.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    team: Team = None,
) -> None:
    """Print what is stored, why, who sees it and how long; or everything about one person."""
    from bot import offices

    if person is not None:
        terminal.page(asyncio.run(offices.about(person, now=clock.system(), team=team)))
        return
    terminal.page(offices.register(as_json=as_json))


@cli.command()
def erase(
    person: Annotated[str, typer.Argument(help="The person's id in Slack.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    team: Team = None,
) -> None:
    """Forget a person who asked for it; what groups own stays, without the name."""
    from bot import offices

    if not yes:
        typer.confirm(f"Forget {person}? This cannot be undone", abort=True)
    known = asyncio.run(offices.erase(person, now=clock.system(), team=team))
    terminal.say(f"Erased in {known} workspace(s)." if known else "Nobody is known by that id.")


@cli.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where the files go; made where missing.")],
    team: Team = None,
) -> None:
    """Write the archive: ideas, decisions with reasons, votes with receipts, results. CSV and JSON."""
    from bot import archive, offices

    found = asyncio.run(offices.archived(now=clock.system(), team=team))
    try:
        written = archive.write(found, folder)
    except OSError as error:
        _fail(f"{folder} cannot be written: {error.strerror}.")
    for path in written:
        terminal.say(str(path))


async def _run(settings: Settings, *, listen: bool, work: bool) -> None:
    async with wiring.running(settings, listen=listen, work=work):
        await asyncio.Event().wait()


async def _until_stopped(work: Coroutine[None, None, None]) -> None:
    """Do `work` until it ends or somebody asks to stop, with Ctrl-C or SIGTERM; then let it tidy up.

    Asking twice does not cut the tidying short: it takes less than ten seconds.
    """
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    asked = False

    def stop() -> None:
        nonlocal asked
        if not asked:
            task.cancel()
        asked = True

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
    try:
        await task
    except asyncio.CancelledError:
        return


def _fail(message: str) -> NoReturn:
    terminal.say(message, error=True)
    raise typer.Exit(WRONG)


if __name__ == "__main__":
    main()
