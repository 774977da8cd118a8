"""The command line: every command is there, works, and says plainly what is wrong."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from bot import __main__ as program

ROOT = Path(__file__).parent.parent
COMMANDS = {"demo", "serve", "work", "migrate", "manifest", "doctor", "tally"}
WORKED_EXAMPLE = {
    "youth": (40, {"A": 34, "B": 14, "C": 5}),
    "child": (12, {"A": 1, "B": 9, "C": 4}),
    "healthy": (6, {"A": 0, "B": 5, "C": 6}),
    "strategy": (3, {"A": 0, "B": 2, "C": 3}),
}


def started(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """`idejakt` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        timeout=60,
        check=False,
    )


def idejakt(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """The same within this process, which need not be loaded anew: for what sets up no logs of its own."""
    out, wrong = io.StringIO(), io.StringIO()
    status: object = 0
    before, argv = dict(os.environ), sys.argv
    os.environ.update(environ)
    sys.argv = ["idejakt", *arguments]
    try:
        with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(wrong):
            program.main()
    except SystemExit as ended:
        status = ended.code
    finally:
        sys.argv = argv
        os.environ.clear()
        os.environ.update(before)
    assert isinstance(status, int)
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), wrong.getvalue())


def ballots() -> str:
    """The worked example as a file: of each discipline, the first so many approve each idea."""
    lines = ["META", "key;value", "vote_type;approval", "num_projects;3", "num_votes;61"]
    lines += ["PROJECTS", "project_id;cost;name", *(f"{one};1;Idea {one}" for one in "ABC")]
    lines += ["VOTES", "voter_id;vote;discipline"]
    for discipline, (people, taps) in WORKED_EXAMPLE.items():
        for number in range(people):
            approved = ",".join(idea for idea, count in taps.items() if number < count)
            lines.append(f"{discipline}{number};{approved};{discipline}")
    return "\n".join(lines) + "\n"


def test_every_command_is_there_and_helps(tmp_path: Path) -> None:
    shown = started("--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert all(command in shown.stdout for command in COMMANDS)
    for command in sorted(COMMANDS):
        assert CliRunner().invoke(program.cli, [command, "--help"]).exit_code == 0


def test_all_that_is_missing_is_said_at_once_and_no_secret_is(tmp_path: Path) -> None:
    shown = started("serve", cwd=tmp_path, IDEJAKT_SLACK_BOT_TOKEN="xoxp-not-a-bot", IDEJAKT_PORT="many")
    assert shown.returncode == 2
    for name in ("IDEJAKT_SECRET", "IDEJAKT_SLACK_BOT_TOKEN", "IDEJAKT_SLACK_SIGNING_SECRET", "IDEJAKT_PORT"):
        assert name in shown.stderr
    assert "xoxp-not-a-bot" not in shown.stderr + shown.stdout
    assert "Traceback" not in shown.stderr


def test_migrate_makes_the_database_and_runs_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'made.db'}"
    assert "0001" in idejakt("migrate", cwd=tmp_path, IDEJAKT_DATABASE_URL=url).stdout
    again = idejakt("migrate", cwd=tmp_path, IDEJAKT_DATABASE_URL=url)
    assert again.returncode == 0
    assert "newest" in again.stdout


SETTINGS = {
    "IDEJAKT_SECRET": "0123456789abcdef0123456789abcdef",
    "IDEJAKT_SLACK_BOT_TOKEN": "xoxb-1-of-this-test",
    "IDEJAKT_SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "IDEJAKT_SLACK_API_URL": "http://127.0.0.1:9/",
}


@pytest.mark.early
def test_work_on_sqlite_and_serve_without_a_schema_say_what_to_do(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    refused = started("work", cwd=tmp_path, IDEJAKT_DATABASE_URL=url, **SETTINGS)
    assert refused.returncode == 2
    assert "PostgreSQL" in refused.stderr
    early = started("serve", cwd=tmp_path, IDEJAKT_DATABASE_URL=url, **SETTINGS)
    assert early.returncode == 2
    assert "idejakt migrate" in early.stderr
    assert idejakt("migrate", cwd=tmp_path, IDEJAKT_DATABASE_URL=url).returncode == 0
    alone = started("serve", cwd=tmp_path, IDEJAKT_DATABASE_URL=url, **SETTINGS)
    assert alone.returncode == 2
    assert "Slack cannot be reached" in alone.stderr
    assert "Traceback" not in refused.stderr + early.stderr + alone.stderr


def test_the_manifest_is_json_for_both_ways_in(tmp_path: Path) -> None:
    socket = json.loads(idejakt("manifest", "--socket", cwd=tmp_path).stdout)
    assert socket["settings"]["socket_mode_enabled"] is True
    web = json.loads(idejakt("manifest", "--url", "https://bot.example.org", cwd=tmp_path).stdout)
    assert web["features"]["slash_commands"][0]["url"] == "https://bot.example.org/slack/events"
    wrong = idejakt("manifest", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "--url" in wrong.stderr


def test_the_doctor_of_an_empty_place_names_what_is_missing(tmp_path: Path) -> None:
    shown = idejakt("doctor", cwd=tmp_path)
    assert shown.returncode == 1
    assert "IDEJAKT_SECRET" in shown.stdout
    assert "idejakt migrate" in shown.stdout


def test_tally_gives_the_worked_example_exactly(tmp_path: Path) -> None:
    file = tmp_path / "example.pb"
    file.write_text(ballots(), encoding="utf-8")
    counted = json.loads(started("tally", str(file), "--json", cwd=tmp_path).stdout)
    assert counted["winners"] == ["B"]
    assert counted["order"] == ["B", "C", "A"]
    found = {idea: (row["support"], row["breadth"], row["taps"]) for idea, row in counted["ideas"].items()}
    assert found == {"A": ("623/765", 1, 35), "B": ("52007/33660", 4, 30), "C": ("17057/13464", 3, 18)}
    assert [idea for idea, row in counted["ideas"].items() if not row["eligible"]] == ["A"]
    table = idejakt("tally", str(file), "--winners", "2", cwd=tmp_path)
    assert table.returncode == 0
    assert "Idea B" in table.stdout


@pytest.mark.parametrize(
    ("text", "line"), [("META\nkey;value\nPROJECTS\n", "line"), ("VOTES\nx;y\n1;2\n", "line"), ("", "")]
)
def test_a_broken_file_is_said_with_its_line(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "broken.pb"
    file.write_text(text, encoding="utf-8")
    shown = idejakt("tally", str(file), cwd=tmp_path)
    assert shown.returncode == 2
    assert "broken.pb" in shown.stderr
    assert line in shown.stderr
    assert "Traceback" not in shown.stderr


NOBODY = "U0NOBODY"
ALL = frozenset({"IDEJAKT_SECRET", "IDEJAKT_SLACK_BOT_TOKEN", "IDEJAKT_SLACK_SIGNING_SECRET"})
SECRET = frozenset({"IDEJAKT_SECRET"})
NOTHING: frozenset[str] = frozenset()
ASKED_FOR: dict[str, tuple[list[str], frozenset[str]]] = {
    "serve": ([], ALL),
    "work": ([], ALL),
    "migrate": ([], NOTHING),
    "backup": (["copy.db"], NOTHING),
    "restored": ([], NOTHING),
    "manifest": (["--socket"], NOTHING),
    "doctor": ([], ALL),
    "tally": (["example.pb"], NOTHING),
    "privacy": (["--person", NOBODY], SECRET),
    "erase": ([NOBODY, "--yes"], NOTHING),
    "export": (["archive"], NOTHING),
    "audit": ([], NOTHING),
    "discipline list": ([], NOTHING),
    "discipline add": (["Kultur"], NOTHING),
    "discipline rename": (["Kultur", "Idrett"], NOTHING),
    "discipline retire": (["Kultur"], NOTHING),
    "facilitator list": ([], NOTHING),
    "facilitator add": ([NOBODY], ALL),
    "facilitator remove": ([NOBODY], ALL),
    "people import": (["people.csv"], ALL),
    "workspace show": ([], NOTHING),
    "workspace set": (["--language", "nn"], ALL),
    "outbox list": ([], NOTHING),
    "outbox again": (["--all"], NOTHING),
}
"""What each command needs beside the database: those alone that talk to Slack need a token."""


def commands() -> set[str]:
    """Every command there is, `demo` apart, which makes its own settings."""
    found: set[str] = set()
    for name, command in typer.main.get_command(program.cli).commands.items():  # type: ignore[attr-defined]
        parts = getattr(command, "commands", None)
        found |= {f"{name} {part}" for part in parts} if parts else {name}
    return found - {"demo"}


def test_each_command_asks_for_what_it_needs_and_nothing_else(sqlite_template: Path, tmp_path: Path) -> None:
    assert commands() == ASKED_FOR.keys()
    (tmp_path / "example.pb").write_text(ballots(), encoding="utf-8")
    for command, (arguments, needed) in ASKED_FOR.items():
        shutil.copyfile(sqlite_template, tmp_path / "here.db")
        shown = idejakt(*command.split(), *arguments, cwd=tmp_path, DATABASE_URL="sqlite:///here.db")
        said = shown.stdout + shown.stderr
        assert {name for name in ALL if f"{name} is missing" in said} == needed, (command, said)
        assert "Traceback" not in said, (command, said)


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    away = "postgresql://somebody:hush-hush@127.0.0.1:9/idejakt"
    for command in ("audit", "export", "migrate", "doctor"):
        arguments = ["archive"] if command == "export" else []
        shown = idejakt(command, *arguments, cwd=tmp_path, DATABASE_URL=away)
        assert shown.returncode in {1, 2}
        assert "doctor" in shown.stderr or "does not answer: ConnectionRefusedError" in shown.stdout
        assert "hush" not in shown.stdout + shown.stderr
    bare = idejakt("audit", cwd=tmp_path, DATABASE_URL="sqlite:///bare.db")
    assert (bare.returncode, "OperationalError" in bare.stderr) == (2, True)
