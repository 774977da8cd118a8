"""A person's own ballot: a modal that only they see, where every tap is kept at once."""

import functools
from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models import blocks as kit

from bot.services import views
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, values
from bot.texts import Texts

PAGE = 20
LISTED = 10
"""Titles in the summary; the rest are counted."""
SHORT_TITLE = 90
KEPT = 2048
"""Lines kept drawn; they tell nobody's name, and many people's ballots share them."""


def form(ballot: views.Ballot, texts: Texts, *, page: int = 1) -> blocks.Json:
    """The ballot, `page` counting from 1. The modal's private metadata is the pair of round and page.

    It is drawn after every tap of everybody: what many ballots share is drawn once and kept.
    """
    pages = max(1, -(-len(ballot.lines) // PAGE))
    page = min(max(page, 1), pages)
    full = ballot.tap_limit is not None and len(ballot.approved) >= ballot.tap_limit
    opening = _opening(ballot.closes_at, ballot.zone, ballot.secret, ballot.winners, texts)
    chosen = tuple(line.title for line in ballot.approved)
    pieces = [*opening, *_summary(chosen, ballot.handed_in, ballot.tap_limit, texts)]
    for line in ballot.lines[(page - 1) * PAGE : page * PAGE]:
        pieces += _line(line, ballot.round_id, full, texts)
    none = ballot.handed_in and not ballot.approved
    pieces += _ending(ballot.round_id, page, pages, texts, none=none, chosen=bool(ballot.approved))
    return _frame(ballot.round_id, page, texts) | {"blocks": pieces}


@functools.lru_cache(maxsize=KEPT)
def _frame(round_id: int, page: int, texts: Texts) -> blocks.Json:
    return blocks.modal(
        [blocks.divider()],
        callback=ids.Callback.BALLOT,
        title=texts("ballot.heading"),
        close=texts("form.done"),
        metadata=values.pair(round_id, page),
    )


@functools.lru_cache(maxsize=KEPT)
def _opening(
    closes_at: datetime, zone: str, secret: bool, winners: int, texts: Texts
) -> Sequence[blocks.Json]:
    rules = [
        texts("ballot.saved", deadline=texts.moment(closes_at, zone)),
        texts("ballot.secret") if secret else texts("ballot.open"),
        texts.plural("round.rules.winners", winners),
    ]
    return blocks.ready(blocks.words(texts("ballot.ask")), blocks.footnote(rules))


@functools.lru_cache(maxsize=KEPT)
def _ending(
    round_id: int, page: int, pages: int, texts: Texts, *, none: bool, chosen: bool
) -> Sequence[blocks.Json]:
    """`none` says that "none of these" is handed in already, `chosen` that it would take something away.

    Whoever tapped it sees here that it counts: on a phone the head of the ballot is far above.
    """
    pieces = [blocks.divider()]
    if pages > 1:
        pieces.append(blocks.small(blocks.plain(texts("ballot.page", page=page, pages=pages))))
        pieces.append(blocks.row(*_turns(round_id, page, pages, texts)))
    if none:
        pieces.append(blocks.footnote([texts("ballot.chose_none"), texts("ballot.none_about")]))
    else:
        sure = None
        if chosen:
            sure = blocks.question(
                texts("ballot.none_question"),
                texts("ballot.none_takes"),
                yes=texts("ballot.none"),
                no=texts("form.cancel"),
            )
        button = blocks.button(texts("ballot.none"), ids.Action.BALLOT_NONE, str(round_id), confirm=sure)
        pieces += [blocks.row(button), blocks.small(blocks.plain(texts("ballot.none_about")))]
    return blocks.ready(*pieces)


@functools.lru_cache(maxsize=KEPT)
def _summary(
    chosen: Sequence[str], handed_in: bool, limit: int | None, texts: Texts
) -> Sequence[blocks.Json]:
    """What the person tapped, by title: the ballot has more than one page."""
    pieces = [blocks.marked(mrkdwn.bold(_count(len(chosen), handed_in, limit, texts)))]
    titles = [texts("list.item", text=mrkdwn.inline(title, SHORT_TITLE)) for title in chosen]
    if len(titles) > LISTED:
        titles = [*titles[:LISTED], texts.plural("list.more", len(titles) - LISTED)]
    if titles:
        pieces.append(blocks.words("\n".join(titles)))
    return blocks.ready(*pieces, blocks.divider())


def _count(chosen: int, handed_in: bool, limit: int | None, texts: Texts) -> str:
    if not handed_in:
        return texts("ballot.not_yet")
    if not chosen:
        return texts("ballot.chose_none")
    if limit is None:
        return texts.plural("ballot.chose", chosen)
    if chosen >= limit:
        return texts.plural("ballot.chose_all", chosen)
    return texts.plural("ballot.chose_of", chosen, limit=limit)


@functools.lru_cache(maxsize=KEPT)
def _line(line: views.BallotLine, round_id: int, full: bool, texts: Texts) -> Sequence[blocks.Json]:
    """`full` says that the limit of taps is reached."""
    pieces = [blocks.words(mrkdwn.inline(line.title), _button(line, round_id, full, texts))]
    details = [] if line.standing else [blocks.plain(_gone(line, texts))]
    if line.own:
        details.append(blocks.plain(texts("ideas.own")))
    if line.who:
        details.append(blocks.plain(mrkdwn.clip(mrkdwn.clean(line.who), 300)))
    if details:
        pieces.append(blocks.small(*details))
    if line.more:
        value = values.pair(round_id, line.idea_id)
        label = texts("ballot.read")
        read = blocks.button(label, ids.Action.BALLOT_READ, value, about=f"{label}: {line.title}")
        pieces.append(blocks.row(read))
    return blocks.ready(*pieces)


def _gone(line: views.BallotLine, texts: Texts) -> str:
    return texts("ballot.joined", title=mrkdwn.inline(line.into)) if line.into else texts("ballot.gone")


def _button(line: views.BallotLine, round_id: int, full: bool, texts: Texts) -> kit.ButtonElement | None:
    """What a tap can do to this line; nothing where the limit is reached."""
    value = values.pair(round_id, line.idea_id)
    if not line.standing:
        return None
    if line.approved:
        label = texts("ballot.withdraw")
        return blocks.button(
            label, ids.Action.BALLOT_WITHDRAW, value, style="primary", about=f"{label}: {line.title}"
        )
    if full:
        return None
    label = texts("ballot.approve")
    return blocks.button(label, ids.Action.BALLOT_APPROVE, value, about=f"{label}: {line.title}")


def _turns(round_id: int, page: int, pages: int, texts: Texts) -> list[kit.ButtonElement]:
    turns = []
    if page > 1:
        before = values.pair(round_id, page - 1)
        turns.append(blocks.button(texts("page.before"), ids.Action.BALLOT_PAGE, before, tail="before"))
    if page < pages:
        after = values.pair(round_id, page + 1)
        turns.append(blocks.button(texts("page.after"), ids.Action.BALLOT_PAGE, after, tail="after"))
    return turns
