"""A group's rhythm: the menu on a nudge, the forms behind it, and what is answered."""

from datetime import date

from slack_sdk.models import blocks as kit

from bot.services import rhythm_views
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs
from bot.slack.views.project_forms import TIMES, WORKDAYS
from bot.texts import Texts

SNOOZE, SNOOZE_TO, SLOT, MUTE_OWN, MUTE = "snooze", "snooze_to", "slot", "mute_own", "mute"
MENU = {
    SNOOZE: "nudge.menu.snooze",
    SNOOZE_TO: "nudge.menu.snooze_to",
    SLOT: "nudge.menu.slot",
    MUTE_OWN: "nudge.menu.mute_own",
    MUTE: "nudge.menu.mute",
}
RHYTHMS = {1: "nudge.form.weekly", 2: "nudge.form.fortnightly"}


def menu(project_id: int, texts: Texts) -> kit.InteractiveElement:
    """One tap to everything a group may change about its nudges."""
    options = [blocks.option(texts(key), f"{project_id}:{word}") for word, key in MENU.items()]
    return kit.OverflowMenuElement(action_id=ids.Action.NUDGE_MENU, options=options)


def fortnightly(project_id: int, texts: Texts) -> kit.ButtonElement:
    return blocks.button(texts("nudge.fortnightly"), ids.Action.NUDGE_FORTNIGHTLY, str(project_id))


def resume(project_id: int, texts: Texts) -> kit.ButtonElement:
    return blocks.button(texts("nudge.resume"), ids.Action.NUDGE_RESUME, str(project_id))


def snooze(project_id: int, texts: Texts) -> kit.ButtonElement:
    return blocks.button(texts("nudge.snooze"), ids.Action.NUDGE_SNOOZE, str(project_id))


def change(project_id: int, texts: Texts) -> kit.ButtonElement:
    return blocks.button(texts("nudge.change"), ids.Action.NUDGE_SLOT, str(project_id))


def form(shown: rhythm_views.SlotForm, texts: Texts) -> blocks.Json:
    """The modal for another weekday, hour, rhythm or channel."""
    times = TIMES if shown.at in TIMES else sorted([*TIMES, shown.at])
    pieces = [
        blocks.words(mrkdwn.inline(shown.title)),
        inputs.choice(
            ids.Field.WEEKDAY,
            texts("project.form.weekday"),
            [blocks.option(texts.weekday(day), day) for day in sorted({*WORKDAYS, shown.weekday})],
            chosen=shown.weekday,
        ),
        inputs.choice(
            ids.Field.AT,
            texts("project.form.at"),
            [blocks.option(texts("project.form.at_option", time=time), time) for time in times],
            chosen=shown.at,
            hint=texts("project.form.at_hint"),
        ),
        inputs.radio(
            ids.Field.EVERY_WEEKS,
            texts("nudge.form.rhythm"),
            [blocks.option(texts(key), weeks) for weeks, key in RHYTHMS.items()],
            chosen=shown.every_weeks,
        ),
        inputs.place(
            ids.Field.PLACE,
            texts("project.form.place"),
            chosen=shown.place,
            optional=False,
            hint=texts("nudge.form.place_hint"),
        ),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.SLOT,
        title=texts("nudge.form.heading"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
        metadata=str(shown.project_id),
    )


def snooze_form(project_id: int, texts: Texts, *, suggested: date) -> blocks.Json:
    """The modal for the day until which the nudges rest."""
    field = inputs.day(
        ids.Field.SNOOZE_UNTIL,
        texts("nudge.snooze_form.until"),
        chosen=suggested,
        hint=texts("nudge.snooze_form.hint"),
    )
    return blocks.modal(
        [field],
        callback=ids.Callback.SNOOZE,
        title=texts("nudge.snooze_form.heading"),
        submit=texts("nudge.snooze_form.submit"),
        close=texts("form.cancel"),
        metadata=str(project_id),
    )


def snoozed(done: rhythm_views.Rhythm, texts: Texts) -> blocks.Drawn:
    """To the one who snoozed: when the next nudge comes, and the way back."""
    return _said(_next(done, texts), resume(done.project_id, texts))


def changed(done: rhythm_views.Rhythm, texts: Texts) -> blocks.Drawn:
    """To the one who changed the slot, or let the nudges come again."""
    return _said(_next(done, texts), change(done.project_id, texts))


def muted(done: rhythm_views.Rhythm, texts: Texts) -> blocks.Drawn:
    """To the one who turned the group's nudges off."""
    text = texts("notice.nudge.muted", title=mrkdwn.inline(done.title))
    return _said(text, resume(done.project_id, texts))


def muted_own(project_id: int, title: str, texts: Texts) -> blocks.Drawn:
    """To one who wants no private reminders."""
    back = blocks.button(texts("nudge.unmute_own"), ids.Action.NUDGE_UNMUTE_OWN, str(project_id))
    return _said(texts("notice.nudge.muted_own", title=mrkdwn.inline(title)), back)


def unmuted_own(title: str, texts: Texts) -> blocks.Drawn:
    text = texts("notice.nudge.unmuted_own", title=mrkdwn.inline(title))
    return blocks.drawn(text, [blocks.words(text)])


def _next(done: rhythm_views.Rhythm, texts: Texts) -> str:
    title = mrkdwn.inline(done.title)
    if done.next_at is None:
        return texts("notice.nudge.muted", title=title)
    return texts("notice.nudge.next", title=title, moment=texts.moment(done.next_at, done.zone))


def _said(text: str, button: kit.ButtonElement) -> blocks.Drawn:
    return blocks.drawn(text, [blocks.words(text), blocks.row(button)])
