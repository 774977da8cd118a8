"""Handlers for the life of an idea: what a person may do with it, and the forms for that."""

import json

from bot import errors
from bot.domain.deeds import Deed
from bot.services import idea_life, merging, papers, people
from bot.services import views as cases
from bot.slack import forms, requests
from bot.slack.answering import Visit
from bot.slack.handlers import modals, words
from bot.slack.views import blocks, deed_forms, idea_papers, replies
from storage import kinds


async def more(visit: Visit[requests.Click]) -> None:
    """The idea, whole, with what this person may do."""
    await modals.show(
        visit, idea_papers.paper(await _paper(visit), visit.texts, workspace=visit.door.team.url)
    )


async def road(visit: Visit[requests.Click]) -> None:
    await modals.show(visit, idea_papers.road(await _paper(visit), visit.texts, zone=visit.actor.zone))


async def mute(visit: Visit[requests.Click]) -> None:
    await _set_muted(visit, muted=True)


async def unmute(visit: Visit[requests.Click]) -> None:
    await _set_muted(visit, muted=False)


async def open_form(visit: Visit[requests.Click]) -> None:
    """The form for one deed."""
    idea_id, word = words.pair(visit.request.value)
    deed = _deed(word)
    shown = await papers.show(visit.door.installation, visit.actor, idea_id)
    if deed not in shown.deeds:
        raise errors.TooLate("error.idea.moved_on")
    await modals.show(visit, await _form(visit, deed, shown))


async def find(visit: Visit[requests.Click]) -> None:
    """The ideas to merge into in which the words occur."""
    shown = await _paper(visit)
    view = await _form(visit, Deed.MERGE, shown, forms.deed(visit.request.values))
    await visit.door.client.views_update(view_id=visit.request.view_id or "", view=view)


async def submit(visit: Visit[requests.Submission]) -> blocks.Json:
    """Do it, and say so."""
    metadata = requests.record(visit.request.metadata)
    deed, idea_id = _deed(str(metadata.get("deed"))), words.number(str(metadata.get("idea")))
    typed, confirmed = forms.deed(visit.request.values), forms.confirmed(visit.request.values)
    here, actor, now = visit.door.installation, visit.actor, visit.door.now()
    match deed:
        case Deed.EDIT:
            wording = words.wording(forms.idea(visit.request.values))
            await idea_life.edit(here, actor, idea_id, wording, now=now, confirmed=confirmed)
        case Deed.COMMENT:
            said = idea_life.Comment(typed.comment, typed.named, visit.request.key)
            await idea_life.comment(here, actor, idea_id, said, now=now, confirmed=confirmed)
        case Deed.THEMES:
            await idea_life.set_themes(
                here,
                actor,
                idea_id,
                chosen=typed.themes,
                new=typed.theme_new,
                now=now,
                confirmed=confirmed,
            )
        case Deed.MERGE:
            into, reason = typed.into or 0, typed.reason
            await merging.merge(here, actor, idea_id, into, reason=reason, now=now, confirmed=confirmed)
        case Deed.PART:
            await merging.part(here, actor, idea_id, reason=typed.reason, now=now, confirmed=confirmed)
        case Deed.PARK | Deed.REOPEN | Deed.WITHDRAW:
            await idea_life.move(
                here, actor, idea_id, deed, reason=typed.reason, now=now, confirmed=confirmed
            )
    return replies.notice_modal(visit.texts, visit.texts(DONE[deed]), title=visit.texts("notice.heading"))


DONE = {
    Deed.COMMENT: "deed.done.comment",
    Deed.EDIT: "deed.done.edit",
    Deed.THEMES: "deed.done.themes",
    Deed.MERGE: "deed.done.merge",
    Deed.PART: "deed.done.part",
    Deed.PARK: "deed.done.park",
    Deed.REOPEN: "deed.done.reopen",
    Deed.WITHDRAW: "deed.done.withdraw",
}


async def choose_digest(visit: Visit[requests.Click]) -> None:
    """How often somebody wants news was chosen on the Home tab."""
    if visit.request.value not in tuple(kinds.Digest):
        raise errors.Invalid("error.button")
    await idea_life.choose_digest(visit.door.installation, visit.actor, kinds.Digest(visit.request.value))


async def _set_muted(visit: Visit[requests.Click], *, muted: bool) -> None:
    idea_id = words.number(visit.request.value)
    await idea_life.set_muted(visit.door.installation, visit.actor, idea_id, muted=muted)
    view = idea_papers.paper(await _paper(visit), visit.texts, workspace=visit.door.team.url)
    await modals.redraw(visit, view)


async def _form(
    visit: Visit[requests.Click],
    deed: Deed,
    shown: cases.Paper,
    typed: forms.DeedInput | None = None,
) -> blocks.Json:
    here, actor = visit.door.installation, visit.actor
    areas = await people.disciplines(here, actor) if deed is Deed.EDIT else ()
    candidates: tuple[cases.ListedIdea, ...] = ()
    if deed is Deed.MERGE:
        search = typed.search if typed else ""
        candidates = await merging.candidates(here, actor, shown.line.idea_id, search=search)
    return deed_forms.form(
        deed,
        shown,
        visit.texts,
        areas=areas,
        candidates=candidates,
        typed=typed,
        metadata=json.dumps({"deed": deed, "idea": shown.line.idea_id}),
    )


async def _paper(visit: Visit[requests.Click]) -> cases.Paper:
    return await papers.show(visit.door.installation, visit.actor, words.number(visit.request.value))


def _deed(word: str) -> Deed:
    if word not in tuple(Deed):
        raise errors.Invalid("error.button")
    return Deed(word)
