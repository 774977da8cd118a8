"""How a group comes together: wanting in, the proposal, the invitation and its answers."""

from collections.abc import Sequence

from slack_sdk.models import blocks as kit

from bot import messages
from bot.domain.grouping import Why
from bot.services import group_views
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs
from bot.texts import Texts
from storage.kinds import Willingness

SHOWN = 12
"""People shown with a reason each; the rest are counted."""

WHY = {
    Why.ALONE: "team.why.alone",
    Why.FIRST: "team.why.first",
    Why.FREER: "team.why.freer",
    Why.SECOND: "team.why.second",
    Why.UNKNOWN: "team.why.unknown",
    Why.BUSY: "team.why.busy",
    Why.DISCIPLINE_FULL: "team.why.discipline_full",
    Why.FULL: "team.why.full",
}


def row(idea_id: int, title: str, texts: Texts, *, team: bool = False) -> kit.Block:
    """Wanting in, or rather later; with `team` also putting the group together."""
    buttons = [want(idea_id, title, texts, style="primary"), later(idea_id, title, texts)]
    if team:
        buttons.append(blocks.button(texts("team.open"), ids.Action.GROUP_TEAM, str(idea_id)))
    return blocks.row(*buttons)


def want(idea_id: int, title: str, texts: Texts, *, style: blocks.Style | None = None) -> kit.ButtonElement:
    label = texts("group.want")
    return blocks.button(
        label, ids.Action.GROUP_WANT, str(idea_id), tail=idea_id, style=style, about=f"{label}: {title}"
    )


def later(idea_id: int, title: str, texts: Texts) -> kit.ButtonElement:
    label = texts("group.later")
    return blocks.button(label, ids.Action.GROUP_LATER, str(idea_id), tail=idea_id, about=f"{label}: {title}")


def willing(count: int, texts: Texts) -> str:
    return texts.plural("group.willing", count) if count else texts("group.willing_none")


def said(answer: group_views.Volunteered, texts: Texts) -> blocks.Drawn:
    """To one who tapped: what they have said now, and how to take it back."""
    title = mrkdwn.inline(answer.title)
    if answer.place is not None:
        text = texts("group.joined", title=title)
        place = blocks.mark(texts("group.joined_place", channel=mrkdwn.channel(answer.place)))
        return blocks.drawn(text, [blocks.words(text), blocks.small(place)])
    if answer.answer is None:
        return _notice(texts("group.withdrawn", title=title))
    if answer.answer is Willingness.LATER and answer.asked_again is not None:
        day = texts.day(answer.asked_again.date())
        text = texts("group.later_noted", title=title, day=day)
    elif answer.answer is Willingness.LATER:
        text = texts("group.later_short", title=title)
    else:
        text = texts("group.wanted", title=title)
    back = blocks.button(texts("group.withdraw"), ids.Action.GROUP_WITHDRAW, str(answer.idea_id))
    return blocks.drawn(text, [blocks.words(text), blocks.row(back)])


def accepted(answer: group_views.Volunteered, texts: Texts) -> blocks.Drawn:
    """To one who answered an invitation."""
    if answer.place is not None:
        return said(answer, texts)
    title = mrkdwn.inline(answer.title)
    yes = answer.answer is not None
    return _notice(texts("invitation.accepted" if yes else "invitation.declined", title=title))


def waiting(found: Sequence[group_views.Volunteered], texts: Texts) -> blocks.Drawn:
    """The chosen ideas without a group, for the one who asked."""
    text = texts.plural("group.waiting", len(found))
    pieces = [blocks.words(text)]
    for one in found[: (blocks.BLOCKS - 2) // 2]:
        pieces += [
            blocks.strong(mrkdwn.inline(one.title)),
            row(one.idea_id, one.title, texts, team=True),
        ]
    return blocks.drawn(text, pieces)


def team(shown: group_views.TeamProposal, texts: Texts) -> blocks.Json:
    """The modal with the proposal: each pick with its reason, the gaps, and whom to ask."""
    pieces = [blocks.strong(mrkdwn.inline(shown.title))]
    for people, key in ((shown.accepted, "team.accepted"), (shown.waiting, "team.waiting")):
        if people:
            pieces.append(blocks.marked(texts(key, people=_people(people, texts))))
    if shown.declined:
        pieces.append(blocks.words(texts.plural("team.declined", shown.declined)))
    if shown.picks:
        pieces += [blocks.words(texts("team.picks")), *_reasons(shown.picks, texts)]
    elif not shown.accepted and not shown.waiting:
        pieces.append(blocks.words(texts("team.nobody")))
    gaps = _gaps(shown, texts)
    if gaps:
        pieces.append(blocks.words("\n".join(texts("list.item", text=gap) for gap in gaps)))
    if shown.others:
        pieces += [blocks.words(texts("team.others")), *_reasons(shown.others, texts)]
    pieces.append(
        inputs.people(
            ids.Field.MEMBERS,
            texts("team.members"),
            chosen=[one.person for one in shown.picks],
            hint=texts("team.members_hint"),
        )
    )
    pieces.append(blocks.row(*_steps(shown, texts)))
    return blocks.modal(
        pieces,
        callback=ids.Callback.TEAM,
        title=texts("team.heading"),
        submit=texts("team.submit"),
        close=texts("form.close"),
        metadata=str(shown.idea_id),
    )


def sent(shown: group_views.TeamProposal, texts: Texts) -> blocks.Drawn:
    """To the one who sent the invitations: how far it has come."""
    text = texts("team.sent")
    pieces = [blocks.words(text)]
    for people, key in ((shown.accepted, "team.accepted"), (shown.waiting, "team.waiting")):
        if people:
            pieces.append(blocks.marked(texts(key, people=_people(people, texts))))
    start = blocks.button(texts("team.start"), ids.Action.GROUP_START, str(shown.idea_id))
    return blocks.drawn(text, [*pieces, blocks.row(start)])


def wanted(message: messages.GroupWanted, texts: Texts) -> blocks.Drawn:
    """A week after: a chosen idea has no group."""
    title = mrkdwn.inline(message.title)
    if message.willing:
        text = texts.plural("group.wanted_some", message.willing, title=title)
        pieces = [blocks.words(text), row(message.idea_id, message.title, texts, team=True)]
        return blocks.drawn(text, pieces)
    text = texts("group.wanted_none", title=title)
    pieces = [blocks.words(text), row(message.idea_id, message.title, texts)]
    if message.runner_up is not None:
        follower = mrkdwn.inline(message.runner_up)
        take = blocks.button(texts("group.runner_up"), ids.Action.GROUP_RUNNER_UP, str(message.idea_id))
        pieces += [blocks.words(texts("group.runner_up_about", title=follower)), blocks.row(take)]
    return blocks.drawn(text, pieces)


def call(message: messages.GroupCall, texts: Texts) -> blocks.Drawn:
    """In the wide channel: whom a group lacks."""
    text = texts("group.call", title=mrkdwn.inline(message.title))
    pieces = [blocks.words(text)]
    if message.disciplines:
        listed = texts.listed([mrkdwn.inline(one) for one in message.disciplines])
        pieces.append(blocks.words(texts("team.gap.disciplines", disciplines=listed)))
    pieces.append(row(message.idea_id, message.title, texts))
    return blocks.drawn(text, pieces)


def invited(message: messages.Invited, texts: Texts) -> list[kit.Block]:
    """An invitation: yes or no, and who else is asked."""
    key = "invitation.willing" if message.willing else "invitation.asked"
    pieces = [
        blocks.words(texts(key, title=mrkdwn.inline(message.title))),
        blocks.small(blocks.mark(texts("invitation.by", person=mrkdwn.mention(message.by)))),
    ]
    if message.others:
        people = _people(message.others, texts)
        pieces.append(blocks.small(blocks.mark(texts("invitation.others", people=people))))
    yes = blocks.button(
        texts("invitation.accept"),
        ids.Action.INVITATION_ACCEPT,
        str(message.idea_id),
        tail=message.idea_id,
        style="primary",
    )
    no = blocks.button(
        texts("invitation.decline"),
        ids.Action.INVITATION_DECLINE,
        str(message.idea_id),
        tail=message.idea_id,
    )
    return [*pieces, blocks.row(yes, no)]


def invitation(message: messages.Invited, texts: Texts) -> blocks.Drawn:
    """The same as a message of its own."""
    fallback = texts("invitation.fallback", title=mrkdwn.inline(message.title))
    return blocks.drawn(fallback, invited(message, texts))


def answered(message: messages.TeamAnswered, texts: Texts) -> blocks.Drawn:
    """To the one who asked: everybody has answered."""
    text = texts("team.answered", title=mrkdwn.inline(message.title))
    pieces = [blocks.words(text)]
    if message.accepted:
        people = _people(message.accepted, texts)
        pieces.append(blocks.marked(texts("team.accepted", people=people)))
    if message.declined:
        pieces.append(blocks.words(texts.plural("team.declined", message.declined)))
    start = blocks.button(texts("team.start"), ids.Action.GROUP_START, str(message.idea_id), style="primary")
    again = blocks.button(texts("team.more"), ids.Action.GROUP_TEAM, str(message.idea_id))
    return blocks.drawn(text, [*pieces, blocks.row(start, again)])


def asked_later(message: messages.AskedLater, texts: Texts) -> list[kit.Block]:
    text = texts("note.asked_later", title=mrkdwn.inline(message.title))
    return [blocks.words(text), row(message.idea_id, message.title, texts)]


def _steps(shown: group_views.TeamProposal, texts: Texts) -> list[kit.ButtonElement]:
    start = blocks.button(texts("team.start"), ids.Action.GROUP_START, str(shown.idea_id))
    if shown.wide_place is None or shown.advertised:
        return [start]
    return [start, blocks.button(texts("team.advertise"), ids.Action.GROUP_ADVERTISE, str(shown.idea_id))]


def _gaps(shown: group_views.TeamProposal, texts: Texts) -> list[str]:
    gaps = []
    if shown.missing:
        gaps.append(texts.plural("team.gap.people", shown.missing))
    if shown.narrow:
        gaps.append(texts("team.gap.narrow"))
    if shown.unheard:
        listed = texts.listed([mrkdwn.inline(one) for one in shown.unheard])
        gaps.append(texts("team.gap.disciplines", disciplines=listed))
    if shown.advertised:
        gaps.append(texts("team.gap.advertised"))
    return gaps


def _reasons(found: Sequence[group_views.Suggested], texts: Texts) -> list[kit.Block]:
    pieces: list[kit.Block] = []
    for one in found[:SHOWN]:
        discipline = mrkdwn.inline(one.discipline or "")
        why = texts(WHY[Why(one.why)], discipline=discipline)
        pieces.append(blocks.rich(blocks.person(one.person), blocks.run("\n" + why)))
    if len(found) > SHOWN:
        more = texts.plural("list.more", len(found) - SHOWN)
        pieces.append(blocks.small(blocks.plain(more)))
    return pieces


def _people(people: Sequence[str], texts: Texts) -> str:
    shown = [mrkdwn.mention(person) for person in people[:SHOWN]]
    if len(people) > SHOWN:
        shown.append(texts.plural("list.more", len(people) - SHOWN))
    return texts.listed(shown)


def _notice(text: str) -> blocks.Drawn:
    return blocks.drawn(text, [blocks.words(text)])
