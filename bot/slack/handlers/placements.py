"""Handlers for people's disciplines: the import, and choices that wait for a word."""

from bot import errors
from bot.services import audit, confirmations
from bot.slack import forms, mrkdwn, requests, rosters
from bot.slack.answering import Visit
from bot.slack.handlers import modals, words
from bot.slack.views import blocks
from bot.slack.views import placements as views
from bot.texts import Texts

MOST_LINES = 30
"""As many as Slack finds by their addresses within a handler's time; the command line takes more."""


def form(texts: Texts) -> blocks.Json:
    return views.form(texts, most=MOST_LINES)


async def submit(visit: Visit[requests.Submission]) -> blocks.Json:
    """Place the people of the list and report; where a line is wrong the form stays with what was pasted."""
    who = audit.administrator(visit.actor)
    typed = forms.roster(visit.request.values)
    lines = rosters.read(typed.text, most=MOST_LINES)
    reported, done = await rosters.place(
        visit.door, who, lines, leave_out_wrong=typed.leave_out, now=visit.door.now()
    )
    if not done:
        wrong = [views.sentence(one, visit.texts) for one in reported if not one.good]
        said = mrkdwn.clip(" ".join(wrong), 1500)
        raise errors.Invalid("error.import.wrong", field="roster", lines=said)
    return views.report(reported, visit.texts)


async def show(visit: Visit[requests.Click]) -> None:
    """Everybody who waits: on top of the setup, or by itself from the private message."""
    who = audit.administrator(visit.actor)
    found = await confirmations.waiting(visit.door.installation, who)
    view = views.unconfirmed(found, visit.texts)
    opening = visit.door.client.views_push if visit.request.view_id else visit.door.client.views_open
    await opening(trigger_id=visit.request.trigger, view=view)


async def confirm(visit: Visit[requests.Click]) -> None:
    person_id = words.number(visit.request.value)
    who = audit.administrator(visit.actor)
    await confirmations.confirm(visit.door.installation, who, person_id, now=visit.door.now())
    await _redraw(visit, who)


async def decline(visit: Visit[requests.Click]) -> None:
    person_id = words.number(visit.request.value)
    who = audit.administrator(visit.actor)
    await confirmations.decline(visit.door.installation, who, person_id, now=visit.door.now())
    await _redraw(visit, who)


async def _redraw(visit: Visit[requests.Click], who: audit.Administrator) -> None:
    found = await confirmations.waiting(visit.door.installation, who)
    view = views.unconfirmed(found, visit.texts)
    await modals.tell(visit, visit.request.view_id or "", view)
