"""An administrator's forms: the workspace, its disciplines and its facilitators."""

from slack_sdk.models import blocks as kit

from bot.services import disciplines as cases
from bot.services import views
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs, languages
from bot.texts import Texts

LIST_LIMIT = 3000
MOST = 40
"""Disciplines in the list to edit; the command line takes any number."""
ALL = "all"
FACILITATORS = "facilitators"
RETIRE = "retire"
NEW = "new"
NOBODY = "0"
"""The people of a retired discipline choose anew."""
PARTS = {
    "disciplines": "setup.part.disciplines",
    "facilitators": "setup.part.facilitators",
    "import": "setup.part.import",
    "choices": "setup.part.choices",
}


def form(shown: views.SetupForm, texts: Texts, *, metadata: str = "") -> blocks.Json:
    """The modal for what an administrator may set, with the way to its other parts."""
    pieces = [
        blocks.row(*_parts(shown, texts)),
        inputs.place(
            ids.Field.IDEAS_PLACE,
            texts("setup.ideas_place"),
            chosen=shown.ideas_place,
            optional=False,
            hint=texts("setup.ideas_place_hint"),
        ),
        inputs.place(
            ids.Field.WIDE_PLACE,
            texts("setup.wide_place"),
            chosen=shown.wide_place,
            hint=texts("setup.wide_place_hint"),
        ),
        inputs.choice(
            ids.Field.LOCALE,
            texts("setup.locale"),
            languages.options(texts),
            chosen=shown.locale,
            hint=texts("setup.locale_hint"),
        ),
        inputs.radio(
            ids.Field.ROUNDS_BY,
            texts("setup.rounds_by"),
            [
                blocks.option(texts("setup.rounds_by_all"), ALL),
                blocks.option(texts("setup.rounds_by_facilitators"), FACILITATORS),
            ],
            chosen=ALL if shown.rounds_by_all else FACILITATORS,
        ),
        *_disciplines(shown, texts),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.SETUP,
        title=texts("setup.heading"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def disciplines(shown: views.DisciplineList, texts: Texts) -> blocks.Json:
    """The list, each with a button to change it; only to be looked at while a round is open."""
    pieces = []
    if shown.locked:
        pieces.append(blocks.words(texts("setup.disciplines_locked")))
    else:
        new = blocks.button(texts("setup.discipline_new"), ids.Action.DISCIPLINE_EDIT, NEW, tail=NEW)
        pieces.append(blocks.row(new))
    for line in shown.lines[:MOST]:
        button = None
        if not shown.locked:
            label = texts("setup.discipline_edit")
            button = blocks.button(
                label, ids.Action.DISCIPLINE_EDIT, str(line.discipline_id), about=f"{label}: {line.name}"
            )
        pieces.append(blocks.words(mrkdwn.inline(line.name), button))
        pieces.append(blocks.small(blocks.plain(texts.plural("setup.discipline_people", line.people))))
    if len(shown.lines) > MOST:
        more = texts.plural("list.more", len(shown.lines) - MOST)
        pieces.append(blocks.small(blocks.plain(more), blocks.plain(texts("setup.disciplines_long"))))
    return blocks.modal(
        pieces or [blocks.words(texts("discipline.none"))],
        callback=ids.Callback.NOTICE,
        title=texts("setup.disciplines"),
        close=texts("form.done"),
    )


def discipline(
    shown: views.DisciplineList, discipline_id: int | None, texts: Texts, *, metadata: str
) -> blocks.Json:
    """The form for one discipline, or for a new one where `discipline_id` is None or not on the list."""
    line = next((one for one in shown.lines if one.discipline_id == discipline_id), None)
    pieces = [
        inputs.line(
            ids.Field.DISCIPLINE_NAME,
            texts("setup.discipline_name"),
            value=line.name if line else "",
            limit=cases.NAME_LIMIT,
            optional=False,
        )
    ]
    if line is not None:
        others = [one for one in shown.lines if one is not line]
        pieces.append(
            inputs.tick(
                ids.Field.DISCIPLINE_RETIRE,
                texts("setup.discipline_retire"),
                blocks.option(texts("setup.discipline_retire_option"), RETIRE),
                on=False,
                hint=texts("setup.discipline_retire_hint"),
            )
        )
        options = [blocks.option(texts("setup.discipline_into_nobody"), NOBODY)]
        options += [blocks.option(one.name, one.discipline_id) for one in others]
        pieces.append(
            inputs.choice(
                ids.Field.DISCIPLINE_INTO,
                texts.plural("setup.discipline_into", line.people),
                options,
                chosen=NOBODY,
            )
        )
    return blocks.modal(
        pieces,
        callback=ids.Callback.DISCIPLINE,
        title=texts("setup.discipline_heading"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def facilitators(chosen: tuple[str, ...], texts: Texts) -> blocks.Json:
    """Who they are, by the people's ids on the platform."""
    return blocks.modal(
        [
            blocks.words(texts("setup.facilitators_about")),
            inputs.people(
                ids.Field.FACILITATORS, texts("setup.facilitators"), chosen=chosen[: inputs.OPTIONS]
            ),
        ],
        callback=ids.Callback.FACILITATORS,
        title=texts("setup.part.facilitators"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
    )


def _parts(shown: views.SetupForm, texts: Texts) -> list[kit.InteractiveElement]:
    found: list[kit.InteractiveElement] = []
    if shown.unconfirmed:
        label = texts.plural("setup.part.confirmations", shown.unconfirmed)
        found.append(blocks.button(label, ids.Action.CONFIRMATIONS_OPEN, "open", style="primary"))
    for part, key in PARTS.items():
        found.append(blocks.button(texts(key), ids.Action.SETUP_PART, part, tail=part))
    return found


def _disciplines(shown: views.SetupForm, texts: Texts) -> list[kit.Block]:
    """The first list is written in one go; later each is changed by itself, since it has people."""
    if not shown.disciplines and not shown.locked:
        return [
            inputs.line(
                ids.Field.DISCIPLINES,
                texts("setup.disciplines"),
                limit=LIST_LIMIT,
                lines=True,
                optional=False,
                hint=texts("setup.disciplines_hint", limit=cases.NAME_LIMIT),
            )
        ]
    listed = [texts("list.item", text=mrkdwn.inline(name)) for name in shown.disciplines[:MOST]]
    if len(shown.disciplines) > MOST:
        listed.append(texts.plural("list.more", len(shown.disciplines) - MOST))
    pieces = [blocks.strong(texts("setup.disciplines")), *map(blocks.words, blocks.chunks(listed))]
    if shown.locked:
        pieces.append(blocks.small(blocks.plain(texts("setup.disciplines_locked"))))
    return pieces
