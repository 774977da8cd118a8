"""Handlers for a group's rhythm: snoozing, turning off, another slot."""

from datetime import timedelta

from bot import errors
from bot.services import rhythm
from bot.slack import forms, places, requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import words
from bot.slack.views import blocks, ids, replies
from bot.slack.views import rhythm as views

SUGGESTED = timedelta(days=14)


async def menu(visit: Visit[requests.Click]) -> blocks.Drawn | None:
    """A choice in the menu of a nudge: done at once, or asked about in a form."""
    project_id, word = words.pair(visit.request.value)
    match word:
        case views.SNOOZE:
            return await _snooze(visit, project_id)
        case views.SNOOZE_TO:
            suggested = visit.door.now().date() + SUGGESTED
            view = views.snooze_form(project_id, visit.texts, suggested=suggested)
            await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)
            return None
        case views.SLOT:
            await _open_slot(visit, project_id)
            return None
        case views.MUTE_OWN:
            return await _mute_own(visit, project_id)
        case views.MUTE:
            return await _mute(visit, project_id)
        case _:
            raise errors.Invalid("error.button")


async def snooze(visit: Visit[requests.Click]) -> blocks.Drawn:
    return await _snooze(visit, words.number(visit.request.value))


async def mute(visit: Visit[requests.Click]) -> blocks.Drawn:
    return await _mute(visit, words.number(visit.request.value))


async def mute_own(visit: Visit[requests.Click]) -> blocks.Drawn:
    return await _mute_own(visit, words.number(visit.request.value))


async def unmute_own(visit: Visit[requests.Click]) -> Instead:
    project_id = words.number(visit.request.value)
    title = await rhythm.mute_own(
        visit.door.installation, visit.actor, project_id, muted=False, now=visit.door.now()
    )
    return Instead(views.unmuted_own(title, visit.texts))


async def resume(visit: Visit[requests.Click]) -> blocks.Drawn:
    project_id = words.number(visit.request.value)
    done = await rhythm.resume(visit.door.installation, visit.actor, project_id, now=visit.door.now())
    return views.changed(done, visit.texts)


async def fortnightly(visit: Visit[requests.Click]) -> blocks.Drawn:
    project_id = words.number(visit.request.value)
    done = await rhythm.every_second_week(
        visit.door.installation, visit.actor, project_id, now=visit.door.now()
    )
    return views.changed(done, visit.texts)


async def open_slot(visit: Visit[requests.Click]) -> None:
    await _open_slot(visit, words.number(visit.request.value))


async def submit_slot(visit: Visit[requests.Submission]) -> blocks.Json:
    """The form for another slot; the bot must be able to speak in the channel."""
    typed = forms.project(visit.request.values)
    rhythm_word = forms.option(visit.request.values, ids.Field.EVERY_WEEKS)
    if typed.place is None:
        raise errors.Invalid("error.project.place_empty", field=ids.Field.PLACE)
    await places.require_member(visit.door.client, typed.place, field=ids.Field.PLACE)
    asked = rhythm.Slot(
        weekday=typed.weekday or 0, at=typed.at, every_weeks=2 if rhythm_word == "2" else 1, place=typed.place
    )
    done = await rhythm.set_slot(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        asked,
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, views.changed(done, visit.texts))


async def submit_snooze(visit: Visit[requests.Submission]) -> blocks.Json:
    """The form for the day until which the nudges rest."""
    until = forms.day(visit.request.values, ids.Field.SNOOZE_UNTIL)
    if until is None:
        raise errors.Invalid("error.snooze.past", field=ids.Field.SNOOZE_UNTIL)
    project_id = words.number(visit.request.metadata)
    done = await rhythm.snooze(
        visit.door.installation, visit.actor, project_id, until=until, now=visit.door.now()
    )
    return replies.as_modal(visit.texts, views.snoozed(done, visit.texts))


async def _snooze(visit: Visit[requests.Click], project_id: int) -> blocks.Drawn:
    done = await rhythm.snooze(visit.door.installation, visit.actor, project_id, now=visit.door.now())
    return views.snoozed(done, visit.texts)


async def _mute(visit: Visit[requests.Click], project_id: int) -> blocks.Drawn:
    done = await rhythm.mute(visit.door.installation, visit.actor, project_id, now=visit.door.now())
    return views.muted(done, visit.texts)


async def _mute_own(visit: Visit[requests.Click], project_id: int) -> blocks.Drawn:
    title = await rhythm.mute_own(
        visit.door.installation, visit.actor, project_id, muted=True, now=visit.door.now()
    )
    return views.muted_own(project_id, title, visit.texts)


async def _open_slot(visit: Visit[requests.Click], project_id: int) -> None:
    shown = await rhythm.form(visit.door.installation, visit.actor, project_id)
    view = views.form(shown, visit.texts)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)
