"""Ripples of a result: what other units made of it, whether it lasts, and its rings in words."""

from slack_sdk.models import blocks as kit

from bot import messages
from bot.services import group_views
from bot.services import ripples as cases
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs, values
from bot.texts import Texts
from storage.kinds import RippleKind, Use

SHOWN = 8
"""Units named in a ring; the rest are counted."""

KINDS = {
    RippleKind.TAKEN_UP: "ripple.taken_up",
    RippleKind.ADAPTED: "ripple.adapted",
    RippleKind.NOT_FOR_US: "ripple.not_for_us",
}
USES = {Use.IN_USE: "ripple.in_use", Use.CHANGED: "ripple.changed", Use.STOPPED: "ripple.stopped"}


def buttons(project_id: int, texts: Texts) -> list[kit.ButtonElement]:
    """What one's own unit makes of a result: one tap each."""
    return [
        blocks.button(
            texts(key),
            ids.Action.RIPPLE_TELL,
            values.pair(project_id, kind),
            tail=f"{kind.value}_{project_id}",
        )
        for kind, key in KINDS.items()
    ]


def reach(found: messages.Reach, texts: Texts) -> list[str]:
    """The rings, from the inside: own service, other units, and where it lasts."""
    lines = []
    if found.own:
        lines.append(texts("reach.own"))
    for key, units in (("reach.taken_up", found.taken_up), ("reach.adapted", found.adapted)):
        if units:
            names = [mrkdwn.inline(unit) for unit in units[:SHOWN]]
            if len(units) > SHOWN:
                names.append(texts.plural("list.more", len(units) - SHOWN))
            lines.append(texts.plural(key, len(units), units=texts.listed(names)))
    if found.not_for_us:
        lines.append(texts.plural("reach.not_for_us", found.not_for_us))
    lines += [texts.plural("reach.lasting", count, months=months) for months, count in found.lasting if count]
    if not lines:
        return []
    return ["\n".join([texts("reach.heading"), *(texts("list.item", text=one) for one in lines)])]


def told(answer: group_views.Told, texts: Texts) -> blocks.Drawn:
    """To one who tapped: what is noted, and a place for a line."""
    text = texts(
        "ripple.noted",
        title=mrkdwn.inline(answer.title),
        answer=texts(KINDS[answer.kind]),
        unit=mrkdwn.inline(answer.unit),
    )
    pieces = [blocks.words(text), blocks.small(blocks.plain(texts("ripple.asked_again")))]
    if answer.line:
        pieces.append(blocks.words(answer.line))
    more = blocks.button(
        texts("ripple.line_open"),
        ids.Action.RIPPLE_LINE,
        values.pair(answer.project_id, answer.kind),
    )
    return blocks.drawn(text, [*pieces, blocks.row(more)])


def form(answer: group_views.Told, texts: Texts) -> blocks.Json:
    """The modal with the unit and a line."""
    pieces = [
        blocks.words(mrkdwn.inline(answer.title)),
        inputs.radio(
            ids.Field.KIND,
            texts("ripple.kind"),
            [blocks.option(texts(key), kind) for kind, key in KINDS.items()],
            chosen=answer.kind,
        ),
        inputs.line(
            ids.Field.UNIT,
            texts("ripple.unit"),
            value=answer.unit,
            limit=cases.UNIT_LIMIT,
            optional=False,
            hint=texts("ripple.unit_hint"),
        ),
        inputs.line(
            ids.Field.LINE,
            texts("ripple.line"),
            value=answer.line,
            limit=cases.LINE_LIMIT,
            hint=texts("idea.form.title_hint"),
        ),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.RIPPLE,
        title=texts("ripple.heading"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
        metadata=str(answer.project_id),
    )


def still_in_use(note: messages.StillInUse, texts: Texts) -> list[kit.Block]:
    """Months after: is it still in use?"""
    title = mrkdwn.inline(note.title)
    text = (
        texts.plural("ripple.still_unit", note.months, title=title, unit=mrkdwn.inline(note.unit))
        if note.unit
        else texts.plural("ripple.still_own", note.months, title=title)
    )
    answers = [
        blocks.button(
            texts(key),
            ids.Action.RIPPLE_USE,
            values.pair(note.check_id, use),
            tail=f"{use.value}_{note.check_id}",
        )
        for use, key in USES.items()
    ]
    return [blocks.words(text), blocks.row(*answers)]


def question(note: messages.RippleQuestion, texts: Texts) -> list[kit.Block]:
    """Months after "not for us": is it something for you now?"""
    text = texts.plural("ripple.now", note.months, title=mrkdwn.inline(note.title))
    return [blocks.words(text), blocks.row(*buttons(note.project_id, texts))]
