"""A round in its channel, and the form that opens one."""

from collections.abc import Sequence

from slack_sdk.models import blocks as kit

from bot import messages
from bot.services import cards, views
from bot.services import rounds as cases
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs
from bot.texts import Texts
from storage.kinds import RoundState

SAFE_SECRECY = 10
"""With fewer people than this, who voted what can often be guessed."""
MANY = 20
SHORT_TITLE = 90

SECRET = "secret"  # noqa: S105
OPEN = "open"

ENDED = {RoundState.CLOSED: "round.card.closed", RoundState.CANCELLED: "round.card.cancelled"}


def card(message: messages.RoundCard, texts: Texts) -> blocks.Drawn:
    """A round for everybody: its rules, its ideas, its deadline, and the way to one's own ballot."""
    deadline = texts.moment(message.closes_at, message.zone)
    pieces = [blocks.heading(texts("round.card.heading"))]
    if message.state is RoundState.OPEN:
        fallback = texts.plural("round.card.fallback", len(message.ideas), deadline=deadline)
        pieces.append(blocks.marked(mrkdwn.bold(texts("round.card.deadline", deadline=deadline))))
    else:
        fallback = texts(ENDED[message.state])
        pieces.append(blocks.words(fallback))
    pieces += [blocks.words(chunk) for chunk in blocks.chunks(_titles(message.ideas, texts))]
    if message.state is RoundState.OPEN:
        open_ballot = blocks.button(
            texts("round.card.vote"), ids.Action.BALLOT_OPEN, str(message.round_id), style="primary"
        )
        pieces.append(blocks.row(open_ballot))
    if message.state is not RoundState.CANCELLED:
        pieces.append(blocks.words("\n".join(_rules(message, texts))))
    if footing := _footing(message, texts):
        pieces.append(blocks.small(*footing))
    pieces.append(blocks.footnote([texts("round.card.lot", hash=message.seed_hash)]))
    return blocks.drawn(fallback, pieces)


def form(shown: views.RoundForm, texts: Texts, *, metadata: str = "") -> blocks.Json:
    """The modal for a new round, or a word about there being nothing to vote on."""
    if not shown.ideas:
        return blocks.modal(
            [blocks.words(texts("error.round.few_ideas"))],
            callback=ids.Callback.NOTICE,
            title=texts("round.form.heading"),
            close=texts("form.close"),
        )
    pieces = [blocks.words(warning) for warning in _warnings(shown, texts)]
    pieces += [
        inputs.choices(
            ids.Field.IDEAS,
            texts("round.form.ideas"),
            [blocks.option(idea.title, idea.idea_id) for idea in shown.ideas],
            chosen=shown.selected,
            placeholder=texts("round.form.ideas_placeholder"),
        ),
        inputs.moment(
            ids.Field.CLOSES_AT,
            texts("round.form.closes_at"),
            chosen=shown.closes_at,
            hint=texts("round.form.closes_at_hint", zone=shown.zone.replace("_", " ")),
        ),
        inputs.choice(
            ids.Field.WINNERS,
            texts("round.form.winners"),
            [
                blocks.option(texts.plural("round.form.winners_option", n), n)
                for n in range(1, cases.MOST_WINNERS + 1)
            ],
            chosen=1,
        ),
        inputs.radio(
            ids.Field.SECRET,
            texts("round.form.secret"),
            [
                blocks.option(texts("round.form.secret_option"), SECRET, texts("round.form.secret_about")),
                blocks.option(texts("round.form.open_option"), OPEN, texts("round.form.open_about")),
            ],
            chosen=SECRET,
            hint=texts("round.form.secret_hint"),
        ),
        inputs.number(
            ids.Field.TAP_LIMIT,
            texts("round.form.tap_limit"),
            lowest=1,
            highest=cases.MOST_IDEAS,
            hint=texts("round.form.tap_limit_hint"),
        ),
        blocks.footnote(_balance(_breadth(shown), shown.empty_chairs, texts)),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.ROUND,
        title=texts("round.form.heading"),
        submit=texts("round.form.submit"),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def _titles(ideas: Sequence[messages.BallotIdea], texts: Texts) -> list[str]:
    longest = SHORT_TITLE if len(ideas) > MANY else blocks.HEADING
    return [texts("list.item", text=mrkdwn.inline(idea.title, longest)) for idea in ideas]


def _rules(message: messages.RoundCard, texts: Texts) -> list[str]:
    lasting = [
        texts("round.rules.secret") if message.secret else texts("round.rules.open"),
        texts.plural("round.rules.winners", message.winners),
        *_balance(message.breadth, message.empty_chairs, texts),
    ]
    if message.state is not RoundState.OPEN:
        return lasting
    taps = message.tap_limit
    how = texts("round.rules.any") if taps is None else texts.plural("round.rules.limit", taps)
    return [how, *lasting, texts("round.rules.change")]


def _balance(breadth: int, empty_chairs: int, texts: Texts) -> list[str]:
    rules = [texts("round.rules.balance")]
    if empty_chairs:
        rules.append(texts.plural("round.rules.chairs", empty_chairs))
    if breadth > 1:
        rules.append(texts.plural("round.rules.breadth", breadth))
    return rules


def _breadth(shown: views.RoundForm) -> int:
    return shown.breadth if shown.disciplines > 1 else 1


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


def _warnings(shown: views.RoundForm, texts: Texts) -> list[str]:
    if shown.people < cards.FLOOR:
        return [texts.plural("round.form.too_few", shown.people, fewest=cards.FLOOR)]
    if shown.people < SAFE_SECRECY:
        return [texts.plural("round.form.few", shown.people)]
    return []
