"""Handlers for an administrator's setup: the workspace, its disciplines, its facilitators."""

import asyncio
from typing import Any

from bot import errors
from bot.services import audit, choices, disciplines, facilitators, workspaces
from bot.slack import forms, places, requests
from bot.slack.answering import Visit
from bot.slack.handlers import modals, placements, words
from bot.slack.views import blocks, ids, replies
from bot.slack.views import choices as choice_views
from bot.slack.views import setup as views


async def show(visit: Visit[Any], trigger: str) -> None:
    """Open the form."""
    form = await workspaces.form(visit.door.installation, visit.actor)
    await visit.door.client.views_open(trigger_id=trigger, view=views.form(form, visit.texts))


async def show_from_home(visit: Visit[requests.Click]) -> None:
    form = await workspaces.form(visit.door.installation, visit.actor)
    await modals.show(visit, views.form(form, visit.texts))


async def submit(visit: Visit[requests.Submission]) -> blocks.Json:
    """Set everything the form asked for; the bot must be able to speak in both channels."""
    typed = forms.setup(visit.request.values)
    form = await workspaces.form(visit.door.installation, visit.actor)
    for field, place in (
        (ids.Field.IDEAS_PLACE, typed.ideas_place),
        (ids.Field.WIDE_PLACE, typed.wide_place),
    ):
        if place is not None:
            await places.require_member(visit.door.client, place, field=field)
    await workspaces.set_up(
        visit.door.installation,
        visit.actor,
        workspaces.Setup(
            ideas_place=typed.ideas_place,
            wide_place=typed.wide_place,
            locale=typed.locale or form.locale,
            rounds_by_all=typed.rounds_by_all,
            disciplines=() if typed.disciplines is None else typed.disciplines,
            confirmed=forms.confirmed(visit.request.values),
        ),
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, replies.setup_saved(visit.texts))


async def part(visit: Visit[requests.Click]) -> None:
    """Open a part of the setup on top of it."""
    here, who = visit.door, audit.administrator(visit.actor)
    match visit.request.value:
        case "disciplines":
            view = views.disciplines(await disciplines.listed(here.installation, who), visit.texts)
        case "facilitators":
            view = views.facilitators(await facilitators.listed(here.installation, who), visit.texts)
        case "import":
            view = placements.form(visit.texts)
        case "choices":
            view = choice_views.parts(visit.texts)
        case name if name in choice_views.PARTS:
            view = choice_views.form(name, await choices.shown(here.installation, who), visit.texts)
        case _:
            raise errors.Invalid("error.button")
    await here.client.views_push(trigger_id=visit.request.trigger, view=view)


async def edit_discipline(visit: Visit[requests.Click]) -> None:
    """The form for one discipline, on top of the list; the list is drawn anew when it is sent."""
    who = audit.administrator(visit.actor)
    shown = await disciplines.listed(visit.door.installation, who)
    chosen = None if visit.request.value == views.NEW else words.number(visit.request.value)
    metadata = words.note(list=visit.request.view_id, discipline=chosen)
    view = views.discipline(shown, chosen, visit.texts, metadata=metadata)
    await visit.door.client.views_push(trigger_id=visit.request.trigger, view=view)


async def submit_discipline(visit: Visit[requests.Submission]) -> None:
    """Add, rename or retire, then show the list as it now is."""
    here, who = visit.door, audit.administrator(visit.actor)
    typed = forms.discipline(visit.request.values)
    confirmed = forms.confirmed(visit.request.values)
    metadata = requests.record(visit.request.metadata)
    chosen, now = metadata.get("discipline"), here.now()
    if not isinstance(chosen, int):
        await disciplines.add(here.installation, who, typed.name, confirmed=confirmed, now=now)
    elif typed.retire:
        await disciplines.retire(here.installation, who, chosen, into=typed.into, now=now)
    else:
        await disciplines.rename(here.installation, who, chosen, typed.name, confirmed=confirmed, now=now)
    view = views.disciplines(await disciplines.listed(here.installation, who), visit.texts)
    await modals.tell(visit, str(metadata.get("list")), view)


async def submit_facilitators(visit: Visit[requests.Submission]) -> blocks.Json:
    """Make exactly those the facilitators who are named."""
    here, who = visit.door, audit.administrator(visit.actor)
    named = await asyncio.gather(*(here.actor(one) for one in forms.facilitators(visit.request.values)))
    await facilitators.replace(here.installation, who, [one.person_id for one in named], now=here.now())
    return replies.as_modal(visit.texts, replies.setup_saved(visit.texts))


async def submit_choices(visit: Visit[requests.Submission]) -> blocks.Json:
    """Set what was changed in a part's form; what stands as it was stays the installation's."""
    here, who = visit.door, audit.administrator(visit.actor)
    await choices.choose(
        here.installation,
        who,
        forms.choices(visit.request.values),
        confirmed=forms.confirmed(visit.request.values),
        now=here.now(),
    )
    return replies.as_modal(visit.texts, replies.setup_saved(visit.texts))
