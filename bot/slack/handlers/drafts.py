"""Handlers for drafts of ideas: keeping one, going on with it, throwing it away."""

from bot.services import drafts
from bot.slack import forms, requests
from bot.slack.answering import Visit
from bot.slack.handlers import desk, ideas, modals, words
from bot.slack.views import replies


async def keep(visit: Visit[requests.Click]) -> None:
    """Put down what stands in the form, in whose place the person hears where it is."""
    typed = forms.idea(visit.request.values)
    metadata = requests.record(visit.request.metadata)
    await drafts.keep(
        visit.door.installation,
        visit.actor,
        words.wording(typed, source=ideas.source_of(metadata)),
        request_key=visit.request.view_id or "",
        now=visit.door.now(),
        draft_id=ideas.draft_of(metadata),
        hunt_id=typed.hunt_id,
        confirmed=typed.confirmed,
    )
    done = replies.as_modal(visit.texts, replies.notice(visit.texts("draft.kept")))
    await modals.tell(visit, visit.request.view_id or "", done)
    await desk.refresh(visit)


async def open_(visit: Visit[requests.Click]) -> None:
    """The form with the draft in it."""
    found = await drafts.open_(visit.door.installation, visit.actor, words.number(visit.request.value))
    wording = found.wording
    typed = forms.IdeaInput(
        title=wording.title,
        who=wording.who,
        frequency=wording.frequency,
        evidence=wording.evidence,
        cost=wording.cost,
        areas=wording.areas,
        kind=wording.kind,
        named=wording.named,
        hunt_id=found.hunt_id,
    )
    metadata: dict[str, object] = {"draft": found.draft_id, "home": True}
    if wording.source:
        metadata["source"] = wording.source
    view = await ideas.form(visit, typed, metadata)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)


async def throw_away(visit: Visit[requests.Click]) -> None:
    await drafts.throw_away(visit.door.installation, visit.actor, words.number(visit.request.value))
    await desk.refresh(visit)
