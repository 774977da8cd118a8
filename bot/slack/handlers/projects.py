"""Handlers for project groups."""

import asyncio
import dataclasses
from typing import Any

from bot import errors
from bot.services import overview, projects, stopping, volunteering
from bot.slack import forms, places, requests
from bot.slack.answering import Visit
from bot.slack.handlers import modals, words
from bot.slack.views import blocks, ids, overviews, project_forms, replies
from bot.slack.views import gatherings as gathering_views


async def command(visit: Visit[requests.Command]) -> blocks.Drawn | None:
    """`/project`: help, the list, or the form for a new group."""
    text = visit.request.text
    if text.casefold() in words.HELP:
        return replies.help_(visit.texts, "project")
    if text.casefold() in words.LIST:
        view = await _overview(visit, 1)
        await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)
        return None
    if text:
        raise errors.Invalid("error.unknown_subcommand", word=text, command="/project")
    waiting = await volunteering.waiting(visit.door.installation, visit.actor)
    if len(waiting) > 1:
        return gathering_views.waiting(waiting, visit.texts)
    form = await projects.form(visit.door.installation, visit.actor)
    view = project_forms.form(form, visit.texts)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)
    return None


async def turn(visit: Visit[requests.Click]) -> None:
    """Another page of the overview."""
    await modals.redraw(visit, await _overview(visit, words.number(visit.request.value)))


async def _overview(visit: Visit[Any], page: int) -> blocks.Json:
    found = await overview.groups(visit.door.installation, visit.actor, page=page, now=visit.door.now())
    return overviews.page(found, visit.texts)


async def submit(visit: Visit[requests.Submission]) -> blocks.Json:
    """The form: make the group, in a channel that is chosen or made for it."""
    typed = forms.project(visit.request.values)
    if not typed.new_channel and typed.place is None:
        raise errors.Invalid("error.project.place_empty", field=ids.Field.PLACE)
    start = await _start(visit, typed)
    here = visit.door
    if typed.new_channel or typed.place is None:
        title = await projects.check(here.installation, visit.actor, start, now=here.now())
        people = list(dict.fromkeys(filter(None, (typed.owner, *typed.members))))
        place = await places.make(here.client, title, prefix="jakt", people=people)
    else:
        place = typed.place
        await projects.check(here.installation, visit.actor, start, now=here.now())
        await places.require_member(here.client, place, field=ids.Field.PLACE)
        await places.invite(here.client, place, list(dict.fromkeys((typed.owner or "", *typed.members))))
    await projects.start_(here.installation, visit.actor, start, place=place, now=here.now())
    return replies.as_modal(visit.texts, replies.project_started(visit.texts, place=place))


async def more(visit: Visit[requests.Click]) -> None:
    """Show the fields that few need, with what is filled in so far."""
    form = await projects.form(visit.door.installation, visit.actor)
    typed = forms.project(visit.request.values)
    typed = dataclasses.replace(typed, zone=typed.zone or form.zone)
    view = project_forms.form(form, visit.texts, typed=typed, more=True)
    await visit.door.client.views_update(view_id=visit.request.view_id or "", view=view)


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
        leader=typed.leader,
        pre_mortem=typed.pre_mortem,
        criteria=tuple(stopping.Asked(text, on) for text, on in typed.criteria),
        zone=typed.zone,
        weekday=typed.weekday or 0,
        at=typed.at,
        confirmed=forms.confirmed(visit.request.values),
    )
