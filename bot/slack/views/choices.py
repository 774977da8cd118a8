"""An administrator's forms for the settings of a workspace: a list of parts, and a short form for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_sdk.models import blocks as kit

from bot.domain import choices
from bot.services import views
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs, project_forms
from bot.texts import Texts

Field = ids.Field
Draw = Callable[[views.ChoicesForm, Texts], kit.Block]
STAGES_LIMIT = choices.MOST_STAGES * (choices.STAGE_LIMIT + 1)


@dataclass(frozen=True, slots=True)
class Part:
    """Settings that belong together: the keys of its heading and of what is in it, and how each is asked."""

    heading: str
    about: str
    fields: tuple[Draw, ...]


def parts(texts: Texts) -> blocks.Json:
    """The modal that lists the parts, each with a button that opens its form."""
    label, pieces = texts("setup.discipline_edit"), []
    for name, part in PARTS.items():
        about = f"{label}: {texts(part.heading)}"
        button = blocks.button(label, ids.Action.SETUP_PART, name, tail=name, about=about)
        pieces.append(blocks.marked(mrkdwn.bold(texts(part.heading)), button))
        pieces.append(blocks.small(blocks.plain(texts(part.about))))
    return blocks.modal(
        pieces,
        callback=ids.Callback.NOTICE,
        title=texts("setup.part.choices"),
        close=texts("form.done"),
    )


def form(name: str, shown: views.ChoicesForm, texts: Texts) -> blocks.Json:
    """The form of one of PARTS; every field shows what holds now."""
    part = PARTS[name]
    return blocks.modal(
        [blocks.strong(texts(part.heading)), *(draw(shown, texts) for draw in part.fields)],
        callback=ids.Callback.CHOICES,
        title=texts("setup.part.choices"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
    )


def _number(field: ids.Field, label: str, hint: str | None = None) -> Draw:
    allowed = choices.RANGES[field]

    def draw(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
        return inputs.number(
            field,
            texts(label),
            lowest=allowed[0],
            highest=allowed[-1],
            value=getattr(shown.values, field),
            optional=False,
            hint=texts(hint) if hint else None,
        )

    return draw


def _winners(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
    options = [
        blocks.option(texts.plural("round.form.winners_option", n), n) for n in choices.RANGES["winners"]
    ]
    return inputs.choice(Field.WINNERS, texts("round.form.winners"), options, chosen=shown.values.winners)


def _breadth(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
    options = [
        blocks.option(texts.plural("round.form.breadth_option", n), n) for n in choices.RANGES["breadth"]
    ]
    return inputs.choice(
        Field.BREADTH,
        texts("round.form.breadth"),
        options,
        chosen=shown.values.breadth,
        hint=texts("round.form.breadth_hint"),
    )


def _quiet_weeks(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
    return inputs.line(
        Field.QUIET_WEEKS,
        texts("choice.quiet_weeks"),
        value=choices.written("quiet_weeks", shown.values.quiet_weeks),
        limit=150,
        hint=texts("choice.quiet_weeks_hint"),
    )


def _closed_days(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
    return inputs.line(
        Field.CLOSED_DAYS,
        texts("choice.closed_days"),
        value=choices.written("closed_days", shown.values.closed_days),
        limit=1000,
        lines=True,
        hint=texts("choice.closed_days_hint"),
    )


def _zone(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
    return inputs.line(
        Field.ZONE,
        texts("project.form.zone"),
        value=shown.zone,
        limit=project_forms.ZONE_LIMIT,
        optional=False,
        hint=texts("choice.zone_hint"),
    )


def _weekday(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
    options = [blocks.option(texts.weekday(day), day) for day in choices.RANGES["nudge_weekday"]]
    return inputs.choice(
        Field.NUDGE_WEEKDAY, texts("choice.nudge_weekday"), options, chosen=shown.values.nudge_weekday
    )


def _hour(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
    times = sorted({*project_forms.TIMES, shown.values.nudge_at})
    return inputs.choice(
        Field.NUDGE_AT,
        texts("choice.nudge_at"),
        [blocks.option(texts("project.form.at_option", time=time), time) for time in times],
        chosen=shown.values.nudge_at,
        hint=texts("choice.nudge_hint"),
    )


def _stages(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
    return inputs.line(
        Field.STAGES,
        texts("choice.stages"),
        value="\n".join(shown.values.stages),
        limit=STAGES_LIMIT,
        lines=True,
        hint=texts("choice.stages_hint"),
    )


def _closing_line(shown: views.ChoicesForm, texts: Texts) -> kit.Block:
    return inputs.line(
        Field.CLOSING_LINE,
        texts("choice.closing_line"),
        value=shown.values.closing_line or "",
        limit=choices.LINE_LIMIT,
        hint=texts("choice.closing_line_hint"),
    )


PARTS: Mapping[str, Part] = {
    "rounds": Part(
        "choice.rounds",
        "choice.rounds_about",
        (
            _winners,
            _breadth,
            _number(Field.EMPTY_CHAIRS, "choice.empty_chairs", "choice.empty_chairs_hint"),
            _number(Field.TURNOUT, "choice.turnout", "choice.turnout_hint"),
            _number(Field.COMPLAINT_DAYS, "choice.complaint_days", "choice.complaint_days_hint"),
        ),
    ),
    "year": Part("choice.year", "choice.year_about", (_quiet_weeks, _closed_days, _zone)),
    "groups": Part(
        "choice.groups",
        "choice.groups_about",
        (
            _number(Field.SMALLEST_GROUP, "choice.smallest_group"),
            _number(Field.LARGEST_GROUP, "choice.largest_group"),
            _number(Field.OF_ONE_DISCIPLINE, "choice.of_one_discipline"),
            _number(Field.GROUPS_EACH, "choice.groups_each"),
        ),
    ),
    "rhythm": Part(
        "choice.rhythm",
        "choice.rhythm_about",
        (
            _weekday,
            _hour,
            _stages,
            _number(Field.STAGE_DAYS, "choice.stage_days", "choice.stage_hint"),
            _closing_line,
        ),
    ),
    "keeping": Part(
        "choice.keeping",
        "choice.keeping_about",
        (_number(Field.KEEP_MONTHS, "choice.keep_months", "choice.keep_months_hint"),),
    ),
}
