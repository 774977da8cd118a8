"""What single people are told about their groups' weeks, each with the one thing asked and a way out.

At most three blocks each: fifteen of them fit in one message.
"""

from slack_sdk.models import blocks as kit

from bot import messages
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, nudges, rhythm
from bot.texts import Texts

LOST = {
    "archived": "note.lost.archived",
    "not_in": "note.lost.not_in",
    "gone": "note.lost.gone",
    "other": "note.lost.other",
}


def reminder(note: messages.CheckInReminder, texts: Texts) -> list[kit.Block]:
    """The three taps themselves: who is reminded can answer on the spot."""
    step = mrkdwn.inline(note.next_step, 500)
    text = texts("note.reminder", title=mrkdwn.inline(note.title), step=step)
    mute = blocks.button(texts("nudge.mute_own"), ids.Action.NUDGE_MUTE_OWN, str(note.project_id))
    taps = nudges.movement_buttons(note.nudge_id, texts)
    return [blocks.words(text), nudges.levels(note.nudge_id, texts), blocks.row(*taps, mute)]


def missed(note: messages.WeeksMissed, texts: Texts) -> list[kit.Block]:
    text = texts.plural("note.missed", note.weeks, title=mrkdwn.inline(note.title))
    return [
        blocks.words(text),
        blocks.row(rhythm.change(note.project_id, texts), rhythm.snooze(note.project_id, texts)),
        _where(note.place),
    ]


def lost(note: messages.PlaceLost, texts: Texts) -> list[kit.Block]:
    text = texts(LOST[note.why], title=mrkdwn.inline(note.title))
    said = [blocks.words(text), blocks.row(rhythm.change(note.project_id, texts))]
    return said if note.why == "gone" else [*said, _where(note.place)]


def nobody(note: messages.NobodyReminded, texts: Texts) -> list[kit.Block]:
    mute = blocks.button(texts("nudge.mute"), ids.Action.NUDGE_MUTE, str(note.project_id))
    return [
        blocks.words(texts("note.nobody_reminded", title=mrkdwn.inline(note.title))),
        blocks.row(rhythm.change(note.project_id, texts), mute),
        _where(note.place),
    ]


def muted(note: messages.NudgesMuted, texts: Texts) -> list[kit.Block]:
    text = texts("note.nudges_muted", title=mrkdwn.inline(note.title))
    return [
        blocks.words(text),
        blocks.row(rhythm.resume(note.project_id, texts), rhythm.change(note.project_id, texts)),
        _where(note.place),
    ]


def gone(note: messages.OwnerGone, texts: Texts) -> list[kit.Block]:
    return [
        blocks.words(texts("note.owner_gone", title=mrkdwn.inline(note.title))),
        blocks.row(
            blocks.button(texts("way.hand_over"), ids.Action.PROJECT_HAND_OVER, str(note.project_id)),
            blocks.button(texts("group.desk.take"), ids.Action.PROJECT_TAKE, str(note.project_id)),
        ),
        _where(note.place),
    ]


def _where(place: str) -> kit.Block:
    return blocks.small(blocks.mark(mrkdwn.channel(place)))
