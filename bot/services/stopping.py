"""Stop criteria: what would tell a group to stop, and the day on which it looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import errors
from bot.services import safeguard

TEXT_LIMIT = 300
MOST = 3
TEXTS = ("criterion", "criterion_2", "criterion_3")
DAYS = ("criterion_on", "criterion_on_2", "criterion_on_3")
"""The fields of a form, one of each for every criterion there may be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion as typed; `on` is a local day."""

    text: str
    on: date | None

    @property
    def day(self) -> date:
        """The day of a criterion that was checked."""
        assert self.on is not None  # noqa: S101 - `checked` has seen to it
        return self.on


def checked(asked: Sequence[Asked], *, today: date, confirmed: bool) -> tuple[Asked, ...]:
    """One to three criteria, each with a day to come; empty ones are left out.

    Raises Invalid with the field that is wrong, and as `safeguard.require_clean`.
    """
    found = []
    for position, one in enumerate(asked[:MOST]):
        text = one.text.strip()
        if not text:
            continue
        if len(text) > TEXT_LIMIT:
            raise errors.Invalid("error.project.next_step_long", field=TEXTS[position], limit=TEXT_LIMIT)
        if one.on is None or one.on <= today:
            raise errors.Invalid("error.project.criterion_on", field=DAYS[position])
        safeguard.require_clean({TEXTS[position]: text}, confirmed=confirmed)
        found.append(Asked(text, one.on))
    if not found:
        raise errors.Invalid("error.project.criterion_empty", field=TEXTS[0])
    return tuple(found)
