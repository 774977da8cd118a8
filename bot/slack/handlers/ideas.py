"""Handlers for ideas: the command, the form, the shortcuts, support and the list."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import errors
from bot.services import drafts, idea_forms, ideas, people, posting, safeguard, wordings
from bot.services import views as cases
from bot.services.wordings import Wording
from bot.slack import door, forms, links, places, requests
from bot.slack.answering import Visit
from bot.slack.handlers import desk, privacy, setup, words
from bot.slack.views import blocks, replies
from bot.slack.views import idea_forms as idea_views

SHORT = wordings.TITLE_LIMIT


async def command(visit: Visit[requests.Command]) -> blocks.Drawn | None:
    """`/idea`: help, setup, an idea in one line, or the form. A long text goes into the form."""
    text = visit.request.text
    if text.casefold() in words.HELP:
        return replies.help_(visit.texts, "idea")
    if text.casefold() in words.PRIVACY:
        return await privacy.show(visit)
    if text.casefold() in words.SETUP:
        await setup.show(visit, visit.request.trigger)
        return None
    people.require_staff(visit.actor)
    if not text or len(text) > SHORT:
        await _open_form(visit, visit.request.trigger, text, {"channel": visit.request.channel})
        return None
    wording = Wording(title=text)
    similar = await ideas.preview(visit.door.installation, visit.actor, wording)
    if similar:
        metadata = {"channel": visit.request.channel, "seen": [one.idea_id for one in similar]}
        await _open_form(visit, visit.request.trigger, text, metadata, similar)
        return None
    place = await _place(visit, visit.request.channel)
    posted = await posting.post(
        visit.door.installation,
        visit.actor,
        wording,
        place=place,
        request_key=_key(visit.request.trigger),
        now=visit.door.now(),
        only_hunt=True,
    )
    return await _answer(visit, posted)


async def new(visit: Visit[requests.Shortcut]) -> None:
    """The shortcut from the menu: the empty form."""
    people.require_staff(visit.actor)
    await _open_form(visit, visit.request.trigger, "", {})


async def new_from_home(visit: Visit[requests.Click]) -> None:
    people.require_staff(visit.actor)
    await _open_form(visit, visit.request.trigger, "", {"home": True})


async def open_for_hunt(visit: Visit[requests.Click], hunt_id: int) -> None:
    """The form with a hunt chosen in it, from that hunt's card."""
    metadata = {"channel": visit.request.channel or ""}
    view = await form(visit, forms.IdeaInput(hunt_id=hunt_id), metadata)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)


async def save(visit: Visit[requests.Shortcut]) -> None:
    """The shortcut on a message: the form with its text, and a link back to it."""
    people.require_staff(visit.actor)
    safeguard.require_clean({"": visit.request.text})
    metadata = {"channel": visit.request.channel or ""}
    if visit.request.channel and visit.request.ts:
        metadata["source"] = links.message(visit.door.team.url, visit.request.channel, visit.request.ts)
    await _open_form(visit, visit.request.trigger, visit.request.text, metadata)


async def submit(visit: Visit[requests.Submission]) -> blocks.Json:
    """The form: show ideas like it that were not shown before; else post the idea, and say where it is."""
    typed = forms.idea(visit.request.values)
    metadata = requests.record(visit.request.metadata)
    wording = words.wording(typed, source=source_of(metadata))
    similar = await ideas.preview(visit.door.installation, visit.actor, wording, confirmed=typed.confirmed)
    found = [one.idea_id for one in similar]
    if not set(found) <= set(_seen(metadata)):
        return await form(visit, typed, {**metadata, "seen": found}, similar)
    here = visit.door
    place = await _place(visit, str(metadata.get("channel") or ""))
    posted = await posting.post(
        here.installation,
        visit.actor,
        wording,
        place=place,
        request_key=visit.request.key,
        now=visit.door.now(),
        discipline_id=typed.discipline_id,
        draft_id=draft_of(metadata),
        hunt_id=typed.hunt_id,
        confirmed=typed.confirmed,
    )
    answer = await _answer(visit, posted)
    if metadata.get("home"):
        await desk.refresh(visit)
    return replies.as_modal(visit.texts, answer)


async def mine_too(visit: Visit[requests.Click]) -> None:
    """While posting: support a similar idea instead. What was typed stays in the form."""
    here = visit.door
    idea_id = words.number(visit.request.value)
    await ideas.support(here.installation, visit.actor, idea_id, wanted=True, now=here.now())
    metadata = requests.record(visit.request.metadata)
    similar = await ideas.listed(here.installation, visit.actor, _seen(metadata))
    view = await form(visit, forms.idea(visit.request.values), metadata, similar)
    await here.client.views_update(view_id=visit.request.view_id or "", view=view)


async def _open_form(
    visit: Visit[requests.Command] | Visit[requests.Shortcut] | Visit[requests.Click],
    trigger: str,
    text: str,
    metadata: Mapping[str, object],
    similar: Sequence[cases.ListedIdea] = (),
) -> None:
    """Open the form with `text` in it: as the title where it fits, else where there is room for it.

    A hunt that collects is chosen in it where it is the only one.
    """
    if len(text) > wordings.TEXT_LIMIT:
        raise errors.Invalid("error.idea.text_long", limit=wordings.TEXT_LIMIT)
    asked = await idea_forms.asked(visit.door.installation, visit.actor)
    typed = forms.IdeaInput(
        title=text if len(text) <= SHORT else "",
        evidence="" if len(text) <= SHORT else text,
        hunt_id=asked.hunts[0].card.hunt_id if len(asked.hunts) == 1 else None,
    )
    view = _form(visit, asked, typed, metadata, similar)
    try:
        await visit.door.client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as error:
        if not text or error.response.get("error") not in door.EXPIRED:
            raise
        await _keep(visit, typed, metadata, trigger)
        raise errors.UserError("error.trigger_kept") from error


async def _keep(
    visit: Visit[Any], typed: forms.IdeaInput, metadata: Mapping[str, object], trigger: str
) -> None:
    """The form came too late; what was written for it is kept."""
    wording = words.wording(typed, source=source_of(metadata))
    key = _key(trigger)
    await drafts.keep(visit.door.installation, visit.actor, wording, request_key=key, now=visit.door.now())


def _key(trigger: str) -> str:
    """Names a command by its trigger."""
    return hashlib.sha256(trigger.encode()).hexdigest()[:40]


async def form(
    visit: Visit[Any],
    typed: forms.IdeaInput,
    metadata: Mapping[str, object],
    similar: Sequence[cases.ListedIdea] = (),
) -> blocks.Json:
    """The form with what was `typed` in it; `metadata` is what it carries from one showing to the next."""
    asked = await idea_forms.asked(visit.door.installation, visit.actor)
    return _form(visit, asked, typed, metadata, similar)


def _form(
    visit: Visit[Any],
    asked: cases.IdeaForm,
    typed: forms.IdeaInput,
    metadata: Mapping[str, object],
    similar: Sequence[cases.ListedIdea],
) -> blocks.Json:
    own = asked.disciplines if visit.actor.discipline_id is None else ()
    return idea_views.form(
        visit.texts,
        typed=typed,
        asked=idea_views.Asked(own, asked.disciplines, asked.hunts),
        similar=similar,
        workspace=visit.door.team.url,
        metadata=json.dumps(metadata),
    )


def source_of(metadata: Mapping[str, object]) -> str | None:
    """The link to the message the form was opened from."""
    return str(metadata["source"]) if "source" in metadata else None


def draft_of(metadata: Mapping[str, object]) -> int | None:
    """The draft the form was opened from."""
    draft_id = metadata.get("draft")
    return draft_id if isinstance(draft_id, int) else None


def _seen(metadata: Mapping[str, object]) -> list[int]:
    """The ids of the similar ideas that the form has shown."""
    seen = metadata.get("seen")
    return [one for one in seen if isinstance(one, int)] if isinstance(seen, list) else []


async def _place(visit: Visit[requests.Command] | Visit[requests.Submission], channel: str) -> str:
    """The ideas channel, or this one where none is chosen yet."""
    if visit.actor.ideas_place is not None:
        return visit.actor.ideas_place
    if not channel.startswith(("C", "G")):
        raise errors.Invalid("error.idea.no_channel")
    await places.require_member(visit.door.client, channel)
    return channel


async def _answer(
    visit: Visit[requests.Command] | Visit[requests.Submission],
    posted: cases.Posted,
) -> blocks.Drawn:
    disciplines: tuple[cases.Discipline, ...] = ()
    if posted.waiting:
        disciplines = await people.disciplines(visit.door.installation, visit.actor)
    return idea_views.posted(posted, visit.texts, disciplines=disciplines)
