"""Triggers: a short-lived right to open one modal, given by something a person did."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.refusal import Refusal

KEPT = 300.0
"""Seconds for which a used or expired trigger is still recognised as such."""


@dataclass
class Trigger:
    person: str
    given: float
    view_id: str | None
    """The modal in which the person acted, if any; a push goes on top of it."""
    used: bool = False


class Triggers:
    def __init__(self, *, monotonic: Callable[[], float], seconds: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._seconds = seconds
        self._triggers: dict[str, Trigger] = {}

    def give(self, person: str, *, view_id: str | None = None) -> str:
        """A new trigger id, in Slack's form of three parts."""
        now = self._monotonic()
        self._triggers = {key: old for key, old in self._triggers.items() if now - old.given < KEPT}
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(person=person, given=now, view_id=view_id)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger up. Refuses unknown, expired and already used ones, each with Slack's code."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._monotonic() - trigger.given > self._seconds():
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger
