"""The README tells the truth: its commands, settings, scopes and words are those of the code."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot import manifest
from bot.__main__ import cli
from bot.services import ballots, nudges, projects, rounds
from storage import models
from tests import readme

ROOT = readme.README.parent
TEXT = readme.README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(readme.tables()))
def test_the_tables_are_those_of_the_code(name: str) -> None:
    assert readme.section(TEXT, name) == readme.tables()[name], "run: python -m tests.readme"


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    named = set(re.findall(r"`make ([a-z-]+)", TEXT))
    assert named
    assert named <= targets


def test_every_command_is_named_and_exists() -> None:
    commands = set(get_command(cli).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"^\| `idejakt ([a-z]+)[^`]*` \|", TEXT, flags=re.M))
    assert named == commands


def test_every_option_named_exists() -> None:
    options = {
        option
        for command in get_command(cli).commands.values()  # type: ignore[attr-defined]
        for parameter in command.params
        for option in parameter.opts
    }
    assert set(re.findall(r"idejakt [a-z]+[^`\n]*? (--[a-z-]+)", TEXT)) <= options


def test_every_slash_command_is_in_the_tour() -> None:
    for name, _, _ in manifest.COMMANDS:
        assert f"`{name}" in TEXT, name
    assert set(re.findall(r"`(/[a-z]+)", TEXT)) - {"/invite"} <= {name for name, _, _ in manifest.COMMANDS}


def test_the_glossary_s_names_are_in_the_code() -> None:
    known = set(models.__all__) | {module.__name__ for module in (ballots, nudges, projects, rounds)}
    named = re.findall(r"^\| [^|]*`([A-Z][A-Za-z]+)` \|", TEXT, flags=re.M)
    assert len(named) >= 6
    assert set(named) <= known


def test_what_is_linked_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        if not target.startswith("http"):
            assert (ROOT / Path(target)).exists(), target
