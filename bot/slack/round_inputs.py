"""What was filled in of a round: opening, steering, choosing; as tolerant as `forms`."""

from dataclasses import dataclass
from datetime import datetime

from bot.slack import elements
from bot.slack.elements import Values
from bot.slack.views.ids import Field


@dataclass(frozen=True, slots=True)
class RoundInput:
    """`closes_at` is aware, in UTC.

    With `all_open` every open idea is meant, or with a `theme_id` too every one with that theme, whatever was
    picked.
    """

    idea_ids: tuple[int, ...] = ()
    closes_at: datetime | None = None
    winners: int | None = None
    secret: bool = True
    tap_limit: int | None = None
    breadth: int | None = None
    published: bool = False
    all_open: bool = False
    theme_id: int | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class SteeringInput:
    cancel: bool = False
    days: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PickInput:
    idea_id: int | None = None
    reason: str = ""


def round_(filled: Values) -> RoundInput:
    moment = elements.element(filled, Field.CLOSES_AT).get("selected_date_time")
    scope, _, theme = elements.option(filled, Field.SCOPE).partition(":")
    return RoundInput(
        idea_ids=elements.numbers(filled, Field.IDEAS),
        closes_at=elements.moment(moment),
        winners=elements.number(elements.option(filled, Field.WINNERS)),
        secret=elements.option(filled, Field.SECRET) != "open",
        tap_limit=elements.number(elements.text(filled, Field.TAP_LIMIT)),
        breadth=elements.number(elements.option(filled, Field.BREADTH)),
        published=bool(elements.options(filled, Field.PUBLISHED)),
        all_open=scope in {"all", "theme"},
        theme_id=elements.number(theme) if scope == "theme" else None,
        search=elements.text(filled, Field.SEARCH).strip(),
    )


def steering(filled: Values) -> SteeringInput:
    return SteeringInput(
        cancel=elements.option(filled, Field.WHAT) == "cancel",
        days=elements.number(elements.option(filled, Field.DAYS)) or 0,
        reason=elements.text(filled, Field.REASON),
    )


def pick(filled: Values) -> PickInput:
    return PickInput(
        idea_id=elements.number(elements.option(filled, Field.IDEA)),
        reason=elements.text(filled, Field.REASON),
    )
