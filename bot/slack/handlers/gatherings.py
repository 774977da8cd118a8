"""Handlers for how a group comes together: wanting in, the proposal, and invitations."""

import asyncio

from bot.services import gathering, group_views, projects, recruiting, volunteering
from bot.slack import forms, places, requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import desk, modals, words
from bot.slack.views import blocks, ids, project_forms, replies
from bot.slack.views import gatherings as views


async def want(visit: Visit[requests.Click]) -> blocks.Drawn:
    """ "I want in", on a card, a result or a call."""
    idea_id = words.number(visit.request.value)
    said = await volunteering.volunteer(visit.door.installation, visit.actor, idea_id, now=visit.door.now())
    await _invite_to_channel(visit, said)
    return views.said(said, visit.texts)


async def later(visit: Visit[requests.Click]) -> blocks.Drawn:
    idea_id = words.number(visit.request.value)
    said = await volunteering.ask_later(visit.door.installation, visit.actor, idea_id, now=visit.door.now())
    return views.said(said, visit.texts)


async def withdraw(visit: Visit[requests.Click]) -> Instead:
    idea_id = words.number(visit.request.value)
    said = await volunteering.withdraw(visit.door.installation, visit.actor, idea_id, now=visit.door.now())
    return Instead(views.said(said, visit.texts))


async def team(visit: Visit[requests.Click]) -> None:
    """Open the proposal."""
    idea_id = words.number(visit.request.value)
    shown = await gathering.proposal(visit.door.installation, visit.actor, idea_id)
    await modals.show(visit, views.team(shown, visit.texts))


async def start(visit: Visit[requests.Click]) -> None:
    """Open the form that starts the group."""
    idea_id = words.number(visit.request.value)
    form = await projects.form(visit.door.installation, visit.actor, idea_id=idea_id)
    await modals.redraw(visit, project_forms.form(form, visit.texts, metadata=str(idea_id)))


async def advertise(visit: Visit[requests.Click]) -> None:
    idea_id = words.number(visit.request.value)
    shown = await recruiting.advertise(visit.door.installation, visit.actor, idea_id, now=visit.door.now())
    await modals.redraw(visit, views.team(shown, visit.texts))


async def runner_up(visit: Visit[requests.Click]) -> blocks.Drawn:
    idea_id = words.number(visit.request.value)
    taken = await recruiting.take_runner_up(
        visit.door.installation, visit.actor, idea_id, now=visit.door.now()
    )
    return replies.notice(visit.texts("group.runner_up_taken", title=taken.title))


async def invite(visit: Visit[requests.Submission]) -> blocks.Json:
    """The proposal was sent: ask those people, and show how far it has come."""
    idea_id = words.number(visit.request.metadata)
    asked = forms.people(visit.request.values, ids.Field.MEMBERS)
    met = await asyncio.gather(*(visit.door.actor(one) for one in asked[: gathering.ASKED_AT_MOST + 1]))
    shown = await gathering.invite(
        visit.door.installation,
        visit.actor,
        idea_id,
        [one.person_id for one in met],
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, views.sent(shown, visit.texts))


async def accept(visit: Visit[requests.Click]) -> blocks.Drawn:
    return await _answer(visit, accept=True)


async def decline(visit: Visit[requests.Click]) -> blocks.Drawn:
    return await _answer(visit, accept=False)


async def _answer(visit: Visit[requests.Click], *, accept: bool) -> blocks.Drawn:
    """Beside the message, which may hold other things: one may change one's mind there."""
    idea_id = words.number(visit.request.value)
    said = await gathering.answer_invitation(
        visit.door.installation, visit.actor, idea_id, accept=accept, now=visit.door.now()
    )
    await _invite_to_channel(visit, said)
    if visit.request.on_home:
        await desk.refresh(visit)
    return views.accepted(said, visit.texts)


async def _invite_to_channel(visit: Visit[requests.Click], said: group_views.Volunteered) -> None:
    if said.place is not None:
        await places.invite(visit.door.client, said.place, [visit.actor.external_id])
