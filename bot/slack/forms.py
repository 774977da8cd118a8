"""What was filled in: from a view's `state.values` to small records, tolerant of what is missing.

Nothing is judged here: a field that is missing, or holds what no honest form sends, reads as empty.
"""

from collections.abc import Mapping
from dataclasses import (
    dataclass,
    field,
)
from datetime import (
    UTC,
    date,
    datetime,
)
from typing import Any

from bot.slack import requests
from bot.slack.views.ids import VALUE, Field
from storage.kinds import IdeaKind

Values = Mapping[str, Any]
LARGEST = 2**31 - 1
CRITERIA = (
    (Field.CRITERION, Field.CRITERION_ON),
    (Field.CRITERION_2, Field.CRITERION_ON_2),
    (Field.CRITERION_3, Field.CRITERION_ON_3),
)


@dataclass(frozen=True, slots=True)
class IdeaInput:
    title: str = ""
    who: str = ""
    frequency: str = ""
    evidence: str = ""
    cost: str = ""
    areas: tuple[int, ...] = ()
    kind: IdeaKind = IdeaKind.PROBLEM
    named: bool = True
    discipline_id: int | None = None
    hunt_id: int | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class DeedInput:
    """What the forms ask for that do something with an idea; each asks for a part of it."""

    reason: str = ""
    comment: str = ""
    named: bool = True
    themes: tuple[int, ...] = ()
    theme_new: str = ""
    into: int | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class RoundInput:
    """`closes_at` is aware, in UTC. With `all_open` every open idea is meant, whatever was picked."""

    idea_ids: tuple[int, ...] = ()
    closes_at: datetime | None = None
    winners: int | None = None
    secret: bool = True
    tap_limit: int | None = None
    breadth: int | None = None
    published: bool = False
    all_open: bool = False
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


@dataclass(frozen=True, slots=True)
class ProjectInput:
    """`owner` and `members` are ids on the platform; `weekday` 1 (Monday) to 7; `at` local "HH:MM"."""

    idea_id: int | None = None
    owner: str | None = None
    members: tuple[str, ...] = ()
    place: str | None = None
    new_channel: bool = False
    next_step: str = ""
    leader: str = ""
    pre_mortem: str = ""
    criteria: tuple[tuple[str, date | None], ...] = ()
    zone: str = ""
    weekday: int | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class SetupInput:
    """`disciplines` is None where the form did not ask, the list being locked."""

    ideas_place: str | None = None
    wide_place: str | None = None
    locale: str | None = None
    rounds_by_all: bool = True
    disciplines: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class DisciplineInput:
    """`into` is the discipline that takes over the people of one that is retired."""

    name: str = ""
    retire: bool = False
    into: int | None = None


@dataclass(frozen=True, slots=True)
class HuntInput:
    """Of any of a hunt's forms; `moments` are those that were there to be set, by field, aware, in UTC."""

    question: str = ""
    cohort: str = ""
    year: int | None = None
    winners: int | None = None
    moments: Mapping[Field, datetime] = field(default_factory=dict)
    reason: str = ""
    decision: str = ""
    learnt: str = ""


@dataclass(frozen=True, slots=True)
class RosterInput:
    text: str = ""
    leave_out: bool = False


def values(view: Mapping[str, Any]) -> Values:
    """The filled-in values of a view as Slack sends it."""
    return _within(_within(view, "state"), "values")


def confirmed(filled: Values) -> bool:
    """Whether the person said that a telephone number or an address in the form is all right."""
    return bool(_options(filled, Field.CONFIRMED))


def idea(filled: Values) -> IdeaInput:
    kind = _option(filled, Field.KIND)
    return IdeaInput(
        title=_text(filled, Field.TITLE),
        who=_text(filled, Field.WHO),
        frequency=_text(filled, Field.FREQUENCY),
        evidence=_text(filled, Field.EVIDENCE),
        cost=_text(filled, Field.COST),
        areas=_numbers(filled, Field.AREAS),
        kind=IdeaKind(kind) if kind in tuple(IdeaKind) else IdeaKind.PROBLEM,
        named=Field.NAMED not in filled or bool(_options(filled, Field.NAMED)),
        discipline_id=_number(_option(filled, Field.DISCIPLINE)),
        hunt_id=_number(_option(filled, Field.HUNT)) or None,
        confirmed=confirmed(filled),
    )


def deed(filled: Values) -> DeedInput:
    return DeedInput(
        reason=_text(filled, Field.REASON),
        comment=_text(filled, Field.COMMENT),
        named=Field.NAMED not in filled or bool(_options(filled, Field.NAMED)),
        themes=_numbers(filled, Field.THEMES),
        theme_new=_text(filled, Field.THEME_NEW),
        into=_number(_option(filled, Field.IDEA)),
        search=_text(filled, Field.SEARCH),
    )


def round_(filled: Values) -> RoundInput:
    moment = _element(filled, Field.CLOSES_AT).get("selected_date_time")
    return RoundInput(
        idea_ids=_numbers(filled, Field.IDEAS),
        closes_at=_moment(moment),
        winners=_number(_option(filled, Field.WINNERS)),
        secret=_option(filled, Field.SECRET) != "open",
        tap_limit=_number(_text(filled, Field.TAP_LIMIT)),
        breadth=_number(_option(filled, Field.BREADTH)),
        published=bool(_options(filled, Field.PUBLISHED)),
        all_open=_option(filled, Field.SCOPE) == "all",
        search=_text(filled, Field.SEARCH).strip(),
    )


def steering(filled: Values) -> SteeringInput:
    return SteeringInput(
        cancel=_option(filled, Field.WHAT) == "cancel",
        days=_number(_option(filled, Field.DAYS)) or 0,
        reason=_text(filled, Field.REASON),
    )


def pick(filled: Values) -> PickInput:
    return PickInput(idea_id=_number(_option(filled, Field.IDEA)), reason=_text(filled, Field.REASON))


def project(filled: Values) -> ProjectInput:
    return ProjectInput(
        idea_id=_number(_option(filled, Field.IDEA)),
        owner=person(filled, Field.OWNER),
        members=people(filled, Field.MEMBERS),
        place=_place(filled, Field.PLACE),
        new_channel=bool(_options(filled, Field.NEW_CHANNEL)),
        next_step=_text(filled, Field.NEXT_STEP),
        leader=_text(filled, Field.LEADER),
        pre_mortem=_text(filled, Field.PRE_MORTEM),
        criteria=tuple((_text(filled, text), day(filled, on)) for text, on in CRITERIA),
        zone=_text(filled, Field.ZONE),
        weekday=_number(_option(filled, Field.WEEKDAY)),
        at=_option(filled, Field.AT),
    )


def setup(filled: Values) -> SetupInput:
    lines = [line.strip() for line in _text(filled, Field.DISCIPLINES).splitlines()]
    return SetupInput(
        ideas_place=_place(filled, Field.IDEAS_PLACE),
        wide_place=_place(filled, Field.WIDE_PLACE),
        locale=_option(filled, Field.LOCALE) or None,
        rounds_by_all=_option(filled, Field.ROUNDS_BY) != "facilitators",
        disciplines=tuple(filter(None, lines)) if Field.DISCIPLINES in filled else None,
    )


def typed(filled: Values) -> str:
    """All that was typed, whatever the form, to be given back where nothing can be done with it."""
    fields = (_within(filled, block) for block in filled)
    texts = (_within(field, name).get("value") for field in fields for name in field)
    return "\n".join(text for text in texts if isinstance(text, str) and text.strip())


def discipline(filled: Values) -> DisciplineInput:
    return DisciplineInput(
        name=_text(filled, Field.DISCIPLINE_NAME),
        retire=bool(_options(filled, Field.DISCIPLINE_RETIRE)),
        into=_number(_option(filled, Field.DISCIPLINE_INTO)) or None,
    )


def hunt(filled: Values) -> HuntInput:
    moments = {
        one: _moment(_element(filled, one).get("selected_date_time"))
        for one in (Field.COLLECT_UNTIL, Field.VOTE_UNTIL, Field.GROUP_BY)
    }
    return HuntInput(
        question=_text(filled, Field.QUESTION),
        cohort=_text(filled, Field.COHORT),
        year=_number(_option(filled, Field.YEAR)),
        winners=_number(_option(filled, Field.WINNERS)),
        moments={one: moment for one, moment in moments.items() if moment is not None},
        reason=_text(filled, Field.REASON),
        decision=_text(filled, Field.DECISION),
        learnt=_text(filled, Field.LEARNT),
    )


def facilitators(filled: Values) -> tuple[str, ...]:
    """Ids on the platform."""
    return people(filled, Field.FACILITATORS)


def roster(filled: Values) -> RosterInput:
    return RosterInput(text=_text(filled, Field.ROSTER), leave_out=bool(_options(filled, Field.LEAVE_OUT)))


def text(filled: Values, field: Field) -> str:
    """What stands in a text field."""
    return _text(filled, field)


def person(filled: Values, field: Field) -> str | None:
    """Who is chosen, as an id on the platform."""
    return _id(_element(filled, field).get("selected_user"))


def people(filled: Values, field: Field) -> tuple[str, ...]:
    """Who are chosen, each once."""
    found = _element(filled, field).get("selected_users")
    return tuple(dict.fromkeys(one for one in found if _id(one))) if isinstance(found, list) else ()


def option(filled: Values, field: Field) -> str:
    """The value of the option that is chosen."""
    return _option(filled, field)


def day(filled: Values, field: Field) -> date | None:
    """The day that is chosen."""
    chosen = _element(filled, field).get("selected_date")
    try:
        return date.fromisoformat(chosen) if isinstance(chosen, str) else None
    except ValueError:
        return None


def _within(outer: object, key: str) -> Mapping[str, Any]:
    found = outer.get(key) if isinstance(outer, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _element(filled: Values, field: Field) -> Mapping[str, Any]:
    return _within(_within(filled, field), VALUE)


def _text(filled: Values, field: Field) -> str:
    value = _element(filled, field).get("value")
    return requests.storable(value) if isinstance(value, str) else ""


def _option(filled: Values, field: Field) -> str:
    value = _within(_element(filled, field), "selected_option").get("value")
    return value if isinstance(value, str) else ""


def _options(filled: Values, field: Field) -> tuple[str, ...]:
    found = _element(filled, field).get("selected_options")
    chosen = [_within({"": one}, "").get("value") for one in found] if isinstance(found, list) else []
    return tuple(value for value in chosen if isinstance(value, str))


def _numbers(filled: Values, field: Field) -> tuple[int, ...]:
    chosen = (_number(one) for one in _options(filled, field))
    return tuple(dict.fromkeys(one for one in chosen if one is not None))


def _place(filled: Values, field: Field) -> str | None:
    return _id(_element(filled, field).get("selected_conversation"))


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and value.isascii() and value.isalnum() else None


def _number(value: str) -> int | None:
    digits = value.strip()
    if digits.isascii() and digits.isdecimal() and len(digits) <= 10 and int(digits) <= LARGEST:
        return int(digits)
    return None


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, int) and 0 <= seconds <= 9_999_999_999:
        return datetime.fromtimestamp(seconds, UTC)
    return None
