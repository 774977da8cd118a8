"""A facilitator's forms for a hunt."""

from collections.abc import Callable, Sequence
from datetime import datetime

from slack_sdk.models import blocks as kit

from bot.domain.hunting import Step
from bot.services import hunts as cases
from bot.services import views
from bot.slack.views import blocks, hunts, ids, inputs
from bot.texts import Texts
from storage.kinds import HuntState

LABELS = {Step.COLLECT: "hunt.form.collect", Step.VOTE: "hunt.form.vote", Step.GROUP: "hunt.form.group"}
FIELDS = {
    Step.COLLECT: ids.Field.COLLECT_UNTIL,
    Step.VOTE: ids.Field.VOTE_UNTIL,
    Step.GROUP: ids.Field.GROUP_BY,
}


def form(shown: views.HuntForm, texts: Texts, *, metadata: str) -> blocks.Json:
    """The modal for a new hunt."""
    pieces = [
        inputs.line(
            ids.Field.QUESTION,
            texts("hunt.form.question"),
            limit=cases.QUESTION_LIMIT,
            placeholder=texts("idea.form.title_placeholder"),
            hint=texts("hunt.form.question_hint"),
        ),
        inputs.line(
            ids.Field.COHORT,
            texts("hunt.form.cohort"),
            limit=cases.COHORT_LIMIT,
            optional=False,
            hint=texts("hunt.form.cohort_hint"),
        ),
        inputs.choice(
            ids.Field.YEAR,
            texts("hunt.form.year"),
            [blocks.option(str(year), year) for year in range(shown.year - 1, shown.year + 3)],
            chosen=shown.year,
        ),
        *_moments(list(Step), shown.plan.at, texts),
        inputs.choice(
            ids.Field.WINNERS,
            texts("round.form.winners"),
            [blocks.option(texts.plural("round.form.winners_option", n), n) for n in range(1, 6)],
            chosen=shown.winners,
        ),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.HUNT,
        title=texts("hunt.form.heading"),
        submit=texts("hunt.form.submit"),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def lead(shown: views.HuntLead, texts: Texts) -> blocks.Json:
    """What a facilitator can do: move what is still to come, end it, or call it off."""
    value = str(shown.hunt_id)
    pieces: list[kit.Block] = [blocks.strong(hunts.name(shown.question, texts))]
    if shown.state is HuntState.COLLECTING:
        off = blocks.button(texts("hunt.cancel"), ids.Action.HUNT_CANCEL, value, style="danger")
        pieces.append(blocks.row(off))
    elif shown.state is HuntState.GROUPING:
        end = blocks.button(texts("hunt.finish"), ids.Action.HUNT_FINISH, value, style="primary")
        pieces.append(blocks.row(end))
    else:
        pieces.append(blocks.words(texts("hunt.lead.voting")))
    pieces += _moments([Step(name) for name in shown.movable], shown.plan.at, texts)
    pieces.append(_reason(texts))
    return blocks.modal(
        pieces,
        callback=ids.Callback.HUNT_MOVE,
        title=texts("hunt.lead.heading"),
        submit=texts("hunt.lead.submit"),
        close=texts("form.cancel"),
        metadata=value,
    )


def ending(hunt_id: int, texts: Texts, *, finished: bool) -> blocks.Json:
    """The form that ends a hunt: with what was learnt, or called off with a reason."""
    pieces = [_reason(texts)]
    if finished:
        pieces = [
            inputs.line(
                ids.Field.LEARNT,
                texts("hunt.finish.learnt"),
                limit=cases.TEXT_LIMIT,
                lines=True,
                optional=False,
                hint=texts("hunt.finish.learnt_hint"),
            ),
            inputs.line(
                ids.Field.DECISION,
                texts("hunt.finish.decision"),
                limit=cases.TEXT_LIMIT,
                lines=True,
                hint=texts("hunt.finish.decision_hint"),
            ),
        ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.HUNT_FINISH if finished else ids.Callback.HUNT_CANCEL,
        title=texts("hunt.finish") if finished else texts("hunt.cancel"),
        submit=texts("hunt.finish") if finished else texts("hunt.cancel"),
        close=texts("form.cancel"),
        metadata=str(hunt_id),
    )


def _moments(steps: Sequence[Step], at: Callable[[Step], datetime], texts: Texts) -> list[kit.Block]:
    return [
        inputs.moment(FIELDS[step], texts(LABELS[step]), chosen=at(step), hint=texts("hunt.form.hint"))
        for step in steps
    ]


def _reason(texts: Texts) -> kit.Block:
    return inputs.line(
        ids.Field.REASON,
        texts("hunt.reason"),
        limit=cases.REASON_LIMIT,
        lines=True,
        optional=False,
        hint=texts("hunt.reason_hint"),
    )
