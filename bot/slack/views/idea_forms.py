"""Posting an idea: the form, the question about one's discipline, and the private answer."""

from collections.abc import Sequence

from slack_sdk.models import blocks as kit

from bot.services import ideas as cases
from bot.services import views
from bot.slack import links, mrkdwn
from bot.slack.forms import IdeaInput
from bot.slack.views import blocks, ideas, ids, inputs
from bot.texts import Texts
from storage.kinds import IdeaKind

NAMED = "named"


def form(
    texts: Texts,
    *,
    typed: IdeaInput | None = None,
    disciplines: Sequence[views.Discipline] = (),
    metadata: str = "",
) -> blocks.Json:
    """The modal for a new idea, with what was `typed` before.

    `disciplines` are given where the person has none yet: then the form asks for it too.
    """
    typed = typed or IdeaInput()
    pieces = [
        inputs.line(
            ids.Field.TITLE,
            texts("idea.form.title"),
            value=typed.title,
            limit=cases.TITLE_LIMIT,
            optional=False,
            hint=texts("idea.form.title_hint"),
            placeholder=texts("idea.form.title_placeholder"),
        ),
        inputs.line(
            ids.Field.WHO,
            texts("idea.form.who"),
            value=typed.who,
            limit=cases.TEXT_LIMIT,
            lines=True,
            hint=texts("idea.form.who_hint"),
        ),
        inputs.line(
            ids.Field.EVIDENCE,
            texts("idea.form.evidence"),
            value=typed.evidence,
            limit=cases.TEXT_LIMIT,
            lines=True,
            hint=texts("idea.form.evidence_hint"),
        ),
        inputs.radio(
            ids.Field.KIND,
            texts("idea.form.kind"),
            [
                blocks.option(texts("idea.form.problem"), IdeaKind.PROBLEM),
                blocks.option(texts("idea.form.dead_horse"), IdeaKind.DEAD_HORSE),
            ],
            chosen=typed.kind,
        ),
    ]
    if disciplines:
        pieces.append(
            inputs.choice(
                ids.Field.DISCIPLINE,
                texts("discipline.label"),
                _options(disciplines),
                chosen=typed.discipline_id,
                placeholder=texts("discipline.placeholder"),
                hint=texts("discipline.hint"),
            )
        )
    pieces.append(
        inputs.tick(
            ids.Field.NAMED,
            texts("idea.form.named"),
            blocks.option(texts("idea.form.named_option"), NAMED),
            on=typed.named,
            hint=texts("idea.form.named_hint"),
        )
    )
    return blocks.modal(
        pieces,
        callback=ids.Callback.IDEA,
        title=texts("idea.form.heading"),
        submit=texts("idea.form.submit"),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def posted(
    taken: views.Posted, texts: Texts, *, workspace: str, disciplines: Sequence[views.Discipline] = ()
) -> blocks.Drawn:
    """To its author: where the idea is, or what it waits for, and ideas like it."""
    if taken.waiting:
        text = texts("idea.posted.waiting", title=mrkdwn.inline(taken.title))
        pieces = [blocks.words(text), *_question(texts, disciplines)]
    else:
        text = texts("idea.posted.text", title=mrkdwn.inline(taken.title))
        place = texts("idea.posted.place", channel=mrkdwn.channel(taken.place))
        pieces = [blocks.words(text), blocks.small(blocks.mark(place))]
    if taken.disguise:
        pieces.append(blocks.words(texts("idea.posted.disguise")))
    if taken.similar:
        pieces += [blocks.divider(), blocks.words(texts.plural("idea.posted.similar", len(taken.similar)))]
        for idea in taken.similar:
            pieces += ideas.line(idea, texts, workspace=workspace, label=texts("idea.posted.mine_too"))
    return blocks.drawn(text, pieces)


def published(drafts: Sequence[views.Posted], texts: Texts, *, discipline: str) -> blocks.Drawn:
    """To a person who has just chosen a discipline: it is noted, and what waited for it is posted."""
    text = texts("discipline.chosen", discipline=mrkdwn.inline(discipline))
    pieces = [blocks.words(text)]
    if drafts:
        titles = [texts("list.item", text=mrkdwn.inline(draft.title)) for draft in drafts]
        pieces.append(blocks.words(texts.plural("discipline.published", len(drafts))))
        pieces += [blocks.words(chunk) for chunk in blocks.chunks(titles)]
    return blocks.drawn(text, pieces)


def ask_discipline(texts: Texts, disciplines: Sequence[views.Discipline]) -> blocks.Drawn:
    """The private question which discipline somebody belongs to."""
    return blocks.drawn(texts("discipline.question"), _question(texts, disciplines))


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
