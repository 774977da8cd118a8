"""What is stored about a person, for their own eyes."""

from bot.services import privacy
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids
from bot.texts import Texts

LANGUAGES = {"nb": "locale.nb", "nn": "locale.nn", "en": "locale.en"}
MOST = 30
"""Pieces of the full text that are shown; with the words around them well within a view."""


def holding(found: privacy.Holding, texts: Texts, *, months: int) -> blocks.Drawn:
    """A summary, with the way to all of it and to its end."""
    discipline = (
        texts("privacy.discipline", discipline=mrkdwn.inline(found.discipline))
        if found.discipline
        else texts("privacy.no_discipline")
    )
    counts = {
        "privacy.ideas": found.ideas,
        "privacy.supports": found.supports,
        "privacy.ballots": found.ballots,
        "privacy.projects": found.projects,
        "privacy.check_ins": found.check_ins,
        "privacy.messages": found.messages,
        "privacy.others": found.others,
    }
    lines = [discipline, texts("privacy.locale", language=texts(LANGUAGES[found.locale]))]
    lines += [texts.plural(key, count) for key, count in counts.items() if count]
    heading = texts("privacy.heading")
    return blocks.drawn(
        heading,
        [
            blocks.strong(heading),
            blocks.words(texts("privacy.intro")),
            blocks.words("\n".join(texts("list.item", text=line) for line in lines)),
            blocks.words(texts.plural("privacy.kept", months)),
            blocks.row(
                blocks.button(texts("privacy.export"), ids.Action.PRIVACY_EXPORT, "1"),
                blocks.button(texts("privacy.file"), ids.Action.PRIVACY_FILE, "1"),
                blocks.button(texts("privacy.erase"), ids.Action.PRIVACY_ERASE, "1", style="danger"),
            ),
        ],
    )


def exported(written: str, texts: Texts) -> blocks.Json:
    """All of it as JSON, to be copied. What there is no room for is in the file."""
    size = blocks.SECTION
    parts = [written[start : start + size] for start in range(0, len(written), size)]
    pieces = [blocks.words(texts("privacy.export_text")), *(blocks.quoted(part) for part in parts[:MOST])]
    if len(parts) > MOST:
        pieces.append(blocks.words(texts("privacy.export_more")))
    return blocks.modal(
        pieces, callback=ids.Callback.NOTICE, title=texts("privacy.export_heading"), close=texts("form.close")
    )


def sent(texts: Texts) -> blocks.Drawn:
    """Where the file is."""
    said = texts("privacy.file_sent")
    return blocks.drawn(said, [blocks.words(said)])


def confirm(found: privacy.Holding, texts: Texts) -> blocks.Json:
    """What will happen; nothing has happened yet."""
    pieces = [blocks.words(texts("privacy.erase_text")), blocks.words(texts("privacy.erase_stays"))]
    if found.owned:
        groups = texts.listed([texts("list.quoted", text=mrkdwn.inline(title)) for title in found.owned])
        pieces.append(blocks.words(texts("privacy.erase_owned", groups=groups)))
    pieces.append(blocks.words(texts("privacy.unreachable")))
    return blocks.modal(
        pieces,
        callback=ids.Callback.PRIVACY_ERASE,
        title=texts("privacy.erase_heading"),
        close=texts("form.cancel"),
        submit=texts("privacy.erase_submit"),
    )


def erased(done: privacy.Erased, texts: Texts) -> blocks.Json:
    """It is done, and what we cannot reach."""
    pieces = [
        blocks.words(texts("privacy.erased")),
        blocks.words(texts.plural("privacy.redrawn", done.redrawn)),
        blocks.words(texts("privacy.unreachable")),
    ]
    return blocks.modal(
        pieces, callback=ids.Callback.NOTICE, title=texts("privacy.erased_heading"), close=texts("form.close")
    )
