"""Handlers for rounds and ballots."""

import json

from bot import errors
from bot.services import ballots, people, rounds, taps
from bot.services import views as cases
from bot.slack import places, requests, round_inputs
from bot.slack.answering import Visit
from bot.slack.handlers import modals, outcomes, words
from bot.slack.views import ballots as ballot_views
from bot.slack.views import blocks, idea_forms, ids, replies, round_forms, values
from bot.slack.views import ideas as idea_views


async def command(visit: Visit[requests.Command]) -> blocks.Drawn | None:
    """`/round`: help, a recount, or the form for a new round in this channel."""
    text = visit.request.text
    if text.casefold() in words.HELP:
        return replies.help_(visit.texts, "round")
    if text.casefold() in words.RECOUNT:
        return await outcomes.recount_latest(visit)
    if text:
        raise errors.Invalid("error.unknown_subcommand", word=text, command="/round")
    form = await rounds.form(visit.door.installation, visit.actor, now=visit.door.now())
    metadata = json.dumps({"channel": visit.request.channel})
    view = round_forms.form(form, visit.texts, metadata=metadata)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)
    return None


async def more(visit: Visit[requests.Click]) -> None:
    """The form with the settings few need; what was filled in stays."""
    await _reshape(visit, more=True)


async def search(visit: Visit[requests.Click]) -> None:
    """The form with the ideas that were looked for, after those that are chosen already."""
    await _reshape(visit, more=bool(requests.record(visit.request.metadata).get("more")))


async def submit(visit: Visit[requests.Submission]) -> blocks.Json:
    """The form: open the round in the channel where the command was given."""
    rounds.require_opener(visit.actor)  # before Slack is asked about any channel
    typed = round_inputs.round_(visit.request.values)
    channel = str(requests.record(visit.request.metadata).get("channel") or "")
    if typed.closes_at is None:
        raise errors.Invalid("error.round.past", field=ids.Field.CLOSES_AT)
    await places.require_member(visit.door.client, channel)
    installation = visit.door.installation
    idea_ids = typed.idea_ids
    if typed.all_open:
        idea_ids = await rounds.all_open(installation, visit.actor, theme=typed.theme_id)
    await rounds.open_(
        installation,
        visit.actor,
        rounds.Plan(
            idea_ids=idea_ids,
            closes_at=typed.closes_at,
            winners=typed.winners,
            secret=typed.secret,
            tap_limit=typed.tap_limit,
            breadth=typed.breadth,
            published=typed.published,
        ),
        place=channel,
        request_key=visit.request.key,
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, replies.round_opened(visit.texts, place=channel))


async def read(visit: Visit[requests.Click]) -> None:
    """An idea in full, on top of the ballot. Only to be read: a tap on "support" there would be no vote."""
    round_id, idea_id = words.pair(visit.request.value)
    card = await ballots.read(visit.door.installation, visit.actor, round_id, words.number(idea_id))
    drawn = idea_views.card(card, visit.texts, acts=False)
    await modals.show(visit, replies.as_modal(visit.texts, drawn, title="paper.heading"))


async def open_ballot(visit: Visit[requests.Click]) -> blocks.Drawn | None:
    """Show the person their own ballot, or ask which discipline they belong to."""
    round_id = words.number(visit.request.value)
    here = visit.door.installation
    try:
        ballot = await ballots.show(here, visit.actor, round_id, now=visit.door.now())
    except errors.NotAllowed as error:
        if error.key != ballots.NO_DISCIPLINE:
            raise
        return idea_forms.ask_discipline(visit.texts, await people.disciplines(here, visit.actor))
    view = modals.in_place(visit.request, ballot_views.form(ballot, visit.texts))
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)
    return None


async def approve(visit: Visit[requests.Click]) -> None:
    await _tap(visit, approve=True)


async def withdraw(visit: Visit[requests.Click]) -> None:
    await _tap(visit, approve=False)


async def none(visit: Visit[requests.Click]) -> None:
    """Hand in "none of these"."""
    round_id = words.number(visit.request.value)
    ballot = await ballots.tap_none(visit.door.installation, visit.actor, round_id, now=visit.door.now())
    _redraw(visit, ballot, page=_page(visit))


async def turn(visit: Visit[requests.Click]) -> None:
    """Another page of the ballot."""
    round_id, page = words.pair(visit.request.value)
    ballot = await ballots.show(visit.door.installation, visit.actor, round_id, now=visit.door.now())
    _redraw(visit, ballot, page=words.number(page))


async def _tap(visit: Visit[requests.Click], *, approve: bool) -> None:
    round_id, idea_id = words.pair(visit.request.value)
    ballot = await taps.tap(
        visit.door.installation,
        visit.actor,
        round_id,
        words.number(idea_id),
        approve=approve,
        now=visit.door.now(),
    )
    _redraw(visit, ballot, page=_page(visit))


async def _reshape(visit: Visit[requests.Click], *, more: bool) -> None:
    typed = round_inputs.round_(visit.request.values)
    form = await rounds.form(
        visit.door.installation,
        visit.actor,
        now=visit.door.now(),
        selected=typed.idea_ids,
        search=typed.search,
    )
    channel = requests.record(visit.request.metadata).get("channel") or ""
    metadata = json.dumps({"channel": channel, "more": more})
    view = round_forms.form(form, visit.texts, typed=typed, more=more, metadata=metadata)
    await visit.door.client.views_update(view_id=visit.request.view_id or "", view=view)


def _redraw(visit: Visit[requests.Click], ballot: cases.Ballot, *, page: int) -> None:
    """What is kept is acknowledged at once; the form follows."""
    if visit.request.view_id is not None:
        visit.door.redraws.ask(
            visit.request.view_id,
            lambda: modals.in_place(visit.request, ballot_views.form(ballot, visit.texts, page=page)),
        )


def _page(visit: Visit[requests.Click]) -> int:
    """The page the ballot was on, as its modal remembers."""
    try:
        return int(values.read_pair(visit.request.metadata)[1])
    except ValueError:
        return 1
