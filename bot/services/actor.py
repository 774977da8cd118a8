"""Who acts: a person of a workspace, as every use case needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storage import kinds


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who asked for something. `locale` is the language of what is said to them in private."""

    workspace_id: int
    person_id: int
    external_id: str
    role: kinds.Role
    standing: kinds.Standing
    locale: str
    discipline_id: int | None
    shared_locale: str
    zone: str
    ideas_place: str | None
    rounds_by_all: bool
    choices: Mapping[str, Any] = field(default_factory=dict)
    """What the workspace's administrators chose, as `installation.Rules.of` takes it."""
