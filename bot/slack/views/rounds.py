"""A round in its channel, what befalls it, and the invitation to vote."""

from collections.abc import Sequence
from typing import Literal

from slack_sdk.models import blocks as kit

from bot import messages
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids
from bot.texts import Texts
from storage.kinds import RoundEvent, RoundState

MANY = 12
LISTED = 10
"""Titles on a card where there are more than `MANY`: it stays short enough for a telephone."""
SHORT_TITLE = 90

STEPS = 3
"""What befell a round is told on its card as far as it is news."""

ENDED = {RoundState.CLOSED: "round.card.closed", RoundState.CANCELLED: "round.card.cancelled"}
NEWS: dict[RoundEvent | Literal["turnout", "withdrawn", "joined", "merged", "restored"], str] = {
    RoundEvent.EXTENDED: "round.note.extended",
    RoundEvent.EXTENDED_ITSELF: "round.note.extended_itself",
    RoundEvent.CANCELLED: "round.note.cancelled",
    RoundEvent.PICKED: "round.note.picked",
    RoundEvent.FOLLOWED: "round.note.followed",
    "turnout": "round.note.turnout",
    "withdrawn": "round.note.withdrawn",
    "joined": "round.note.joined",
    "merged": "round.note.merged",
    "restored": "round.note.restored",
}
STEPPED = {
    RoundEvent.EXTENDED: "round.card.extended",
    RoundEvent.EXTENDED_ITSELF: "round.card.extended_itself",
    RoundEvent.CANCELLED: "round.card.cancelled_because",
}
OPEN_STILL = {
    RoundEvent.EXTENDED,
    RoundEvent.EXTENDED_ITSELF,
    "turnout",
    "withdrawn",
    "joined",
    "merged",
    "restored",
}


def card(message: messages.RoundCard, texts: Texts) -> blocks.Drawn:
    """A round for everybody: its rules, its ideas, its deadline, and the way to one's own ballot."""
    deadline = texts.moment(message.closes_at, message.zone)
    heading = texts("round.card.heading_again") if message.follows else texts("round.card.heading")
    pieces = [blocks.heading(heading)]
    if message.state is RoundState.OPEN:
        standing = sum(not idea.gone for idea in message.ideas)
        fallback = texts.plural("round.card.fallback", standing, deadline=deadline)
        pieces.append(blocks.marked(mrkdwn.bold(texts("round.card.deadline", deadline=deadline))))
    else:
        fallback = texts(ENDED[message.state])
        pieces.append(blocks.words(fallback))
    if message.state is RoundState.OPEN:
        steer = blocks.button(texts("round.card.steer"), ids.Action.ROUND_STEER, str(message.round_id))
        pieces.append(blocks.row(_vote(message.round_id, texts), steer))
    pieces += [blocks.words(told) for told in _steps(message, texts)]
    pieces += [blocks.words(chunk) for chunk in blocks.chunks(_titles(message.ideas, texts))]
    if message.state is not RoundState.CANCELLED:
        pieces.append(blocks.words("\n".join(_rules(message, texts))))
        pieces.append(blocks.footnote(_counting(message, texts)))
    if footing := _footing(message, texts):
        pieces.append(blocks.small(*footing))
    pieces.append(blocks.footnote([texts("round.card.lot", hash=message.seed_hash)]))
    return blocks.drawn(fallback, pieces)


def note(message: messages.RoundNote, texts: Texts) -> blocks.Drawn:
    """What befell a round, in its channel or in the thread of its card."""
    deadline = texts.moment(message.closes_at, message.zone)
    title, into = mrkdwn.inline(message.title, SHORT_TITLE), mrkdwn.inline(message.into, SHORT_TITLE)
    news = texts(NEWS[message.event], deadline=deadline, title=title, into=into)
    pieces = [blocks.words(news)]
    if message.reason:
        pieces.append(blocks.words(texts("round.note.reason", reason=mrkdwn.clip(message.reason, 600))))
    if message.by:
        pieces.append(blocks.small(blocks.mark(texts("round.note.by", person=mrkdwn.mention(message.by)))))
    if quiet := hardly(message.quiet, texts, small=message.small):
        pieces.append(blocks.words(texts("round.note.quiet", disciplines=quiet)))
    if message.event in OPEN_STILL:
        pieces.append(blocks.row(_vote(message.round_id, texts)))
    return blocks.drawn(news, pieces)


def invitation(message: messages.VoteInvitation, texts: Texts) -> blocks.Drawn:
    """To a member who has not voted yet."""
    deadline = texts.moment(message.closes_at, message.zone)
    said = texts.plural("round.invitation", message.ideas, deadline=deadline)
    secret = texts("ballot.secret") if message.secret else texts("ballot.open")
    pieces = [
        blocks.words(said),
        blocks.row(_vote(message.round_id, texts)),
        blocks.small(
            blocks.plain(texts("round.invitation_none")),
            blocks.plain(secret),
            blocks.mark(mrkdwn.channel(message.place)),
        ),
    ]
    return blocks.drawn(said, pieces)


def ballot_file(message: messages.BallotFile, texts: Texts) -> blocks.Drawn:
    """The words that go with the file of ballots."""
    return blocks.drawn(texts.plural("result.file", message.ballots), [])


def hardly(names: Sequence[str], texts: Texts, *, small: bool) -> str:
    """The disciplines that have hardly spoken, in one sentence part; empty where there are none."""
    said = [mrkdwn.inline(name) for name in names]
    if small:
        said.append(texts("round.small_disciplines"))
    return texts.listed(said) if said else ""


def _vote(round_id: int, texts: Texts) -> kit.ButtonElement:
    return blocks.button(texts("round.card.vote"), ids.Action.BALLOT_OPEN, str(round_id), style="primary")


def _titles(ideas: Sequence[messages.BallotIdea], texts: Texts) -> list[str]:
    """The first few titles; the rest stand on the ballot. Those that left it are told of at the end."""
    standing = [idea for idea in ideas if not idea.gone]
    gone = [idea for idea in ideas if idea.gone]
    shown = standing if len(standing) <= MANY else standing[:LISTED]
    lines = [_title(idea, texts) for idea in shown]
    if len(shown) < len(standing):
        lines.append(texts.plural("round.card.more", len(standing) - len(shown)))
    return [*lines, *(_title(idea, texts) for idea in gone[:LISTED])]


def _title(idea: messages.BallotIdea, texts: Texts) -> str:
    title = mrkdwn.inline(idea.title)
    if idea.into:
        return texts("round.card.joined", title=title, into=mrkdwn.inline(idea.into))
    return texts("round.card.gone", title=title) if idea.gone else texts("list.item", text=title)


def _steps(message: messages.RoundCard, texts: Texts) -> list[str]:
    """What befell the round, the last few."""
    return [
        texts(STEPPED[step.event], reason=mrkdwn.clip(step.reason, 300))
        for step in message.steps[-STEPS:]
        if step.event in STEPPED
    ]


def _rules(message: messages.RoundCard, texts: Texts) -> list[str]:
    """What one needs to know to vote."""
    secrecy = texts("round.rules.secret") if message.secret else texts("round.rules.open")
    if message.state is not RoundState.OPEN:
        return [secrecy]
    taps = message.tap_limit
    how = texts("round.rules.any") if taps is None else texts.plural("round.rules.limit", taps)
    return [how, secrecy, texts("round.rules.change")]


def _counting(message: messages.RoundCard, texts: Texts) -> list[str]:
    """How the votes are counted, in small print."""
    rules = [
        texts.plural("round.rules.winners", message.winners),
        *balance(message.breadth, message.empty_chairs, texts),
    ]
    return [*rules, texts("round.rules.published")] if message.published else rules


def balance(breadth: int, empty_chairs: int, texts: Texts) -> list[str]:
    rules = [texts("round.rules.balance")]
    if empty_chairs:
        rules.append(texts.plural("round.rules.chairs", empty_chairs))
    if breadth > 1:
        rules.append(texts.plural("round.rules.breadth", breadth))
    return rules


def _footing(message: messages.RoundCard, texts: Texts) -> list[kit.TextObject]:
    found: list[kit.TextObject] = []
    if message.opened_by:
        opener = texts("round.card.opened_by", person=mrkdwn.mention(message.opened_by))
        found.append(blocks.mark(opener))
    if message.state is RoundState.OPEN and message.ballots is None:
        found.append(blocks.plain(texts("round.card.few_ballots")))
    elif message.ballots is not None:
        found.append(blocks.plain(texts.plural("round.card.ballots", message.ballots)))
    return found
