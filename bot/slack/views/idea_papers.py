"""One idea, whole, in a modal of the person's own: its words, its road, what they may do with it."""

import json
from collections.abc import Sequence

from slack_sdk.models import blocks as kit

from bot.domain.deeds import Deed
from bot.services import ideas as cases
from bot.services import views
from bot.slack import links, mrkdwn
from bot.slack.views import blocks, ideas, ids, values
from bot.texts import Texts
from storage.edits import Words

DEEDS = {
    Deed.COMMENT: "deed.comment",
    Deed.EDIT: "deed.edit",
    Deed.THEMES: "deed.themes",
    Deed.MERGE: "deed.merge",
    Deed.PART: "deed.part",
    Deed.PARK: "deed.park",
    Deed.REOPEN: "deed.reopen",
    Deed.WITHDRAW: "deed.withdraw",
}
MOST = 100
"""Blocks in a modal, by Slack's rule."""


def paper(shown: views.Paper, texts: Texts, *, workspace: str) -> blocks.Json:
    """The idea with a button for everything this person may do. `workspace` is its web address."""
    line = shown.line
    pieces = [blocks.heading(line.title), blocks.small(*_about(shown, texts, workspace=workspace))]
    pieces += _words(shown.words, texts)
    belongs = ideas.belonging([one.name for one in shown.areas], [one.name for one in shown.themes], texts)
    if belongs:
        pieces.append(blocks.small(*map(blocks.plain, belongs)))
    if shown.into:
        pieces.append(blocks.words(texts("idea.note.into", title=mrkdwn.inline(shown.into))))
    elif shown.road and shown.road[0].reason:
        pieces += [blocks.strong(texts("paper.reason")), blocks.words(shown.road[0].reason)]
    pieces += [blocks.divider(), blocks.row(*_buttons(shown, texts))]
    return blocks.modal(
        pieces,
        callback=ids.Callback.IDEA_PAPER,
        title=texts("paper.heading"),
        close=texts("form.close"),
        metadata=json.dumps({"paper": line.idea_id}),
    )


def road(shown: views.Paper, texts: Texts, *, zone: str) -> blocks.Json:
    """What has happened to the idea, newest first, as far as there is room; nobody's name is in it."""
    pieces: list[kit.Block] = [blocks.words(mrkdwn.inline(shown.line.title))]
    for number, step in enumerate(shown.road):
        more = _step(step, texts, zone=zone)
        if len(pieces) + len(more) >= MOST:
            left = texts.plural("list.more", len(shown.road) - number)
            pieces.append(blocks.small(blocks.plain(left)))
            break
        pieces += more
    return blocks.modal(
        pieces, callback=ids.Callback.NOTICE, title=texts("paper.road_heading"), close=texts("form.close")
    )


def _step(step: views.Step, texts: Texts, *, zone: str) -> list[kit.Block]:
    said = texts(ideas.STATES[step.state]) if step.state else texts("paper.edited")
    when = blocks.small(blocks.plain(texts.moment(step.at, zone)))
    pieces = [blocks.divider(), blocks.strong(said), when]
    if step.reason:
        pieces.append(blocks.words(step.reason))
    if step.former:
        pieces += [blocks.words(step.former.title), *_words(step.former, texts)][:3]
    return pieces


def _about(shown: views.Paper, texts: Texts, *, workspace: str) -> list[kit.TextObject]:
    line = shown.line
    said: list[kit.TextObject] = [
        blocks.plain(texts(ideas.STATES[line.state])),
        blocks.plain(texts(ideas.KINDS[line.kind])),
        blocks.plain(ideas.supporters(line.supporters, texts)),
    ]
    if line.own:
        said.append(blocks.plain(texts("ideas.own")))
    if line.supported:
        said.append(blocks.plain(texts("ideas.supported")))
    if line.ref:
        address = links.message(workspace, line.place, line.ref)
        said.append(blocks.mark(mrkdwn.link(address, texts("ideas.open"))))
    return said


def _words(words: Words, texts: Texts) -> list[kit.Block]:
    asked = (
        (texts("idea.card.who"), words.who),
        (texts("idea.card.frequency"), words.frequency),
        (texts("idea.card.evidence"), words.evidence),
        (texts("idea.card.cost"), words.cost),
    )
    return [ideas.labelled(label, text) for label, text in asked if text]


def _buttons(shown: views.Paper, texts: Texts) -> Sequence[kit.InteractiveElement]:
    line = shown.line
    found: list[kit.InteractiveElement] = []
    if line.state in cases.SUPPORTABLE and line.supported:
        found.append(ideas.unsupport(line.idea_id, texts("idea.card.unsupport"), line.title))
    elif line.state in cases.SUPPORTABLE:
        found.append(ideas.support(line.idea_id, texts("idea.card.support"), line.title, style="primary"))
    for deed in shown.deeds:
        value = values.pair(line.idea_id, deed)
        found.append(blocks.button(texts(DEEDS[deed]), ids.Action.IDEA_DEED, value, tail=deed))
    number = str(line.idea_id)
    if shown.muted:
        found.append(blocks.button(texts("paper.unmute"), ids.Action.IDEA_UNMUTE, number))
    elif line.supported or line.own:
        found.append(blocks.button(texts("paper.mute"), ids.Action.IDEA_MUTE, number))
    found.append(blocks.button(texts("paper.road"), ids.Action.IDEA_ROAD, number))
    return found
