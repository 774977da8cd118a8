"""The form that starts a group: who, with whose leave, the next step, and what would tell them to stop."""

from datetime import date

from slack_sdk.models import blocks as kit

from bot.services import projects as cases
from bot.services import stopping, views
from bot.slack import forms
from bot.slack.forms import ProjectInput
from bot.slack.views import blocks, ids, inputs
from bot.texts import Texts

WORKDAYS = range(1, 6)
TIMES = [f"{minutes // 60:02}:{minutes % 60:02}" for minutes in range(8 * 60, 15 * 60 + 46, 15)]
"""When a nudge may come: every quarter from 08:00 to 15:45."""
NEW = "new"
ZONE_LIMIT = 64


def form(
    shown: views.ProjectForm,
    texts: Texts,
    *,
    typed: ProjectInput | None = None,
    more: bool = False,
    metadata: str = "",
) -> blocks.Json:
    """The modal for a new group, or a word about there being no chosen idea without one.

    `typed` is what stood in it before; `more` shows the fields that few need.
    """
    if not shown.ideas:
        return blocks.modal(
            [blocks.words(texts("error.project.nothing_chosen"))],
            callback=ids.Callback.NOTICE,
            title=texts("project.form.heading"),
            close=texts("form.close"),
        )
    typed = typed or ProjectInput(
        idea_id=shown.selected,
        owner=shown.owner,
        members=shown.members,
        weekday=shown.weekday,
        at=shown.at,
        zone=shown.zone,
    )
    pieces = [*_who(shown, typed, texts), *_what(typed, texts), *_stop(typed, texts, more=more)]
    pieces += [*_where(typed, texts), *_when(typed, texts, more=more)]
    if not more:
        open_ = blocks.button(texts("project.form.more"), ids.Action.PROJECT_FORM_MORE, "more")
        pieces.append(blocks.row(open_))
    return blocks.modal(
        pieces,
        callback=ids.Callback.PROJECT,
        title=texts("project.form.heading"),
        submit=texts("project.form.submit"),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def _who(shown: views.ProjectForm, typed: ProjectInput, texts: Texts) -> list[kit.Block]:
    return [
        inputs.choice(
            ids.Field.IDEA,
            texts("project.form.idea"),
            [blocks.option(idea.title, idea.idea_id) for idea in shown.ideas],
            chosen=typed.idea_id,
            placeholder=texts("project.form.idea_placeholder"),
        ),
        inputs.person(
            ids.Field.OWNER,
            texts("project.form.owner"),
            chosen=typed.owner,
            hint=texts("project.form.owner_hint"),
        ),
        inputs.people(
            ids.Field.MEMBERS,
            texts("project.form.members"),
            chosen=typed.members,
            hint=texts("project.form.members_hint"),
        ),
        inputs.line(
            ids.Field.LEADER,
            texts("project.form.leader"),
            value=typed.leader,
            limit=200,
            optional=False,
            hint=texts("project.form.leader_hint"),
        ),
    ]


def _what(typed: ProjectInput, texts: Texts) -> list[kit.Block]:
    return [
        inputs.line(
            ids.Field.NEXT_STEP,
            texts("project.form.next_step"),
            value=typed.next_step,
            limit=cases.STEP_LIMIT,
            lines=True,
            optional=False,
            hint=texts("project.form.next_step_hint"),
            placeholder=texts("project.form.next_step_placeholder"),
        ),
        inputs.line(
            ids.Field.PRE_MORTEM,
            texts("project.form.pre_mortem"),
            value=typed.pre_mortem,
            limit=cases.STEP_LIMIT,
            lines=True,
            optional=False,
            hint=texts("project.form.pre_mortem_hint"),
        ),
    ]


def _stop(typed: ProjectInput, texts: Texts, *, more: bool) -> list[kit.Block]:
    given = (*typed.criteria, *[("", None)] * stopping.MOST)
    pieces: list[kit.Block] = []
    for position, (text, on) in enumerate(forms.CRITERIA[: stopping.MOST if more else 1]):
        written, day = given[position]
        pieces += _criterion(text, on, written, day, texts, first=position == 0)
    return pieces


def _criterion(
    text: ids.Field, on: ids.Field, written: str, day: date | None, texts: Texts, *, first: bool
) -> list[kit.Block]:
    return [
        inputs.line(
            text,
            texts("project.form.criterion") if first else texts("project.form.criterion_more"),
            value=written,
            limit=stopping.TEXT_LIMIT,
            optional=not first,
            hint=texts("project.form.criterion_hint") if first else None,
        ),
        inputs.day(on, texts("project.form.criterion_on"), chosen=day, optional=not first),
    ]


def _where(typed: ProjectInput, texts: Texts) -> list[kit.Block]:
    return [
        inputs.place(
            ids.Field.PLACE,
            texts("project.form.place"),
            chosen=typed.place,
            hint=texts("project.form.place_hint"),
        ),
        inputs.tick(
            ids.Field.NEW_CHANNEL,
            texts("project.form.new_channel"),
            blocks.option(texts("project.form.new_channel_option"), NEW),
            on=typed.new_channel,
        ),
    ]


def _when(typed: ProjectInput, texts: Texts, *, more: bool) -> list[kit.Block]:
    pieces = [
        inputs.choice(
            ids.Field.WEEKDAY,
            texts("project.form.weekday"),
            [blocks.option(texts.weekday(day), day) for day in WORKDAYS],
            chosen=typed.weekday,
        ),
        inputs.choice(
            ids.Field.AT,
            texts("project.form.at"),
            [blocks.option(texts("project.form.at_option", time=time), time) for time in TIMES],
            chosen=typed.at,
            hint=texts("project.form.at_hint"),
        ),
    ]
    if more:
        pieces.append(
            inputs.line(
                ids.Field.ZONE,
                texts("project.form.zone"),
                value=typed.zone,
                limit=ZONE_LIMIT,
                hint=texts("project.form.zone_hint"),
            )
        )
    return pieces
