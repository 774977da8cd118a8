"""What the one who asks is told of a result: a second count, and plain counting beside the balanced one."""

from bot.domain.comparison import Why
from bot.services import views
from bot.slack import mrkdwn
from bot.slack.views import blocks, results
from bot.texts import Texts

SHORT_TITLE = 90
MOVED = {
    Why.NARROW: "compare.narrow",
    Why.WEIGHED_DOWN: "compare.weighed_down",
    Why.WEIGHED_UP: "compare.weighed_up",
}
MOST_MOVED = 8
MOST_PLAIN = 10


def recounted(found: views.Recount, texts: Texts) -> blocks.Drawn:
    """To the one who asked: whether counting again gives the same."""
    agrees = found.hash_agrees and found.result_agrees
    said = texts("recount.agrees") if agrees else texts("recount.disagrees")
    details = [
        texts("recount.hash_agrees") if found.hash_agrees else texts("recount.hash_differs"),
        texts("recount.result_agrees") if found.result_agrees else texts("recount.result_differs"),
        texts("recount.until", moment=texts.moment(found.until, found.zone)),
        texts("result.receipt", receipt=found.receipt),
    ]
    return blocks.drawn(said, [blocks.words(said), blocks.footnote(details)])


def compared(found: views.Compared, texts: Texts) -> blocks.Drawn:
    """To a facilitator: the balanced order beside plain counting, and why they differ."""
    heading = texts("compare.heading")
    if not found.plain:
        return blocks.drawn(heading, [blocks.words(texts("compare.nothing"))])
    pieces = [blocks.strong(heading), blocks.words("\n".join(_verdict(found, texts)))]
    moved = [
        texts(
            MOVED[one.why],
            title=mrkdwn.inline(one.title, SHORT_TITLE),
            balanced=texts.number(one.balanced),
            plain=texts.number(one.plain),
        )
        for one in found.moved[:MOST_MOVED]
    ]
    pieces += [blocks.words(chunk) for chunk in blocks.chunks(moved)]
    lines = [
        texts(
            "compare.line",
            rank=texts.number(rank),
            title=mrkdwn.inline(title, SHORT_TITLE),
            taps=texts.plural("result.taps", taps),
        )
        for rank, title, taps in found.plain[:MOST_PLAIN]
        if taps
    ]
    if lines and len(found.plain) > len(lines):
        lines.append(texts.plural("list.more", len(found.plain) - len(lines)))
    pieces.append(blocks.strong(texts("compare.plain")))
    pieces += [blocks.words(chunk) for chunk in blocks.chunks(lines)]
    return blocks.drawn(heading, pieces)


def _verdict(found: views.Compared, texts: Texts) -> list[str]:
    if not found.moved:
        return [texts("compare.same")]
    if not found.winners:
        return [texts("compare.no_winner", titles=results.quoted(found.plain_winners, texts))]
    if set(found.winners) == set(found.plain_winners):
        return [texts("compare.same_winner")]
    return [texts("compare.other_winner", titles=results.quoted(found.plain_winners, texts))]
