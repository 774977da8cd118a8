"""Handlers for ideas: the command, the form, the shortcuts, support and the list."""

import hashlib
import json

from bot import errors
from bot.services import ideas, people, safeguard
from bot.services import views as cases
from bot.slack import forms, links, places, requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import setup, words
from bot.slack.views import blocks, idea_forms, replies, values
from bot.slack.views import ideas as views

SHORT = ideas.TITLE_LIMIT


async def command(visit: Visit[requests.Command]) -> blocks.Drawn | None:
    """`/idea`: help, setup, an idea in one line, or the form. A long text goes into the form."""
    text = visit.request.text
    if text.casefold() in words.HELP:
        return replies.help_(visit.texts, "idea")
    if text.casefold() in words.SETUP:
        await setup.show(visit, visit.request.trigger)
        return None
    people.require_staff(visit.actor)
    if not text or len(text) > SHORT:
        await _open_form(visit, visit.request.trigger, text, {"channel": visit.request.channel})
        return None
    place = await _place(visit, visit.request.channel)
    posted = await ideas.post(
        visit.door.installation,
        visit.actor,
        ideas.Wording(title=text),
        place=place,
        request_key=hashlib.sha256(visit.request.trigger.encode()).hexdigest()[:40],
        now=visit.door.now(),
    )
    return await _answer(visit, posted)


async def new(visit: Visit[requests.Shortcut]) -> None:
    """The shortcut from the menu: the empty form."""
    people.require_staff(visit.actor)
    await _open_form(visit, visit.request.trigger, "", {})


async def new_from_home(visit: Visit[requests.Click]) -> None:
    people.require_staff(visit.actor)
    await _open_form(visit, visit.request.trigger, "", {})


async def save(visit: Visit[requests.Shortcut]) -> None:
    """The shortcut on a message: the form with its text, and a link back to it."""
    people.require_staff(visit.actor)
    safeguard.require_clean({"": visit.request.text})
    metadata = {"channel": visit.request.channel or ""}
    if visit.request.channel and visit.request.ts:
        metadata["source"] = links.message(visit.door.team.url, visit.request.channel, visit.request.ts)
    await _open_form(visit, visit.request.trigger, visit.request.text, metadata)


async def submit(visit: Visit[requests.Submission]) -> blocks.Json:
    """The form: post the idea, and say where it is."""
    typed = forms.idea(visit.request.values)
    metadata = requests.record(visit.request.metadata)
    place = await _place(visit, str(metadata.get("channel") or ""))
    posted = await ideas.post(
        visit.door.installation,
        visit.actor,
        ideas.Wording(
            title=typed.title,
            who=typed.who,
            evidence=typed.evidence,
            kind=typed.kind,
            named=typed.named,
            source=str(metadata["source"]) if "source" in metadata else None,
        ),
        place=place,
        request_key=visit.request.key,
        now=visit.door.now(),
        discipline_id=typed.discipline_id,
        confirmed=forms.confirmed(visit.request.values),
    )
    return replies.as_modal(visit.texts, await _answer(visit, posted))


async def support(visit: Visit[requests.Click]) -> blocks.Drawn:
    return await _set_support(visit, wanted=True)


async def unsupport(visit: Visit[requests.Click]) -> blocks.Drawn:
    return await _set_support(visit, wanted=False)


async def browse(visit: Visit[requests.Command]) -> blocks.Drawn:
    """`/ideas`: help, or the ideas in which the words occur."""
    if visit.request.text.casefold() in words.HELP:
        return replies.help_(visit.texts, "ideas")
    page = await ideas.browse(visit.door.installation, visit.actor, search=visit.request.text)
    return views.page(page, visit.texts, workspace=visit.door.team.url)


async def turn(visit: Visit[requests.Click]) -> Instead:
    """Another page of the list."""
    try:
        number, search = values.read_page(visit.request.value)
    except ValueError:
        raise errors.Invalid("error.button") from None
    page = await ideas.browse(visit.door.installation, visit.actor, search=search, page=number)
    return Instead(views.page(page, visit.texts, workspace=visit.door.team.url))


async def _set_support(visit: Visit[requests.Click], *, wanted: bool) -> blocks.Drawn:
    idea = await ideas.support(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.value),
        wanted=wanted,
        now=visit.door.now(),
    )
    return idea_forms.supported(idea, visit.texts, workspace=visit.door.team.url)


async def _open_form(
    visit: Visit[requests.Command] | Visit[requests.Shortcut] | Visit[requests.Click],
    trigger: str,
    text: str,
    metadata: dict[str, str],
) -> None:
    """Open the form with `text` in it: as the title where it fits, else where there is room for it."""
    if len(text) > ideas.TEXT_LIMIT:
        raise errors.Invalid("error.idea.text_long", limit=ideas.TEXT_LIMIT)
    typed = forms.IdeaInput(title=text) if len(text) <= SHORT else forms.IdeaInput(evidence=text)
    disciplines: tuple[cases.Discipline, ...] = ()
    if visit.actor.discipline_id is None:
        disciplines = await people.disciplines(visit.door.installation, visit.actor)
    view = idea_forms.form(visit.texts, typed=typed, disciplines=disciplines, metadata=json.dumps(metadata))
    await visit.door.client.views_open(trigger_id=trigger, view=view)


async def _place(visit: Visit[requests.Command] | Visit[requests.Submission], channel: str) -> str:
    """The ideas channel, or this one where none is chosen yet."""
    if visit.actor.ideas_place is not None:
        return visit.actor.ideas_place
    if not channel.startswith(("C", "G")):
        raise errors.Invalid("error.idea.no_channel")
    await places.require_member(visit.door.client, channel)
    return channel


async def _answer(
    visit: Visit[requests.Command] | Visit[requests.Submission], posted: cases.Posted
) -> blocks.Drawn:
    disciplines: tuple[cases.Discipline, ...] = ()
    if posted.waiting:
        disciplines = await people.disciplines(visit.door.installation, visit.actor)
    return idea_forms.posted(posted, visit.texts, workspace=visit.door.team.url, disciplines=disciplines)
