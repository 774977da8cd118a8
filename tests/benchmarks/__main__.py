"""`make bench`: what must stay fast, measured in one go on this machine, over the loopback only.

    python -m tests.benchmarks [--quick] [--part PART …] [--on DATABASE …] [--out FOLDER]

Server and load are processes of their own; the load's process also answers as Slack. Every part is bounded in
time. Figures of different machines, or of different hours on a busy one, cannot be compared; the ratios of
one run can. Prints tables as they come, and keeps `benchmarks.json` and `benchmarks.svg` in FOLDER, where the
results of parts that are not run again stay.
"""

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks import closing, curves, figures, floors, picture, rules, staying

PARTS = ("rules", "floors", "curves", "closing", "staying")
DATABASES = ("sqlite", "postgresql")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def _measure(part: str, database: str, results: figures.Results, *, quick: bool) -> None:
    match part:
        case "floors":
            found = await floors.measure(database, quick=quick)
            results.add_figures(found)
            _say(figures.table(found))
        case "curves":
            points = await curves.measure(database, quick=quick)
            results.add_points(points)
            _say(figures.curves(points))
        case "closing" | "staying":
            facts = await {"closing": closing, "staying": staying}[part].measure(database, quick=quick)
            results.facts |= facts
            _say("".join(f"{name}: {value}\n" for name, value in facts.items()))


def _keep(results: figures.Results, folder: Path) -> None:
    results.facts["at"] = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.json").write_text(results.written())
    if results.points:
        (folder / "benchmarks.svg").write_text(picture.draw(results.points))


async def _all(parts: Iterable[str], databases: Iterable[str], folder: Path, *, quick: bool) -> None:
    kept = folder / "benchmarks.json"
    results = figures.read(kept.read_text()) if kept.is_file() else figures.Results()
    for database in databases:
        for part in parts:
            await _measure(part, database, results, quick=quick)
            _keep(results, folder)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="a tenth of the time, a tenth of the worth")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may be repeated")
    parser.add_argument("--on", action="append", choices=DATABASES, help="only on this database")
    parser.add_argument("--out", type=Path, default=Path(".bench"), help="where the results are kept")
    asked = parser.parse_args()
    parts = asked.part or list(PARTS)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the servers end with it in any case
    over = rules.main() if "rules" in parts else 0
    measured = [part for part in parts if part != "rules"]
    asyncio.run(_all(measured, asked.on or DATABASES, asked.out, quick=asked.quick))
    return over


if __name__ == "__main__":
    sys.exit(main())
