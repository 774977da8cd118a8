"""What the repository may hold: hashed dependencies with a reason each, and nothing of any one machine."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^\s;\\]+)(?P<marker> ;[^\\]*)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
# Each pattern is written so that it does not match itself.
UNWANTED = {
    "a path of one machine": re.compile(r"(?<![\w.~:/@}>-])/(?:wor[k]|roo[t]|hom[e]|User[s]|mn[t])/\w"),
    "a package index": re.compile(r"(?i)inde[x][-_]url[ =]+\S*:/|/simpl[e]/|find[-_]lin[k]s|pythonhoste[d]"),
    "unfinished work": re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b|NotImplemente[d]Error|pragma: no c[o]ver"),
    "a Slack token": re.compile(r"xo[x][abpers]-\d{9,}-|xap[p]-\d-A[A-Z0-9]{9,}-\d{9,}"),
    "a private key": re.compile(r"BEGIN (?:[A-Z]+ )?PRIVAT[E] KEY"),
}
SUFFIXES_OF_PICTURES = {".png", ".jpg", ".ico", ".gif", ".woff2", ".mo", ".webp"}


def kept() -> list[Path]:
    """Every file that the repository holds, or would hold if all were added now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return sorted(ROOT / name for name in set(listed.split("\0")) if name and (ROOT / name).is_file())


def requirements(lock: str) -> dict[str, str]:
    """Each requirement of a lock file with everything that follows it there, by its pin."""
    entries: dict[str, str] = {}
    current = ""
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            current = line.rstrip("\\ ")
            entries[current] = ""
        elif current and not line.strip().startswith("#"):
            entries[current] += line + "\n"
    return entries


def pins(lock: str) -> dict[tuple[str, str], str]:
    found = {}
    for entry in requirements(lock):
        pin = PIN.match(entry)
        assert pin, f"{lock}: not pinned: {entry}"
        found[pin["name"], (pin["marker"] or "").strip()] = pin["version"]
    return found


def dependencies() -> Iterator[str]:
    """The names of what pyproject.toml asks for, as the lock files write them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    for asked in [*project["project"]["dependencies"], *groups["dev"], *groups["build"]]:
        yield re.split(r"[\[<>=!~; ]", asked)[0].lower().replace("_", "-")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_is_pinned_and_hashed(lock: str) -> None:
    entries = requirements(lock)
    assert len(entries) > 5
    for entry, rest in entries.items():
        assert PIN.match(entry), entry
        assert HASH.search(rest), f"{lock}: no hash: {entry}"


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index_or_a_file(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^\s*(-i|-f|-e|--(?!hash))", text)
    assert " @ " not in text


def test_the_locks_agree() -> None:
    """One environment holds all three: the same version wherever a package is named."""
    development = pins("requirements-dev.lock")
    for lock in LOCKS:
        for (package, marker), version in pins(lock).items():
            assert development.get((package, marker), version) == version, f"{lock}: {package}"
    assert set(pins("requirements.lock")) <= set(development)


def test_everything_asked_for_is_locked() -> None:
    locked = {package for lock in LOCKS for package, _ in pins(lock)}
    missing = set(dependencies()) - locked
    assert not missing, f"run make locks: {missing}"


def test_every_dependency_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asking = text.partition("[tool.")[0].splitlines()
    asked = [line for line in asking if re.match(r'\s+"[a-z][a-z0-9-]*(\[[a-z]+\])?[<>=!~0-9.,]*",', line)]
    assert len(asked) == len(list(dependencies()))
    for line in asked:
        assert re.search(r'",\s+# \S.{5,}', line), f"no reason: {line.strip()}"


@pytest.mark.parametrize("what", UNWANTED)
def test_the_repository_holds_no(what: str) -> None:
    files = [path for path in kept() if path.suffix not in SUFFIXES_OF_PICTURES]
    assert ROOT / "pyproject.toml" in files
    found = []
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if UNWANTED[what].search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found, f"{what}: {', '.join(found)}"


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "see /ho" + "me/somebody/idejakt"),
        ("a path of one machine", '"/wo' + 'rk/main"'),
        ("a package index", "--index" + "-url https://packages.example.org"),
        ("a package index", "https://packages.example.org/sim" + "ple/idejakt"),
        ("unfinished work", "# TO" + "DO: later"),
        ("unfinished work", "raise NotImplemented" + "Error"),
        ("a Slack token", "xox" + "b-123456789012-abc"),
        ("a private key", "-----BEGIN RSA PRIVATE" + " KEY-----"),
    ],
)
def test_what_is_unwanted_would_be_found(what: str, line: str) -> None:
    assert UNWANTED[what].search(line)


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n")
    assert [int(number) for number in re.findall(r"(?m)^(\d+)\.\S", text)] == list(range(1, 16))
    assert text.rstrip().endswith(
        "All other changes or additions to this Appendix require the production of a new EUPL version."
    )
