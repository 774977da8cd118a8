"""A person's Home tab, and an administrator's form."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models import blocks as kit

from bot.services import views, workspaces
from bot.slack import links, mrkdwn
from bot.slack.views import blocks, idea_forms, ideas, ids, inputs, projects
from bot.texts import LOCALES, Texts

SHOWN = 8
"""Lines of each kind; the lists hold the rest."""
LIST_LIMIT = 3000
ALL = "all"
FACILITATORS = "facilitators"

LANGUAGES = {"nb": "locale.nb", "nn": "locale.nn", "en": "locale.en"}


def desk(shown: views.Desk, texts: Texts, *, workspace: str) -> blocks.Json:
    """What waits for the person, what is theirs, and their own settings. `workspace` is its web address."""
    pieces = [
        blocks.heading(texts("home.heading")),
        blocks.small(blocks.plain(texts.day(shown.day))),
        blocks.row(*_buttons(shown, texts)),
    ]
    pieces += _rounds(shown.rounds, texts, workspace=workspace)
    pieces += _part(texts("home.projects"), [projects.line(one, texts) for one in shown.projects], texts)
    drafts = [_idea(one, texts, workspace=workspace) for one in shown.drafts]
    pieces += _part(texts("home.drafts"), drafts, texts)
    own = [_idea(one, texts, workspace=workspace) for one in shown.ideas]
    pieces += _part(texts("home.ideas"), own, texts)
    if not (shown.rounds or shown.projects or shown.drafts or shown.ideas):
        pieces.append(blocks.words(texts("home.empty")))
    return blocks.home([*pieces, *_settings(shown, texts)])


def setup(form: views.SetupForm, texts: Texts, *, metadata: str = "") -> blocks.Json:
    """The modal for what an administrator may set."""
    pieces = [
        inputs.place(
            ids.Field.IDEAS_PLACE,
            texts("setup.ideas_place"),
            chosen=form.ideas_place,
            optional=False,
            hint=texts("setup.ideas_place_hint"),
        ),
        inputs.place(
            ids.Field.WIDE_PLACE,
            texts("setup.wide_place"),
            chosen=form.wide_place,
            hint=texts("setup.wide_place_hint"),
        ),
        inputs.choice(
            ids.Field.LOCALE,
            texts("setup.locale"),
            _languages(texts),
            chosen=form.locale,
            hint=texts("setup.locale_hint"),
        ),
        inputs.radio(
            ids.Field.ROUNDS_BY,
            texts("setup.rounds_by"),
            [
                blocks.option(texts("setup.rounds_by_all"), ALL),
                blocks.option(texts("setup.rounds_by_facilitators"), FACILITATORS),
            ],
            chosen=ALL if form.rounds_by_all else FACILITATORS,
        ),
        *_disciplines(form, texts),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.SETUP,
        title=texts("setup.heading"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def _buttons(shown: views.Desk, texts: Texts) -> list[kit.InteractiveElement]:
    found: list[kit.InteractiveElement] = [
        blocks.button(texts("home.idea_new"), ids.Action.IDEA_NEW, "new", style="primary")
    ]
    if shown.administrator:
        found.append(blocks.button(texts("home.setup"), ids.Action.SETUP_OPEN, "open"))
    return found


def _part(title: str, lines: Sequence[list[kit.Block]], texts: Texts) -> list[kit.Block]:
    """A titled list, or nothing where it would be empty."""
    if not lines:
        return []
    pieces = [blocks.divider(), blocks.strong(title)]
    for line in lines[:SHOWN]:
        pieces += line
    if len(lines) > SHOWN:
        more = texts.plural("list.more", len(lines) - SHOWN)
        pieces.append(blocks.small(blocks.plain(more)))
    return pieces


def _rounds(rounds: Sequence[views.OpenRound], texts: Texts, *, workspace: str) -> list[kit.Block]:
    lines = []
    for one in rounds:
        vote = blocks.button(
            texts("round.card.vote"),
            ids.Action.BALLOT_OPEN,
            str(one.round_id),
            style=None if one.handed_in else "primary",
        )
        details: list[kit.TextObject] = [
            blocks.plain(_own_ballot(one, texts)),
            blocks.mark(mrkdwn.channel(one.place)),
        ]
        if one.ref:
            address = links.message(workspace, one.place, one.ref)
            details.append(blocks.mark(mrkdwn.link(address, texts("ideas.open"))))
        deadline = _deadline(one.closes_at, one.zone, one.ideas, texts)
        lines.append([blocks.words(deadline, vote), blocks.small(*details)])
    return _part(texts("home.rounds"), lines, texts)


def _deadline(closes_at: datetime, zone: str, count: int, texts: Texts) -> str:
    return texts.plural("home.round", count, deadline=texts.moment(closes_at, zone))


def _own_ballot(one: views.OpenRound, texts: Texts) -> str:
    if not one.handed_in:
        return texts("ballot.not_yet")
    return texts.plural("ballot.chose", one.approved) if one.approved else texts("ballot.chose_none")


def _idea(idea: views.ListedIdea, texts: Texts, *, workspace: str) -> list[kit.Block]:
    details: list[kit.TextObject] = [
        blocks.plain(texts(ideas.STATES[idea.state])),
        blocks.plain(ideas.supporters(idea.supporters, texts)),
    ]
    if idea.ref:
        address = links.message(workspace, idea.place, idea.ref)
        details.append(blocks.mark(mrkdwn.link(address, texts("ideas.open"))))
    return [blocks.words(mrkdwn.inline(idea.title)), blocks.small(*details)]


def _settings(shown: views.Desk, texts: Texts) -> list[kit.Block]:
    pieces = [blocks.divider(), blocks.strong(texts("home.settings"))]
    if shown.discipline:
        yours = texts("home.discipline", discipline=mrkdwn.inline(shown.discipline))
        pieces += [blocks.words(yours), blocks.small(blocks.plain(texts("home.discipline_fixed")))]
    elif shown.disciplines:
        select = idea_forms.discipline_select(texts, shown.disciplines)
        pieces.append(blocks.words(texts("discipline.question"), select))
        pieces.append(blocks.small(blocks.plain(texts("discipline.hint"))))
    else:
        pieces.append(blocks.words(texts("discipline.none")))
    options = _languages(texts)
    language = kit.StaticSelectElement(
        action_id=ids.Action.LOCALE_CHOOSE,
        options=options,
        initial_option=next((one for one in options if one.value == shown.locale), None),
        placeholder=blocks.plain(texts("home.locale"), 150),
    )
    return [*pieces, blocks.words(texts("home.locale"), language)]


def _languages(texts: Texts) -> list[kit.Option]:
    return [blocks.option(texts(LANGUAGES[locale]), locale) for locale in LOCALES]


def _disciplines(form: views.SetupForm, texts: Texts) -> list[kit.Block]:
    """The list to edit, or to look at where it is locked or longer than an input holds."""
    typed = "\n".join(form.disciplines)
    if not form.locked and mrkdwn.size(typed) <= LIST_LIMIT:
        field = inputs.line(
            ids.Field.DISCIPLINES,
            texts("setup.disciplines"),
            value=typed,
            limit=LIST_LIMIT,
            lines=True,
            optional=False,
            hint=texts("setup.disciplines_hint", limit=workspaces.NAME_LIMIT),
        )
        return [field]
    why = texts("setup.disciplines_locked") if form.locked else texts("setup.disciplines_long")
    listed = [texts("list.item", text=mrkdwn.inline(name)) for name in form.disciplines]
    chunks = [blocks.words(chunk) for chunk in blocks.chunks(listed)]
    return [blocks.strong(texts("setup.disciplines")), blocks.words(why), *chunks]
