"""The forms of a round: opening one, extending or cancelling it, and choosing where nobody won."""

from collections.abc import Sequence

from slack_sdk.models import blocks as kit

from bot.services import cards, steering, views
from bot.services import rounds as cases
from bot.slack import round_inputs
from bot.slack.views import blocks, ids, inputs, rounds, values
from bot.texts import Texts

SAFE_SECRECY = 10
"""With fewer people than this, who voted what can often be guessed."""
SEARCHED_FROM = 20
"""Open ideas from which on a list is searched rather than looked through."""

SECRET = "secret"  # noqa: S105
OPEN = "open"
PICKED = "picked"
ALL = "all"
THEME = "theme"
SHORT_LIST = 5
"""Choices that are shown at once; more go into a menu."""
EXTEND = "extend"
CANCEL = "cancel"


def form(
    shown: views.RoundForm,
    texts: Texts,
    *,
    typed: round_inputs.RoundInput | None = None,
    more: bool = False,
    metadata: str = "",
) -> blocks.Json:
    """The modal for a new round, with what was `typed` so far; `more` shows the settings few need."""
    if not shown.ideas and not shown.search:
        return blocks.modal(
            [blocks.words(texts("error.round.few_ideas"))],
            callback=ids.Callback.NOTICE,
            title=texts("round.form.heading"),
            close=texts("form.close"),
        )
    given = typed or round_inputs.RoundInput()
    pieces = [blocks.words(warning) for warning in _warnings(shown, texts)]
    pieces += _which(shown, given, texts)
    pieces += [
        inputs.moment(
            ids.Field.CLOSES_AT,
            texts("round.form.closes_at"),
            chosen=given.closes_at or shown.closes_at,
            hint=texts("round.form.closes_at_hint", zone=shown.zone.replace("_", " ")),
        ),
        inputs.radio(
            ids.Field.SECRET,
            texts("round.form.secret"),
            [
                blocks.option(texts("round.form.secret_option"), SECRET, texts("round.form.secret_about")),
                blocks.option(texts("round.form.open_option"), OPEN, texts("round.form.open_about")),
            ],
            chosen=SECRET if given.secret else OPEN,
            hint=texts("round.form.secret_hint"),
        ),
    ]
    if more:
        pieces += _settings(shown, given, texts)
    else:
        label = texts("round.form.more")
        pieces.append(blocks.row(blocks.button(label, ids.Action.ROUND_MORE, "more")))
    breadth = given.breadth or shown.breadth
    pieces.append(blocks.footnote(rounds.balance(breadth, shown.empty_chairs, texts)))
    return blocks.modal(
        pieces,
        callback=ids.Callback.ROUND,
        title=texts("round.form.heading"),
        submit=texts("round.form.submit"),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def steering_form(shown: views.SteeringForm, texts: Texts) -> blocks.Json:
    """Extend or cancel, with a reason. The modal's private metadata is the round and the deadline shown."""
    days = [
        blocks.option(
            texts.plural("steering.days_option", number, deadline=texts.moment(closes_at, shown.zone)), number
        )
        for number, closes_at in enumerate(shown.deadlines, start=1)
    ]
    pieces = [
        blocks.words(texts("steering.about", deadline=texts.moment(shown.closes_at, shown.zone))),
        inputs.radio(
            ids.Field.WHAT,
            texts("steering.what"),
            [
                blocks.option(texts("steering.extend"), EXTEND),
                blocks.option(texts("steering.cancel"), CANCEL, texts("steering.cancel_about")),
            ],
            chosen=EXTEND,
        ),
        inputs.choice(
            ids.Field.DAYS, texts("steering.days"), days, chosen=2, hint=texts("steering.days_hint")
        ),
        _reason(texts),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.STEERING,
        title=texts("steering.heading"),
        submit=texts("steering.submit"),
        close=texts("form.close"),
        metadata=values.pair(shown.round_id, int(shown.closes_at.timestamp())),
    )


def pick_form(shown: views.PickForm, texts: Texts) -> blocks.Json:
    """Choose one of the ideas, with a reason. The modal's private metadata is the round."""
    if not shown.ideas:
        return blocks.modal(
            [blocks.words(texts("pick.none"))],
            callback=ids.Callback.NOTICE,
            title=texts("pick.heading"),
            close=texts("form.close"),
        )
    pieces = [
        blocks.words(texts("pick.about")),
        inputs.choice(
            ids.Field.IDEA,
            texts("pick.idea"),
            [blocks.option(idea.title, idea.idea_id) for idea in shown.ideas],
        ),
        _reason(texts),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.PICK,
        title=texts("pick.heading"),
        submit=texts("pick.submit"),
        close=texts("form.cancel"),
        metadata=str(shown.round_id),
    )


def _reason(texts: Texts) -> kit.Block:
    return inputs.line(
        ids.Field.REASON,
        texts("steering.reason"),
        limit=steering.REASON_LIMIT,
        lines=True,
        optional=False,
        hint=texts("steering.reason_hint"),
    )


def _which(shown: views.RoundForm, given: round_inputs.RoundInput, texts: Texts) -> list[kit.Block]:
    """Which ideas: all of them, or some, found by words where there are many."""
    pieces = _scope(shown, given, texts)
    if shown.total > SEARCHED_FROM:
        pieces.append(
            inputs.line(
                ids.Field.SEARCH,
                texts("round.form.search"),
                value=shown.search,
                limit=150,
                hint=texts("round.form.search_hint"),
            )
        )
        pieces.append(
            blocks.row(blocks.button(texts("round.form.search_button"), ids.Action.ROUND_SEARCH, "search"))
        )
    if shown.search:
        pieces.append(blocks.small(blocks.plain(texts.plural("round.form.found", shown.found))))
    if shown.ideas:
        pieces.append(
            inputs.choices(
                ids.Field.IDEAS,
                texts("round.form.ideas"),
                [blocks.option(idea.title, idea.idea_id) for idea in shown.ideas],
                chosen=shown.selected,
                placeholder=texts("round.form.ideas_placeholder"),
                optional=True,
            )
        )
    return pieces


def _scope(shown: views.RoundForm, given: round_inputs.RoundInput, texts: Texts) -> list[kit.Block]:
    """The ideas picked below, all there are, or all with a theme: a list to tap in while it is short."""
    scopes = [blocks.option(texts("round.form.scope_picked"), PICKED)]
    if shown.total <= cases.MOST_IDEAS:
        scopes.append(blocks.option(texts.plural("round.form.scope_all", shown.total), ALL))
    scopes += [
        blocks.option(
            texts.plural("round.form.scope_theme", one.ideas, theme=one.name), f"{THEME}:{one.theme_id}"
        )
        for one in shown.themes
    ]
    if len(scopes) < 2:
        return []
    chosen = PICKED
    if given.all_open:
        chosen = ALL if given.theme_id is None else f"{THEME}:{given.theme_id}"
    if chosen not in {one.value for one in scopes}:
        chosen = PICKED
    field = inputs.radio if len(scopes) <= SHORT_LIST else inputs.choice
    return [field(ids.Field.SCOPE, texts("round.form.scope"), scopes, chosen=chosen)]


def _settings(shown: views.RoundForm, given: round_inputs.RoundInput, texts: Texts) -> list[kit.Block]:
    """The settings few need."""
    breadths: Sequence[int] = range(1, max(shown.breadth, min(shown.disciplines, 9)) + 1)
    return [
        inputs.choice(
            ids.Field.WINNERS,
            texts("round.form.winners"),
            [
                blocks.option(texts.plural("round.form.winners_option", n), n)
                for n in range(1, cases.MOST_WINNERS + 1)
            ],
            chosen=given.winners or shown.winners,
        ),
        inputs.number(
            ids.Field.TAP_LIMIT,
            texts("round.form.tap_limit"),
            lowest=1,
            highest=cases.MOST_IDEAS,
            hint=texts("round.form.tap_limit_hint"),
        ),
        inputs.choice(
            ids.Field.BREADTH,
            texts("round.form.breadth"),
            [blocks.option(texts.plural("round.form.breadth_option", n), n) for n in breadths],
            chosen=given.breadth or shown.breadth,
            hint=texts("round.form.breadth_hint"),
        ),
        inputs.tick(
            ids.Field.PUBLISHED,
            texts("round.form.published"),
            blocks.option(texts("round.form.published_option"), "yes"),
            on=given.published,
            hint=texts("round.form.published_hint"),
        ),
    ]


def _warnings(shown: views.RoundForm, texts: Texts) -> list[str]:
    if shown.people < cards.FLOOR:
        return [texts.plural("round.form.too_few", shown.people, fewest=cards.FLOOR)]
    if shown.people < SAFE_SECRECY:
        return [texts.plural("round.form.few", shown.people)]
    return []
