"""`make bench`: what must stay fast, measured in one go on this machine, over the loopback only.

    python -m tests.benchmarks [--quick] [--part PART …] [--out FOLDER]

Server and load are processes of their own; the load's process also answers as Slack. Every part is bounded in
time. Figures of different machines, or of different hours on a busy one, cannot be compared; the ratios of
one run can. Prints tables, and keeps `benchmarks.json` and `benchmarks.svg` in FOLDER.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from tests.benchmarks import closing, curves, figures, floors, picture, rules, staying

PARTS = ("rules", "floors", "curves", "closing", "staying")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def _measure(
    parts: list[str], *, quick: bool
) -> tuple[list[figures.Figure], list[figures.Point], dict[str, float | str | None]]:
    found: list[figures.Figure] = []
    points: list[figures.Point] = []
    facts: dict[str, float | str | None] = {"at": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())}
    for database in ("sqlite", "postgresql"):
        if "floors" in parts:
            found += await floors.measure(database, quick=quick)
            _say(figures.table(found))
        if "curves" in parts:
            points += await curves.measure(database, quick=quick)
            _say(figures.curves(points))
        if "closing" in parts:
            facts |= await closing.measure(database, quick=quick)
        if "staying" in parts:
            facts |= await staying.measure(database, quick=quick)
    return found, points, facts


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="a tenth of the time, a tenth of the worth")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may be repeated")
    parser.add_argument("--out", type=Path, default=Path(".bench"), help="where the results are kept")
    asked = parser.parse_args()
    parts = asked.part or list(PARTS)
    over = rules.main() if "rules" in parts else 0
    found, points, facts = asyncio.run(_measure(parts, quick=asked.quick))
    for name, value in facts.items():
        _say(f"{name}: {value}")
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "benchmarks.json").write_text(figures.written(found, points, facts))
    if points:
        (asked.out / "benchmarks.svg").write_text(picture.draw(points))
    return over


if __name__ == "__main__":
    sys.exit(main())
