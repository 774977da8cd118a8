"""What installs the bot names only what there is: files, commands and settings."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot import manifest
from bot.__main__ import cli
from tests import settings_table

ROOT = Path(__file__).parent.parent
UNITS = sorted((ROOT / "deploy").glob("*.service"))
WRITTEN = [ROOT / "Dockerfile", ROOT / "docs" / "install.md", *sorted((ROOT / "deploy").iterdir())]
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def commands() -> set[str]:
    return set(get_command(cli).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_setting_named_exists(path: Path) -> None:
    known = {row.name for row in settings_table.table()}
    assert set(re.findall(r"\bIDEJAKT_[A-Z_]+", path.read_text(encoding="utf-8"))) <= known


def test_the_example_names_every_setting_that_must_be_set() -> None:
    example = (ROOT / "deploy" / "idejakt.env.example").read_text(encoding="utf-8")
    for row in settings_table.table():
        if row.default == settings_table.REQUIRED:
            assert re.search(rf"^{row.name}=$", example, flags=re.M), row.name


def test_every_command_run_exists() -> None:
    units = "".join(path.read_text(encoding="utf-8") for path in UNITS)
    ran = set(re.findall(r"/bin/idejakt ([a-z]+)$", units, flags=re.M))
    assert ran == {"migrate", "serve", "work"}
    ran |= set(re.findall(r'command: \["([a-z]+)"\]', COMPOSE))
    ran |= set(re.findall(r'^CMD \["([a-z]+)"\]$', DOCKERFILE, flags=re.M))
    assert ran <= commands()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_service_can_do_no_more_than_it_must(path: Path) -> None:
    unit = path.read_text(encoding="utf-8")
    for line in ("User=idejakt", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert re.search(rf"^{line}$", unit, flags=re.M), line


def test_a_container_can_do_no_more_than_it_must() -> None:
    assert re.search(r"^USER [1-9]\d+:[1-9]\d+$", DOCKERFILE, flags=re.M)
    for line in ("read_only: true", 'cap_drop: ["ALL"]', "no-new-privileges:true"):
        assert line in COMPOSE
    assert re.findall(r'ports: \["([^"]+)"\]', COMPOSE) == ["127.0.0.1:8080:8080"]


def test_the_proxy_lets_in_what_slack_calls_and_nothing_else() -> None:
    proxy = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    passed, refused = re.findall(r"location (.+) \{\n((?:.+\n)+?)    \}", proxy)
    assert passed[0] == f"= {manifest.PATH}"
    assert "proxy_pass http://127.0.0.1:8080;" in passed[1]
    assert (refused[0], refused[1].strip()) == ("/", "return 404;")


def test_what_the_image_copies_is_there_and_sent() -> None:
    sent = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    copied: set[str] = set()
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.M):
        copied |= set(sources.split())
    assert copied == sent
    for name in copied:
        assert (ROOT / name).exists(), name


def test_the_image_holds_a_supported_python() -> None:
    versions = re.findall(r"^FROM python:3\.(\d+)-slim", DOCKERFILE, flags=re.M)
    assert len(versions) == 2
    assert len(set(versions)) == 1
    assert int(versions[0]) >= 11


def test_the_page_names_files_and_targets_that_are_there() -> None:
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    for name in re.findall(r"\bdeploy/[\w.-]+\.(?:yaml|example)", page):
        assert (ROOT / name).exists(), name
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    assert set(re.findall(r"`make ([a-z]+)", page)) <= targets
    assert set(re.findall(r"/bin/idejakt ([a-z]+)", page)) <= commands()
