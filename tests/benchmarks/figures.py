"""What was measured, as numbers, as a table to read, and as JSON to keep."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from tests.benchmarks.load import Seen

NAMES = {
    "aiohttp": "(a) aiohttp, signature checked",
    "bolt": "(b) Bolt, acknowledge only",
    "insert": "(c) Bolt, one INSERT a transaction",
    "vote": "(d) our vote: click to commit to ack",
    "idea": "(e) /idea, checked against 20,000",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One server under one load: medians over the repeats. Latencies in milliseconds, memory in megabytes."""

    kind: str
    database: str
    connections: int
    rate: float
    p50: float
    p99: float
    memory: float
    requests: int
    failures: int
    told: int = 0
    """Votes whose person was told that it failed."""
    lost: int = 0
    """Acknowledged votes that were not found in the database afterwards."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a curve: what a vote costs at `load` connections or stored ballots.

    `processor` is what the bot's process used for each, in milliseconds.
    """

    curve: str
    database: str
    load: int
    rate: float
    p50: float
    p99: float
    processor: float


def figure(
    kind: str,
    database: str,
    *,
    connections: int,
    seen: Sequence[Seen],
    memory: float,
    told: int = 0,
    lost: int = 0,
) -> Figure:
    return Figure(
        kind=kind,
        database=database,
        connections=connections,
        rate=round(statistics.median(one.rate for one in seen), 1),
        p50=round(statistics.median(one.percentile(0.5) for one in seen), 2),
        p99=round(statistics.median(one.percentile(0.99) for one in seen), 2),
        memory=round(memory, 1),
        requests=sum(len(one.latencies) for one in seen),
        failures=sum(one.failures for one in seen),
        told=told,
        lost=lost,
    )


def point(curve: str, database: str, load: int, seen: Sequence[Seen]) -> Point:
    """Medians over the repeats."""
    return Point(
        curve=curve,
        database=database,
        load=load,
        rate=round(statistics.median(one.rate for one in seen), 1),
        p50=round(statistics.median(one.percentile(0.5) for one in seen), 2),
        p99=round(statistics.median(one.percentile(0.99) for one in seen), 2),
        processor=round(statistics.median(one.processor / len(one.latencies) * 1000 for one in seen), 2),
    )


def ratios(figures: Sequence[Figure]) -> dict[str, dict[str, float]]:
    """Requests a second of (d) and (e) as parts of those of (a), (b) and (c), by database."""
    rates = {(one.database, one.kind): one.rate for one in figures}
    found: dict[str, dict[str, float]] = {}
    for (database, kind), rate in rates.items():
        if kind in {"vote", "idea"}:
            found[f"{kind} on {database}"] = {
                floor: round(rate / rates[database, floor], 3)
                for floor in ("aiohttp", "bolt", "insert")
                if rates.get((database, floor))
            }
    return found


def table(figures: Sequence[Figure]) -> str:
    """Lines for a terminal; they are Markdown too."""
    found = ratios(figures)
    lines = [
        "| what | on | rps | p50 ms | p99 ms | MB | of (a) | of (b) | of (c) | not 200 | told no | lost |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in figures:
        parts = found.get(f"{one.kind} on {one.database}", {})
        shares = " | ".join(
            f"{parts[floor]:.2f}" if floor in parts else "" for floor in ("aiohttp", "bolt", "insert")
        )
        lines.append(
            f"| {NAMES[one.kind]} | {one.database} | {one.rate:,.0f} | {one.p50:.1f} | {one.p99:.1f} "
            f"| {one.memory:.0f} | {shares} | {one.failures} | {one.told} | {one.lost} |"
        )
    return "\n".join(lines) + "\n"


def curves(points: Sequence[Point]) -> str:
    lines = [
        "| against | database | load | rps | p50 ms | p99 ms | processor ms |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.curve} | {one.database} | {one.load:,} | {one.rate:,.0f} | {one.p50:.1f} | {one.p99:.1f} "
        f"| {one.processor:.2f} |"
        for one in points
    ]
    return "\n".join(lines) + "\n"


@dataclass(slots=True)
class Results:
    """Everything that was measured; what is measured again takes the place of what was there."""

    figures: list[Figure] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    facts: dict[str, float | str | None] = field(default_factory=dict)

    def add_figures(self, found: Sequence[Figure]) -> None:
        again = {one.database for one in found}
        self.figures = [*(one for one in self.figures if one.database not in again), *found]

    def add_points(self, found: Sequence[Point]) -> None:
        again = {one.database for one in found}
        self.points = [*(one for one in self.points if one.database not in again), *found]

    def written(self) -> str:
        """As JSON."""
        return json.dumps({**asdict(self), "ratios": ratios(self.figures)}, indent=2)


def read(text: str) -> Results:
    """What `written` gave."""
    kept = json.loads(text)
    return Results(
        figures=[Figure(**one) for one in kept["figures"]],
        points=[Point(**one) for one in kept["points"]],
        facts=kept["facts"],
    )
