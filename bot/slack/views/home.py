"""A person's Home tab."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models import blocks as kit

from bot.services import views
from bot.slack import links, mrkdwn
from bot.slack.views import blocks, idea_forms, ideas, ids, languages, projects
from bot.texts import Texts
from storage.kinds import Digest

SHOWN = 8
"""Lines of each kind; the lists hold the rest."""
DIGESTS = {
    Digest.OFF: "home.digest_off",
    Digest.DAILY: "home.digest_daily",
    Digest.WEEKLY: "home.digest_weekly",
}


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
    more = ideas.more(idea.idea_id, texts, idea.title)
    return [blocks.words(mrkdwn.inline(idea.title), more), blocks.small(*details)]


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
    options = languages.options(texts)
    language = kit.StaticSelectElement(
        action_id=ids.Action.LOCALE_CHOOSE,
        options=options,
        initial_option=next((one for one in options if one.value == shown.locale), None),
        placeholder=blocks.plain(texts("home.locale"), 150),
    )
    digests = [blocks.option(texts(DIGESTS[one]), one) for one in Digest]
    digest = kit.StaticSelectElement(
        action_id=ids.Action.DIGEST_CHOOSE,
        options=digests,
        initial_option=next(one for one in digests if one.value == shown.digest),
        placeholder=blocks.plain(texts("home.digest"), 150),
    )
    return [
        *pieces,
        blocks.words(texts("home.digest"), digest),
        blocks.words(texts("home.locale"), language),
    ]
