"""Ideas as everybody sees them: the card, notes in its thread, and a line of a list."""

from collections.abc import Sequence

from slack_sdk.models import blocks as kit

from bot import messages
from bot.services import ideas as cases
from bot.services import views
from bot.slack import links, mrkdwn
from bot.slack.views import blocks, gatherings, ids
from bot.texts import Texts
from storage.kinds import IdeaKind, IdeaState

STATES = {
    IdeaState.DRAFT: "idea.state.draft",
    IdeaState.NEW: "idea.state.new",
    IdeaState.IN_ROUND: "idea.state.in_round",
    IdeaState.CHOSEN: "idea.state.chosen",
    IdeaState.PROJECT: "idea.state.project",
    IdeaState.COMPLETED: "idea.state.completed",
    IdeaState.RETIRED: "idea.state.retired",
    IdeaState.PARKED: "idea.state.parked",
    IdeaState.MERGED: "idea.state.merged",
    IdeaState.WITHDRAWN: "idea.state.withdrawn",
}
NEWS = {
    IdeaState.DRAFT: "idea.note.draft",
    IdeaState.NEW: "idea.note.new",
    IdeaState.IN_ROUND: "idea.note.in_round",
    IdeaState.CHOSEN: "idea.note.chosen",
    IdeaState.PROJECT: "idea.note.project",
    IdeaState.COMPLETED: "idea.note.completed",
    IdeaState.RETIRED: "idea.note.retired",
    IdeaState.PARKED: "idea.note.parked",
    IdeaState.MERGED: "idea.note.merged",
    IdeaState.WITHDRAWN: "idea.note.withdrawn",
}
WHY = {
    (IdeaState.NEW, "nobody_came"): "idea.note.nobody_came",
    (IdeaState.NEW, "woken"): "idea.note.woken",
    (IdeaState.CHOSEN, "nobody_came"): "idea.note.runner_up",
}
LEARNT_SHOWN = 300
"""Characters of what an earlier group wrote, beside a similar idea."""
KINDS = {IdeaKind.PROBLEM: "idea.kind.problem", IdeaKind.DEAD_HORSE: "idea.kind.dead_horse"}


def card(message: messages.IdeaCard, texts: Texts, *, acts: bool = True) -> blocks.Drawn:
    """An idea in its channel, the same for everybody; `acts` gives it buttons."""
    pieces = [blocks.heading(message.title), blocks.small(*_about(message, texts))]
    if message.who:
        pieces.append(labelled(texts("idea.card.who"), message.who))
    if message.frequency:
        pieces.append(labelled(texts("idea.card.frequency"), message.frequency))
    if message.evidence:
        pieces.append(labelled(texts("idea.card.evidence"), message.evidence))
    if message.cost:
        pieces.append(labelled(texts("idea.card.cost"), message.cost))
    belongs = belonging(message.areas, message.themes, texts)
    if belongs:
        pieces.append(blocks.small(*map(blocks.plain, belongs)))
    if acts and message.state not in {IdeaState.NEW, IdeaState.DRAFT}:
        pieces.append(blocks.words(texts(NEWS[message.state])))
    details: list[kit.TextObject] = []
    if message.supporters or message.state in cases.SUPPORTABLE:
        details.append(blocks.plain(supporters(message.supporters, texts)))
    if message.source:
        details.append(blocks.mark(mrkdwn.link(message.source, texts("idea.card.source"))))
    if details:
        pieces.append(blocks.small(*details))
    buttons: list[kit.InteractiveElement] = []
    if not acts:
        return blocks.drawn(texts("idea.card.fallback", title=mrkdwn.inline(message.title)), pieces)
    if message.state is IdeaState.CHOSEN:
        pieces.append(blocks.small(blocks.plain(gatherings.willing(message.willing, texts))))
        pieces.append(gatherings.row(message.idea_id, message.title, texts, team=True))
    elif message.state in cases.SUPPORTABLE:
        buttons.append(support(message.idea_id, texts("idea.card.support"), message.title, style="primary"))
        buttons.append(unsupport(message.idea_id, texts("idea.card.unsupport"), message.title))
    if message.state not in {IdeaState.DRAFT, IdeaState.WITHDRAWN}:
        buttons.append(more(message.idea_id, texts, message.title))
    if buttons:
        pieces.append(blocks.row(*buttons))
    return blocks.drawn(texts("idea.card.fallback", title=mrkdwn.inline(message.title)), pieces)


def note(message: messages.IdeaNote, texts: Texts) -> blocks.Drawn:
    """What happened to the idea, in the thread of its card."""
    news = texts(WHY.get((message.state, message.why), NEWS[message.state]))
    pieces = [blocks.words(news)]
    if message.other:
        pieces.append(blocks.words(texts("idea.note.into", title=mrkdwn.inline(message.other))))
    if message.reason:
        pieces.append(blocks.words(message.reason))
    return blocks.drawn(news, pieces)


def belonging(areas: Sequence[str], themes: Sequence[str], texts: Texts) -> list[str]:
    """Which service areas and themes an idea belongs to, in a sentence each."""
    said = []
    if areas:
        said.append(texts("idea.card.areas", areas=texts.listed([mrkdwn.inline(one) for one in areas])))
    if themes:
        said.append(texts("idea.card.themes", themes=texts.listed([mrkdwn.inline(one) for one in themes])))
    return said


def line(idea: views.ListedIdea, texts: Texts, *, workspace: str, mine_too: bool = False) -> list[kit.Block]:
    """One idea of a list, with the person's own support; `mine_too` where it is like one they are writing."""
    beside: kit.ButtonElement | None = None
    below: list[kit.InteractiveElement] = []
    if mine_too:
        if idea.state in cases.SUPPORTABLE and not idea.supported and not idea.own:
            label = texts("idea.similar.mine_too")
            about = f"{label}: {idea.title}"
            beside = blocks.button(label, ids.Action.IDEA_MINE_TOO, str(idea.idea_id), about=about)
    else:
        if idea.state in cases.SUPPORTABLE and idea.supported:
            below.append(unsupport(idea.idea_id, texts("idea.card.unsupport"), idea.title))
        elif idea.state in cases.SUPPORTABLE:
            below.append(support(idea.idea_id, texts("idea.card.support"), idea.title))
        below.append(more(idea.idea_id, texts, idea.title))
    details: list[kit.TextObject] = [blocks.plain(texts(STATES[idea.state]))]
    if idea.kind is IdeaKind.DEAD_HORSE:
        details.append(blocks.plain(texts(KINDS[idea.kind])))
    if idea.own:
        details.append(blocks.plain(texts("ideas.own")))
    if idea.discipline:
        details.append(blocks.plain(mrkdwn.inline(idea.discipline)))
    details.append(blocks.plain(supporters(idea.supporters, texts)))
    if idea.breadth > 1:
        details.append(blocks.plain(texts.plural("ideas.breadth", idea.breadth)))
    if idea.supported:
        details.append(blocks.plain(texts("ideas.supported")))
    if idea.ref:
        address = links.message(workspace, idea.place, idea.ref)
        details.append(blocks.mark(mrkdwn.link(address, texts("ideas.open"))))
    left = [
        labelled(texts(label), mrkdwn.clip(mrkdwn.clean(text), LEARNT_SHOWN))
        for label, text in (("idea.similar.tried", idea.tried), ("idea.similar.learnt", idea.learnt))
        if text
    ]
    row = [blocks.row(*below)] if below else []
    return [blocks.words(mrkdwn.inline(idea.title), beside), blocks.small(*details), *left, *row]


def supporters(count: int, texts: Texts) -> str:
    return texts.plural("idea.supporters", count) if count else texts("idea.supporters.none")


def support(idea_id: int, label: str, title: str, *, style: blocks.Style | None = None) -> kit.ButtonElement:
    about = f"{label}: {title}"
    return blocks.button(label, ids.Action.IDEA_SUPPORT, str(idea_id), style=style, about=about)


def unsupport(idea_id: int, label: str, title: str) -> kit.ButtonElement:
    return blocks.button(label, ids.Action.IDEA_UNSUPPORT, str(idea_id), about=f"{label}: {title}")


def more(idea_id: int, texts: Texts, title: str) -> kit.ButtonElement:
    """What the person who taps it may do with the idea is shown to them alone."""
    label = texts("idea.card.more")
    return blocks.button(label, ids.Action.IDEA_MORE, str(idea_id), tail=idea_id, about=f"{label}: {title}")


def _about(message: messages.IdeaCard, texts: Texts) -> list[kit.TextObject]:
    found: list[kit.TextObject] = [blocks.plain(texts(KINDS[message.kind]))]
    if message.author is None:
        found.append(blocks.plain(texts("idea.card.unnamed")))
    else:
        found.append(blocks.mark(texts("idea.card.author", person=mrkdwn.mention(message.author))))
    if message.discipline:
        found.append(blocks.plain(mrkdwn.inline(message.discipline)))
    return found


def labelled(label: str, text: str) -> kit.Block:
    return blocks.rich(blocks.run(label, bold=True), blocks.run("\n" + mrkdwn.clean(text)))


def title(found: views.IdeaPage, texts: Texts) -> str:
    search = mrkdwn.inline(found.search)
    if found.total and search:
        return texts.plural("ideas.found", found.total, search=search)
    if found.total:
        return texts.plural("ideas.all", found.total)
    return texts("ideas.none_found", search=search) if search else texts("ideas.none")
