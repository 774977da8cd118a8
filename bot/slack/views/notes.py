"""The one private message of a person's week."""

from typing import assert_never

from slack_sdk.models import blocks as kit

from bot import messages
from bot.slack import mrkdwn
from bot.slack.views import (
    blocks,
    endings,
    gatherings,
    hunts,
    idea_notes,
    ids,
    rhythm_notes,
    ripples,
)
from bot.texts import Texts
from storage.kinds import IdeaState

MOVED = {
    IdeaState.DRAFT: "note.moved.draft",
    IdeaState.NEW: "note.moved.new",
    IdeaState.IN_ROUND: "note.moved.in_round",
    IdeaState.CHOSEN: "note.moved.chosen",
    IdeaState.PROJECT: "note.moved.project",
    IdeaState.COMPLETED: "note.moved.completed",
    IdeaState.RETIRED: "note.moved.retired",
    IdeaState.PARKED: "note.moved.parked",
    IdeaState.MERGED: "note.moved.merged",
    IdeaState.WITHDRAWN: "note.moved.withdrawn",
}
ASIDE = {
    "is_archived": "note.aside.archived",
    "channel_is_archived": "note.aside.archived",
    "not_in_channel": "note.aside.absent",
    "channel_not_found": "note.aside.absent",
}
"""Slack's own codes that an administrator can do something about."""
WHY = {
    (IdeaState.NEW, "nobody_came"): "note.moved.nobody_came",
    (IdeaState.NEW, "woken"): "note.moved.woken",
    (IdeaState.CHOSEN, "nobody_came"): "note.moved.runner_up",
}
MOST = 8
"""Notes in one message: each may have a row of buttons, and a message holds fifty blocks."""


def bundle(message: messages.Bundle, texts: Texts) -> blocks.Drawn:
    """What concerns one person, together; the first eight in full, the rest by number."""
    shown = message.notes[:MOST]
    pieces = [blocks.words(texts.plural("note.bundle", len(message.notes)))]
    for note in shown:
        pieces += _draw(note, texts)
    if len(message.notes) > len(shown):
        more = texts.plural("list.more", len(message.notes) - len(shown))
        pieces.append(blocks.small(blocks.plain(more)))
    return blocks.drawn(texts.plural("note.bundle", len(message.notes)), pieces)


def _draw(note: messages.Note, texts: Texts) -> list[kit.Block]:
    match note:
        case messages.IdeaNews():
            return idea_notes.news(note, texts)
        case messages.IdeaMoved():
            return _moved(note, texts)
        case messages.HuntDue():
            return hunts.note(note, texts)
        case messages.JoinedProject():
            return _joined(note, texts)
        case messages.SetAside():
            return [_aside(note, texts)]
        case messages.Invited():
            return gatherings.invited(note, texts)
        case messages.AskedLater():
            return gatherings.asked_later(note, texts)
        case messages.StartedWithout():
            return _without(note, texts)
        case messages.BecameOwner():
            return _owner(note, texts)
        case messages.ThanksQuestion():
            return endings.thanks(note, texts)
        case messages.VoiceQuestion():
            return endings.voice(note, texts)
        case messages.StillInUse():
            return ripples.still_in_use(note, texts)
        case messages.RippleQuestion():
            return ripples.question(note, texts)
        case messages.WokenNote():
            return endings.woken(note, texts)
        case messages.CheckInReminder():
            return rhythm_notes.reminder(note, texts)
        case messages.WeeksMissed():
            return rhythm_notes.missed(note, texts)
        case messages.PlaceLost():
            return rhythm_notes.lost(note, texts)
        case messages.NobodyReminded():
            return rhythm_notes.nobody(note, texts)
        case messages.NudgesMuted():
            return rhythm_notes.muted(note, texts)
        case messages.OwnerGone():
            return rhythm_notes.gone(note, texts)
        case _:
            assert_never(note)


def _moved(note: messages.IdeaMoved, texts: Texts) -> list[kit.Block]:
    key = WHY.get((note.state, note.why), MOVED[note.state])
    pieces = [blocks.words(texts(key, title=mrkdwn.inline(note.title)))]
    if note.other:
        pieces.append(blocks.words(texts("idea.note.into", title=mrkdwn.inline(note.other))))
    if note.reason:
        pieces.append(blocks.words(note.reason))
    return pieces


def _without(note: messages.StartedWithout, texts: Texts) -> list[kit.Block]:
    join = blocks.button(
        texts("project.join"), ids.Action.PROJECT_JOIN, str(note.project_id), tail=note.project_id
    )
    return [
        blocks.words(texts("note.started_without", title=mrkdwn.inline(note.title))),
        blocks.row(join),
    ]


def _owner(note: messages.BecameOwner, texts: Texts) -> list[kit.Block]:
    step = mrkdwn.inline(note.next_step, 500)
    open_ = blocks.button(
        texts("project.open"), ids.Action.PROJECT_OPEN, str(note.project_id), tail=note.project_id
    )
    return [
        blocks.words(texts("note.owner", title=mrkdwn.inline(note.title))),
        blocks.words(texts("project.step", step=step)),
        blocks.small(blocks.mark(mrkdwn.channel(note.place))),
        blocks.row(open_),
    ]


def _joined(note: messages.JoinedProject, texts: Texts) -> list[kit.Block]:
    step = mrkdwn.inline(note.next_step, 500)
    return [
        blocks.words(texts("note.joined", title=mrkdwn.inline(note.title))),
        blocks.words(texts("project.step", step=step)),
        blocks.small(
            blocks.mark(texts("project.card.owner", person=mrkdwn.mention(note.owner))),
            blocks.mark(mrkdwn.channel(note.place)),
        ),
        blocks.row(
            blocks.button(
                texts("note.not_me"),
                ids.Action.PROJECT_LEAVE,
                str(note.project_id),
                tail=note.project_id,
            )
        ),
    ]


def _aside(note: messages.SetAside, texts: Texts) -> kit.Block:
    problem = mrkdwn.inline(note.problem)
    if note.place is None:
        return blocks.marked(texts("note.aside.private", problem=problem))
    place = mrkdwn.channel(note.place)
    key = ASIDE.get(note.problem)
    if key is not None:
        return blocks.marked(texts(key, place=place))
    return blocks.marked(texts("note.aside.other", place=place, problem=problem))
