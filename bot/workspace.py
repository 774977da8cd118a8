"""The command line for the settings of a workspace."""

from typing import Annotated, Any

import typer

from bot import desk, terminal
from bot.domain import choices as rules
from bot.services import choices, workspaces
from bot.services.audit import Administrator
from bot.services.installation import Installation
from bot.slack import places
from bot.slack.door import Door

NONE, DEFAULT = "none", "default"
Team = Annotated[
    str | None, typer.Option("--workspace", help="The workspace's id (T…), where there are several.")
]

commands = typer.Typer(help="The workspace's settings.", no_args_is_help=True)


@commands.command("show")
def show(team: Team = None) -> None:
    """Show the settings of the workspace."""

    async def work(here: Installation, who: Administrator) -> None:
        shown = await workspaces.shown(here, who)
        chosen = await choices.shown(here, who)
        rows = {
            "ideas channel": shown.ideas_place or NONE,
            "wide channel": shown.wide_place or NONE,
            "language": shown.locale,
            "rounds by": "all" if shown.rounds_by_all else "facilitators",
            "zone": chosen.zone,
        }
        for name in rules.NAMES:
            written = rules.written(name, getattr(chosen.values, name)) or NONE
            rows[name.replace("_", " ")] = written if name in chosen.chosen else f"{written} ({DEFAULT})"
        for label, value in rows.items():
            terminal.say(f"{label:18} {value}")

    desk.run(desk.in_database(work, team))


@commands.command("set")
def set_(
    ideas_channel: Annotated[str | None, typer.Option(help="Channel id (C…).")] = None,
    wide_channel: Annotated[str | None, typer.Option(help="Channel id (C…), or `none`.")] = None,
    language: Annotated[str | None, typer.Option(help="Of shared messages: nb, nn or en.")] = None,
    rounds_by: Annotated[str | None, typer.Option(help="Who opens rounds: all or facilitators.")] = None,
    zone: Annotated[str | None, typer.Option(help="The time zone, such as Europe/Oslo.")] = None,
    winners: Annotated[str | None, typer.Option(help="Ideas that can win a round: 1 to 5.")] = None,
    breadth: Annotated[str | None, typer.Option(help="Disciplines that must want an idea: 1 to 10.")] = None,
    empty_chairs: Annotated[
        str | None, typer.Option(help="Empty chairs in every discipline: 1 to 20.")
    ] = None,
    turnout: Annotated[
        str | None, typer.Option(help="Per cent of each discipline that should vote; 0 for no target.")
    ] = None,
    complaint_days: Annotated[
        str | None, typer.Option(help="Days in which a round can be counted again: 1 to 90.")
    ] = None,
    quiet_weeks: Annotated[str | None, typer.Option(help="Week numbers (`28-31, 40`), or `none`.")] = None,
    closed_days: Annotated[
        str | None, typer.Option(help="Days (`2027-05-07, 2027-05-18`), or `none`.")
    ] = None,
    smallest_group: Annotated[str | None, typer.Option(help="People in a group, at least: 2 to 12.")] = None,
    largest_group: Annotated[str | None, typer.Option(help="People in a group, at most: 2 to 12.")] = None,
    of_one_discipline: Annotated[
        str | None, typer.Option(help="People of one discipline in a group, at most: 1 to 12.")
    ] = None,
    groups_each: Annotated[str | None, typer.Option(help="Groups a person is in, at most: 1 to 10.")] = None,
    nudge_weekday: Annotated[
        str | None, typer.Option(help="When new groups are nudged: 1 (Monday) to 5.")
    ] = None,
    nudge_at: Annotated[str | None, typer.Option(help="The hour of it, 08:00 to 15:45.")] = None,
    stages: Annotated[
        str | None,
        typer.Option(
            help="A new group's stages (`Innsikt; Utprøving; Drift`), or `none` for five common ones."
        ),
    ] = None,
    stage_days: Annotated[
        str | None, typer.Option(help="Days in one stage until a group is asked: 7 to 730.")
    ] = None,
    closing_line: Annotated[str | None, typer.Option(help="Last line of a result's card, or `none`.")] = None,
    keep_months: Annotated[
        str | None, typer.Option(help="Months for which private messages and drafts are kept: 1 to 60.")
    ] = None,
) -> None:
    """Change settings. `default` gives one of those after the language back to the installation."""
    wanted = _workspace(ideas_channel, wide_channel, language, rounds_by)
    given = {
        "zone": zone,
        "winners": winners,
        "breadth": breadth,
        "empty_chairs": empty_chairs,
        "turnout": turnout,
        "complaint_days": complaint_days,
        "quiet_weeks": quiet_weeks,
        "closed_days": closed_days,
        "smallest_group": smallest_group,
        "largest_group": largest_group,
        "of_one_discipline": of_one_discipline,
        "groups_each": groups_each,
        "nudge_weekday": nudge_weekday,
        "nudge_at": nudge_at,
        "stages": stages,
        "stage_days": stage_days,
        "closing_line": "" if closing_line == NONE else closing_line,
        "keep_months": keep_months,
    }
    chosen = {name: None if text == DEFAULT else text for name, text in given.items() if text is not None}

    async def work(here: Door, who: Administrator) -> None:
        for place in (wanted.get("ideas_place"), wanted.get("wide_place")):
            if place is not None:
                await places.require_member(here.client, place)
        changed = await workspaces.change(here.installation, who, chosen, now=here.now(), **wanted)
        terminal.say(f"Changed: {', '.join(changed)}" if changed else "Nothing to change.")

    if not wanted and not chosen:
        desk.fail("Say what to change: idejakt workspace set --help")
    desk.run(desk.in_slack(work))


def _workspace(
    ideas_channel: str | None, wide_channel: str | None, language: str | None, rounds_by: str | None
) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if ideas_channel is not None:
        wanted["ideas_place"] = ideas_channel
    if wide_channel is not None:
        wanted["wide_place"] = None if wide_channel == NONE else wide_channel
    if language is not None:
        wanted["locale"] = language
    if rounds_by is not None:
        if rounds_by not in {"all", "facilitators"}:
            desk.fail("--rounds-by takes all or facilitators.")
        wanted["rounds_by_all"] = rounds_by == "all"
    return wanted
