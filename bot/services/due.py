"""What the clock asks for: the jobs, and when each has something to do next."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.services import (
    bundles,
    closing,
    hunting,
    nudges,
    recounts,
    recruiting,
    ripples,
    turnout,
    waking,
)
from bot.services.installation import Installation
from storage import agenda, endings, gatherings, hunts, notes, outbox, receipts, rounds
from storage import nudges as nudge_rows
from storage import ripples as ripple_rows
from storage import turnout as turnout_rows


class Work(Protocol):
    async def __call__(self, installation: Installation, *, now: datetime) -> int:
        """Do all that is due; returns how much that was. Harmless when another process does it."""


@dataclass(frozen=True, slots=True)
class Job:
    """`soonest` is when there is something to do. Without an `alarm` nobody is woken for it."""

    name: str
    work: Work
    soonest: Callable[[], agenda.Soonest]
    alarm: bool = True


@dataclass(frozen=True, slots=True)
class Alarms:
    """When jobs next have something to do, and when messages may be sent."""

    working: list[datetime]
    sending: list[datetime]


JOBS = (
    Job("closing", closing.close_due, rounds.next_closing),
    Job("hunts", hunting.advance_due, hunts.next_step),
    Job("turnout", turnout.invite_due, turnout_rows.next_invitation),
    Job("retention", recounts.forget_due, receipts.next_forgetting),
    # One that cannot be done now is tried again at the next look, not every few seconds.
    Job("wiping", recounts.wipe_due, receipts.next_wiping, alarm=False),
    Job("nudges", nudges.send_due, nudge_rows.next_nudge),
    Job("reminders", nudges.remind_due, nudge_rows.next_reminder),
    Job("calls", recruiting.call_due, gatherings.next_call),
    Job("laters", recruiting.ask_due, gatherings.next_later),
    Job("waking", waking.wake_due, endings.next_wake),
    Job("ripples", ripples.ask_due, ripple_rows.next_check),
    Job("bundles", bundles.tell_due, notes.next_telling),
)
_SENDING = "outbox"
_TURN = "turn"


@functools.cache
def _of_jobs() -> agenda.Question:
    return agenda.question({job.name: job.soonest() for job in JOBS})


@functools.cache
def _of_alarms() -> agenda.Question:
    jobs = {job.name: job.soonest() for job in JOBS if job.alarm}
    return agenda.question(jobs | {_SENDING: outbox.next_sending(), _TURN: outbox.next_turn()})


@functools.cache
def _of_turns() -> agenda.Question:
    return agenda.question({_TURN: outbox.next_turn()})


async def jobs(installation: Installation, *, now: datetime) -> list[Job]:
    """Those with something to do, in the order in which they are done."""
    found = await installation.database.look(lambda session: agenda.read(session, _of_jobs()))
    return [job for job in JOBS if job.name in found and found[job.name] <= now]


async def alarms(installation: Installation) -> Alarms:
    """What is due next. It may be due and stay so: a message behind another one, what cannot be done now."""
    found = await installation.database.look(lambda session: agenda.read(session, _of_alarms()))
    sending = [found.pop(name) for name in (_SENDING, _TURN) if name in found]
    return Alarms(working=list(found.values()), sending=sending)


async def next_turn(installation: Installation) -> datetime | None:
    """When the next message may be sent that only waits for its turn in a channel or a budget."""
    found = await installation.database.look(lambda session: agenda.read(session, _of_turns()))
    return found.get(_TURN)
