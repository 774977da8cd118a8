"""Handlers for the ways on of a group, and for what is asked about its result."""

from bot import errors
from bot.services import endings, group_views, memberships, people, voices, waking, ways
from bot.slack import forms, places, requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import modals, words
from bot.slack.views import blocks, ids, replies
from bot.slack.views import endings as views


async def continue_(visit: Visit[requests.Click]) -> None:
    """Open the form for going on with a new plan."""
    shown = await _desk(visit)
    await modals.show(visit, views.plan_form(shown, visit.texts, shrink=False))


async def shrink(visit: Visit[requests.Click]) -> None:
    """Open the form for going on, smaller."""
    shown = await _desk(visit)
    await modals.show(visit, views.plan_form(shown, visit.texts, shrink=True))


async def retire(visit: Visit[requests.Click]) -> None:
    """Open the form for ending with what was learnt."""
    shown = await _desk(visit)
    await modals.show(visit, views.retire_form(shown, visit.texts))


async def complete(visit: Visit[requests.Click]) -> None:
    """Open the form for completing."""
    shown = await _desk(visit)
    disciplines = await people.disciplines(visit.door.installation, visit.actor)
    await modals.show(visit, views.complete_form(shown, disciplines, visit.texts))


async def wake(visit: Visit[requests.Click]) -> None:
    """Open the form for waking a retired idea."""
    people.require_staff(visit.actor)
    project_id = words.number(visit.request.value)
    await modals.show(visit, views.wake_form(project_id, visit.texts))


async def set_plan(visit: Visit[requests.Submission]) -> blocks.Json:
    filled = visit.request.values
    smaller = ids.Field.SHRUNK in filled
    await ways.continue_(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        forms.text(filled, ids.Field.NEXT_STEP),
        now=visit.door.now(),
        shrunk=forms.text(filled, ids.Field.SHRUNK) if smaller else None,
        confirmed=forms.confirmed(filled),
    )
    return _noted(visit, visit.texts("plan.saved"))


async def set_retired(visit: Visit[requests.Submission]) -> blocks.Json:
    filled = visit.request.values
    place = await endings.retire(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        endings.Learning(
            tried=forms.text(filled, ids.Field.TRIED),
            learnt=forms.text(filled, ids.Field.LEARNT),
            wake_when=forms.text(filled, ids.Field.WAKE_WHEN),
            wake_on=forms.day(filled, ids.Field.WAKE_ON),
            confirmed=forms.confirmed(filled),
        ),
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, replies.ended(visit.texts, place=place))


async def set_completed(visit: Visit[requests.Submission]) -> blocks.Json:
    filled = visit.request.values
    keeper = forms.person(filled, ids.Field.KEEPER)
    discipline = forms.option(filled, ids.Field.DISCIPLINE)
    if keeper is None:
        raise errors.Invalid("error.ending.keeper", field=ids.Field.KEEPER)
    if not discipline:
        raise errors.Invalid("error.discipline.not_found", field=ids.Field.DISCIPLINE)
    met = await visit.door.actor(keeper)
    place = await endings.complete(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        endings.Change(
            changed=forms.text(filled, ids.Field.CHANGED),
            stopped=forms.text(filled, ids.Field.STOPPED),
            discipline_id=words.number(discipline),
            keeper_id=met.person_id,
            confirmed=forms.confirmed(filled),
        ),
        now=visit.door.now(),
    )
    return replies.as_modal(visit.texts, replies.ended(visit.texts, place=place))


async def set_woken(visit: Visit[requests.Submission]) -> blocks.Json:
    title = await waking.wake(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        forms.text(visit.request.values, ids.Field.REASON),
        now=visit.door.now(),
        confirmed=forms.confirmed(visit.request.values),
    )
    return _noted(visit, visit.texts("wake.done", title=title))


async def thanks(visit: Visit[requests.Click]) -> blocks.Drawn:
    """May the result thank me by name?"""
    project_id, said = words.pair(visit.request.value)
    consents = _yes(said)
    await endings.answer_thanks(
        visit.door.installation, visit.actor, project_id, consents=consents, now=visit.door.now()
    )
    return replies.notice(visit.texts("thanks.noted_yes" if consents else "thanks.noted_no"))


async def ask_voice(visit: Visit[requests.Click]) -> blocks.Drawn:
    """Ask somebody from outside to listen in."""
    await voices.ask(
        visit.door.installation, visit.actor, words.number(visit.request.value), now=visit.door.now()
    )
    return replies.notice(visit.texts("voice.asked"))


async def voice(visit: Visit[requests.Click]) -> blocks.Drawn | Instead:
    """Do I listen in?"""
    project_id, said = words.pair(visit.request.value)
    accept = _yes(said)
    place = await voices.answer(
        visit.door.installation, visit.actor, project_id, accept=accept, now=visit.door.now()
    )
    if place is None:
        return replies.notice(visit.texts("voice.noted_no"))
    await places.invite(visit.door.client, place, [visit.actor.external_id])
    return replies.voice_noted(visit.texts, place=place)


def _yes(said: str) -> bool:
    if said not in {views.YES, views.NO}:
        raise errors.Invalid("error.button")
    return said == views.YES


async def _desk(visit: Visit[requests.Click]) -> group_views.GroupDesk:
    """The group of the button, for one who may act on it."""
    project_id = words.number(visit.request.value)
    shown = await memberships.desk(visit.door.installation, visit.actor, project_id)
    if not shown.acts:
        raise errors.NotAllowed("error.project.not_member")
    if shown.ended:
        raise errors.TooLate("error.project.ended")
    return shown


def _noted(visit: Visit[requests.Submission], text: str) -> blocks.Json:
    return replies.as_modal(visit.texts, replies.notice(text))
