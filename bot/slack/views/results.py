"""How a round ended, within the floor of five."""

from collections.abc import Iterable, Sequence

from slack_sdk.models import blocks as kit
from slack_sdk.models.blocks.basic_components import SlackFile

from bot import charts, messages
from bot.slack import mrkdwn
from bot.slack.views import blocks, gatherings, ids, rounds
from bot.texts import Texts
from storage.kinds import Outcome, RoundEvent

BAR = 5
WINNERS = 5
"""As many as a round can have."""
NAMES = 300
"""As many names as a result shows in all; the rest are counted."""
TITLES = 3
SHORT_TITLE = 90
MANY, LISTED = 7, 5
"""Where there are more ideas than the one, so many are shown; all of them on request."""
TOGETHER = 20
"""Ideas in one block."""

HEADINGS = {
    Outcome.CHOSEN: "result.heading.chosen",
    Outcome.TOO_FEW_VOICES: "result.heading.too_few_voices",
    Outcome.NO_BROAD_AGREEMENT: "result.heading.no_broad_agreement",
}
GROUNDS = {
    "alone": "result.why.alone",
    "support": "result.why.support",
    "turn": "result.why.turn",
    "breadth": "result.why.breadth",
    "weakest": "result.why.weakest",
    "taps": "result.why.taps",
    "lot": "result.why.lot",
}
OUTCOMES = {
    Outcome.TOO_FEW_VOICES: "result.too_few_voices",
    Outcome.NO_BROAD_AGREEMENT: "result.no_broad_agreement",
}


def draw(message: messages.RoundResult, texts: Texts) -> blocks.Drawn:
    """The winners first, why in a few sentences, then the order and who was heard."""
    winners = sorted((one for one in message.ideas if one.chosen), key=lambda one: one.chosen or 0)[:WINNERS]
    if message.outcome is Outcome.CHOSEN and winners:
        pieces = _winners(winners, message, texts)
        fallback = texts.plural("result.fallback", len(winners), title=mrkdwn.inline(winners[0].title))
    else:
        unheard = OUTCOMES.get(message.outcome, "result.only_outcome")
        fallback = texts("result.nothing_left") if _emptied(message) else texts(unheard)
        pieces = [blocks.heading(texts(HEADINGS[message.outcome])), blocks.words(fallback)]
    for one in winners if message.outcome is Outcome.CHOSEN else []:
        if len(winners) > 1:
            pieces.append(blocks.words(mrkdwn.inline(one.title)))
        pieces.append(gatherings.row(one.idea_id, one.title, texts))
    pieces += _taken_further(message, texts)
    pieces += _onward(message, texts)
    if message.picture:
        about = charts.about(message, texts)
        pieces.append(kit.ImageBlock(alt_text=about, slack_file=SlackFile(id=message.picture)))
    if message.ideas:
        pieces += [blocks.divider(), blocks.strong(texts("result.order"))]
        shown = _first(message.ideas)
        pieces += _order(shown, texts)
        if len(shown) < len(message.ideas):
            label = texts.plural("result.whole", len(message.ideas))
            pieces.append(blocks.row(blocks.button(label, ids.Action.ROUND_ORDER, str(message.round_id))))
    heard = _heard(message, texts)
    if heard:
        pieces += [blocks.strong(texts("result.heard")), *map(blocks.words, blocks.chunks(heard))]
    pieces += [blocks.words(told) for told in _turnout(message, texts)]
    pieces.append(_checks(message, texts))
    pieces.append(blocks.small(*_footing(message, texts)))
    pieces.append(blocks.footnote(_proof(message, texts)))
    return blocks.drawn(fallback, pieces)


def _winners(
    winners: list[messages.RankedIdea], message: messages.RoundResult, texts: Texts
) -> list[kit.Block]:
    if len(winners) == 1:
        pieces = [
            blocks.small(blocks.plain(texts("result.winner"))),
            blocks.heading(winners[0].title),
        ]
    else:
        pieces = [blocks.heading(texts(HEADINGS[Outcome.CHOSEN]))]
        pieces += [
            blocks.strong(texts("result.rank", rank=one.chosen, title=mrkdwn.inline(one.title)))
            for one in winners
        ]
    pieces.append(blocks.words("\n".join(_why(winners, message, texts))))
    return pieces


def _why(winners: list[messages.RankedIdea], message: messages.RoundResult, texts: Texts) -> list[str]:
    reasons = [texts("result.why.several")] if len(winners) > 1 else []
    if message.reason is not None:
        reasons += reason(message.reason, texts)
    if len(winners) < message.winners:
        reasons.append(texts.plural("result.why.fewer", message.winners))
    return [*reasons, texts("result.next")]


def reason(reason: messages.Reason, texts: Texts) -> list[str]:
    """What set the winner apart, and why ideas with more votes did not win."""
    title = mrkdwn.inline(reason.title, SHORT_TITLE)
    if reason.over is None:
        said = [texts("result.why.alone", title=title)]
    else:
        over = mrkdwn.inline(reason.over, SHORT_TITLE)
        said = [texts(GROUNDS[reason.ground], title=title, over=over)]
    if reason.narrow:
        titles = quoted(reason.narrow, texts)
        said.append(texts.plural("result.why.narrow", len(reason.narrow), titles=titles, bar=reason.bar))
    if reason.outweighed:
        titles = quoted(reason.outweighed, texts)
        said.append(texts.plural("result.why.outweighed", len(reason.outweighed), titles=titles))
    return said


def quoted(titles: tuple[str, ...], texts: Texts) -> str:
    """Some titles in a sentence, the rest by number."""
    shown = [texts("list.quoted", text=mrkdwn.inline(title, SHORT_TITLE)) for title in titles[:TITLES]]
    if len(titles) > TITLES:
        shown.append(texts.plural("list.more", len(titles) - TITLES))
    return texts.listed(shown)


def order(message: messages.RoundResult, texts: Texts) -> blocks.Drawn:
    """To the one who asked: all ideas of a result, the best first."""
    heading = texts("result.order")
    return blocks.drawn(heading, [blocks.strong(heading), *_order(message.ideas, texts)])


def _first(ideas: Sequence[messages.RankedIdea]) -> Sequence[messages.RankedIdea]:
    """As many as are read in passing, and whatever was chosen; ideas nobody tapped are among the rest."""
    if len(ideas) <= MANY:
        return ideas
    return [one for place, one in enumerate(ideas) if (place < LISTED and one.taps != 0) or one.chosen]


def _order(ideas: Sequence[messages.RankedIdea], texts: Texts) -> Iterable[kit.Block]:
    names = max(3, NAMES // max(1, len(ideas)))  # where too few voted, none are told
    for start in range(0, len(ideas), TOGETHER):
        some = ideas[start : start + TOGETHER]
        yield kit.RichTextBlock(elements=[_ranked(one, texts, names=names) for one in some])


def _ranked(idea: messages.RankedIdea, texts: Texts, *, names: int) -> kit.RichTextElement:
    title = texts("result.rank", rank=idea.rank, title=mrkdwn.inline(idea.title))
    figures = []
    if idea.bar is not None:
        figures.append("▇" * idea.bar + "░" * (BAR - idea.bar))
    if idea.taps is not None:
        figures.append(texts.plural("result.taps", idea.taps))
    if idea.broad is not None and idea.taps != 0:
        figures.append(texts("result.broad") if idea.broad else texts("result.narrow"))
    if idea.chosen:
        figures.append(texts("result.chosen"))
    parts = [blocks.run(title + "\n", bold=True)]
    if figures:
        parts.append(blocks.run(blocks.DOT.join(figures) + "\n"))
    if idea.voters:
        parts += _voters(idea.voters, texts, names=names)
    return kit.RichTextSectionElement(elements=parts)


def _voters(voters: tuple[str, ...], texts: Texts, *, names: int) -> list[kit.RichTextElement]:
    parts: list[kit.RichTextElement] = []
    for person in voters[:names]:
        parts += [blocks.person(person), blocks.run(" ")]
    if len(voters) > names:
        parts.append(blocks.run(texts.plural("list.more", len(voters) - names)))
    return [*parts, blocks.run("\n")]


def _heard(message: messages.RoundResult, texts: Texts) -> list[str]:
    return [
        texts.plural("result.share", one.ballots, discipline=mrkdwn.inline(one.name))
        if one.name is not None
        else texts.plural("result.share_small", one.ballots)
        for one in message.heard
    ]


def _turnout(message: messages.RoundResult, texts: Texts) -> list[str]:
    told = []
    if message.extended:
        told.append(texts("result.extended"))
    if barely := rounds.hardly(message.barely, texts, small=message.barely_small):
        told.append(texts("result.barely", disciplines=barely))
    return ["\n".join(told)] if told else []


def _taken_further(message: messages.RoundResult, texts: Texts) -> list[kit.Block]:
    """What a facilitator did where nobody won, or that one may."""
    decision = message.decision
    if decision is None:
        over = message.outcome is Outcome.CHOSEN or _emptied(message)
        return [] if over else [blocks.words(texts("result.undecided"))]
    if decision.event is RoundEvent.FOLLOWED:
        return [blocks.words(texts("result.followed"))]
    told = blocks.words(picked(decision, texts))
    if not decision.by:
        return [told]
    person = mrkdwn.mention(decision.by)
    return [told, blocks.small(blocks.mark(texts("result.picked_by", person=person)))]


def picked(decision: messages.Decision, texts: Texts) -> str:
    """What a facilitator chose where nobody won, and why."""
    title = mrkdwn.inline(decision.title, SHORT_TITLE)
    return texts("result.picked", title=title, reason=mrkdwn.clip(decision.reason, 600))


def _onward(message: messages.RoundResult, texts: Texts) -> list[kit.Block]:
    """The ways on where nobody won: right under the words that say so, before the picture and the order."""
    if message.outcome is Outcome.CHOSEN or message.decision is not None or _emptied(message):
        return []
    value = str(message.round_id)
    ways = []
    if sum(bool(one.taps) for one in message.ideas) > 1:
        label = texts("result.final")
        ways.append(blocks.button(label, ids.Action.ROUND_FINAL, value, style="primary"))
    ways.append(blocks.button(texts("result.again"), ids.Action.ROUND_AGAIN, value))
    ways.append(blocks.button(texts("result.pick"), ids.Action.ROUND_PICK, value))
    return [blocks.row(*ways)]


def _checks(message: messages.RoundResult, texts: Texts) -> kit.Block:
    """Count again, compare with plain counting."""
    value = str(message.round_id)
    buttons = [blocks.button(texts("result.recount"), ids.Action.ROUND_RECOUNT, value)]
    if message.ideas:
        buttons.append(blocks.button(texts("result.compare"), ids.Action.ROUND_COMPARE, value))
    return blocks.row(*buttons)


def _emptied(message: messages.RoundResult) -> bool:
    """Whether every idea was withdrawn or merged away before the deadline."""
    return message.outcome is Outcome.NO_BROAD_AGREEMENT and not message.ideas


def _footing(message: messages.RoundResult, texts: Texts) -> list[kit.TextObject]:
    found: list[kit.TextObject] = []
    if message.ballots is not None:
        found.append(blocks.plain(texts.plural("result.ballots", message.ballots)))
    closed = texts("result.closed", moment=texts.moment(message.closed_at, message.zone))
    found.append(blocks.plain(closed))
    found.append(blocks.plain(texts("result.secret") if message.secret else texts("result.open")))
    return found


def _proof(message: messages.RoundResult, texts: Texts) -> list[str]:
    receipt = texts("result.receipt", receipt=message.receipt)
    if message.ballots_given is not None:
        given = texts("result.given") if message.ballots_given else texts("result.withheld")
        return [given, *_lot(message, texts), receipt]
    return [*_lot(message, texts), receipt]


def _lot(message: messages.RoundResult, texts: Texts) -> list[str]:
    if not message.lot_decided:
        return []
    return [texts("result.lot", seed=message.seed, hash=message.seed_hash)]
