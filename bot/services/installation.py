"""What every use case stands on: the database and the installation's rules."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.domain import choices
from bot.services import likeness
from storage import database


class Chooser(Protocol):
    """A workspace, or a person of it: `choices` are what its administrators chose, as stored."""

    @property
    def choices(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules(choices.Choices):
    """What an installation has chosen; what a workspace may choose for itself holds until it does.

    `secret` derives the pseudonyms of secret ballots.
    """

    secret: bytes = field(repr=False)
    locale: str = "nb"
    zone: str = "Europe/Oslo"

    def of(self, chooser: Chooser) -> "Rules":
        """The rules in a workspace, with what was chosen there."""
        chosen = choices.stored(chooser.choices)
        return dataclasses.replace(self, **chosen) if chosen else self


@dataclass(frozen=True, slots=True)
class Installation:
    database: database.Database
    rules: Rules
    memory: likeness.Memory = field(default_factory=likeness.Memory)
    told: set[int] = field(default_factory=set)
    """Open rounds with so many ballots that their cards tell the number; they do not get fewer."""
