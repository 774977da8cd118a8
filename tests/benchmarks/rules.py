"""Times the rules that many people wait for, and says which take longer than they should.

The figures depend on the machine: compare only those of one run on one machine. Exit status 1 where one is
over its budget, which is generous on two shared cores.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as local_time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain import ballot, calendar, guard, schedule, similarity, voting

RUNS = 3
WORDS = [
    *("ungdom", "venter", "uker", "svar", "skjema", "foreldre", "søknad", "helsestasjon", "skole", "fritid"),
    *("kveld", "telefon", "vedtak", "rutine", "samtale", "henvisning", "barn", "familie", "tilbud", "tolk"),
]


class Measure(NamedTuple):
    """Something to time, and how many seconds it may take."""

    name: str
    budget: float
    work: Callable[[], object]


def ballots(
    voters: int, ideas: int, *, rate: float, random_source: random.Random
) -> list[ballot.Ballot[int]]:
    """`voters` of twelve disciplines, each approving about `rate` of the ideas."""
    return [
        ballot.Ballot(
            discipline=min(int(random_source.expovariate(0.4)), 11),
            approvals=frozenset(idea for idea in range(ideas) if random_source.random() < rate),
        )
        for _ in range(voters)
    ]


def titles(count: int) -> list[str]:
    """Ideas' titles: the same ones every time."""
    chance = random.Random(20261124)
    return [" ".join(chance.choices(WORDS, k=8)) for _ in range(count)]


def measures() -> list[Measure]:
    chance = random.Random(20261124)
    small = ballots(500, 50, rate=0.2, random_source=chance)
    large = ballots(10_000, 200, rate=0.05, random_source=chance)
    zone = ZoneInfo("Europe/Oslo")
    working = calendar.Calendar(zone=zone)
    after = datetime(2026, 11, 24, 9, tzinfo=UTC)
    slots = [
        schedule.Slot(weekday=1 + number % 5, at=local_time(8 + number % 7, 15), zone=zone)
        for number in range(10_000)
    ]
    texts = titles(20_000)
    index = similarity.Index()
    for number, text in enumerate(texts):
        index.add(number, text)
    page = "\n".join(texts[:1_000])
    return [
        Measure("count 500 ballots on 50 ideas", 0.1, lambda: voting.count(small, range(50), seed=b"0")),
        Measure(
            "count 10,000 ballots on 200 ideas, ten winners",
            2.0,
            lambda: voting.count(large, range(200), seed=b"0", winners=10),
        ),
        Measure(
            "plan the next nudge of 10,000 groups",
            1.0,
            lambda: [
                schedule.next_nudge(slot, working, after=after + timedelta(hours=number % 168))
                for number, slot in enumerate(slots)
            ],
        ),
        Measure("find ideas like one among 20,000", 0.05, lambda: index.search(texts[123])),
        Measure("look for client data in 1,000 texts", 0.5, lambda: guard.find(page)),
    ]


def main() -> int:
    over = 0
    for measure in measures():
        seconds = []
        for _ in range(RUNS):
            start = time.perf_counter()
            measure.work()
            seconds.append(time.perf_counter() - start)
        best = min(seconds)
        over += best > measure.budget
        verdict = "over the budget of" if best > measure.budget else "of"
        sys.stdout.write(f"{best * 1000:9.1f} ms {verdict} {measure.budget * 1000:.0f} ms  {measure.name}\n")
    return 1 if over else 0
