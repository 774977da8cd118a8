"""A hunt in Slack: its card, the list, a facilitator's forms, and its case."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models import blocks as kit

from bot import messages
from bot.domain.hunting import Step
from bot.services import views
from bot.slack import links, mrkdwn
from bot.slack.views import blocks, ideas, ids, results
from bot.texts import Texts
from storage.kinds import HuntState, IdeaState, Outcome

SHOWN = 10
"""Titles on a case; the rest are counted."""
STATES = {
    HuntState.COLLECTING: "hunt.now.collecting",
    HuntState.VOTING: "hunt.now.voting",
    HuntState.GROUPING: "hunt.now.grouping",
    HuntState.FINISHED: "hunt.now.finished",
    HuntState.CANCELLED: "hunt.now.cancelled",
}
NEXT = {
    HuntState.COLLECTING: "hunt.next.collecting",
    HuntState.VOTING: "hunt.next.voting",
    HuntState.GROUPING: "hunt.next.grouping",
}
STEPS = {Step.COLLECT: "hunt.step.collect", Step.VOTE: "hunt.step.vote", Step.GROUP: "hunt.step.group"}
NEWS = {
    "moved": "hunt.news.moved",
    "more_time": "hunt.news.more_time",
    "cancelled": "hunt.news.cancelled",
    "too_few": "hunt.news.too_few",
}
OUTCOMES = {
    Outcome.CHOSEN: "hunt.case.chosen",
    Outcome.TOO_FEW_VOICES: "hunt.case.too_few_voices",
    Outcome.NO_BROAD_AGREEMENT: "hunt.case.no_broad_agreement",
}
PAST = {HuntState.COLLECTING: 0, HuntState.VOTING: 1, HuntState.GROUPING: 2, HuntState.FINISHED: 3}


def card(message: messages.HuntCard, texts: Texts) -> blocks.Drawn:
    """The plan for everybody: where it stands, what happens next, and what one can do now."""
    title = name(message.question, texts)
    pieces = [
        blocks.heading(title),
        blocks.small(blocks.plain(_cohort(message.cohort, message.year, texts))),
        blocks.words(_now(message, texts)),
    ]
    if message.state in NEXT:
        pieces.append(blocks.words(_next(message, texts)))
        pieces.append(blocks.words("\n".join(_plan(message, texts))))
    if message.chosen:
        pieces.append(blocks.strong(texts.plural("hunt.chosen", len(message.chosen))))
        pieces += [blocks.words(chunk) for chunk in blocks.chunks(_titles(message.chosen, texts))]
    pieces.append(blocks.small(blocks.plain(texts.plural("hunt.ideas", message.ideas))))
    if buttons := _buttons(message, texts):
        pieces.append(blocks.row(*buttons))
    return blocks.drawn(texts("hunt.fallback", title=mrkdwn.inline(title)), pieces)


def news(message: messages.HuntNews, texts: Texts) -> blocks.Drawn:
    """What happened to the plan, in the thread of the card."""
    text = texts(NEWS[message.news])
    pieces = [blocks.words(text)]
    if message.reason:
        pieces.append(blocks.words(message.reason))
    if message.by:
        who = texts("hunt.news.by", person=mrkdwn.mention(message.by))
        pieces.append(blocks.small(blocks.mark(who)))
    if message.news in {"moved", "more_time"}:
        moments = zip(Step, (message.collect_until, message.vote_until, message.group_by), strict=True)
        lines = [texts(STEPS[step], moment=texts.moment(moment, message.zone)) for step, moment in moments]
        pieces.append(blocks.words("\n".join(lines)))
    return blocks.drawn(text, pieces)


def case(message: messages.HuntCase, texts: Texts) -> blocks.Drawn:
    """A finished hunt on one page."""
    title = name(message.question, texts)
    chosen = [one for one in message.ideas if one.chosen]
    pieces = [
        blocks.heading(title),
        blocks.small(
            blocks.plain(texts("hunt.case.label")),
            blocks.plain(_cohort(message.cohort, message.year, texts)),
        ),
        blocks.strong(texts("hunt.case.decision")),
        blocks.words(texts(OUTCOMES[message.outcome]) if message.outcome else texts("hunt.case.no_vote")),
    ]
    pieces += [blocks.words(chunk) for chunk in blocks.chunks([_became(one, texts) for one in chosen])]
    if message.why is not None:
        pieces.append(blocks.words("\n".join(results.reason(message.why, texts))))
    if message.picked is not None:
        pieces.append(blocks.words(results.picked(message.picked, texts)))
    if message.decision:
        pieces.append(blocks.words(message.decision))
    if message.learnt:
        pieces.append(blocks.strong(texts("hunt.case.learnt")))
        pieces += [blocks.words(text) for text in message.learnt[:SHOWN]]
    others = [one for one in message.ideas if not one.chosen]
    if others:
        pieces.append(blocks.strong(texts.plural("hunt.case.others", len(others))))
        listed = [_became(one, texts) for one in others[:SHOWN]]
        if len(others) > SHOWN:
            listed.append(texts.plural("list.more", len(others) - SHOWN))
        pieces += [blocks.words(chunk) for chunk in blocks.chunks(listed)]
    return blocks.drawn(texts("hunt.case.fallback", title=mrkdwn.inline(title)), pieces)


def listed(found: views.HuntList, texts: Texts, *, workspace: str) -> blocks.Drawn:
    """What runs, what has finished, and the way to a new one. `workspace` is its address."""
    count = len(found.running)
    title = texts.plural("hunts.running", count) if count else texts("hunts.none")
    pieces = [blocks.words(title)]
    for one in found.running:
        pieces.append(blocks.strong(name(one.card.question, texts)))
        pieces.append(blocks.words(_now(one.card, texts) + "\n" + _next(one.card, texts)))
        details: list[kit.TextObject] = [
            blocks.plain(_cohort(one.card.cohort, one.card.year, texts)),
            blocks.mark(mrkdwn.channel(one.place)),
        ]
        if one.ref:
            address = links.message(workspace, one.place, one.ref)
            details.append(blocks.mark(mrkdwn.link(address, texts("ideas.open"))))
        pieces.append(blocks.small(*details))
    if found.finished:
        pieces += [blocks.divider(), blocks.strong(texts("hunts.finished"))]
    for one in found.finished:
        read = blocks.button(texts("hunt.read"), ids.Action.HUNT_CASE, str(one.card.hunt_id))
        pieces.append(blocks.words(name(one.card.question, texts), read))
        pieces.append(blocks.small(blocks.plain(_cohort(one.card.cohort, one.card.year, texts))))
    if found.leads:
        pieces.append(blocks.row(blocks.button(texts("hunt.new"), ids.Action.HUNT_NEW, "new")))
    return blocks.drawn(title, pieces[: blocks.BLOCKS])


def note(message: messages.HuntDue, texts: Texts) -> list[kit.Block]:
    """To who opened it, in their weekly message."""
    text = texts("hunt.due", title=mrkdwn.inline(name(message.question, texts)))
    button = blocks.button(
        texts("hunt.for_leads"), ids.Action.HUNT_LEAD, str(message.hunt_id), tail=message.hunt_id
    )
    return [blocks.words(text), blocks.row(button)]


def name(question: str, texts: Texts) -> str:
    return question or texts("hunt.open_call")


def _cohort(cohort: str, year: int, texts: Texts) -> str:
    return texts("hunt.cohort", cohort=mrkdwn.inline(cohort), year=str(year))


def _now(message: messages.HuntCard, texts: Texts) -> str:
    if message.state is HuntState.GROUPING:
        if message.voting_again:
            return texts("hunt.now.again")
        if not message.chosen:
            return texts("hunt.now.nothing_chosen")
        if message.groups == len(message.chosen):
            return texts("hunt.now.grouped")
    return texts(STATES[message.state])


def _next(message: messages.HuntCard, texts: Texts) -> str:
    moment: datetime = {
        HuntState.COLLECTING: message.collect_until,
        HuntState.VOTING: message.vote_until,
    }.get(message.state, message.group_by)
    return texts(_next_key(message), moment=texts.moment(moment, message.zone))


def _next_key(message: messages.HuntCard) -> str:
    """What comes once groups are made depends on whether there is anything to make groups of."""
    if message.state is not HuntState.GROUPING:
        return NEXT[message.state]
    if message.voting_again:
        return "hunt.next.again"
    return "hunt.next.grouping" if message.groups < len(message.chosen) else "hunt.next.ending"


def _plan(message: messages.HuntCard, texts: Texts) -> list[str]:
    moments = (message.collect_until, message.vote_until, message.group_by)
    lines = []
    for number, (step, moment) in enumerate(zip(Step, moments, strict=True)):
        said = texts(STEPS[step], moment=texts.moment(moment, message.zone))
        done = number < PAST.get(message.state, 0)
        lines.append(texts("hunt.step.done", step=said) if done else texts("list.item", text=said))
    return lines


def _titles(titles: Sequence[str], texts: Texts) -> list[str]:
    return [texts("list.item", text=mrkdwn.inline(title)) for title in titles]


def _became(idea: messages.CaseIdea, texts: Texts) -> str:
    """Its title and what became of it; one that is free again is new to nobody who reads this."""
    if idea.state is IdeaState.NEW:
        return texts("list.item", text=mrkdwn.inline(idea.title))
    return texts("hunt.case.idea", title=mrkdwn.inline(idea.title), state=texts(ideas.STATES[idea.state]))


def _buttons(message: messages.HuntCard, texts: Texts) -> list[kit.ButtonElement]:
    value = str(message.hunt_id)
    found = []
    if message.state is HuntState.COLLECTING:
        found.append(blocks.button(texts("hunt.post"), ids.Action.HUNT_IDEA, value, style="primary"))
    elif message.state is HuntState.VOTING and message.round_id is not None:
        found.append(
            blocks.button(
                texts("round.card.vote"), ids.Action.BALLOT_OPEN, str(message.round_id), style="primary"
            )
        )
    elif message.state is HuntState.FINISHED:
        found.append(blocks.button(texts("hunt.read"), ids.Action.HUNT_CASE, value))
    if message.state in NEXT:
        found.append(blocks.button(texts("hunt.for_leads"), ids.Action.HUNT_LEAD, value))
    return found
