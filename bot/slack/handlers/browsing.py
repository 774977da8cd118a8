"""Handlers for looking through the ideas, and for support given on the way."""

from collections.abc import Mapping
from typing import Any

from bot import errors
from bot.services import browsing, ideas, papers
from bot.services.browsing import Query
from bot.slack import forms, requests
from bot.slack.answering import Visit
from bot.slack.handlers import modals, words
from bot.slack.views import blocks, idea_forms, idea_lists, idea_papers, replies
from storage import kinds


async def command(visit: Visit[requests.Command]) -> blocks.Drawn | None:
    """`/ideas`: help, or the ideas in which the words occur."""
    if visit.request.text.casefold() in words.HELP:
        return replies.help_(visit.texts, "ideas")
    view = await _list(visit, Query(search=visit.request.text))
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)
    return None


async def filter_(visit: Visit[requests.Click]) -> None:
    """Another filter, order or page of the open list; from the Home tab, the list."""
    name, _, value = visit.request.value.partition(":")
    known = _query(requests.record(visit.request.metadata))
    typed = forms.deed(visit.request.values).search
    view = await _list(visit, _read({**known, "search": typed, "page": 1, name: value}))
    await modals.redraw(visit, view)


async def search(visit: Visit[requests.Submission]) -> blocks.Json:
    """Look for the words that were typed."""
    known = _query(requests.record(visit.request.metadata))
    typed = forms.deed(visit.request.values).search
    return await _list(visit, _read({**known, "search": typed, "page": 1}))


async def support(visit: Visit[requests.Click]) -> blocks.Drawn | None:
    return await _set_support(visit, wanted=True)


async def unsupport(visit: Visit[requests.Click]) -> blocks.Drawn | None:
    return await _set_support(visit, wanted=False)


async def _set_support(visit: Visit[requests.Click], *, wanted: bool) -> blocks.Drawn | None:
    """On a list or a paper of the person's own the answer is that it is drawn anew."""
    here, idea_id = visit.door.installation, words.number(visit.request.value)
    idea = await ideas.support(here, visit.actor, idea_id, wanted=wanted, now=visit.door.now())
    metadata = requests.record(visit.request.metadata)
    if "query" in metadata:
        await modals.redraw(visit, await _list(visit, _read(_query(metadata))))
        return None
    if "paper" in metadata:
        shown = await papers.show(here, visit.actor, idea_id)
        await modals.redraw(visit, idea_papers.paper(shown, visit.texts, workspace=visit.door.team.url))
        return None
    return idea_forms.supported(idea, visit.texts, workspace=visit.door.team.url)


async def _list(visit: Visit[Any], query: Query) -> blocks.Json:
    page = await browsing.browse(visit.door.installation, visit.actor, query)
    return idea_lists.browse(page, visit.texts, workspace=visit.door.team.url)


def _query(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """What the open list looks for, as its modal remembers."""
    found = metadata.get("query")
    return dict(found) if isinstance(found, Mapping) else {}


def _read(found: Mapping[str, Any]) -> Query:
    """A query of ours. Raises Invalid for anything else."""
    state, order = str(found.get("state") or "0"), str(found.get("order") or kinds.IdeaOrder.NEWEST)
    if order not in tuple(kinds.IdeaOrder) or (state != "0" and state not in tuple(kinds.IdeaState)):
        raise errors.Invalid("error.button")
    return Query(
        search=str(found.get("search") or ""),
        theme=_id(found.get("theme")),
        discipline=_id(found.get("discipline")),
        mine=str(found.get("mine") or 0) == str(idea_lists.MINE),
        state=None if state == "0" else kinds.IdeaState(state),
        order=kinds.IdeaOrder(order),
        page=words.number(str(found.get("page") or 1)),
    )


def _id(value: object) -> int | None:
    text = str(value or 0)
    return None if text == "0" else words.number(text)
