"""Handlers for hunts: the command, a facilitator's forms, and the case."""

import json

from bot import errors
from bot.domain.hunting import Plan, Step
from bot.domain.permissions import Action
from bot.services import hunt_endings, hunt_ideas, hunts, permits
from bot.slack import forms, places, requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import ideas, words
from bot.slack.views import blocks, hunt_forms, ids, replies
from bot.slack.views import hunts as views

NEW = frozenset({"new", "ny"})


async def command(visit: Visit[requests.Command]) -> blocks.Drawn | None:
    """`/hunt`: help, the form, or what runs; the form at once for a facilitator where nothing runs."""
    text = visit.request.text.casefold()
    if text in words.HELP:
        return replies.help_(visit.texts, "hunt")
    if text and text not in NEW | words.LIST:
        raise errors.Invalid("error.unknown_subcommand", word=visit.request.text, command="/hunt")
    found = await hunts.listed(visit.door.installation, visit.actor)
    if text in NEW or (not text and found.leads and not found.running):
        await _open_form(visit, visit.request.trigger, visit.request.channel)
        return None
    return views.listed(found, visit.texts, workspace=visit.door.team.url)


async def new(visit: Visit[requests.Click]) -> None:
    """The form, from the list."""
    await _open_form(visit, visit.request.trigger, visit.request.channel or "")


async def submit(visit: Visit[requests.Submission]) -> blocks.Json:
    """The form: start the hunt in the channel where the command was given."""
    permits.require(visit.actor, Action.RUN_HUNT)  # before Slack is asked about any channel
    typed = forms.hunt(visit.request.values)
    channel = str(requests.record(visit.request.metadata).get("channel") or "")
    await places.require_member(visit.door.client, channel)
    missing = next((field for field in hunt_forms.FIELDS.values() if typed.moments.get(field) is None), None)
    if missing is not None:
        raise errors.Invalid("error.hunt.past", field=missing)
    plan = Plan(*(typed.moments[field] for field in hunt_forms.FIELDS.values()))
    await hunts.start_(
        visit.door.installation,
        visit.actor,
        hunts.Start(
            question=typed.question,
            cohort=typed.cohort,
            year=typed.year or 0,
            plan=plan,
            winners=typed.winners or 1,
            confirmed=forms.confirmed(visit.request.values),
        ),
        place=channel,
        request_key=visit.request.key,
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, replies.hunt_started(visit.texts, place=channel))


async def post(visit: Visit[requests.Click]) -> None:
    """The idea form, with this hunt chosen."""
    permits.require(visit.actor, Action.POST_IDEA)
    hunt_id = words.number(visit.request.value)
    await ideas.open_for_hunt(visit, hunt_id)


async def leave(visit: Visit[requests.Click]) -> Instead:
    """The person's own idea leaves the hunt it joined by itself."""
    hunt_id, idea_id = words.pair(visit.request.value)
    await hunt_ideas.leave(
        visit.door.installation, visit.actor, hunt_id, words.number(idea_id), now=visit.door.now()
    )
    return Instead(replies.notice(visit.texts("hunt.left")))


async def lead(visit: Visit[requests.Click]) -> None:
    """What a facilitator can do with it."""
    hunt_id = words.number(visit.request.value)
    shown = await hunts.lead(visit.door.installation, visit.actor, hunt_id)
    view = hunt_forms.lead(shown, visit.texts)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)


async def move(visit: Visit[requests.Submission]) -> blocks.Json:
    typed = forms.hunt(visit.request.values)
    steps: dict[Step, ids.Field] = hunt_forms.FIELDS
    await hunts.move(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        {step: typed.moments[field] for step, field in steps.items() if field in typed.moments},
        reason=typed.reason,
        confirmed=forms.confirmed(visit.request.values),
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, replies.notice(visit.texts("hunt.moved")))


async def ask_finish(visit: Visit[requests.Click]) -> None:
    await _ask(visit, finished=True)


async def ask_cancel(visit: Visit[requests.Click]) -> None:
    await _ask(visit, finished=False)


async def finish(visit: Visit[requests.Submission]) -> blocks.Json:
    typed = forms.hunt(visit.request.values)
    await hunt_endings.finish(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        decision=typed.decision,
        learnt=typed.learnt,
        confirmed=forms.confirmed(visit.request.values),
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, replies.notice(visit.texts("hunt.finished")))


async def cancel(visit: Visit[requests.Submission]) -> blocks.Json:
    typed = forms.hunt(visit.request.values)
    await hunt_endings.cancel(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        reason=typed.reason,
        confirmed=forms.confirmed(visit.request.values),
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, replies.notice(visit.texts("hunt.cancelled")))


async def case(visit: Visit[requests.Click]) -> blocks.Drawn:
    """The finished hunt on one page, seen by the one who asked."""
    hunt_id = words.number(visit.request.value)
    return views.case(await hunt_endings.case(visit.door.installation, visit.actor, hunt_id), visit.texts)


async def _ask(visit: Visit[requests.Click], *, finished: bool) -> None:
    permits.require(visit.actor, Action.RUN_HUNT)
    view = hunt_forms.ending(words.number(visit.request.value), visit.texts, finished=finished)
    await visit.door.client.views_push(trigger_id=visit.request.trigger, view=view)


async def _open_form(
    visit: Visit[requests.Command] | Visit[requests.Click], trigger: str, channel: str
) -> None:
    form = await hunts.form(visit.door.installation, visit.actor, now=visit.door.now())
    view = hunt_forms.form(form, visit.texts, metadata=json.dumps({"channel": channel}))
    await visit.door.client.views_open(trigger_id=trigger, view=view)
