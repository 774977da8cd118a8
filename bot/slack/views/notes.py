"""The one private message of a person's week."""

from typing import assert_never

from slack_sdk.models import blocks as kit

from bot import messages
from bot.slack import mrkdwn
from bot.slack.views import blocks, hunts
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
MOST = 15


def bundle(message: messages.Bundle, texts: Texts) -> blocks.Drawn:
    """What concerns one person, together; the first fifteen in full, the rest by number."""
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
        case messages.IdeaMoved():
            return _moved(note, texts)
        case messages.HuntDue():
            return hunts.note(note, texts)
        case messages.JoinedProject():
            return _joined(note, texts)
        case messages.SetAside():
            return [_aside(note, texts)]
        case _:
            assert_never(note)


def _moved(note: messages.IdeaMoved, texts: Texts) -> list[kit.Block]:
    pieces = [blocks.words(texts(MOVED[note.state], title=mrkdwn.inline(note.title)))]
    if note.reason:
        pieces.append(blocks.words(note.reason))
    return pieces


def _joined(note: messages.JoinedProject, texts: Texts) -> list[kit.Block]:
    step = mrkdwn.inline(note.next_step, 500)
    return [
        blocks.words(texts("note.joined", title=mrkdwn.inline(note.title))),
        blocks.words(texts("project.step", step=step)),
        blocks.small(
            blocks.mark(texts("project.card.owner", person=mrkdwn.mention(note.owner))),
            blocks.mark(mrkdwn.channel(note.place)),
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
