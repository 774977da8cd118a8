"""Short private answers: what went wrong, what is done, what there is."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot import errors
from bot.services import safeguard
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids
from bot.texts import Texts

LINES = 1500
"""Of several sentences of the bot's own, put into one error."""
HELP = {
    "idea": "help.idea",
    "ideas": "help.ideas",
    "round": "help.round",
    "project": "help.project",
    "hunt": "help.hunt",
}
HEADINGS = {
    "idea": "help.idea_heading",
    "ideas": "help.ideas_heading",
    "round": "help.round_heading",
    "project": "help.project_heading",
    "hunt": "help.hunt_heading",
}


def error(texts: Texts, problem: errors.UserError, *, given: str = "") -> blocks.Drawn:
    """What went wrong and what to do about it, with what the person wrote, to be copied."""
    if "channel" in problem.values:
        said = _values(texts, problem.values, channel=mrkdwn.channel, words=mrkdwn.escape)
        pieces = [blocks.marked(texts(problem.key, **said))]
    else:
        pieces = [blocks.words(_said(texts, problem))]
    if given.strip():
        pieces += [blocks.words(texts("error.given")), blocks.quoted(given)]
    return blocks.drawn(_said(texts, problem), pieces)


def error_modal(texts: Texts, problem: errors.UserError, *, given: str = "") -> blocks.Json:
    """The same in place of an open form that is of no use any more."""
    pieces = [blocks.words(_said(texts, problem))]
    if given.strip():
        pieces += [blocks.words(texts("error.given")), blocks.quoted(given)]
    return blocks.modal(
        pieces, callback=ids.Callback.NOTICE, title=texts("error.heading"), close=texts("form.close")
    )


def stopped(texts: Texts, problem: errors.ClientData, *, given: str) -> blocks.Drawn:
    """To a command that was stopped: Slack has seen it; what was typed comes back without what was found."""
    sentences = [texts(problem.key)]
    if isinstance(problem, errors.Unconfirmed):
        sentences.append(texts("guard.contact_command"))
    pieces = [*map(blocks.words, [*sentences, texts("guard.seen_command"), texts("guard.given")])]
    return blocks.drawn(sentences[0], [*pieces, blocks.quoted(safeguard.masked(given))])


def stopped_modal(texts: Texts, problem: errors.ClientData, *, given: str) -> blocks.Json:
    """To somebody who would save a message that stands in a channel."""
    sentences = [texts(problem.key), texts("guard.seen_message"), texts("guard.given")]
    return blocks.modal(
        [*map(blocks.words, sentences), blocks.quoted(safeguard.masked(given))],
        callback=ids.Callback.NOTICE,
        title=texts("error.heading"),
        close=texts("form.close"),
    )


def error_fields(texts: Texts, problem: errors.UserError, *, fallback: ids.Field) -> dict[str, str]:
    """For `response_action: errors`: the field it is about, or `fallback`, and what is wrong with it."""
    field = problem.field if problem.field in tuple(ids.Field) else fallback
    return {str(field): mrkdwn.clip(_said(texts, problem), blocks.SECTION)}


def notice(text: str) -> blocks.Drawn:
    """A sentence of the catalogues, with people's text in it as written."""
    return blocks.drawn(text, [blocks.words(text)])


def notice_modal(texts: Texts, text: str, *, title: str) -> blocks.Json:
    """A sentence in a modal; `title` is at most 24 characters."""
    return blocks.modal(
        [blocks.words(text)], callback=ids.Callback.NOTICE, title=title, close=texts("form.close")
    )


def as_modal(texts: Texts, drawn: blocks.Drawn, *, title: str = "notice.heading") -> blocks.Json:
    """A private answer where only a modal can be shown; `title` is the key of at most 24 characters."""
    return {
        "type": "modal",
        "callback_id": ids.Callback.NOTICE,
        "title": blocks.plain(texts(title)).to_dict(),
        "close": blocks.plain(texts("form.close")).to_dict(),
        "blocks": drawn.blocks,
    }


def waiting(texts: Texts) -> blocks.Json:
    """A modal that is opened at once and filled in a moment."""
    return notice_modal(texts, texts("form.waiting_text"), title=texts("form.waiting"))


def locale_chosen(texts: Texts) -> blocks.Drawn:
    return notice(texts("notice.locale"))


def setup_saved(texts: Texts) -> blocks.Drawn:
    return notice(texts("notice.setup"))


def round_opened(texts: Texts, *, place: str) -> blocks.Drawn:
    """To the one who opened a round: where it stands."""
    return _placed(texts("notice.round", channel=mrkdwn.channel(place)), texts("notice.round_short"))


def hunt_started(texts: Texts, *, place: str) -> blocks.Drawn:
    """To the one who started a hunt: where its card stands."""
    return _placed(texts("notice.hunt", channel=mrkdwn.channel(place)), texts("notice.hunt_short"))


def project_started(texts: Texts, *, place: str) -> blocks.Drawn:
    """To the one who made a group: where it meets."""
    return _placed(texts("notice.project", channel=mrkdwn.channel(place)), texts("notice.project_short"))


def ended(texts: Texts, *, place: str) -> blocks.Drawn:
    """To the one who ended a group: where its result stands."""
    return _placed(texts("notice.ended", channel=mrkdwn.channel(place)), texts("notice.ended_short"))


def voice_noted(texts: Texts, *, place: str) -> blocks.Drawn:
    """To one who listens in: where."""
    return _placed(texts("voice.noted_yes", channel=mrkdwn.channel(place)), texts("voice.noted_short"))


def help_(texts: Texts, command: str) -> blocks.Drawn:
    """What `command` (idea, ideas, round or project) takes, with examples."""
    heading = texts(HEADINGS[command])
    pieces = [
        blocks.strong(heading),
        blocks.marked(texts(HELP[command])),
        blocks.small(blocks.mark(texts("help.more"))),
    ]
    return blocks.drawn(heading, pieces)


def _placed(text: str, fallback: str) -> blocks.Drawn:
    return blocks.drawn(fallback, [blocks.marked(text)])


def _said(texts: Texts, problem: errors.UserError) -> str:
    """The error where no channel can be mentioned."""
    chosen = texts("error.that_channel")
    return texts(problem.key, **_values(texts, problem.values, channel=lambda _: chosen))


def _values(
    texts: Texts, values: dict[str, Any], *, channel: Callable[[str], str], words: Callable[[str], str] = str
) -> dict[str, str]:
    """The values as they are said: `channel` renders a channel's id, `words` what a person wrote."""
    said = {}
    for name, value in values.items():
        match value:
            case _ if name == "channel":
                said[name] = channel(str(value))
            case str() if name == "lines":
                said[name] = mrkdwn.inline(value, LINES)
            case datetime():
                said[name] = texts.day(value.date())
            case date():
                said[name] = texts.day(value)
            case int() | float():
                said[name] = texts.number(value)
            case _:
                said[name] = words(mrkdwn.inline(str(value)))
    return said
