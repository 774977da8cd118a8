"""How far a result reaches: ring by ring, from its own service to where it lasts."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.kinds import RippleKind, Use

MONTHS = (3, 6, 12)
"""When a result and its ripples are asked about again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """The answer to "still in use?" after `months`."""

    months: int
    use: Use


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What one person told of their unit, and their answers since."""

    unit: str
    kind: RippleKind
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Rings:
    """`own`: its own service uses it; the units that took it up or adapted it; and how many last how long.

    A unit of which several people told is counted once, by the warmest of what they said. `lasting` holds
    for each of `MONTHS` how many, its own service included, still used it then.
    """

    own: bool
    taken_up: tuple[str, ...]
    adapted: tuple[str, ...]
    not_for_us: int
    lasting: tuple[tuple[int, int], ...]


def rings(reports: Sequence[Report], own: Sequence[Check], *, completed: bool) -> Rings:
    """The rings of a result; a learning (not `completed`) has no service of its own that uses it."""
    units: dict[str, list[Report]] = {}
    for report in reports:
        units.setdefault(_key(report.unit), []).append(report)
    heard = {key: _warmest(found) for key, found in units.items()}
    by_kind = {
        kind: tuple(sorted(found[0].unit for key, found in units.items() if heard[key] is kind))
        for kind in (RippleKind.TAKEN_UP, RippleKind.ADAPTED)
    }
    checks = [[check for one in found for check in one.checks] for found in units.values()]
    users = [*checks, list(own)] if completed else checks
    return Rings(
        own=completed and not _stopped(own),
        taken_up=by_kind[RippleKind.TAKEN_UP],
        adapted=by_kind[RippleKind.ADAPTED],
        not_for_us=sum(kind is RippleKind.NOT_FOR_US for kind in heard.values()),
        lasting=tuple((months, sum(_lasts(one, months) for one in users)) for months in MONTHS),
    )


def _key(unit: str) -> str:
    return " ".join(unit.split()).casefold()


def _warmest(reports: Sequence[Report]) -> RippleKind | None:
    """What a unit made of it; None where it tried and stopped."""
    going = [one for one in reports if not _stopped(one.checks)]
    if any(one.kind is RippleKind.TAKEN_UP and not _changed(one.checks) for one in going):
        return RippleKind.TAKEN_UP
    if any(one.kind is not RippleKind.NOT_FOR_US for one in going):
        return RippleKind.ADAPTED
    return RippleKind.NOT_FOR_US if going else None


def _last(checks: Sequence[Check]) -> Use | None:
    return max(checks, key=lambda one: one.months).use if checks else None


def _stopped(checks: Sequence[Check]) -> bool:
    return _last(checks) is Use.STOPPED


def _changed(checks: Sequence[Check]) -> bool:
    return _last(checks) is Use.CHANGED


def _lasts(checks: Sequence[Check], months: int) -> bool:
    return any(one.months == months and one.use is not Use.STOPPED for one in checks)
