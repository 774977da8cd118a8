"""The pieces views are made of, within Slack's limits whatever people wrote.

People's text goes to `words`, `strong`, `quoted` and `plain`, which show it as written; `marked` takes the
bot's own words, with mentions and links of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from slack_sdk.models import blocks as kit
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks.basic_components import ConfirmObject
from slack_sdk.models.views import View

from bot.slack import mrkdwn
from bot.slack.views import ids

Json = dict[str, Any]
Style = Literal["primary", "danger"]

HEADING = 150
SECTION = 2900
"""Below Slack's 3000, which counts the entities it makes of some signs."""
LABEL = 75
NOTICE = 1000
BLOCKS = 50
DOT = " · "
DOT_AT_END = "\N{NO-BREAK SPACE}·"
"""It never begins a line of its own."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as Slack takes it: the fallback for notifications and screen readers, and the blocks."""

    text: str
    blocks: list[Json]


def drawn(text: str, pieces: Iterable[kit.Block]) -> Drawn:
    """A message; `text` is words of the bot, with people's text in them as written."""
    return Drawn(mrkdwn.escape(mrkdwn.clip(mrkdwn.clean(text), NOTICE)), [_dict(piece) for piece in pieces])


def modal(
    pieces: Iterable[kit.Block],
    *,
    callback: ids.Callback,
    title: str,
    close: str,
    submit: str | None = None,
    metadata: str = "",
) -> Json:
    """A modal as `views.open` takes it."""
    return _dict(
        View(
            type="modal",
            callback_id=callback,
            title=plain(title),
            submit=plain(submit) if submit else None,
            close=plain(close),
            private_metadata=metadata,
            blocks=list(pieces),
        )
    )


def ready(*pieces: kit.Block) -> tuple[Json, ...]:
    """Pieces drawn, to be kept and used again: drawing costs more than anything else about a form."""
    return tuple(_dict(piece) for piece in pieces)


def home(pieces: Iterable[kit.Block]) -> Json:
    """A Home tab as `views.publish` takes it."""
    return _dict(View(type="home", blocks=list(pieces)))


def plain(text: str, limit: int = 3000) -> kit.PlainTextObject:
    """Text that means nothing but itself; a sign stands where nothing would be left of it."""
    return kit.PlainTextObject(text=mrkdwn.clip(mrkdwn.clean(text), limit) or mrkdwn.ELLIPSIS, emoji=False)


def heading(text: str) -> kit.Block:
    return kit.HeaderBlock(text=plain(" ".join(mrkdwn.clean(text).split()), HEADING))


def words(text: str, accessory: kit.BlockElement | None = None) -> kit.Block:
    return kit.SectionBlock(text=plain(text, SECTION), accessory=accessory)


def marked(text: str, accessory: kit.BlockElement | None = None) -> kit.Block:
    return kit.SectionBlock(text=mark(text), accessory=accessory)


def mark(text: str) -> kit.MarkdownTextObject:
    return kit.MarkdownTextObject(text=text, verbatim=True)


def fields(texts: Sequence[str]) -> kit.Block:
    """Short texts of the bot's own side by side, ten at most."""
    return kit.SectionBlock(fields=[mark(text) for text in texts])


def strong(text: str) -> kit.Block:
    return rich(run(text, bold=True))


def quoted(text: str) -> kit.Block:
    """Text of a person given back as it was, to be copied."""
    kept = mrkdwn.clip("".join(sign for sign in text if not "\ud800" <= sign <= "\udfff"), SECTION)
    part = kit.RichTextPreformattedElement(elements=[kit.RichTextElementParts.Text(text=kept or " ")])
    return kit.RichTextBlock(elements=[part])


def rich(*parts: kit.RichTextElement) -> kit.Block:
    """One run of parts, in which no text is markup."""
    return kit.RichTextBlock(elements=[kit.RichTextSectionElement(elements=list(parts))])


def run(text: str, *, bold: bool = False) -> kit.RichTextElement:
    """Text in a rich run, on its own line or within one; breaks at its ends are kept."""
    style = kit.RichTextElementParts.TextStyle(bold=True) if bold else None
    core = text.strip(" \n")
    cleaned = text.replace(core, mrkdwn.clean(core), 1) if core else text
    shown = mrkdwn.clip(cleaned, SECTION) or mrkdwn.ELLIPSIS
    return kit.RichTextElementParts.Text(text=shown, style=style)


def person(external_id: str) -> kit.RichTextElement:
    return kit.RichTextElementParts.User(user_id=external_id)


def small(*texts: kit.TextObject) -> kit.Block:
    """Details in small print, told apart by a dot; those of one kind become one text."""
    joined: list[kit.TextObject] = []
    for text in texts:
        if joined and joined[-1].type == text.type:
            joined[-1] = _like(text, joined[-1].text + DOT + text.text)
        elif joined:
            joined[-1] = _like(joined[-1], joined[-1].text + DOT_AT_END)
            joined.append(text)
        else:
            joined.append(text)
    return kit.ContextBlock(elements=list(joined))


def footnote(lines: Sequence[str]) -> kit.Block:
    """Sentences in small print, a line each."""
    return kit.ContextBlock(elements=[plain("\n".join(lines))])


def divider() -> kit.Block:
    return kit.DividerBlock()


def row(*elements: kit.InteractiveElement) -> kit.Block:
    return kit.ActionsBlock(elements=list(elements))


def button(
    label: str,
    action: ids.Action,
    value: str,
    *,
    tail: object = None,
    style: Style | None = None,
    about: str | None = None,
    confirm: ConfirmObject | None = None,
) -> kit.ButtonElement:
    """A button. `tail` tells it from others like it; `about` is what a screen reader says for the label.

    `confirm` is asked before it does anything.
    """
    return kit.ButtonElement(
        text=plain(label, LABEL),
        action_id=action if tail is None else ids.tailed(action, tail),
        value=value,
        style=style,
        accessibility_label=mrkdwn.inline(about, LABEL) if about else None,
        confirm=confirm,
    )


def question(title: str, text: str, *, yes: str, no: str) -> ConfirmObject:
    """What is asked before a button does what cannot be undone; `text` may be people's."""
    return ConfirmObject(title=plain(title, 100), text=plain(text, 300), confirm=plain(yes), deny=plain(no))


def option(label: str, value: object, about: str | None = None) -> kit.Option:
    return kit.Option(
        text=plain(" ".join(mrkdwn.clean(label).split()), LABEL),
        value=str(value),
        description=plain(about, LABEL) if about else None,
    )


def chunks(lines: Iterable[str], limit: int = SECTION) -> list[str]:
    """Lines put together to as few texts as fit."""
    texts: list[str] = []
    for line in lines:
        if texts and mrkdwn.size(texts[-1]) + 1 + mrkdwn.size(line) <= limit:
            texts[-1] += "\n" + line
        else:
            texts.append(line)
    return texts


def _like(kind: kit.TextObject, text: str) -> kit.TextObject:
    return plain(text) if kind.type == kit.PlainTextObject.type else mark(text)


def _dict(model: JsonObject) -> Json:
    made: Json = model.to_dict()
    return made
