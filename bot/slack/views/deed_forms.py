"""The forms for what may be done with an idea: short, with the reason first where there is one."""

from collections.abc import Sequence

from slack_sdk.models import blocks as kit

from bot.domain.deeds import Deed
from bot.services import idea_life, views
from bot.slack import mrkdwn
from bot.slack.forms import DeedInput, IdeaInput
from bot.slack.views import blocks, idea_forms, ids, inputs
from bot.texts import Texts
from storage.kinds import IdeaState

TITLES = {
    Deed.COMMENT: "deed.comment",
    Deed.EDIT: "deed.edit",
    Deed.THEMES: "deed.themes",
    Deed.MERGE: "deed.merge",
    Deed.PART: "deed.part",
    Deed.PARK: "deed.park",
    Deed.REOPEN: "deed.reopen",
    Deed.WITHDRAW: "deed.withdraw",
}
IN_ROUND = {Deed.MERGE: "deed.merge_in_round", Deed.WITHDRAW: "deed.withdraw_in_round"}
"""What becomes of the votes for an idea."""
LEADS = {
    Deed.PARK: "deed.lead.park",
    Deed.REOPEN: "deed.lead.reopen",
    Deed.WITHDRAW: "deed.lead.withdraw",
    Deed.MERGE: "deed.lead.merge",
    Deed.PART: "deed.lead.part",
}
SAVED = frozenset({Deed.EDIT, Deed.THEMES})
"""Those whose button says no more than that what stands in the form is kept."""
NAMED = "named"
SEARCH_LIMIT = 150


def form(
    deed: Deed,
    shown: views.Paper,
    texts: Texts,
    *,
    areas: Sequence[views.Discipline] = (),
    candidates: Sequence[views.ListedIdea] = (),
    typed: DeedInput | None = None,
    metadata: str = "",
) -> blocks.Json:
    """The form for `deed`. `areas` are for editing, `candidates` for merging."""
    typed = typed or DeedInput()
    match deed:
        case Deed.EDIT:
            pieces = _edit(shown, texts, areas)
        case Deed.COMMENT:
            pieces = _comment(shown, texts)
        case Deed.THEMES:
            pieces = _themes(shown, texts)
        case Deed.MERGE:
            pieces = _merge(shown, texts, candidates, typed)
        case Deed.PART | Deed.PARK | Deed.REOPEN | Deed.WITHDRAW:
            pieces = [_reason(texts, typed)]
    lead = [blocks.words(mrkdwn.inline(shown.line.title))] if deed is not Deed.EDIT else []
    if deed in LEADS:
        lead.append(blocks.small(blocks.plain(texts(LEADS[deed]))))
    if shown.line.state is IdeaState.IN_ROUND and deed in IN_ROUND:
        lead.append(blocks.words(texts(IN_ROUND[deed])))
    return blocks.modal(
        [*lead, *pieces],
        callback=ids.Callback.IDEA_DEED,
        title=texts(TITLES[deed]),
        submit=texts("form.save" if deed in SAVED else TITLES[deed]),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def _reason(texts: Texts, typed: DeedInput) -> kit.Block:
    return inputs.line(
        ids.Field.REASON,
        texts("deed.reason"),
        value=typed.reason,
        limit=idea_life.REASON_LIMIT,
        lines=True,
        optional=False,
        hint=texts("deed.reason_hint"),
    )


def _edit(shown: views.Paper, texts: Texts, areas: Sequence[views.Discipline]) -> list[kit.Block]:
    words = shown.words
    typed = IdeaInput(
        title=words.title,
        who=words.who,
        frequency=words.frequency,
        evidence=words.evidence,
        cost=words.cost,
        areas=tuple(one.discipline_id for one in shown.areas),
        kind=shown.line.kind,
        named=shown.named,
    )
    return idea_forms.inputs_of(texts, typed, idea_forms.Asked((), areas))


def _comment(shown: views.Paper, texts: Texts) -> list[kit.Block]:
    field = inputs.line(
        ids.Field.COMMENT,
        texts("deed.comment_label"),
        limit=idea_life.COMMENT_LIMIT,
        lines=True,
        optional=False,
        hint=texts("idea.form.who_hint"),
    )
    if shown.line.own and not shown.named:
        return [field, blocks.small(blocks.plain(texts("deed.comment_unnamed")))]
    option = blocks.option(texts("deed.comment_named"), NAMED)
    return [field, inputs.tick(ids.Field.NAMED, texts("idea.form.named"), option, on=True)]


def _themes(shown: views.Paper, texts: Texts) -> list[kit.Block]:
    pieces = []
    if shown.listed_themes:
        pieces.append(
            inputs.choices(
                ids.Field.THEMES,
                texts("deed.themes_label"),
                [blocks.option(one.name, one.theme_id) for one in shown.listed_themes],
                chosen=[one.theme_id for one in shown.themes],
                placeholder=texts("deed.themes_placeholder"),
                optional=True,
                most=idea_life.MOST_THEMES,
            )
        )
    new = inputs.line(
        ids.Field.THEME_NEW, texts("deed.theme_new"), limit=150, hint=texts("deed.theme_new_hint")
    )
    return [*pieces, new]


def _merge(
    shown: views.Paper, texts: Texts, candidates: Sequence[views.ListedIdea], typed: DeedInput
) -> list[kit.Block]:
    find = blocks.button(texts("deed.find"), ids.Action.IDEA_FIND, str(shown.line.idea_id))
    pieces = [
        inputs.line(
            ids.Field.SEARCH,
            texts("deed.search"),
            value=typed.search,
            limit=SEARCH_LIMIT,
            hint=texts("deed.search_hint"),
        ),
        blocks.row(find),
    ]
    if not candidates:
        return [*pieces, blocks.words(texts("ideas.none_found", search=mrkdwn.inline(typed.search)))]
    options = [blocks.option(one.title, one.idea_id) for one in candidates]
    target = inputs.choice(
        ids.Field.IDEA,
        texts("deed.into"),
        options,
        chosen=typed.into,
        placeholder=texts("deed.into_placeholder"),
    )
    return [*pieces, target, _reason(texts, typed)]
