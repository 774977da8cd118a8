"""Looking through the ideas: a modal with filters, a page of ideas, and what one may do with each."""

import json
from collections.abc import Sequence

from slack_sdk.models import blocks as kit

from bot.services import views
from bot.slack import mrkdwn
from bot.slack.views import blocks, ideas, ids, inputs
from bot.texts import Texts
from storage.kinds import IdeaOrder

ORDERS = {
    IdeaOrder.NEWEST: "ideas.order.newest",
    IdeaOrder.SUPPORTED: "ideas.order.supported",
    IdeaOrder.WIDEST: "ideas.order.widest",
}
SEARCH_LIMIT = 150
ALL = 0
MINE = 1


def browse(found: views.IdeaPage, texts: Texts, *, workspace: str) -> blocks.Json:
    """A page of the ideas, for the one who asked; `workspace` is its web address."""
    pieces = [*_filters(found, texts), blocks.divider(), blocks.words(ideas.title(found, texts))]
    for idea in found.ideas:
        pieces += ideas.line(idea, texts, workspace=workspace)
    if found.pages > 1:
        pieces.append(blocks.small(blocks.plain(texts("ideas.page", page=found.page, pages=found.pages))))
        pieces.append(blocks.row(*_turns(found, texts)))
    return blocks.modal(
        pieces,
        callback=ids.Callback.IDEAS,
        title=texts("ideas.heading"),
        submit=texts("ideas.find"),
        close=texts("form.close"),
        metadata=_metadata(found),
    )


def _metadata(found: views.IdeaPage) -> str:
    query = {
        "search": mrkdwn.clip(found.search, 500),
        "theme": found.theme,
        "discipline": found.discipline,
        "state": found.state,
        "mine": int(found.mine),
        "order": found.order,
        "page": found.page,
    }
    return json.dumps({"query": query}, ensure_ascii=False)


def _filters(found: views.IdeaPage, texts: Texts) -> list[kit.Block]:
    search = inputs.line(ids.Field.SEARCH, texts("ideas.search"), value=found.search, limit=SEARCH_LIMIT)
    chosen: list[kit.InteractiveElement] = []
    if found.themes:
        known = [(one.name, one.theme_id) for one in found.themes]
        chosen.append(_select("theme", texts("ideas.all_themes"), known, found.theme))
    if found.disciplines:
        listed = [(one.name, one.discipline_id) for one in found.disciplines]
        chosen.append(_select("discipline", texts("ideas.all_disciplines"), listed, found.discipline))
    states = [(texts(ideas.STATES[one]), one) for one in found.states]
    chosen.append(_select("state", texts("ideas.all_states"), states, found.state))
    own = [(texts("ideas.mine"), MINE)]
    chosen.append(_select("mine", texts("ideas.everybody"), own, int(found.mine)))
    orders = [blocks.option(texts(ORDERS[one]), f"order:{one}") for one in IdeaOrder]
    chosen.append(_menu("order", texts(ORDERS[IdeaOrder.NEWEST]), orders, f"order:{found.order}"))
    return [search, blocks.row(*chosen)]


def _select(
    name: str, everything: str, known: Sequence[tuple[str, object]], now: object
) -> kit.StaticSelectElement:
    options = [
        blocks.option(everything, f"{name}:{ALL}"),
        *(blocks.option(label, f"{name}:{value}") for label, value in known),
    ]
    return _menu(name, everything, options[: inputs.OPTIONS], f"{name}:{now or ALL}")


def _menu(name: str, everything: str, options: list[kit.Option], now: str) -> kit.StaticSelectElement:
    initial = next((one for one in options if one.value == now), options[0])
    return kit.StaticSelectElement(
        action_id=ids.tailed(ids.Action.IDEAS_FILTER, name),
        options=options,
        initial_option=initial,
        placeholder=blocks.plain(everything, 150),
    )


def _turns(found: views.IdeaPage, texts: Texts) -> list[kit.ButtonElement]:
    turns = []
    if found.page > 1:
        turns.append(
            blocks.button(
                texts("page.before"), ids.Action.IDEAS_FILTER, f"page:{found.page - 1}", tail="before"
            )
        )
    if found.page < found.pages:
        turns.append(
            blocks.button(
                texts("page.after"), ids.Action.IDEAS_FILTER, f"page:{found.page + 1}", tail="after"
            )
        )
    return turns
