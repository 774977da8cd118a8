"""Looks up every locked package in the database of known vulnerabilities (https://osv.dev), in one request.

    python .ci/audit.py [--must] [--service URL]

Exit status 1 where something is known to be wrong with a version that is locked. Where the service cannot be
reached nothing was looked at, which is said plainly and is no failure, unless it must be (`--must`). Names
and versions are sent, nothing else; an answer is waited for a few seconds.
"""

import argparse
import json
import re
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
SERVICE = "https://api.osv.dev/v1/querybatch"
PATIENCE = 15.0
"""Seconds for all of it; looking up a name may otherwise take as long as the network likes."""
MEANT: dict[str, str] = {}
"""Known, and no harm here: the advisory's id, and why."""


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given.add_argument("--must", action="store_true", help="fail where nothing could be looked up")
    given.add_argument("--service", default=SERVICE, help="the address to ask")
    chosen = given.parse_args()
    locked = pins()
    try:
        found = ask(chosen.service, locked)
    except (OSError, ValueError, TimeoutError) as error:
        sys.stderr.write(f"Not audited: {chosen.service} gave no answer ({type(error).__name__}).\n")
        return 1 if chosen.must else 0
    wrong = [(*one, known) for one, known in zip(locked, found, strict=True) if known]
    for name, version, known in wrong:
        sys.stderr.write(f"{name} {version}: {', '.join(known)}\n")
    if wrong:
        sys.stderr.write("See https://osv.dev/vulnerability/ and the id. Then: make locks UPGRADE=1\n")
        return 1
    sys.stdout.write(f"Audited: nothing is known against the {len(locked)} packages that are locked.\n")
    return 0


def pins() -> list[tuple[str, str]]:
    """Name and version of every package in any lock file."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in LOCKS)
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, flags=re.MULTILINE)))


def ask(service: str, locked: list[tuple[str, str]]) -> list[list[str]]:
    """The ids of what is known against each. Raises OSError, ValueError or TimeoutError without an answer."""
    queries = [
        {"package": {"ecosystem": "PyPI", "name": name}, "version": version} for name, version in locked
    ]
    outcome: list[Any] = []

    def look() -> None:
        try:
            body = json.dumps({"queries": queries}).encode()
            headers = {"Content-Type": "application/json"}
            asked = urllib.request.Request(service, body, headers)  # noqa: S310 - the caller's own address
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
                outcome.append(json.load(answer))
        except (OSError, ValueError) as error:
            outcome.append(error)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(PATIENCE)
    if not outcome:
        raise TimeoutError
    (told,) = outcome
    if isinstance(told, Exception):
        raise told
    results = told.get("results") if isinstance(told, dict) else None
    if not isinstance(results, list) or len(results) != len(locked):
        raise ValueError("this is no answer of the service's")
    known = [[str(one["id"]) for one in (result or {}).get("vulns", [])] for result in results]
    return [[one for one in ids if one not in MEANT] for ids in known]


if __name__ == "__main__":
    sys.exit(main())
