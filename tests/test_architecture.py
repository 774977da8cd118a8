"""The house keeps its shape: the arrows between modules, and the habits that no linter knows."""

import ast
import functools
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/**/*.py")])
TESTS = sorted(ROOT.glob("tests/**/*.py"))
LONGEST = 300
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
# Small languages: their words are made to be read side by side, in tables of what a payload may hold.
VOCABULARIES = {"bot.playground.limits.shapes", "bot.playground.arguments"}
LINT = Path(sys.executable).parent / "lint-imports"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def inside(folder: str) -> list[Path]:
    return [path for path in CODE if name(path).startswith(f"{folder}/")]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@functools.cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that `path` names in an import; `from a import b` gives both `a` and `a.b`."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 or path not in CODE, f"{name(path)}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted(node: ast.expr) -> str:
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@functools.cache
def attributes(path: Path) -> tuple[str, ...]:
    return tuple(dotted(node) for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute))


def lint(where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache", "--no-logo", "--config", str(where / "pyproject.toml")],
        cwd=where,
        env={"PATH": os.defpath, "PYTHONPATH": str(where)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_arrows_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house of empty rooms, held against the contracts of this one."""
    where = tmp_path_factory.mktemp("house")
    shutil.copyfile(ROOT / "pyproject.toml", where / "pyproject.toml")
    for folder in (
        "bot/services",
        "bot/domain",
        "bot/slack",
        "bot/teams",
        "bot/web",
        "bot/playground",
        "storage",
    ):
        (where / folder).mkdir(parents=True)
    for module_path in (
        *(
            "bot/__init__.py",
            "bot/__main__.py",
            "bot/app.py",
            "bot/ticker.py",
            "bot/messages.py",
            "bot/texts.py",
        ),
        *("bot/messenger.py", "bot/errors.py", "bot/clock.py", "bot/settings.py", "bot/services/__init__.py"),
        *("bot/domain/__init__.py", "bot/slack/__init__.py", "bot/teams/__init__.py", "bot/web/__init__.py"),
        *("bot/playground/__init__.py", "storage/__init__.py", "storage/kinds.py", "storage/models.py"),
        *("bot/services/post.py", "bot/slack/views.py"),
    ):
        (where / module_path).touch()
    done = lint(where)
    assert done.returncode == 0, done.stdout + done.stderr
    return where


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("storage/rows.py", "import bot.errors"),
        ("bot/services/post.py", "import slack_sdk"),
        ("bot/services/post.py", "import aiohttp"),
        ("bot/services/post.py", "from bot import app"),
        ("bot/services/post.py", "from bot.slack import views"),
        ("bot/slack/views.py", "import bot.teams"),
        ("bot/slack/views.py", "import bot.app"),
        ("bot/teams/cards.py", "import bot.slack.views"),
        ("bot/ticker.py", "import bot.app"),
        ("bot/web/pages.py", "import bot.__main__"),
        ("bot/playground/pages.py", "import bot.slack.views"),
        ("bot/playground/pages.py", "import storage.models"),
        ("bot/playground/pages.py", "import bot.services.post"),
        ("bot/domain/voting.py", "import storage.models"),
        ("bot/domain/voting.py", "import sqlmodel"),
        ("bot/domain/voting.py", "import bot.messages"),
        ("bot/messages.py", "import storage.models"),
        ("bot/texts.py", "import apscheduler"),
    ],
)
def test_an_arrow_the_wrong_way_is_caught(empty_house: Path, module: str, statement: str) -> None:
    wrong = empty_house / module
    before = wrong.read_text() if wrong.exists() else None
    wrong.write_text(f"{statement}\n")
    done = lint(empty_house)
    if before is None:
        wrong.unlink()
    else:
        wrong.write_text(before)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout


def test_a_module_is_one_noun() -> None:
    for path in CODE:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST or "versions" in path.parts, (
            f"{name(path)} has {lines} lines: it is two nouns"
        )
        assert path.stem not in VAGUE, f"{name(path)} says nothing of what is in it"


def test_functions_are_called_through_their_module() -> None:
    """`voting.count` says whose count it is. Types and constants may be imported by name."""
    for path in CODE:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"bot", "storage"}:
                package = ROOT / (node.module or "").replace(".", "/")
                functions = {alias.name for alias in node.names if alias.name.islower()}
                known = package.is_dir() or node.module in VOCABULARIES
                assert known or not functions, f"{name(path)}:{node.lineno}: {functions} of {node.module}"


def test_only_the_edges_read_environment_and_clock() -> None:
    for path in CODE:
        read = set(attributes(path))
        if name(path) != "bot/settings.py":
            assert not read & {"os.environ", "os.getenv", "os.environb"}, name(path)
            assert not set(imports(path)) & {"os.environ", "os.getenv"}, name(path)
        if name(path) != "bot/clock.py" and not name(path).startswith("bot/playground/"):
            clocks = {one for one in read if ".".join(one.split(".")[-2:]) in CLOCKS}
            assert not clocks, f"{name(path)} reads the clock: {clocks}"
            assert not set(imports(path)) & {"time.time", "time.time_ns"}, name(path)


def test_the_domain_is_rules_alone() -> None:
    for path in inside("bot/domain"):
        for module in imports(path):
            first = module.split(".")[0]
            known = first in sys.stdlib_module_names or first in {"holidays", "snowballstemmer"}
            assert (
                known or module in {"bot", "storage"} or module.startswith(("bot.domain", "storage.kinds"))
            ), module
            assert first not in {"asyncio", "logging", "os", "socket", "subprocess", "time"}, module
        waits = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
        assert not any(isinstance(node, waits) for node in ast.walk(parsed(path))), name(path)


def test_the_kinds_need_the_standard_library_alone() -> None:
    for module in imports(ROOT / "storage" / "kinds.py"):
        assert module.split(".")[0] in sys.stdlib_module_names


def test_statements_and_use_cases_never_commit() -> None:
    """`Database.begin` commits where the block that opened it ends, and nothing else does."""
    for path in (*inside("storage"), *inside("bot/services"), *inside("bot/domain")):
        ends = {one.split(".")[-1] for one in attributes(path)} & {"commit", "rollback"}
        assert not ends, f"{name(path)} ends a transaction that it did not open"


def test_sessions_are_opened_where_their_request_is_known() -> None:
    """Whoever changes something goes through `Writing`, which keeps the mark of the request beside it."""
    openers = {"storage/database.py", "storage/writing.py", "storage/writer.py"}
    for path in CODE:
        called = {dotted(node.func) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)}
        opened = {one for one in called if one.split(".")[-1] in {"AsyncSession", "Session", "sessionmaker"}}
        assert not opened or name(path) in openers, f"{name(path)} opens a session of its own"
    ways = next(
        node
        for node in parsed(ROOT / "storage" / "writing.py").body
        if isinstance(node, ast.ClassDef) and node.name == "Writing"
    )
    asked = {
        node.name: [one.arg for one in node.args.args]
        for node in ways.body
        if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_")
    }
    assert {way for way, given in asked.items() if "asking" not in given} == {"wipe", "close"}


def test_nothing_is_patched() -> None:
    for path in (*CODE, *TESTS):
        for module in imports(path):
            assert not module.startswith(("unittest.mock", "mock", "pytest_mock")), name(path)
        used = set(attributes(path))
        patching = {
            one
            for one in used
            if one.split(".")[-2:] in (["monkeypatch", "setattr"], ["monkeypatch", "setitem"])
        }
        assert not patching, f"{name(path)} patches"


def test_no_test_is_passed_over() -> None:
    for path in TESTS:
        used = set(attributes(path)) | set(imports(path))
        passed_over = {
            one for one in used if one.split(".")[-1] in {"skip", "skipif", "xfail", "importorskip"}
        }
        assert not passed_over, f"{name(path)}: a test that does not run proves nothing"


def test_no_test_hides_within_another() -> None:
    """Only what stands at the top of a module is collected."""
    for path in TESTS:
        tree = parsed(path)
        top = set(tree.body)
        hidden = [
            node.name
            for node in ast.walk(tree)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            and node.name.startswith("test_")
            and node not in top
        ]
        assert not hidden, f"{name(path)}: {hidden} never run"


def test_nothing_happens_at_import(tmp_path: Path) -> None:
    """Importing any module opens no socket, starts no process and writes no file."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in CODE
        if "migrations" not in path.parts and path.name != "__main__.py"
    ]
    program = tmp_path / "importing.py"
    program.write_text(
        f"""
import importlib, sys
sys.path.insert(0, {str(ROOT)!r})
done = []
ACTS = ("socket.bind", "socket.connect", "subprocess.Popen", "sqlite3.connect", "os.mkdir", "os.remove")
def watch(event, arguments):
    if event in ACTS:
        done.append(f"{{event}}{{arguments}}")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        done.append(f"open{{arguments}}")
sys.addaudithook(watch)
for module in {modules!r}:
    importlib.import_module(module)
sys.exit("\\n".join(done) or 0)
"""
    )
    ran = subprocess.run(
        [sys.executable, "-B", "-W", "error", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_the_packages_are_those_that_are_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["bot", "storage"]
    assert project["tool"]["importlinter"]["root_packages"] == ["bot", "storage"]
    for path in CODE:
        for folder in path.relative_to(ROOT).parents:
            if folder != Path("."):
                assert (ROOT / folder / "__init__.py").is_file() or "migrations" in folder.parts, folder
