"""A person's Home tab."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models import blocks as kit

from bot.services import home_views
from bot.services.drafts import Draft
from bot.services.views import ListedIdea, ListedProject, OpenRound
from bot.slack import links, mrkdwn
from bot.slack.views import blocks, idea_forms, idea_lists, ideas, ids, languages
from bot.texts import Texts
from storage.kinds import Digest

SHOWN = 5
"""Lines of each kind, so that everything fits; the lists hold the rest."""
STEP_SHOWN = 300
DIGESTS = {
    Digest.OFF: "home.digest_off",
    Digest.DAILY: "home.digest_daily",
    Digest.WEEKLY: "home.digest_weekly",
}


def desk(shown: home_views.Desk, texts: Texts, *, workspace: str) -> blocks.Json:
    """What waits for the person, what is theirs, and their own settings. `workspace` is its web address."""
    pieces = [
        blocks.heading(texts("home.heading")),
        blocks.small(blocks.plain(texts.day(shown.day))),
    ]
    if buttons := _buttons(shown, texts):
        pieces.append(blocks.row(*buttons))
    acts = shown.staff  # a guest keeps what is theirs, and is offered nothing that would be refused
    invited = [_invitation(one, texts, workspace=workspace, acts=acts) for one in shown.invitations]
    lists = [
        _rounds(shown.rounds, texts, workspace=workspace, acts=acts),
        _part(texts("home.invitations"), invited, texts),
        _part(texts("home.projects"), [_group(one, texts) for one in shown.projects], texts),
        _part(texts("home.drafts"), [_draft(one, texts, acts=acts) for one in shown.drafts], texts),
    ]
    waiting = [_idea(one, texts, workspace=workspace) for one in shown.waiting]
    lists.append(_part(texts("home.waiting"), waiting, texts))
    own = [_idea(one, texts, workspace=workspace) for one in shown.ideas[:SHOWN]]
    lists.append(_part(texts("home.ideas"), own, texts))
    if shown.ideas_in_all > SHOWN:
        label = texts("home.all_ideas", count=shown.ideas_in_all)
        mine = f"mine:{idea_lists.MINE}"
        lists.append([blocks.row(blocks.button(label, ids.Action.IDEAS_FILTER, mine, tail="mine"))])
    if not any(lists):
        lists.append([blocks.words(texts("home.empty" if shown.staff else "home.empty_guest"))])
    return blocks.home([*pieces, *(piece for found in lists for piece in found), *_settings(shown, texts)])


def _buttons(shown: home_views.Desk, texts: Texts) -> list[kit.InteractiveElement]:
    found: list[kit.InteractiveElement] = []
    if shown.staff:
        found.append(blocks.button(texts("home.idea_new"), ids.Action.IDEA_NEW, "new", style="primary"))
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


def _rounds(rounds: Sequence[OpenRound], texts: Texts, *, workspace: str, acts: bool) -> list[kit.Block]:
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
        lines.append([blocks.words(deadline, vote if acts else None), blocks.small(*details)])
    return _part(texts("home.rounds"), lines, texts)


def _deadline(closes_at: datetime, zone: str, count: int, texts: Texts) -> str:
    return texts.plural("home.round", count, deadline=texts.moment(closes_at, zone))


def _own_ballot(one: OpenRound, texts: Texts) -> str:
    if not one.handed_in:
        return texts("ballot.not_yet")
    return texts.plural("ballot.chose", one.approved) if one.approved else texts("ballot.chose_none")


def _invitation(asked: home_views.Invitation, texts: Texts, *, workspace: str, acts: bool) -> list[kit.Block]:
    """Yes or no, as in the private message; both are told to the one who asked."""
    title = mrkdwn.inline(asked.title)
    yes, no = texts("invitation.accept"), texts("invitation.decline")
    value = str(asked.idea_id)
    pieces = [blocks.words(title)]
    if asked.ref:
        address = links.message(workspace, asked.place, asked.ref)
        pieces.append(blocks.small(blocks.mark(mrkdwn.link(address, texts("ideas.open")))))
    accept = blocks.button(
        yes, ids.Action.INVITATION_ACCEPT, value, tail=value, style="primary", about=f"{yes}: {asked.title}"
    )
    decline = blocks.button(
        no, ids.Action.INVITATION_DECLINE, value, tail=value, about=f"{no}: {asked.title}"
    )
    return [*pieces, blocks.row(*([accept] if acts else []), decline)]


def _group(group: ListedProject, texts: Texts) -> list[kit.Block]:
    label = texts("project.open")
    open_ = blocks.button(
        label,
        ids.Action.PROJECT_OPEN,
        str(group.project_id),
        tail=group.project_id,
        about=f"{label}: {group.title}",
    )
    step = texts("project.step", step=mrkdwn.inline(group.next_step, STEP_SHOWN))
    details: list[kit.TextObject] = [blocks.mark(mrkdwn.channel(group.place))]
    if group.next_nudge_at:
        due = texts("project.card.next_nudge", moment=texts.moment(group.next_nudge_at, group.zone))
        details.append(blocks.plain(due))
    return [blocks.words(f"{mrkdwn.inline(group.title)}\n{step}", open_), blocks.small(*details)]


def _draft(draft: Draft, texts: Texts, *, acts: bool) -> list[kit.Block]:
    go_on, drop = texts("draft.open"), texts("draft.drop")
    value = str(draft.draft_id)
    open_ = blocks.button(go_on, ids.Action.DRAFT_OPEN, value, tail=value, about=f"{go_on}: {draft.title}")
    throw_away = blocks.button(
        drop,
        ids.Action.DRAFT_DROP,
        value,
        tail=value,
        about=f"{drop}: {draft.title}",
        confirm=blocks.question(
            texts("draft.drop_question"),
            texts("draft.drop_about"),
            yes=drop,
            no=texts("form.cancel"),
        ),
    )
    answers = blocks.row(*([open_] if acts else []), throw_away)
    return [blocks.words(mrkdwn.inline(draft.title)), answers]


def _idea(idea: ListedIdea, texts: Texts, *, workspace: str) -> list[kit.Block]:
    details: list[kit.TextObject] = [
        blocks.plain(texts(ideas.STATES[idea.state])),
        blocks.plain(ideas.supporters(idea.supporters, texts)),
    ]
    if idea.ref:
        address = links.message(workspace, idea.place, idea.ref)
        details.append(blocks.mark(mrkdwn.link(address, texts("ideas.open"))))
    more = ideas.more(idea.idea_id, texts, idea.title)
    return [blocks.words(mrkdwn.inline(idea.title), more), blocks.small(*details)]


def _settings(shown: home_views.Desk, texts: Texts) -> list[kit.Block]:
    pieces = [blocks.divider(), blocks.strong(texts("home.settings"))]
    if not shown.staff:
        pieces.append(blocks.words(texts("home.guest")))
    elif shown.discipline:
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
    if shown.staff:
        pieces.append(blocks.words(texts("home.digest"), digest))
    return [*pieces, blocks.words(texts("home.locale"), language)]
