"""The picture that goes with the result of a round.

Nothing in it says more than the message does, and nothing is said by colour alone.
"""

from collections.abc import Sequence

from bot import lettering, messages
from bot.drawing import Box, Drawing, Label
from bot.texts import Texts

WIDTH = 480
"""Of a phone's screen, or little more: what is drawn wider is shown too small to be read there."""
EDGE = 20
MOST, FEW = 12, 3
"""Ideas in a picture; beyond a few, those that nobody tapped are left to the message."""
STEPS = 5
HEARD = 90
"""How long the bar of the service area is from which most was heard."""
ABOUT = 900
"""Signs of the description; Slack takes a thousand."""

PAPER, INK, QUIET, LINE, BAR = "#ffffff", "#16211f", "#4a5754", "#8b9793", "#1f5f5b"


def picture(message: messages.RoundResult, texts: Texts) -> Drawing | None:
    """None where there is nothing to draw."""
    return _result(message, texts) if message.ideas else None


def _result(message: messages.RoundResult, texts: Texts) -> Drawing:
    shapes: list[Box | Label] = []
    y = _headings(message, texts, shapes)
    drawn = _drawn(message.ideas)
    for idea in drawn:
        y = _idea(idea, texts, shapes, y)
    if len(message.ideas) > len(drawn):
        more = texts.plural("list.more", len(message.ideas) - len(drawn))
        shapes.append(Label(more, EDGE, y + 16, 16, QUIET))
        y += 30
    y = _heard(message, texts, shapes, y)
    y = _foot(message, texts, shapes, y)
    height = int(y + EDGE - 8)
    paper = Box(1, 1, WIDTH - 2, height - 2, fill=PAPER, outline=LINE, radius=10)
    return Drawing(WIDTH, height, (paper, *shapes), about(message, texts))


def about(message: messages.RoundResult, texts: Texts) -> str:
    """The picture in words."""
    said = [texts("chart.about")]
    for idea in _drawn(message.ideas):
        rank = texts("result.rank", rank=idea.rank, title=lettering.drawable(idea.title))
        said.append(
            " – ".join([rank, texts("chart.bar", bar=idea.bar or 0, most=STEPS), *_facts(idea, texts)])
        )
    whole = ". ".join(part.rstrip(".") for part in said) + "."
    return whole if len(whole) <= ABOUT else whole[: ABOUT - 1] + "…"


def _drawn(ideas: Sequence[messages.RankedIdea]) -> list[messages.RankedIdea]:
    return [one for place, one in enumerate(ideas[:MOST]) if place < FEW or one.taps != 0]


def _headings(message: messages.RoundResult, texts: Texts, shapes: list[Box | Label]) -> float:
    y = EDGE - 10.0
    for row in lettering.wrap(texts("chart.heading"), 17, room=WIDTH - 2 * EDGE, lines=2):
        y += 20
        shapes.append(Label(row, EDGE, y, 17, QUIET))
    winners = [one for one in message.ideas if one.chosen]
    if len(winners) == 1:
        title = texts("chart.winner", title=winners[0].title)
    elif winners:
        title = texts.plural("chart.winners", len(winners))
    else:
        title = texts("result.heading.no_broad_agreement")
    for row in lettering.wrap(title, 26, room=WIDTH - 2 * EDGE, lines=3, bold=True):
        y += 32
        shapes.append(Label(row, EDGE, y, 26, INK, bold=True))
    return y + 22


def _idea(idea: messages.RankedIdea, texts: Texts, shapes: list[Box | Label], y: float) -> float:
    """A title, five steps of support, and the facts in words."""
    chosen = bool(idea.chosen)
    title = texts("result.rank", rank=idea.rank, title=idea.title)
    for row in lettering.wrap(title, 18, room=WIDTH - 2 * EDGE, lines=2, bold=chosen):
        y += 23
        shapes.append(Label(row, EDGE, y, 18, INK, bold=chosen))
    y += 9
    step = 40
    for number in range(STEPS):
        full = number < (idea.bar or 0)
        left = EDGE + number * (step + 4)
        shapes.append(Box(left, y, step, 14, fill=BAR if full else PAPER, outline=BAR, radius=2))
    y += 16
    for row in lettering.wrap(" · ".join(_facts(idea, texts)), 16, room=WIDTH - 2 * EDGE, lines=2):
        y += 20
        shapes.append(Label(row, EDGE, y, 16, INK if chosen else QUIET))
    return y + 8


def _facts(idea: messages.RankedIdea, texts: Texts) -> list[str]:
    facts = []
    if idea.taps is not None:
        facts.append(texts.plural("result.taps", idea.taps))
    if idea.broad is not None and idea.taps != 0:
        facts.append(texts("result.broad") if idea.broad else texts("result.narrow"))
    if idea.chosen:
        facts.append(texts("result.chosen"))
    return facts


def _heard(message: messages.RoundResult, texts: Texts, shapes: list[Box | Label], y: float) -> float:
    if not message.heard:
        return y
    y += 34
    shapes.append(Label(texts("result.heard"), EDGE, y, 18, INK, bold=True))
    most = max(one.ballots for one in message.heard)
    for one in message.heard[:MOST]:
        if one.name is None:
            said = texts.plural("result.share_small", one.ballots)
        else:
            said = texts.plural("result.share", one.ballots, discipline=lettering.drawable(one.name))
        y += 6
        shapes.append(Box(EDGE, y + 7, max(4.0, HEARD * one.ballots / most), 14, fill=BAR, radius=2))
        for row in lettering.wrap(said, 16, room=WIDTH - 2 * EDGE - HEARD - 14, lines=2):
            y += 20
            shapes.append(Label(row, EDGE + HEARD + 14, y, 16, INK))
    return y + 6


def _foot(message: messages.RoundResult, texts: Texts, shapes: list[Box | Label], y: float) -> float:
    y += 32
    facts = [texts("result.closed", moment=texts.moment(message.closed_at, message.zone))]
    if message.ballots is not None:
        facts.insert(0, texts.plural("result.ballots", message.ballots))
    for row in lettering.wrap(" · ".join(facts), 15, room=WIDTH - 2 * EDGE, lines=2):
        shapes.append(Label(row, EDGE, y, 15, QUIET))
        y += 20
    return y
