"""Handlers for an administrator's setup."""

from typing import Any

from bot.services import workspaces
from bot.slack import forms, places, requests
from bot.slack.answering import Visit
from bot.slack.views import blocks, home, ids, replies


async def show(visit: Visit[Any], trigger: str) -> None:
    """Open the form."""
    form = await workspaces.form(visit.door.installation, visit.actor)
    await visit.door.client.views_open(trigger_id=trigger, view=home.setup(form, visit.texts))


async def show_from_home(visit: Visit[requests.Click]) -> None:
    await show(visit, visit.request.trigger)


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
            disciplines=form.disciplines if typed.disciplines is None else typed.disciplines,
            confirmed=forms.confirmed(visit.request.values),
        ),
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, replies.setup_saved(visit.texts))
