"""What was filled in: from a view's `state.values` to small records, tolerant of what is missing.

Nothing is judged here: a field that is missing, or holds what no honest form sends, reads as empty.
"""

from collections.abc import Mapping
from dataclasses import (
    dataclass,
    field,
)
from datetime import (
    date,
    datetime,
)
from typing import Any

from bot.services import choices as cases
from bot.slack import elements
from bot.slack.elements import Values
from bot.slack.views.ids import Field
from storage.kinds import IdeaKind

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
    return elements.within(elements.within(view, "state"), "values")


def confirmed(filled: Values) -> bool:
    """Whether the person said that a telephone number or an address in the form is all right."""
    return bool(elements.options(filled, Field.CONFIRMED))


def idea(filled: Values) -> IdeaInput:
    kind = elements.option(filled, Field.KIND)
    return IdeaInput(
        title=elements.text(filled, Field.TITLE),
        who=elements.text(filled, Field.WHO),
        frequency=elements.text(filled, Field.FREQUENCY),
        evidence=elements.text(filled, Field.EVIDENCE),
        cost=elements.text(filled, Field.COST),
        areas=elements.numbers(filled, Field.AREAS),
        kind=IdeaKind(kind) if kind in tuple(IdeaKind) else IdeaKind.PROBLEM,
        named=Field.NAMED not in filled or bool(elements.options(filled, Field.NAMED)),
        discipline_id=elements.number(elements.option(filled, Field.DISCIPLINE)),
        hunt_id=elements.number(elements.option(filled, Field.HUNT)) or None,
        confirmed=confirmed(filled),
    )


def deed(filled: Values) -> DeedInput:
    return DeedInput(
        reason=elements.text(filled, Field.REASON),
        comment=elements.text(filled, Field.COMMENT),
        named=Field.NAMED not in filled or bool(elements.options(filled, Field.NAMED)),
        themes=elements.numbers(filled, Field.THEMES),
        theme_new=elements.text(filled, Field.THEME_NEW),
        into=elements.number(elements.option(filled, Field.IDEA)),
        search=elements.text(filled, Field.SEARCH),
    )


def project(filled: Values) -> ProjectInput:
    return ProjectInput(
        idea_id=elements.number(elements.option(filled, Field.IDEA)),
        owner=person(filled, Field.OWNER),
        members=people(filled, Field.MEMBERS),
        place=elements.place(filled, Field.PLACE),
        new_channel=bool(elements.options(filled, Field.NEW_CHANNEL)),
        next_step=elements.text(filled, Field.NEXT_STEP),
        leader=elements.text(filled, Field.LEADER),
        pre_mortem=elements.text(filled, Field.PRE_MORTEM),
        criteria=tuple((elements.text(filled, text), day(filled, on)) for text, on in CRITERIA),
        zone=elements.text(filled, Field.ZONE),
        weekday=elements.number(elements.option(filled, Field.WEEKDAY)),
        at=elements.option(filled, Field.AT),
    )


def setup(filled: Values) -> SetupInput:
    lines = [line.strip() for line in elements.text(filled, Field.DISCIPLINES).splitlines()]
    return SetupInput(
        ideas_place=elements.place(filled, Field.IDEAS_PLACE),
        wide_place=elements.place(filled, Field.WIDE_PLACE),
        locale=elements.option(filled, Field.LOCALE) or None,
        rounds_by_all=elements.option(filled, Field.ROUNDS_BY) != "facilitators",
        disciplines=tuple(filter(None, lines)) if Field.DISCIPLINES in filled else None,
    )


def choices(filled: Values) -> dict[str, str]:
    """The settings the form asked for, each as it was written or chosen."""
    return {
        name: elements.option(filled, Field(name)) or elements.text(filled, Field(name))
        for name in cases.NAMES
        if name in filled
    }


def typed(filled: Values) -> str:
    """All that was typed, whatever the form, to be given back where nothing can be done with it."""
    fields = (elements.within(filled, block) for block in filled)
    texts = (elements.within(field, name).get("value") for field in fields for name in field)
    return "\n".join(text for text in texts if isinstance(text, str) and text.strip())


def discipline(filled: Values) -> DisciplineInput:
    return DisciplineInput(
        name=elements.text(filled, Field.DISCIPLINE_NAME),
        retire=bool(elements.options(filled, Field.DISCIPLINE_RETIRE)),
        into=elements.number(elements.option(filled, Field.DISCIPLINE_INTO)) or None,
    )


def hunt(filled: Values) -> HuntInput:
    moments = {
        one: elements.moment(elements.element(filled, one).get("selected_date_time"))
        for one in (Field.COLLECT_UNTIL, Field.VOTE_UNTIL, Field.GROUP_BY)
    }
    return HuntInput(
        question=elements.text(filled, Field.QUESTION),
        cohort=elements.text(filled, Field.COHORT),
        year=elements.number(elements.option(filled, Field.YEAR)),
        winners=elements.number(elements.option(filled, Field.WINNERS)),
        moments={one: moment for one, moment in moments.items() if moment is not None},
        reason=elements.text(filled, Field.REASON),
        decision=elements.text(filled, Field.DECISION),
        learnt=elements.text(filled, Field.LEARNT),
    )


def facilitators(filled: Values) -> tuple[str, ...]:
    """Ids on the platform."""
    return people(filled, Field.FACILITATORS)


def roster(filled: Values) -> RosterInput:
    return RosterInput(
        text=elements.text(filled, Field.ROSTER), leave_out=bool(elements.options(filled, Field.LEAVE_OUT))
    )


def text(filled: Values, field: Field) -> str:
    """What stands in a text field."""
    return elements.text(filled, field)


def person(filled: Values, field: Field) -> str | None:
    """Who is chosen, as an id on the platform."""
    return elements.id_(elements.element(filled, field).get("selected_user"))


def people(filled: Values, field: Field) -> tuple[str, ...]:
    """Who are chosen, each once."""
    found = elements.element(filled, field).get("selected_users")
    return tuple(dict.fromkeys(one for one in found if elements.id_(one))) if isinstance(found, list) else ()


def option(filled: Values, field: Field) -> str:
    """The value of the option that is chosen."""
    return elements.option(filled, field)


def day(filled: Values, field: Field) -> date | None:
    """The day that is chosen."""
    chosen = elements.element(filled, field).get("selected_date")
    try:
        return date.fromisoformat(chosen) if isinstance(chosen, str) else None
    except ValueError:
        return None
