"""What is said of an idea in its thread, and to those who follow it."""

from slack_sdk.models import blocks as kit

from bot import messages
from bot.slack import mrkdwn
from bot.slack.views import blocks
from bot.texts import Texts
from storage.kinds import IdeaState

CHANGES = {"edited": "idea.changed.edited", "joined": "idea.changed.joined", "parted": "idea.changed.parted"}
NEWS = {"joined": "note.news.joined", "parted": "note.news.parted", "commented": "note.news.commented"}
MOVED = {
    IdeaState.DRAFT: "note.news.draft",
    IdeaState.NEW: "note.news.new",
    IdeaState.IN_ROUND: "note.news.in_round",
    IdeaState.CHOSEN: "note.news.chosen",
    IdeaState.PROJECT: "note.news.project",
    IdeaState.COMPLETED: "note.news.completed",
    IdeaState.RETIRED: "note.news.retired",
    IdeaState.PARKED: "note.news.parked",
    IdeaState.MERGED: "note.news.merged",
    IdeaState.WITHDRAWN: "note.news.withdrawn",
}


def comment(message: messages.IdeaComment, texts: Texts) -> blocks.Drawn:
    """A comment, with who gave it unless they would rather not say."""
    pieces = [blocks.words(message.text)]
    if message.author is None:
        pieces.append(blocks.small(blocks.plain(texts("idea.comment.unnamed"))))
    else:
        author = texts("idea.card.author", person=mrkdwn.mention(message.author))
        pieces.append(blocks.small(blocks.mark(author)))
    return blocks.drawn(texts("idea.comment.fallback", title=mrkdwn.inline(message.title)), pieces)


def changed(message: messages.IdeaChanged, texts: Texts) -> blocks.Drawn:
    said = texts(CHANGES[message.change], title=mrkdwn.inline(message.other))
    pieces = [blocks.words(said)]
    if message.reason:
        pieces.append(blocks.words(message.reason))
    return blocks.drawn(said, pieces)


def news(note: messages.IdeaNews, texts: Texts) -> list[kit.Block]:
    """A part of a person's one message."""
    title = mrkdwn.inline(note.title)
    if note.change == "moved":
        pieces = [blocks.words(texts(MOVED[note.state], title=title))]
        if note.other:
            pieces.append(blocks.words(texts("idea.note.into", title=mrkdwn.inline(note.other))))
    else:
        said = texts(NEWS[note.change], title=title, other=mrkdwn.inline(note.other))
        pieces = [blocks.words(said)]
    if note.reason:
        pieces.append(blocks.words(note.reason))
    return pieces
