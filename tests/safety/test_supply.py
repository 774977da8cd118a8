"""What is installed to run: few packages, each locked by its hash, argued for, and free to use."""

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FREE = (
    "0BSD",
    "Apache",
    "BSD",
    "CC0",
    "ISC",
    "MIT",
    "OFL",
    "MPL",
    "PSF",
    "Public Domain",
    "Python Software Foundation",
    "Unlicense",
    "Zlib",
)
"""Licences that ask for no more than keeping the notice; MPL is by file, and no such file is changed here."""
FORBIDDEN = re.compile(r"\b[AL]?GPL|GNU|Proprietary|Commercial|SSPL|BUSL", re.IGNORECASE)


def locked(name: str) -> dict[str, list[str]]:
    """Versions and hashes by package, as a lock file has them."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        pinned = re.match(r"^([A-Za-z0-9._-]+)==(\S+)(.*)$", line)
        if pinned:
            found[pinned[1].lower()] = [pinned[2], *re.findall(r"--hash=(\S+)", pinned[3])]
    return found


def installed() -> list[str]:
    """Those of the locked packages that this machine runs with; some are for other systems."""
    return sorted(name for name in locked("requirements.lock") if version(name) is not None)


def version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def licence(name: str) -> str:
    about = importlib.metadata.metadata(name).json
    if expression := about.get("license_expression"):
        return str(expression)
    classifiers = [one for one in about.get("classifier", []) if one.startswith("License ::")]
    classified = [one.rpartition(" :: ")[2] for one in classifiers]
    return "; ".join(classified) or str(about.get("license", "")).partition("\n")[0]


def free(licence: str) -> bool:
    """Whether every part of it is free, by one of its alternatives at least."""
    parts = re.split(r" AND |; |, ", licence.replace("(", "").replace(")", ""))
    return all(
        any(
            any(word in choice for word in FREE) and not FORBIDDEN.search(choice)
            for choice in part.split(" OR ")
        )
        for part in parts
    )


@pytest.mark.parametrize(
    ("licence", "is_free"),
    [
        ("MIT", True),
        ("MIT OR GPL-2.0-only", True),
        ("MIT AND Apache-2.0", True),
        ("MIT AND GPL-2.0-only", False),
        ("MIT AND (LGPL-2.1-only OR GPL-2.0-only)", False),
        ("GNU Affero General Public License v3", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_a_licence_is_free_in_all_its_parts(licence: str, is_free: bool) -> None:
    assert free(licence) is is_free


def test_what_is_asked_for_is_what_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[\[<>=~!,; ]", one)[0].lower() for one in project["dependencies"]}
    assert asked <= set(locked("requirements.lock"))
    assert set(locked("requirements.lock")) <= set(locked("requirements-dev.lock"))


@pytest.mark.parametrize("name", installed())
def test_what_runs_is_free_to_use(name: str) -> None:
    found = licence(name)
    assert free(found), f"{name}: {found!r}"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"])
def test_every_package_is_locked_by_its_hash_and_names_no_index(name: str) -> None:
    assert locked(name)
    for package, (pinned, *hashes) in locked(name).items():
        assert pinned
        assert hashes, package
        assert all(one.startswith("sha256:") for one in hashes)
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "index-url" not in text
    assert "://" not in re.sub(r"#.*", "", text)


def test_every_dependency_is_argued_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    for one in wanted:
        (line,) = [line for line in text.splitlines() if line.strip().startswith(f'"{one}"')]
        assert re.search(r"#\s*\S+ \S+", line), f"{one} has no reason"


def test_the_bill_of_materials_lists_what_is_locked(tmp_path: Path) -> None:
    target = tmp_path / "sbom.json"
    subprocess.run([sys.executable, ".ci/sbom.py", str(target)], cwd=ROOT, check=True)
    bill = json.loads(target.read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["specVersion"] == "1.6"
    known = locked("requirements.lock")
    listed = {one["name"].lower(): one for one in bill["components"]}
    assert set(listed) == set(known)
    for name, one in listed.items():
        assert one["purl"] == f"pkg:pypi/{name}@{known[name][0]}"
        assert {f"sha256:{part['content']}" for part in one["hashes"]} == set(known[name][1:])
    assert all(listed[name]["licenses"] for name in installed())
    again = tmp_path / "again.json"
    subprocess.run([sys.executable, ".ci/sbom.py", str(again)], cwd=ROOT, check=True)
    assert again.read_text(encoding="utf-8") == target.read_text(encoding="utf-8"), "the same each time"
