"""Handlers for ripples: what one's unit makes of a result, and whether it lasts."""

from bot import errors
from bot.services import ripples
from bot.slack import forms, requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import modals, words
from bot.slack.views import blocks, ids, replies
from bot.slack.views import ripples as views
from storage.kinds import RippleKind, Use


async def tell(visit: Visit[requests.Click]) -> blocks.Drawn | None:
    """One tap: taken up, adapted or not for us. Where no unit is known, the form asks for it."""
    project_id, kind = _pair(visit)
    if visit.actor.discipline_id is None:
        shown = await ripples.show(visit.door.installation, visit.actor, project_id, kind)
        if not shown.unit:
            await modals.show(visit, views.form(shown, visit.texts))
            return None
    told = await ripples.tell(visit.door.installation, visit.actor, project_id, kind, now=visit.door.now())
    return views.told(told, visit.texts)


async def line(visit: Visit[requests.Click]) -> None:
    """Open the form with the unit and a line."""
    project_id, kind = _pair(visit)
    shown = await ripples.show(visit.door.installation, visit.actor, project_id, kind)
    await modals.show(visit, views.form(shown, visit.texts))


async def set_line(visit: Visit[requests.Submission]) -> blocks.Json:
    filled = visit.request.values
    kind = forms.option(filled, ids.Field.KIND)
    if kind not in tuple(RippleKind):
        raise errors.Invalid("error.button")
    told = await ripples.tell(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        RippleKind(kind),
        now=visit.door.now(),
        unit=forms.text(filled, ids.Field.UNIT),
        line=forms.text(filled, ids.Field.LINE),
        confirmed=forms.confirmed(filled),
    )
    return replies.as_modal(visit.texts, views.told(told, visit.texts))


async def use(visit: Visit[requests.Click]) -> blocks.Drawn | Instead:
    """Still in use, changed, or stopped."""
    check_id, said = words.pair(visit.request.value)
    if said not in tuple(Use):
        raise errors.Invalid("error.button")
    await ripples.answer(visit.door.installation, visit.actor, check_id, Use(said), now=visit.door.now())
    return replies.notice(visit.texts("ripple.use_noted", answer=visit.texts(views.USES[Use(said)])))


def _pair(visit: Visit[requests.Click]) -> tuple[int, RippleKind]:
    project_id, kind = words.pair(visit.request.value)
    if kind not in tuple(RippleKind):
        raise errors.Invalid("error.button")
    return project_id, RippleKind(kind)
