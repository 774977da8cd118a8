"""Posting an idea: the form, the question about one's discipline, and the private answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models import blocks as kit

from bot.domain import lifecycle
from bot.domain.deeds import Deed
from bot.services import views, wordings
from bot.slack import links, mrkdwn
from bot.slack.forms import IdeaInput
from bot.slack.views import blocks, confirming, ideas, ids, inputs, values
from bot.texts import Texts
from storage.kinds import IdeaKind

NAMED = "named"
NO_HUNT = "0"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks with: `disciplines` where the person has none yet, `areas` an idea may touch.

    `hunts` are those that collect: an idea may belong to one.
    """

    disciplines: Sequence[views.Discipline] = ()
    areas: Sequence[views.Discipline] = ()
    hunts: Sequence[views.ListedHunt] = ()


def form(
    texts: Texts,
    *,
    typed: IdeaInput | None = None,
    asked: Asked | None = None,
    similar: Sequence[views.ListedIdea] = (),
    workspace: str = "",
    metadata: str = "",
) -> blocks.Json:
    """The modal for a new idea, with what was `typed` before.

    With `similar` ideas it shows them first, and is sent to post the new one anyway; `workspace` is its web
    address, for links to them.
    """
    typed = typed or IdeaInput()
    pieces = _similar(similar, texts, workspace=workspace)
    if lifecycle.hint(typed.title):
        pieces.append(blocks.small(blocks.plain(texts("idea.posted.disguise"))))
    pieces += inputs_of(texts, typed, asked)
    if similar:
        pieces.append(blocks.words(texts("idea.similar.else")))
    pieces.append(blocks.row(blocks.button(texts("draft.keep"), ids.Action.DRAFT_KEEP, "keep")))
    return blocks.modal(
        pieces,
        callback=ids.Callback.IDEA,
        title=texts("idea.form.heading"),
        submit=texts("idea.similar.submit") if similar else texts("idea.form.submit"),
        close=texts("form.close") if similar else texts("form.cancel"),
        metadata=metadata,
    )


def inputs_of(texts: Texts, typed: IdeaInput, asked: Asked | None) -> list[kit.Block]:
    """The fields of an idea, new or changed; only the title must be filled in."""
    asked = asked or Asked()
    pieces = [
        inputs.line(
            ids.Field.TITLE,
            texts("idea.form.title"),
            value=typed.title,
            limit=wordings.TITLE_LIMIT,
            optional=False,
            hint=texts("idea.form.title_hint"),
            placeholder=texts("idea.form.title_placeholder"),
        ),
        _long(ids.Field.WHO, texts("idea.form.who"), typed.who, texts("idea.form.who_hint")),
        _long(ids.Field.FREQUENCY, texts("idea.form.frequency"), typed.frequency),
        _long(
            ids.Field.EVIDENCE, texts("idea.form.evidence"), typed.evidence, texts("idea.form.evidence_hint")
        ),
        _long(ids.Field.COST, texts("idea.form.cost"), typed.cost, texts("idea.form.cost_hint")),
    ]
    if asked.areas:
        pieces.append(
            inputs.choices(
                ids.Field.AREAS,
                texts("idea.form.areas"),
                _options(asked.areas),
                chosen=typed.areas,
                placeholder=texts("idea.form.areas_placeholder"),
                optional=True,
            )
        )
    kind = [
        blocks.option(texts("idea.form.problem"), IdeaKind.PROBLEM),
        blocks.option(texts("idea.form.dead_horse"), IdeaKind.DEAD_HORSE),
    ]
    pieces.append(inputs.radio(ids.Field.KIND, texts("idea.form.kind"), kind, chosen=typed.kind))
    if asked.disciplines:
        pieces.append(
            inputs.choice(
                ids.Field.DISCIPLINE,
                texts("discipline.label"),
                _options(asked.disciplines),
                chosen=typed.discipline_id,
                placeholder=texts("discipline.placeholder"),
                hint=texts("discipline.hint"),
            )
        )
    if asked.hunts:
        options = [blocks.option(texts("hunt.none"), NO_HUNT)]
        options += [
            blocks.option(one.card.question or texts("hunt.open_call"), one.card.hunt_id)
            for one in asked.hunts
        ]
        chosen = typed.hunt_id or NO_HUNT
        pieces.append(inputs.choice(ids.Field.HUNT, texts("hunt.belongs"), options, chosen=chosen))
    pieces.append(
        inputs.tick(
            ids.Field.NAMED,
            texts("idea.form.named"),
            blocks.option(texts("idea.form.named_option"), NAMED),
            on=typed.named,
            hint=texts("idea.form.named_hint"),
        )
    )
    if typed.confirmed:
        pieces.append(confirming.box(texts, on=True))
    return pieces


def posted(
    taken: views.Posted,
    texts: Texts,
    *,
    disciplines: Sequence[views.Discipline] = (),
) -> blocks.Drawn:
    """To its author: where the idea is, or what it waits for; and the hunt it joined, with a way out."""
    if taken.waiting:
        text = texts("idea.posted.waiting", title=mrkdwn.inline(taken.title))
        pieces = [blocks.words(text), *_question(texts, disciplines)]
    else:
        text = texts("idea.posted.text", title=mrkdwn.inline(taken.title))
        place = texts("idea.posted.place", channel=mrkdwn.channel(taken.place))
        pieces = [blocks.words(text), blocks.small(blocks.mark(place))]
    if taken.hunt is not None:
        question = mrkdwn.inline(taken.hunt.card.question or texts("hunt.open_call"))
        value = values.pair(taken.hunt.card.hunt_id, taken.idea_id)
        out = blocks.button(texts("idea.posted.not_hunt"), ids.Action.HUNT_LEAVE, value)
        pieces.append(blocks.words(texts("idea.posted.hunt", title=question), out))
    if taken.disguise:
        pieces.append(blocks.words(texts("idea.posted.disguise")))
        value = values.pair(taken.idea_id, Deed.EDIT)
        pieces.append(blocks.row(blocks.button(texts("deed.edit"), ids.Action.IDEA_DEED, value)))
    return blocks.drawn(text, pieces)


def published(
    drafts: Sequence[views.Posted], texts: Texts, *, discipline: str, waits: bool = False
) -> blocks.Drawn:
    """To a person who has just chosen a discipline: it is noted, and what waited for it is posted.

    `waits` where an administrator has to confirm it before they can vote.
    """
    text = texts("discipline.chosen", discipline=mrkdwn.inline(discipline))
    pieces = [blocks.words(text)]
    if waits:
        pieces.append(blocks.words(texts("discipline.unconfirmed")))
    if drafts:
        titles = [texts("list.item", text=mrkdwn.inline(draft.title)) for draft in drafts]
        pieces.append(blocks.words(texts.plural("discipline.published", len(drafts))))
        pieces += [blocks.words(chunk) for chunk in blocks.chunks(titles)]
    return blocks.drawn(text, pieces)


def ask_discipline(texts: Texts, disciplines: Sequence[views.Discipline]) -> blocks.Drawn:
    """To somebody who wants to vote: the question which discipline they belong to."""
    first = texts("error.discipline.missing")
    return blocks.drawn(first, [blocks.words(first), *_question(texts, disciplines)])


def discipline_select(texts: Texts, disciplines: Sequence[views.Discipline]) -> kit.StaticSelectElement:
    """The list to choose from, which is not empty; a choice is a tap of its own."""
    return kit.StaticSelectElement(
        action_id=ids.Action.DISCIPLINE_CHOOSE,
        placeholder=blocks.plain(texts("discipline.placeholder"), 150),
        options=_options(disciplines)[: inputs.OPTIONS],
    )


def supported(idea: views.ListedIdea, texts: Texts, *, workspace: str) -> blocks.Drawn:
    """To one who tapped: whether they support the idea now."""
    title = mrkdwn.inline(idea.title)
    text = texts("idea.supported", title=title) if idea.supported else texts("idea.unsupported", title=title)
    pieces = [blocks.words(text)]
    if idea.ref:
        address = links.message(workspace, idea.place, idea.ref)
        pieces.append(blocks.small(blocks.mark(mrkdwn.link(address, texts("ideas.open")))))
    return blocks.drawn(text, pieces)


def _similar(similar: Sequence[views.ListedIdea], texts: Texts, *, workspace: str) -> list[kit.Block]:
    if not similar:
        return []
    joined = [idea for idea in similar if idea.supported]
    pieces = [blocks.words(texts.plural("idea.similar.found", len(similar)))]
    for idea in similar:
        pieces += ideas.line(idea, texts, workspace=workspace, mine_too=True)
    if joined:
        titles = texts.listed([texts("list.quoted", text=mrkdwn.inline(idea.title)) for idea in joined])
        pieces.append(blocks.words(texts("idea.similar.joined", titles=titles)))
    return [*pieces, blocks.divider()]


def _long(field: ids.Field, label: str, value: str, hint: str | None = None) -> kit.Block:
    return inputs.line(field, label, value=value, limit=wordings.TEXT_LIMIT, lines=True, hint=hint)


def _question(texts: Texts, disciplines: Sequence[views.Discipline]) -> list[kit.Block]:
    if not disciplines:
        return [blocks.words(texts("discipline.none"))]
    return [
        blocks.words(texts("discipline.question")),
        blocks.row(discipline_select(texts, disciplines)),
        blocks.small(blocks.plain(texts("discipline.hint"))),
    ]


def _options(disciplines: Sequence[views.Discipline]) -> list[kit.Option]:
    return [blocks.option(one.name, one.discipline_id) for one in disciplines]
