"""Handlers for a group's desk: each thing one tap or one short form."""

from bot import errors
from bot.services import memberships, projects
from bot.slack import forms, places, requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import modals, words
from bot.slack.views import blocks, ids, replies
from bot.slack.views import groups as views


async def desk(visit: Visit[requests.Click]) -> None:
    """Open the group."""
    shown = await memberships.desk(visit.door.installation, visit.actor, words.number(visit.request.value))
    await modals.show(visit, views.desk(shown, visit.texts))


async def join(visit: Visit[requests.Click]) -> blocks.Drawn | Instead | None:
    project_id = words.number(visit.request.value)
    project = await memberships.join(visit.door.installation, visit.actor, project_id, now=visit.door.now())
    await places.invite(visit.door.client, project.place, [visit.actor.external_id])
    return await _done(visit, project_id, visit.texts("project.joined"))


async def leave(visit: Visit[requests.Click]) -> blocks.Drawn | Instead | None:
    project_id = words.number(visit.request.value)
    await memberships.leave(visit.door.installation, visit.actor, project_id, now=visit.door.now())
    return await _done(visit, project_id, visit.texts("project.left"))


async def take(visit: Visit[requests.Click]) -> blocks.Drawn | Instead | None:
    """Take the owner's part on oneself."""
    project_id = words.number(visit.request.value)
    me = visit.actor.person_id
    await memberships.hand_over(visit.door.installation, visit.actor, project_id, me, now=visit.door.now())
    return await _done(visit, project_id, visit.texts("project.taken"))


async def stage(visit: Visit[requests.Click]) -> blocks.Drawn | Instead | None:
    project_id, number = words.pair(visit.request.value)
    await memberships.set_stage(
        visit.door.installation, visit.actor, project_id, words.number(number), now=visit.door.now()
    )
    return await _done(visit, project_id, visit.texts("project.moved"))


async def criterion(visit: Visit[requests.Click]) -> blocks.Drawn | Instead | None:
    project_id, number = words.pair(visit.request.value)
    await memberships.meet_criterion(
        visit.door.installation, visit.actor, project_id, words.number(number), now=visit.door.now()
    )
    return await _done(visit, project_id, visit.texts("project.criterion_noted"))


async def step(visit: Visit[requests.Click]) -> None:
    """Open the form for another next step."""
    shown = await memberships.desk(visit.door.installation, visit.actor, words.number(visit.request.value))
    if not shown.acts:
        raise errors.NotAllowed("error.project.not_member")
    await modals.show(visit, views.step_form(shown, visit.texts))


async def set_step(visit: Visit[requests.Submission]) -> blocks.Json:
    await projects.set_next_step(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        forms.text(visit.request.values, ids.Field.NEXT_STEP),
        now=visit.door.now(),
        confirmed=forms.confirmed(visit.request.values),
    )
    return replies.as_modal(visit.texts, replies.notice(visit.texts("project.step_saved")))


async def hand_over(visit: Visit[requests.Click]) -> None:
    """Open the form for handing the group over."""
    shown = await memberships.desk(visit.door.installation, visit.actor, words.number(visit.request.value))
    if not shown.acts:
        raise errors.NotAllowed("error.project.not_member")
    await modals.show(visit, views.owner_form(shown, visit.texts))


async def set_owner(visit: Visit[requests.Submission]) -> blocks.Json:
    chosen = forms.person(visit.request.values, ids.Field.OWNER)
    if chosen is None:
        raise errors.Invalid("error.project.owner_empty", field=ids.Field.OWNER)
    owner = await visit.door.actor(chosen)
    project = await memberships.hand_over(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        owner.person_id,
        now=visit.door.now(),
    )
    await places.invite(visit.door.client, project.place, [chosen])
    return replies.as_modal(visit.texts, replies.notice(visit.texts("project.handed_over")))


async def _done(visit: Visit[requests.Click], project_id: int, text: str) -> blocks.Drawn | Instead | None:
    """The desk drawn anew where the tap was there, else a word about it."""
    if visit.request.view_id is None or visit.request.on_home:
        return replies.notice(text)
    shown = await memberships.desk(visit.door.installation, visit.actor, project_id)
    await modals.redraw(visit, views.desk(shown, visit.texts))
    return None
