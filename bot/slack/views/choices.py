"""An administrator's form for the settings of a workspace: rounds, the working year, groups, what is kept."""

from slack_sdk.models import blocks as kit

from bot.domain import choices
from bot.domain.choices import Choices
from bot.services import views
from bot.slack.views import blocks, ids, inputs, project_forms
from bot.texts import Texts

Field = ids.Field
STAGES_LIMIT = choices.MOST_STAGES * (choices.STAGE_LIMIT + 1)


def form(shown: views.ChoicesForm, texts: Texts) -> blocks.Json:
    """The modal; every field shows what holds now."""
    pieces = [
        *_rounds(shown.values, texts),
        *_year(shown, texts),
        *_groups(shown.values, texts),
        inputs.line(
            Field.CLOSING_LINE,
            texts("choice.closing_line"),
            value=shown.values.closing_line or "",
            limit=choices.LINE_LIMIT,
            hint=texts("choice.closing_line_hint"),
        ),
        blocks.divider(),
        blocks.strong(texts("choice.keeping")),
        _number(
            Field.KEEP_MONTHS,
            shown.values.keep_months,
            texts("choice.keep_months"),
            texts("choice.keep_months_hint"),
        ),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.CHOICES,
        title=texts("setup.part.choices"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
    )


def _rounds(values: Choices, texts: Texts) -> list[kit.Block]:
    return [
        blocks.strong(texts("choice.rounds")),
        inputs.choice(
            Field.WINNERS,
            texts("round.form.winners"),
            [
                blocks.option(texts.plural("round.form.winners_option", n), n)
                for n in choices.RANGES["winners"]
            ],
            chosen=values.winners,
        ),
        inputs.choice(
            Field.BREADTH,
            texts("round.form.breadth"),
            [
                blocks.option(texts.plural("round.form.breadth_option", n), n)
                for n in choices.RANGES["breadth"]
            ],
            chosen=values.breadth,
            hint=texts("round.form.breadth_hint"),
        ),
        _number(
            Field.EMPTY_CHAIRS,
            values.empty_chairs,
            texts("choice.empty_chairs"),
            texts("choice.empty_chairs_hint"),
        ),
        _number(Field.TURNOUT, values.turnout, texts("choice.turnout"), texts("choice.turnout_hint")),
        _number(
            Field.COMPLAINT_DAYS,
            values.complaint_days,
            texts("choice.complaint_days"),
            texts("choice.complaint_days_hint"),
        ),
    ]


def _year(shown: views.ChoicesForm, texts: Texts) -> list[kit.Block]:
    values = shown.values
    return [
        blocks.divider(),
        blocks.strong(texts("choice.year")),
        inputs.line(
            Field.QUIET_WEEKS,
            texts("choice.quiet_weeks"),
            value=choices.written("quiet_weeks", values.quiet_weeks),
            limit=150,
            hint=texts("choice.quiet_weeks_hint"),
        ),
        inputs.line(
            Field.CLOSED_DAYS,
            texts("choice.closed_days"),
            value=choices.written("closed_days", values.closed_days),
            limit=1000,
            lines=True,
            hint=texts("choice.closed_days_hint"),
        ),
        inputs.line(
            Field.ZONE,
            texts("project.form.zone"),
            value=shown.zone,
            limit=project_forms.ZONE_LIMIT,
            optional=False,
            hint=texts("choice.zone_hint"),
        ),
    ]


def _groups(values: Choices, texts: Texts) -> list[kit.Block]:
    times = sorted({*project_forms.TIMES, values.nudge_at})
    return [
        blocks.divider(),
        blocks.strong(texts("choice.groups")),
        _number(Field.SMALLEST_GROUP, values.smallest_group, texts("choice.smallest_group")),
        _number(Field.LARGEST_GROUP, values.largest_group, texts("choice.largest_group")),
        _number(Field.OF_ONE_DISCIPLINE, values.of_one_discipline, texts("choice.of_one_discipline")),
        _number(Field.GROUPS_EACH, values.groups_each, texts("choice.groups_each")),
        inputs.choice(
            Field.NUDGE_WEEKDAY,
            texts("choice.nudge_weekday"),
            [blocks.option(texts.weekday(day), day) for day in choices.RANGES["nudge_weekday"]],
            chosen=values.nudge_weekday,
        ),
        inputs.choice(
            Field.NUDGE_AT,
            texts("choice.nudge_at"),
            [blocks.option(texts("project.form.at_option", time=time), time) for time in times],
            chosen=values.nudge_at,
            hint=texts("choice.nudge_hint"),
        ),
        inputs.line(
            Field.STAGES,
            texts("choice.stages"),
            value="\n".join(values.stages),
            limit=STAGES_LIMIT,
            lines=True,
            hint=texts("choice.stages_hint"),
        ),
        _number(Field.STAGE_DAYS, values.stage_days, texts("choice.stage_days"), texts("choice.stage_hint")),
    ]


def _number(field: ids.Field, value: int, label: str, hint: str | None = None) -> kit.Block:
    allowed = choices.RANGES[field]
    return inputs.number(
        field, label, lowest=allowed[0], highest=allowed[-1], value=value, optional=False, hint=hint
    )
