"""Handlers for project groups and the answers to their nudges."""

import asyncio

from bot import errors
from bot.services import nudges, projects
from bot.services import views as cases
from bot.slack import forms, places, requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import words
from bot.slack.views import blocks, ids, replies
from bot.slack.views import nudges as nudge_views
from bot.slack.views import projects as views
from storage import kinds


async def command(visit: Visit[requests.Command]) -> blocks.Drawn | None:
    """`/project`: help, the list, or the form for a new group."""
    text = visit.request.text
    if text.casefold() in words.HELP:
        return replies.help_(visit.texts, "project")
    if text.casefold() in words.LIST:
        return views.listed(await projects.listed(visit.door.installation, visit.actor), visit.texts)
    if text:
        raise errors.Invalid("error.unknown_subcommand", word=text, command="/project")
    form = await projects.form(visit.door.installation, visit.actor)
    view = views.form(form, visit.texts)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)
    return None


async def submit(visit: Visit[requests.Submission]) -> blocks.Json:
    """The form: make the group, in a channel that is chosen or made for it."""
    typed = forms.project(visit.request.values)
    if not typed.new_channel and typed.place is None:
        raise errors.Invalid("error.project.place_empty", field=ids.Field.PLACE)
    start = await _start(visit, typed)
    here = visit.door
    if typed.new_channel or typed.place is None:
        title = await projects.check(here.installation, visit.actor, start)
        people = list(dict.fromkeys(filter(None, (typed.owner, *typed.members))))
        place = await places.make(here.client, title, prefix="jakt", people=people)
    else:
        place = typed.place
        await places.require_member(here.client, place, field=ids.Field.PLACE)
    await projects.start_(here.installation, visit.actor, start, place=place, now=here.now())
    return replies.as_modal(visit.texts, replies.project_started(visit.texts, place=place))


async def confidence(visit: Visit[requests.Click]) -> blocks.Drawn:
    nudge_id, level = words.pair(visit.request.value)
    answered = await nudges.set_confidence(
        visit.door.installation, visit.actor, nudge_id, words.number(level), now=visit.door.now()
    )
    return nudge_views.answered(answered, visit.texts)


async def movement(visit: Visit[requests.Click]) -> blocks.Drawn:
    nudge_id, word = words.pair(visit.request.value)
    if word not in tuple(kinds.Movement):
        raise errors.Invalid("error.button")
    answered = await nudges.set_movement(
        visit.door.installation, visit.actor, nudge_id, kinds.Movement(word), now=visit.door.now()
    )
    return nudge_views.answered(answered, visit.texts)


async def obstacle(visit: Visit[requests.Click]) -> Instead:
    nudge_id, word = words.pair(visit.request.value)
    if word not in tuple(kinds.Obstacle):
        raise errors.Invalid("error.button")
    answered: cases.Answered = await nudges.set_obstacle(
        visit.door.installation, visit.actor, nudge_id, kinds.Obstacle(word), now=visit.door.now()
    )
    return Instead(nudge_views.answered(answered, visit.texts))


async def _start(visit: Visit[requests.Submission], typed: forms.ProjectInput) -> projects.Start:
    """What was asked for, with the people known to us; each is met first."""
    if typed.owner is None:
        raise errors.Invalid("error.project.owner_empty", field=ids.Field.OWNER)
    owner, *members = await asyncio.gather(*(visit.door.actor(one) for one in (typed.owner, *typed.members)))
    return projects.Start(
        idea_id=typed.idea_id or 0,
        owner_id=owner.person_id,
        member_ids=tuple(member.person_id for member in members),
        next_step=typed.next_step,
        weekday=typed.weekday or 0,
        at=typed.at,
        confirmed=forms.confirmed(visit.request.values),
    )
